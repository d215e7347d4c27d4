"""A region's file brought into an installation where the region has nothing yet: checked whole, then written whole."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Field, ForeignKey, Model

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.audit.models import Revision
from yhdyspinta.core.registry.models import Region
from yhdyspinta.site.moving.owning import CIRCLE, OWNED, Named, Never
from yhdyspinta.site.moving.owning import Region as OfRegion
from yhdyspinta.site.moving.taking import FORMAT, model_of

LARGEST = 2_000_000_000
"""Bytes of all parts unpacked: more is no region."""
REVISIONS = (
    *(
        "registry",
        "evidence",
        "indicators",
        "themes",
        "matters",
        "obligations",
        "statistics",
        "goals",
        "responsibilities",
    ),
    *("contacts", "agreements", "forums", "surveys", "employment", "welfare", "publications", "preparedness"),
)


class NotBrought(Exception):  # noqa: N818  (names what happened)
    """The file cannot be brought in: what, where, and what to do. Nothing has been written."""


@dataclass
class Box:
    """An opened file whose every part is what its manifest says."""

    manifest: Mapping[str, Any]
    parts: Mapping[str, bytes]

    def lines(self, label: str) -> Iterator[dict[str, Any]]:
        """Rows of a table."""
        for number, line in enumerate(self.parts.get(f"data/{label}.jsonl", b"").decode().splitlines(), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise NotBrought(f"data/{label}.jsonl, line {number}: {error}") from error


def opened(path: Path) -> Box:
    """The file, checked: format, every checksum, no part too many. Raises NotBrought."""
    try:
        with zipfile.ZipFile(path) as box:
            infos = box.infolist()
            if sum(i.file_size for i in infos) > LARGEST:
                raise NotBrought(f"{path.name} unpacks to more than {LARGEST:,} bytes: it is no region's file")
            parts = {i.filename: box.read(i) for i in infos}
        manifest = json.loads(parts.pop("manifest.json"))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotBrought(f"{path.name} is no file of export_region: {error}") from error
    if manifest.get("format") != FORMAT:
        raise NotBrought(f"{path.name} has format {manifest.get('format')}; this version reads {FORMAT}")
    told = manifest["sha256"]
    if lost := sorted(set(told) ^ set(parts)):
        raise NotBrought(f"{path.name}: {lost[0]} is missing, or is not in the manifest")
    if bad := [n for n, body in parts.items() if hashlib.sha256(body).hexdigest() != told[n]]:
        raise NotBrought(f"{path.name}: {bad[0]} has been changed: its checksum is not the manifest's")
    return Box(manifest, parts)


@dataclass
class Arriving:
    """What has arrived. `keys`: of each table, key in the file → key here; `later`: what names a row that comes later."""

    box: Box
    keys: dict[str, dict[int, int]] = field(default_factory=dict)
    later: list[tuple[str, int, str, str, int]] = field(default_factory=list)


@transaction.atomic
def bring(path: Path) -> dict[str, int]:
    """Brings a region in. Returns how many rows of each table. Raises NotBrought; then nothing has been written."""
    box = opened(path)
    region = Region.objects.filter(slug=box.manifest["region"]).first()
    if region is None:
        raise NotBrought(f"This installation has no region {box.manifest['region']!r}: run prepare first")
    _empty(region)
    arriving, counts = Arriving(box), dict[str, int]()
    for label, how in {**OWNED, **CIRCLE}.items():
        if not isinstance(how, Never):
            counts[label] = _table(label, arriving)
    for label, key, column, to, other in arriving.later:
        here = arriving.keys.get(to, {}).get(other)
        if here is not None:
            model_of(label)._default_manager.filter(pk=key).update(**{column: here})
    for name in {*REVISIONS, *Revision.objects.values_list("name", flat=True)}:
        bump(name)
    record_event(
        verb="region_brought", subject_type="region", subject_id=region.public_id, by=None,
        data={"product": box.manifest["product"], "day": box.manifest["day"]},
    )  # fmt: skip
    return {label: n for label, n in counts.items() if n}


def _empty(region: Region) -> None:
    """Refuses a region where somebody has worked already: nothing is mixed."""
    for label, how in {**OWNED, **CIRCLE}.items():
        if isinstance(how, OfRegion) and model_of(label)._default_manager.filter(**{how.path: region}).exists():
            raise NotBrought(f"{region.slug} has rows of {label} here: bring it into an empty installation")


def _table(label: str, arriving: Arriving) -> int:
    how, model = {**OWNED, **CIRCLE}[label], model_of(label)
    keys = arriving.keys.setdefault(label, {})
    count = 0
    for line in arriving.box.lines(label):
        told = _columns(label, model, line, arriving)
        row = _here(label, how, model, told)
        if row is None:
            row = model._default_manager.create(**told)
        else:
            model._default_manager.filter(pk=row.pk).update(**told)
        keys[line["key"]] = row.pk
        _remember_later(label, model, line, row.pk, arriving)
        count += 1
    return count


def _here(label: str, how: object, model: type[Model], told: Mapping[str, Any]) -> Model | None:
    """The row that this installation has of the same name. A starting record of evidence gives way to the region's own."""
    if label == "evidence.Evidence" and told["origin"]:
        model._default_manager.filter(origin=told["origin"]).delete()
    if label in ("registry.OrganisationLink", "registry.SlugAlias"):
        return model._default_manager.filter(**told).first() or _same_link(label, model, told)
    if not isinstance(how, Named):
        return None
    return model._default_manager.filter(**{c: told[_attname(model, c)] for c in how.columns}).first()


def _same_link(label: str, model: type[Model], told: Mapping[str, Any]) -> Model | None:
    same = (
        ("kind", "subject_id", "target_id", "region_id", "valid_from") if label.endswith("Link") else ("space", "alias")
    )
    return model._default_manager.filter(**{c: told[c] for c in same}).first()


def _attname(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]  # a column


def _columns(label: str, model: type[Model], line: Mapping[str, Any], arriving: Arriving) -> dict[str, Any]:
    """The columns of a row, what it names as it is called here."""
    told: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.name in line and not column.primary_key:
            told[column.attname] = _value(label, column, line[column.name], arriving)
    if label == "matters.StoredFile":
        told["content"] = arriving.box.parts[f"files/{line['sha256']}"]
    return told


def _value(label: str, column: "Field[Any, Any]", given: Any, arriving: Arriving) -> Any:
    if not isinstance(column, ForeignKey):
        return column.to_python(given)
    if given is None:
        return None
    here = arriving.keys.get(column.related_model._meta.label, {}).get(given)
    if here is None and not column.null:
        raise NotBrought(f"{label}: {column.name} {given} is not in the file")
    return here


def _remember_later(label: str, model: type[Model], line: Mapping[str, Any], key: int, arriving: Arriving) -> None:
    """A row that names another one of its own table, or of a table that comes later, is joined at the end."""
    for column in model._meta.concrete_fields:
        if isinstance(column, ForeignKey) and column.null and line.get(column.name) is not None:
            to = column.related_model._meta.label
            if line[column.name] not in arriving.keys.get(to, {}):
                arriving.later.append((label, key, column.attname, to, line[column.name]))
