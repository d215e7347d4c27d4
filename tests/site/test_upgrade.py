"""Every release's database, in both engines, is migrated to today's tables and its map can be drawn.

Between releases there are databases of earlier states (named by how many decisions there were), the later ones with the example
region at work in every room: what people have written is migrated too.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
ADDRESS = os.environ.get("DATABASE_URL", "")
ENGINE = "postgresql" if ADDRESS.startswith("postgres") else "sqlite"
pytestmark = pytest.mark.real_clock


def restored(fixture: Path, folder: Path) -> dict[str, str]:
    """The release's database; returns the environment that points to it."""
    held = gzip.decompress(fixture.read_bytes())
    if fixture.name.endswith(".db.gz"):  # with an index for searching, which a dump does not bring back
        (folder / "yhdyspinta.sqlite3").write_bytes(held)
        return {}
    sql = held.decode()
    if ENGINE == "sqlite":
        connection = sqlite3.connect(folder / "yhdyspinta.sqlite3")
        connection.executescript(sql)
        connection.close()
        return {}
    name = f"upgrade_{fixture.name.split('-')[0].replace('.', '_')}"
    address = f"{ADDRESS.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(ADDRESS, autocommit=True) as connection_:
        connection_.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection_.execute(f'CREATE DATABASE "{name}"'.encode())
    subprocess.run(
        ["psql", "-q", "-v", "ON_ERROR_STOP=1", address], input=sql, text=True, check=True, stdout=subprocess.DEVNULL
    )
    return {"DATABASE_URL": address, "TRAIL_DATABASE_URL": address}


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob(f"*-{ENGINE}.*.gz")), ids=lambda p: p.name)
def test_a_releases_database_is_migrated(fixture: Path, tmp_path: Path) -> None:
    """Prepared by today's code; its starting evidence is there; nothing is left to migrate."""
    env = {**os.environ, "YHDYSPINTA_DATA": str(tmp_path), "YHDYSPINTA_SECRET_KEY": "x", **restored(fixture, tmp_path)}
    with_example = b"aavaniemi" in gzip.decompress(fixture.read_bytes())
    env["YHDYSPINTA_DEMO"] = str(int(with_example))

    def manage(*args: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *args], cwd=ROOT, env=env, text=True, capture_output=True, check=True
        )
        return done.stdout

    manage("prepare")
    manage("migrate", "--check")
    if with_example:
        assert "aavaniemi" in manage("map").casefold()
    assert "partly" in manage("map", "keski-suomi", "--on", "2025-10-31")


def test_there_is_a_fixture_of_every_release_in_both_engines() -> None:
    """Named in the change log, kept for ever."""
    lines = (ROOT / "CHANGELOG.md").read_text().splitlines()
    releases = [line.split()[1] for line in lines if line.startswith("## ") and line != "## Next"]
    assert len(releases) >= 2
    for release in releases:
        for engine in ("sqlite", "postgresql"):
            assert (FIXTURES / f"{release}-{engine}.sql.gz").exists(), f"python tools/make_fixture.py {release}"
