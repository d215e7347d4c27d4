"""A whole region taken out and brought into an empty installation: the same map, every row, and nothing that is never taken."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.people import People
from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.moving.bringing import NotBrought, bring, opened
from yhdyspinta.site.moving.owning import CIRCLE, OWNED, WITHOUT, Never, Of, Own
from yhdyspinta.site.moving.owning import Region as OfRegion
from yhdyspinta.site.moving.taking import write
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db


def kainuu() -> Area:
    """The region of the scene."""
    return next(a for a in atlas().areas.values() if a.slug == "kainuu")


def test_every_table_is_classified() -> None:
    """A new table fails here until somebody has said whose it is."""
    ours = {m._meta.label for m in apps.get_models() if m.__module__.startswith("yhdyspinta.")}
    assert ours - {*OWNED, *CIRCLE} == set()
    assert {*OWNED, *CIRCLE} - ours == set()
    for label, how in {**OWNED, **CIRCLE}.items():
        model = apps.get_model(label)
        if isinstance(how, Of):
            assert model._meta.get_field(how.field).is_relation, label
        if isinstance(how, (Own, OfRegion)):
            assert model._meta.get_field(how.path.split("__")[0]).is_relation, label
        if isinstance(how, Never):
            assert len(how.reason) > 15, label
    order = list(OWNED)
    for label, how in OWNED.items():
        if isinstance(how, Of):
            parent = apps.get_model(label)._meta.get_field(how.field).related_model
            assert order.index(parent._meta.label) < order.index(label)
    assert all(apps.get_model(label)._meta.get_field(c) for label, cs in WITHOUT.items() for c in cs)


def test_what_is_never_taken_is_not_there(people: People, tmp_path: Path) -> None:
    """No account, key, link or address of a person, no answer of a survey; preparedness only when asked for by name."""
    scene(people)
    secret = tokens.make(by=people.kuhmo, name="Taulukko", scopes=[], days=30)
    write(kainuu(), tmp_path / "k.zip")
    box = opened(tmp_path / "k.zip")
    text = b"".join(box.parts.values()).decode("utf-8", "replace")
    for word in (secret.row.token_hash, people.kuhmo.email, people.kuhmo.name + '"', "Päivystäjä"):
        assert word not in text, word
    assert not [n for n in box.parts if "accounts." in n or "surveys.Answer" in n or "preparedness." in n]
    write(kainuu(), tmp_path / "p.zip", circle=True)
    assert [n for n in opened(tmp_path / "p.zip").parts if "preparedness." in n]


def test_the_same_rows_make_the_same_bytes(people: People, tmp_path: Path) -> None:
    """Twice the same file; the event log tells that a region was taken."""
    scene(people)
    for name in ("a.zip", "b.zip"):
        write(kainuu(), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    call_command("export_region", "kainuu", str(tmp_path / "c.zip"), verbosity=0)
    assert AuditEvent.objects.filter(verb="region_taken").exists()


def spoiled(path: Path, to: Path, name: str, body: bytes | None) -> Path:
    """A copy of a file with one part changed, or left out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        if body is not None:
            new.writestr(name, body)
    return to


def test_a_spoiled_file_is_refused(people: People, tmp_path: Path) -> None:
    """A changed, missing or added part, no ZIP, another format: told which, and nothing is written."""
    scene(people)
    good = tmp_path / "k.zip"
    write(kainuu(), good)
    part = next(n for n in opened(good).parts if n.startswith("data/goals"))
    manifest = json.loads(zipfile.ZipFile(good).read("manifest.json"))
    other = json.dumps({**manifest, "format": 99}).encode()
    (tmp_path / "none.zip").write_bytes(b"x")
    cases = [
        (spoiled(good, tmp_path / "1.zip", part, b"{}\n"), "checksum"),
        (spoiled(good, tmp_path / "2.zip", part, None), "missing"),
        (spoiled(good, tmp_path / "3.zip", "data/x.jsonl", b"{}"), "not in the manifest"),
        (spoiled(good, tmp_path / "4.zip", "manifest.json", other), "format 99"),
        (tmp_path / "none.zip", "no file of export_region"),
        (tmp_path / "nowhere.zip", "no file of export_region"),
    ]
    for path, told in cases:
        with pytest.raises(NotBrought, match=told):
            bring(path)
    with pytest.raises(NotBrought, match="has rows of"), transaction.atomic():
        bring(good)
    with pytest.raises(CommandError, match="No region"):
        call_command("export_region", "xyz", str(tmp_path / "x.zip"))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, Path]:
    """Two installations: one with the example, one empty; and a place for files."""
    folder = tmp_path_factory.mktemp("moving")

    def manage(name: str, *args: str) -> str:
        home = folder / name
        home.mkdir(exist_ok=True)
        env = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
        env |= {"YHDYSPINTA_DATA": str(home), "YHDYSPINTA_DEMO": "1", "YHDYSPINTA_LOG_LEVEL": "ERROR"}
        done = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=settings.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    manage("first", "prepare")
    manage("first", "example")
    manage("second", "prepare")
    return (lambda *a: manage("first", *a)), (lambda *a: manage("second", *a)), folder


def content(path: Path) -> dict[str, list[str]]:
    """The rows of a file by table without keys of either database, in no order."""
    box, found = opened(path), {}
    for label in {**OWNED, **CIRCLE}:
        model = apps.get_model(label)
        names = {f.name for f in model._meta.concrete_fields if f.is_relation} | {"key"}
        rows = [
            json.dumps({k: v for k, v in line.items() if k not in names}, sort_keys=True) for line in box.lines(label)
        ]
        found[label] = sorted(rows)
    return found


@pytest.mark.one_database  # both installations are on SQLite
@pytest.mark.xdist_group("moving")
@pytest.mark.parametrize("region", ["aavaniemi", "keski-suomi"])
def test_the_map_is_the_same_on_the_other_side(two: tuple[Any, Any, Path], region: str) -> None:
    """Cell by cell, finding by finding, today and on earlier days; taken out again it is the same rows."""
    first, second, folder = two
    file, again = folder / f"{region}.zip", folder / f"{region}-2.zip"
    first("export_region", region, str(file), "--preparedness")
    second("import_region", str(file))
    for on in ((), ("--on", "2025-10-31"), ("--on", "2024-01-01")):
        told = first("map", region, *on, "--json")
        assert json.loads(told)
        assert second("map", region, *on, "--json") == told
    second("export_region", region, str(again), "--preparedness")
    before, after = content(file), content(again)
    assert {t for t in before if before[t] != after[t]} == set()
    assert sum(len(r) for r in before.values()) > (500 if region == "aavaniemi" else 100)
