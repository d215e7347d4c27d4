"""A region as one file: a ZIP of JSON lines by table, files by checksum, and a manifest with a checksum of each part."""

import base64
import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet

from yhdyspinta.core.audit.models import AuditEvent, Version
from yhdyspinta.core.common import clock
from yhdyspinta.core.indicators.models import Absolute, Cube, OwnIndicator
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.models import RegionAgreement
from yhdyspinta.rooms.goals.models import GoalFigure
from yhdyspinta.site.moving.owning import CIRCLE, ONLY, OWNED, WITHOUT, Class, Never, Of, Own, Region

FORMAT = 1
SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every part: the same rows make the same bytes."""


@dataclass
class Taken:
    """What is taken. `rows`: by table, keys in the database in order; `named`: organisations that rows name."""

    area: Area
    own: frozenset[int]
    owned: Mapping[str, Class]
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def keys(self, label: str) -> list[int]:
        """Keys of the taken rows of a table."""
        return [r.pk for r in self.rows.get(label, [])]


def plain(value: Any) -> Any:
    """A column's value as JSON has it; the column itself knows how to read it back."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value


def model_of(label: str) -> type[Model]:
    """The table of a label."""
    return apps.get_model(label)


def collect(area: Area, *, circle: bool = False) -> Taken:
    """Every row that the region owns, in the order of OWNED. `circle`: also what is between those who answer for preparedness."""
    owned = {**OWNED, **(CIRCLE if circle else {})}
    taken = Taken(area, atlas().view(area.code, clock.today()).own_ids, owned)
    for label, how in owned.items():
        if not isinstance(how, Never):
            rows = _rows(label, taken)
            taken.rows[label] = list(rows.order_by("pk").distinct()) if rows is not None else []
    _name(taken)
    return taken


def _rows(label: str, taken: Taken) -> QuerySet[Any] | None:
    """Rows of a table, by how it is classified; None for what is chosen once the others are known."""
    how, model = taken.owned[label], model_of(label)
    rows = model._default_manager.filter(**{f"{k}__in": v for k, v in ONLY.get(label, {}).items()})
    if isinstance(how, Region):
        return rows.filter(**{f"{how.path}__code": taken.area.code})
    if isinstance(how, Own):
        return rows.filter(pk__in=model._default_manager.filter(**{f"{how.path}__in": taken.own}).values("pk"))
    if isinstance(how, Of):
        parent = model._meta.get_field(how.field).related_model
        return rows.filter(**{f"{how.field}__in": taken.keys(parent._meta.label)})  # type: ignore[union-attr]  # a relation
    if label == "registry.Region":
        return rows.filter(code=taken.area.code)
    if label == "registry.Organisation":
        return rows.filter(pk__in=taken.own)
    if label == "registry.Population":
        return rows.filter(organisation__in=taken.own)
    return None


def _name(taken: Taken) -> None:
    """What is chosen by the others: people of taken seats, figures that are used, files, earlier texts, named organisations."""
    seats = taken.rows["registry.Seat"]
    people = model_of("registry.Person")._default_manager.filter(pk__in=[s.person_id for s in seats])
    taken.rows["registry.Person"] = list(people.order_by("pk"))
    own = list(OwnIndicator.objects.filter(region=taken.area.code).order_by("pk"))
    taken.rows["indicators.OwnIndicator"] = own
    used = _figures(taken, [o.code for o in own])
    taken.rows["indicators.Cube"] = list(Cube.objects.filter(indicator__in=used).order_by("pk"))
    taken.rows["indicators.Absolute"] = list(Absolute.objects.filter(indicator__in=used).order_by("pk"))
    files = {v.file_id for v in taken.rows["matters.DocumentVersion"]} - {None}
    taken.rows["matters.StoredFile"] = list(
        model_of("matters.StoredFile")._default_manager.filter(pk__in=files).order_by("pk")
    )
    ids = {r.public_id for rows in taken.rows.values() for r in rows if hasattr(r, "public_id")}
    taken.rows["audit.Version"] = _in_batches(Version.objects.order_by("pk"), "subject_id", ids)
    missing = _named(taken) - {o.pk for o in taken.rows["registry.Organisation"]}
    others = model_of("registry.Organisation")._default_manager.filter(pk__in=missing)
    taken.rows["registry.Organisation"] += list(others.order_by("pk"))


