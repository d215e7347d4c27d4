"""A real installation for journeys: its own data, its own server process, people with one-time links."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from start import wait_until_up, web_command

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = """
import django; django.setup()
from yhdyspinta.core.accounts.actions import add_user, give_role, make_link
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.models import Organisation
for name, space, slug in {people!r}:
    user = add_user(by=HOUSE, email=name + "@example.org", name=name)
    give_role(by=HOUSE, user=user, role="editor", organisation=Organisation.objects.get(space=space, slug=slug))
    print(make_link(by=HOUSE, user=user))
"""


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_database(name: str) -> dict[str, str]:
    """On PostgreSQL a database of its own; on SQLite the files of the data directory."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return {}
    server = address.rsplit("/", 1)[0]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return {"DATABASE_URL": f"{server}/{name}", "TRAIL_DATABASE_URL": f"{server}/{name}"}


def prepare(env: dict[str, str], address: str) -> str:
    """Runs `prepare` and returns the administrator's link it prints."""
    command = [sys.executable, "manage.py", "prepare", "--link", address]
    done = subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=True)
    return next(line[5:] for line in done.stdout.splitlines() if line.startswith("LINK "))


@dataclass
class House:
    """Where it is, and how to add people."""

    address: str
    env: dict[str, str]

    def administrator_link(self) -> str:
        """A fresh one-time link of the administrator."""
        return prepare(self.env, self.address)

    def links(self, *people: tuple[str, str, str]) -> list[str]:
        """Adds editors (name, space, slug) and returns their sign-in addresses."""
        script = PEOPLE.format(people=people)
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=self.env, text=True, capture_output=True, check=True
        )
        return [f"{self.address}/fi/kirjaudu/{token}/" for token in done.stdout.split()]


@contextlib.contextmanager
def installation(data: Path) -> Iterator[House]:
    """Prepared, started, waited for, stopped."""
    address = f"http://127.0.0.1:{free_port()}"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "YHDYSPINTA_DATA": str(data),
        "YHDYSPINTA_SECRET_KEY": "a secret of the journeys only",
        "YHDYSPINTA_HASHED_STATIC": "1",
        **own_database(f"yhdyspinta_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"),
    }
    prepare(env, address)
    command = web_command(sys.executable, int(address.rsplit(":", 1)[1]), "error")
    server = subprocess.Popen(command, cwd=ROOT, env={**env, "YHDYSPINTA_LOG_LEVEL": "ERROR"})
    try:
        wait_until_up(address, server)
        yield House(address, env)
    finally:
        server.terminate()
        server.wait(timeout=15)
