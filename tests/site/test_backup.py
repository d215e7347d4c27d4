"""Backups: what they hold, that they come back the same on either database, and what must not come back."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
import pyrage
import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from tests.people import People
from yhdyspinta.site.backup import keeping, restoring, tables, taking
from yhdyspinta.site.backup.lines import one_moment
from yhdyspinta.site.backup.taking import Manifest, NoBackup

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = os.environ.get("DATABASE_URL", "")
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def test_every_table_is_kept_or_named() -> None:
    """No name of a table that is not there; nothing that is kept hangs on what is left out."""
    labels = {m._meta.label for m in apps.get_models(include_auto_created=True)}
    named = {*tables.LINKS, *tables.LEFT_OUT}
    assert named - labels == set()
    assert labels - named >= tables.PASSING
    for model in tables.held():
        aims = {f.related_model._meta.label for f in model._meta.concrete_fields if f.related_model}
        assert not aims & named, model._meta.label


@given(st.sets(st.integers(0, 24 * 400), max_size=200))
def test_what_stays_of_many_backups(hours: set[int]) -> None:
    """The newest always; of the last day every hour, of two weeks every day, of a year every month; never more than that."""
    times = {NOW - timedelta(hours=h, minutes=1) for h in hours}
    stay = keeping.staying(times, NOW)
    assert stay <= times
    assert not times or max(times) in stay
    assert {t for t in times if t > NOW - timedelta(hours=keeping.HOURS)} <= stay
    for count, form in ((keeping.DAYS, "%Y%m%d"), (keeping.MONTHS, "%Y%m")):
        span = timedelta(days=count * (1 if form == "%Y%m%d" else 31))
        assert {f"{t:{form}}" for t in times if t > NOW - span} <= {f"{t:{form}}" for t in stay}
    assert len(stay) <= keeping.HOURS + keeping.DAYS + keeping.MONTHS + 4
    assert keeping.staying(stay, NOW) == stay


def test_only_our_own_files_are_removed(tmp_path: Path) -> None:
    """Old backups go with their manifests; whatever else lies in the folder stays."""
    from yhdyspinta.core.common import clock  # noqa: PLC0415  (only here)

    old, older, new = (
        tmp_path / taking.name_at(clock.now() - timedelta(days=d, hours=h)) for d, h in ((300, 0), (300, 1), (0, 0))
    )
    for path in (old, older, new, tmp_path / "yhdyspinta-mine.yhdys", tmp_path / "letter.txt"):
        path.touch()
        taking.beside(path).touch()
    assert keeping.tidy(tmp_path) == 1
    assert not older.exists()
    assert not taking.beside(older).exists()
    assert all(p.exists() for p in (old, new, tmp_path / "yhdyspinta-mine.yhdys", tmp_path / "letter.txt"))


def box(path: Path, *, format: int = taking.FORMAT, rows: bytes = b"", sha256: str = "", **more: Any) -> Path:  # noqa: A002  (the manifest's own word)
    """A small backup with one table."""
    told = {"accounts.User": {"rows": rows.count(b"\n"), "sha256": sha256 or hashlib.sha256(rows).hexdigest()}}
    manifest = Manifest(format, "0.2.0", NOW.isoformat(), "sqlite", more.get("migrations", {}), told, [])
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("manifest.json", json.dumps(asdict(manifest)))
        made.writestr("tables/accounts.User.jsonl", b'["id"]\n' + rows)
    return path


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    """Something else, another format, a changed row, half a file, a seal without its key: each in words, nothing done."""
    text = tmp_path / "text"
    text.write_text("no backup")
    whole = box(tmp_path / "whole")
    half = tmp_path / "half"
    half.write_bytes(whole.read_bytes()[:200])
    key = pyrage.x25519.Identity.generate()
    sealed = tmp_path / "sealed"
    pyrage.encrypt_file(str(whole), str(sealed), [key.to_public()])
    wrong = tmp_path / "wrong.key"
    wrong.write_text(str(pyrage.x25519.Identity.generate()))
    for path, identity, word in (
        (text, None, "is no backup"),
        (tmp_path / "absent", None, "is no backup"),
        (half, None, "is no backup"),
        (box(tmp_path / "later", format=99), None, "format 99"),
        (box(tmp_path / "changed", rows=b"[1]\n", sha256="0" * 64), None, "is broken"),
        (sealed, None, "--identity"),
        (sealed, wrong, "does not open"),
        (sealed, tmp_path / "absent", "does not open"),
    ):
        with pytest.raises(NoBackup, match=word), restoring.opened(path, identity):
            pass
    right = tmp_path / "right.key"
    right.write_text(f"# created: now\n{key}\n")
    with restoring.opened(sealed, right) as (_box, manifest):
        assert manifest.told("accounts.User").rows == 0


@pytest.mark.django_db
def test_nothing_is_written_over(tmp_path: Path, people: People) -> None:
    """Neither an installation nor a backup; and an older version does not read what a newer has written."""
    assert people.kuhmo.is_active
    with pytest.raises(NoBackup, match="YHDYSPINTA_DATA"):
        restoring.restore(box(tmp_path / "one"))
    with pytest.raises(NoBackup, match="never written over"):
        taking.take(tmp_path / "one")
    with pytest.raises(NoBackup, match="public key"):
        taking.take(tmp_path / "two", recipients=["age1no"])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one"]
    with pytest.raises(RuntimeError, match="outside of every transaction"), one_moment():
        pass
    newer = replace(_manifest(), migrations={"default": [("accounts", "9999_later")]})
    with pytest.raises(NoBackup, match=r"accounts\.9999_later"):
        restoring._same_tables(newer)


@pytest.mark.django_db
def test_who_was_erased_stays_erased(tmp_path: Path, people: People) -> None:
    """A newer manifest in the folder tells; an older one, or a broken installation's own, changes nothing."""
    path, gone, stays = tmp_path / taking.name_at(NOW), people.kuhmo, people.county
    for days, who in ((1, gone), (-1, stays)):
        other = taking.beside(tmp_path / taking.name_at(NOW + timedelta(days=days)))
        later = replace(_manifest(), made_at=(NOW + timedelta(days=days)).isoformat(), erased=[str(who.public_id)])
        other.write_text(json.dumps(asdict(later)))
    assert restoring._close_again(path, _manifest()) == 1
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.name, gone.is_active, stays.is_active) == ("", False, True)
    assert restoring._close_again(path, _manifest()) == 0


