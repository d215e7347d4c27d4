"""Tables change so that the version before still serves on them: nodes are replaced one by one, without a pause.

What has to go is first left unused for a release, then removed. The rule begins where the newest fixture ends.
"""

import contextlib
import gzip
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
KIND = (migrations.CreateModel, migrations.AddIndex, migrations.RunPython, migrations.RunSQL, migrations.RemoveIndex)
AGREED: dict[str, str] = {}
"""`app.migration`: why the version before serves all the same."""


def newest(folder: Path) -> set[tuple[str, str]]:
    """The migrations of the fixture that has the most: a database as a file."""
    found: set[tuple[str, str]] = set()
    for fixture in FIXTURES.glob("*-sqlite.db.gz"):
        place = folder / fixture.stem
        place.write_bytes(gzip.decompress(fixture.read_bytes()))
        with contextlib.closing(sqlite3.connect(place)) as base:
            found = max(found, set(base.execute("SELECT app, name FROM django_migrations")), key=len)
    return found


def unkind(operations: Sequence[Operation]) -> Iterator[str]:
    """What the version before would stumble over."""
    for one in operations:
        if isinstance(one, migrations.SeparateDatabaseAndState):
            yield from unkind(list(one.database_operations))
        elif isinstance(one, migrations.AddField):
            if not (one.field.null or one.field.has_db_default() or one.field.many_to_many):
                yield f"{one.describe()}: rows that it writes would lack it; give it null or db_default"
        elif not isinstance(one, KIND):
            yield f"{one.describe()}: leave it unused for a release first"


def test_the_version_before_serves_on_the_new_tables(tmp_path: Path) -> None:
    """Every migration since the newest fixture."""
    known, loader = newest(tmp_path), MigrationLoader(None)
    assert len(known) > 50
    ours = {key: m for key, m in loader.disk_migrations.items() if m.__module__.startswith("yhdyspinta.")}
    new = {key: m for key, m in ours.items() if key not in known}
    assert len(new) < len(ours) / 2
    faults = [f"{a}.{n}: {w}" for (a, n), m in new.items() if f"{a}.{n}" not in AGREED for w in unkind(m.operations)]
    assert faults == []


def test_what_the_version_before_would_stumble_over_is_found() -> None:
    """A column that has to have a value, one that goes, one that changes; kind ones pass."""
    needed = migrations.AddField("thing", "name", models.CharField(max_length=5))
    given = migrations.AddField("thing", "name", models.CharField(max_length=5, db_default=""))
    assert (
        len(list(unkind([needed, migrations.RemoveField("thing", "old"), migrations.RenameField("thing", "a", "b")])))
        == 3
    )
    assert len(list(unkind([migrations.SeparateDatabaseAndState([migrations.DeleteModel("Thing")], [])]))) == 1
    assert list(unkind([given, migrations.AddField("thing", "x", models.IntegerField(null=True))])) == []