def _figures(taken: Taken, own: list[str]) -> set[str]:
    """Codes of the figures that the region has agreed to look at, aims at, or has defined."""
    agreed: Iterable[RegionAgreement] = taken.rows["themes.RegionAgreement"]
    aimed: Iterable[GoalFigure] = taken.rows["goals.GoalFigure"]
    return {*own, *(code for a in agreed for code in a.indicators), *(f.indicator for f in aimed)}


def _named(taken: Taken) -> set[int]:
    """Keys of the organisations that taken rows name."""
    found: set[int] = set()
    for label, rows in taken.rows.items():
        fields = [f for f in model_of(label)._meta.concrete_fields if _to(f) == "registry.Organisation"]
        found |= {getattr(r, f.attname) for r in rows for f in fields} - {None}
    return found


def _to(column: Any) -> str:
    """The table that a column names, "" for a plain one."""
    return str(column.related_model._meta.label) if isinstance(column, ForeignKey) else ""


def _in_batches(rows: QuerySet[Any], name: str, ids: set[UUID]) -> list[Any]:
    every, found = sorted(ids, key=str), []
    for first in range(0, len(every), 500):
        found += list(rows.filter(**{f"{name}__in": every[first : first + 500]}))
    return sorted(found, key=lambda r: r.pk)


def as_line(label: str, row: Model) -> dict[str, Any]:
    """A row: its columns, and `key`, by which other rows of the file name it."""
    told: dict[str, Any] = {"key": row.pk}
    for column in row._meta.concrete_fields:
        if not column.primary_key and column.name not in WITHOUT.get(label, ()):
            told[column.name] = plain(getattr(row, column.attname))
    if label == "matters.StoredFile":
        told.pop("content")
    return told


def events(taken: Taken) -> Iterator[dict[str, Any]]:
    """What has happened to the taken rows, to be read: who is told by a number only."""
    ids = {str(r.public_id) for rows in taken.rows.values() for r in rows if hasattr(r, "public_id")}
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        if event.subject_id in ids:
            told = {"at": event.at.isoformat(), "verb": event.verb, "type": event.subject_type, "id": event.subject_id}
            yield {**told, "actor": str(event.actor or ""), "data": event.data, "seal": event.seal}


def write(area: Area, path: Path, *, circle: bool = False) -> dict[str, int]:
    """Writes the file whole or not at all. Returns how many rows of each table."""
    with transaction.atomic():
        taken = collect(area, circle=circle)
        parts = dict(_parts(taken))
    counts = {label: len(rows) for label, rows in taken.rows.items() if rows}
    manifest = {
        "format": FORMAT,
        "product": settings.VERSION,
        "region": area.slug,
        "day": clock.today().isoformat(),
        "rows": counts,
        "preparedness": circle,
        "left": {label: how.reason for label, how in OWNED.items() if isinstance(how, Never)},
        "sha256": {name: hashlib.sha256(body).hexdigest() for name, body in sorted(parts.items())},
    }
    parts["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    part = path.with_name(path.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, SAME_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, parts[name])
    part.replace(path)
    return counts


def _parts(taken: Taken) -> Iterator[tuple[str, bytes]]:
    by_table: dict[str, list[str]] = defaultdict(list)
    for label, rows in taken.rows.items():
        for row in rows:
            by_table[label].append(json.dumps(as_line(label, row), ensure_ascii=False, sort_keys=True))
    for label, lines in by_table.items():
        yield f"data/{label}.jsonl", ("\n".join(lines) + "\n").encode()
    for file in taken.rows["matters.StoredFile"]:
        yield f"files/{file.sha256}", bytes(file.content)
    told = [json.dumps(e, ensure_ascii=False, sort_keys=True) for e in events(taken)]
    yield "events.jsonl", "".join(f"{line}\n" for line in told).encode()
