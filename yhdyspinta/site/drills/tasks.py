"""The fifteen core tasks done by people without a mouse, on a phone, on a slow connection: the journeys, gone another way."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings

from yhdyspinta.site.drills.axe import bench
from yhdyspinta.site.drills.notes import Note

WAYS = ("keyboard", "keyboard phone", "slow", "slow phone")
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - (.*))?$", re.MULTILINE)


def pieces() -> Sequence[str]:
    """Every way; the journeys themselves go with and without JavaScript, in Finnish and in Swedish."""
    return WAYS


def examine(way: str) -> list[str]:
    """Tasks that cannot be done, pages that are too heavy or too late; and what was measured."""
    tasks: Mapping[str, tuple[str, ...]] = bench("tasks", "tests.journeys").TASKS
    places = [f"tests/journeys/{place}" for each in tasks.values() for place in each]
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        env = {**os.environ, "YHDYSPINTA_WAY": way, "YHDYSPINTA_WAY_TOLD": str(told), "COLUMNS": "500"}
        env.pop("YHDYSPINTA_DATA", None)  # a house of their own
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-o",
            "addopts=--strict-markers -p no:cacheprovider",
            "-q",
            "--tb=line",
        ]
        run = [*command, *places]
        done = subprocess.run(run, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)  # noqa: S603  (our own tests)
        faults = [f"{where}: {why}" for where, why in FAILED.findall(done.stdout)]
        if done.returncode and not faults:
            faults = [done.stdout[-400:] + done.stderr[-400:]]
        counted = re.search(r"(\d+ passed)", done.stdout)
        return [
            *faults,
            Note(f"{counted[1] if counted else 'none passed'}; {told.read_text() if told.exists() else ''}"),
        ]
