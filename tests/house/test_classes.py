"""Every column of every table has a class; what looks like a person's or a secret is never told as if it were content."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from yhdyspinta.rooms.preparedness import secrecy
from yhdyspinta.site.info.classes import DEMANDS, TABLES, WATCHED, class_of

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = {(m._meta.label, f.name) for m in apps.get_models() for f in m._meta.concrete_fields}


def test_every_column_has_a_class() -> None:
    """And every class and every column that is named is there."""
    assert {c for c in COLUMNS if class_of(*c) is None} == set()
    assert set(TABLES) <= {table for table, _ in COLUMNS}
    named = {(table, column) for table, (_, differing) in TABLES.items() for column in differing}
    assert named <= COLUMNS
    assert {class_of(*c) for c in COLUMNS} == set(DEMANDS)
    assert class_of("registry.Nothing", "name") is None


def test_what_looks_like_a_persons_or_a_secret_is_no_content() -> None:
    """By its name, whoever adds a column meets this."""
    allowed = {"own", "office", "key", "sealed", "circle"}
    watched = {c for c in COLUMNS if WATCHED.search(c[1])}
    assert len(watched) > 20
    assert {c for c in watched if class_of(*c) not in allowed} == NO_SECRET


NO_SECRET = {("audit.AuditEvent", "seal_no"), ("forums.Forum", "secretary")}
"""A number; an organisation's function."""


def test_the_rooms_own_classes_are_inside_the_circle() -> None:
    """Preparedness classes its columns more finely; here all of them are the circle's."""
    for table in secrecy.COLUMNS:
        assert TABLES[f"preparedness.{table}"] == ("circle", {})


def test_the_pages_are_as_they_should_be() -> None:
    """Classes of data, rules and fields of forms: tools/write_references.py."""
    done = subprocess.run([sys.executable, "tools/write_references.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
