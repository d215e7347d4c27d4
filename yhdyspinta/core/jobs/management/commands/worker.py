"""`manage.py worker`: runs scheduled jobs, and work that people ask for, until it is told to stop."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from yhdyspinta.core.jobs.queue import run_asked
from yhdyspinta.core.jobs.schedule import STOP, in_a_thread, in_turn, run_due


class Command(BaseCommand):
    """Runs jobs whose time has come; stops on SIGTERM or SIGINT after the running one."""

    help = "Runs scheduled jobs until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` runs what is due now and returns."""
        parser.add_argument("--once", action="store_true", help="run what is due now and stop")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between looks at the schedule")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        """Looks at the schedule every few seconds."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: STOP.set())
        while True:
            for name in run_due(beside=in_turn if once else in_a_thread):
                self.stdout.write(f"ran {name}" if once else f"began {name}")
            work = None if STOP.is_set() else run_asked()  # one at a time: the schedule does not wait for a long queue
            if work:
                self.stdout.write(f"{work.kind}: {work.state}")
            close_old_connections()
            if once or STOP.wait(0 if work else every):
                return
