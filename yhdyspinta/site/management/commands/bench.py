"""`manage.py bench`: times the product's own questions in one run, as ratios to a page that does nothing."""

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.test import Client

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.site.map.queries import compute

PAGES = {
    "front page": "/fi/",
    "a region's map": "/fi/alueet/keski-suomi/",
    "an interface": "/fi/alueet/keski-suomi/hyte/",
    "a municipality and its duties": "/fi/kunnat/kuhmo/",
    "a region and its duties": "/fi/alueet/pirkanmaa/velvoitteet/",
    "all duties": "/fi/velvoitteet/",
    "the calendar": "/fi/kalenteri/",
    "search": "/fi/haku/?q=kuhmo",
}


class Command(BaseCommand):
    """Medians of several runs; the ratio is to `/terveys/` in the same run, so machines can be compared."""

    help = "Times the product's own questions as ratios within one run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many runs."""
        parser.add_argument("--runs", type=int, default=15)

    def handle(self, *args: Any, runs: int, **options: Any) -> None:
        """Prints one line a question: median milliseconds and ratio."""
        client = Client()
        nothing = self._median(lambda: client.get("/terveys/"), runs)
        self.stdout.write(f"{'nothing (/terveys/)':36} {nothing:8.2f} ms  × 1.0")
        for name, path in PAGES.items():
            client.get(path)
            self._line(name, self._median(lambda path=path: client.get(path), runs), nothing)  # type: ignore[misc]  # bound now
        codes, today = list(atlas().areas), clock.today()
        self._line(
            "the country's map computed anew", self._median(lambda: compute(codes, today), max(3, runs // 5)), nothing
        )
        self._line("registry and records read anew", self._median(self._cold, max(3, runs // 5)), nothing)

    def _cold(self) -> object:
        forget_all()
        return obligations.desk()

    def _median(self, question: Callable[[], object], runs: int) -> float:
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            question()
            times.append((time.perf_counter() - began) * 1000)
        return statistics.median(times)

    def _line(self, name: str, took: float, nothing: float) -> None:
        self.stdout.write(f"{name:36} {took:8.2f} ms  × {took / nothing:.1f}")