def _manifest() -> Manifest:
    return Manifest(taking.FORMAT, "0.2.0", NOW.isoformat(), "sqlite", {}, {}, [])


def manage(data: Path, *arguments: str, fails: bool = False, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """A command of an installation of its own."""
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "TRAIL_DATABASE_URL")}
    env |= {"YHDYSPINTA_DATA": str(data), "YHDYSPINTA_SECRET_KEY": "x" * 50, **more}
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, text=True, capture_output=True, check=False)  # fmt: skip
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.real_clock
@pytest.mark.skipif(
    not ADDRESS.startswith("postgres"), reason="from SQLite to SQLite: `drill backup`, in tests/site/test_commands.py"
)
def test_there_and_back(tmp_path: Path) -> None:
    """An installation on SQLite, sealed, restored on PostgreSQL and back: the same fingerprint each time."""
    first, second, third = (tmp_path / n for n in ("first", "second", "third"))
    for folder in (first, second, third):
        folder.mkdir()
    key, identity = pyrage.x25519.Identity.generate(), tmp_path / "key"
    identity.write_text(str(key))
    manage(first, "prepare", "--link", "http://x")
    held = manage(first, "fingerprint", "--short").strip()
    assert len(held) == 64
    said = manage(first, "backup", str(tmp_path / "one.yhdys.age"), "--seal", str(key.to_public()))
    assert "sealed, read back" in said
    assert b"manifest" not in (tmp_path / "one.yhdys.age").read_bytes()
    other = elsewhere()
    said = manage(second, "restore", str(tmp_path / "one.yhdys.age"), "--identity", str(identity), more=other)
    assert f"the same as in the backup: {held}" in said
    counts = (
        "from yhdyspinta.core.accounts.models import LoginLink, User; print(LoginLink.objects.count()); "
        "u = User.objects.create(email='a@b.fi', created_at='2026-01-01T00:00Z'); print(u.pk); u.delete()"
    )
    assert manage(second, "shell", "--no-imports", "-c", counts, more=other).split() == ["0", "2"]
    manage(second, "backup", str(tmp_path / "two.yhdys"), more=other)
    assert f"the same as in the backup: {held}" in manage(third, "restore", str(tmp_path / "two.yhdys"))


def elsewhere() -> dict[str, str]:
    """An empty database beside the one of the tests."""
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS moved WITH (FORCE)")
        connection.execute("CREATE DATABASE moved")
    address = f"{ADDRESS.rsplit('/', 1)[0]}/moved"
    return {"DATABASE_URL": address, "TRAIL_DATABASE_URL": address}
