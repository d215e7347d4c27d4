"""Backups taken while a log is written, restored elsewhere: what was acknowledged before a backup began is in it.

`cp` of a live SQLite file loses acknowledged rows and passes its own integrity check; so each run compares rows, not files.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yhdyspinta.site.drills.answering import answers, free_port, own_environment, web
from yhdyspinta.site.drills.notes import Note
from yhdyspinta.site.drills.power_cut import WRITERS, template, write

RUNS = 20


def pieces(runs: int = RUNS) -> Sequence[str]:
    """So many backups."""
    return [f"run {n}" for n in range(1, runs + 1)]


def examine(piece: str) -> list[str]:
    """Faults: acknowledged entries that the restored installation lacks, another fingerprint, sessions that live on."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return one_backup(Path(folder), int(piece.split()[1]))


def manage(env: dict[str, str], *arguments: str | Path) -> str:
    """A command of an installation. Raises CalledProcessError."""
    run = [sys.executable, "manage.py", *(str(a) for a in arguments)]
    return subprocess.run(run, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S603  (our own command)


def one_backup(folder: Path, number: int) -> list[str]:
    """One backup at a random moment of the load, and its restoring into an empty folder."""
    source, secret, told = template()
    live, elsewhere, file = folder / "live", folder / "elsewhere", folder / "one.yhdys"
    shutil.copytree(source, live)
    elsewhere.mkdir()
    env = own_environment(live, YHDYSPINTA_SECRET_KEY=secret, YHDYSPINTA_LOG_LEVEL="ERROR")
    before, after = _under_load(env, told, file, random.Random(number))  # noqa: S311  (the same moments each time)
    said = manage({**env, "YHDYSPINTA_DATA": str(elsewhere)}, "restore", file)
    with (
        sqlite3.connect(elsewhere / "yhdyspinta.sqlite3") as base,
        sqlite3.connect(elsewhere / "trail.sqlite3") as trail,
    ):
        rows = {UUID(r[0]) for r in base.execute("SELECT public_id FROM preparedness_logentry")}
        sessions = trail.execute("SELECT count(*) FROM visits_visit").fetchone()[0]
    lost = before - rows
    faults = [f"{len(lost)} of {len(before)} entries acknowledged before the backup are not in it"] if lost else []
    faults += (
        ["the restored installation is not what the backup holds"] if "the same as in the backup" not in said else []
    )
    faults += [f"{sessions} sessions live on"] if sessions else []
    faults += [] if before else ["nothing was acknowledged before the backup: nothing has been shown"]
    return [
        *faults,
        Note(f"{len(before)} acknowledged before, {after - len(before)} while it was taken, {len(rows)} in it"),
    ]


def _under_load(env: dict[str, str], told: tuple[str, ...], file: Path, chance: random.Random) -> tuple[set[UUID], int]:
    """What was acknowledged before the backup began, and how much when it was ready."""
    port, out = free_port(), subprocess.DEVNULL
    server = subprocess.Popen(web(port), cwd=settings.BASE_DIR, env=env, stdout=out, stderr=out, start_new_session=True)  # noqa: S603  (our own server)
    acknowledged: set[UUID] = set()
    over = threading.Event()
    writers = [threading.Thread(target=write, args=(port, told, acknowledged, over)) for _ in range(WRITERS)]
    try:
        answers(port)
        for each in writers:
            each.start()
        time.sleep(1 + chance.random() * 2)
        before = set(acknowledged)
        manage(env, "backup", file)
        return before, len(acknowledged)
    finally:
        over.set()
        for each in writers:
            each.join(timeout=20)
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
