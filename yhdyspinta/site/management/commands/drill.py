"""`manage.py drill NAME [--part i/n]`: a long examination, resumable, appended to docs/reports/NAME.md."""

import json
import time
from argparse import ArgumentParser
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common import clock
from yhdyspinta.site.drills import DRILLS, Drill, anonymity, api, failover, load, offline, power_cut
from yhdyspinta.site.drills.notes import Note

SHOWN = 20
"""Faults of a piece that the terminal shows; the report has fifty."""


class Command(BaseCommand):
    """Runs the pieces of a drill that have not been done, and reports."""

    requires_system_checks = ()
    help = "Runs a long examination outside CI; without a name lists them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name, part, whether to begin anew."""
        parser.add_argument("name", nargs="?", default="", help="which drill")
        parser.add_argument("--part", default="1/1", help="the i-th of n equal parts, e.g. 2/4")
        parser.add_argument("--surveys", type=int, default=anonymity.SURVEYS, help="anonymity: how many surveys")
        parser.add_argument("--no-suppression", action="store_true", help="anonymity: without protection, to be found")
        parser.add_argument("--entries", type=int, default=offline.ENTRIES, help="offline: how many entries")
        parser.add_argument(
            "--kills", type=int, help="offline, failover: how often the browser, or the leader, is killed"
        )
        parser.add_argument(
            "--async",
            dest="asynchronous",
            action="store_true",
            help="failover: standbys that follow asynchronously, meant to lose",
        )
        parser.add_argument(
            "--runs",
            type=int,
            default=power_cut.RUNS,
            help="power-cut: how often it is killed, and how often the power fails",
        )
        parser.add_argument("--synchronous", choices=("FULL", "NORMAL"), default="FULL", help="power-cut: NORMAL is meant to lose")  # fmt: skip
        parser.add_argument("--seconds", type=int, default=load.SECONDS, help="load: how long")
        parser.add_argument("--cases", type=int, default=api.CASES, help="api: how many cases of each operation")
        parser.add_argument("--anew", action="store_true", help="forget what an interrupted run has done")

    def handle(self, *args: Any, name: str, part: str, anew: bool, **options: Any) -> None:
        """Examines piece by piece; an interrupted run goes on where it was."""
        if not name:
            for key, drill in DRILLS.items():
                self.stdout.write(f"{key:10} {drill.about}")
            return
        if name not in DRILLS:
            raise CommandError(f"No drill {name!r}. There are: {', '.join(DRILLS)}")
        index, count = self._part(part)
        drill, whole = _chosen(name, options)
        progress = Path(settings.DATA_DIR) / "drills" / f"{name}-{index}-of-{count}.json"
        progress.parent.mkdir(parents=True, exist_ok=True)
        if anew:
            progress.unlink(missing_ok=True)
        state: dict[str, Any] = json.loads(progress.read_text()) if progress.exists() else {"done": [], "faults": []}
        self._run(drill, state, progress, index, count)
        if whole:  # neither a short run nor what is meant to fail is a report
            self._report(name, part, drill, state)
        progress.unlink(missing_ok=True)
        if state["faults"]:
            raise CommandError(f"{len(state['faults'])} faults" + (f"; see docs/reports/{name}.md" if whole else ""))

    def _part(self, part: str) -> tuple[int, int]:
        try:
            index, count = (int(x) for x in part.split("/"))
        except ValueError as error:
            raise CommandError(f"--part {part!r}: write i/n, e.g. 2/4") from error
        if not 1 <= index <= count:
            raise CommandError(f"--part {part!r}: i goes from 1 to n")
        return index, count

    def _run(self, drill: Drill, state: dict[str, Any], progress: Path, index: int, count: int) -> None:
        mine = [p for number, p in enumerate(drill.pieces()) if number % count == index - 1]
        began = time.monotonic()
        for number, piece in enumerate(mine, start=1):
            if piece in state["done"]:
                continue
            found = drill.examine(piece)
            faults = [f for f in found if not isinstance(f, Note)]
            state["done"].append(piece)
            state["faults"] += [f"{piece}: {fault}" for fault in faults]
            state.setdefault("notes", []).extend(f"{piece}: {note}" for note in found if isinstance(note, Note))
            state["seconds"] = round(state.get("seconds", 0.0) + time.monotonic() - began, 1)
            began = time.monotonic()
            progress.write_text(json.dumps(state))
            shown = "; ".join(found[:SHOWN] + found[-1:] if len(found) > SHOWN else found)
            self.stdout.write(f"{number}/{len(mine)} {piece}{': ' + shown if found else ''}")

    def _report(self, name: str, part: str, drill: Drill, state: dict[str, Any]) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "reports" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(
                f"# Drill `{name}`: {drill.about}\n\n| day | part | pieces | faults | seconds |\n|---|---|---|---|---|\n"
            )
        row = f"| {clock.today()} | {part} | {len(state['done'])} | {len(state['faults'])} | {state.get('seconds', 0)} |\n"
        with path.open("a") as file:
            file.write(
                row
                + "".join(f"\n- {line}\n" for line in (*state["faults"][:50], *drill.sum_up(state.get("notes", []))))
            )


def _chosen(name: str, options: dict[str, Any]) -> tuple[Drill, bool]:
    """The drill as long as it is asked for, and whether it is long enough, and meant, to be a report."""
    drill = DRILLS[name]
    if name == "anonymity":
        surveys, protected = options["surveys"], not options["no_suppression"]
        drill = replace(drill, pieces=partial(anonymity.pieces, surveys, protected=protected))
        return drill, protected and surveys >= anonymity.SURVEYS
    if name == "api":
        return replace(drill, pieces=partial(api.pieces, options["cases"])), options["cases"] >= api.CASES
    if name == "load":
        return replace(drill, pieces=partial(load.pieces, options["seconds"])), options["seconds"] >= load.SECONDS
    if name == "failover":
        kills, synchronous = options["kills"] or failover.KILLS, not options["asynchronous"]
        drill = replace(drill, pieces=partial(failover.pieces, kills, synchronous=synchronous))
        return drill, kills >= failover.KILLS and synchronous
    if name == "offline":
        kills = options["kills"] or offline.KILLS
        drill = replace(drill, pieces=partial(offline.pieces, options["entries"], kills))
        return drill, options["entries"] >= offline.ENTRIES and kills >= offline.KILLS
    if name == "power-cut":
        drill = replace(drill, pieces=partial(power_cut.pieces, options["runs"], options["synchronous"]))
        return drill, options["runs"] >= power_cut.RUNS and options["synchronous"] == "FULL"
    return drill, True
