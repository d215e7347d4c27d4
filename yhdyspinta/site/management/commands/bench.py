"""`manage.py bench [NAME] [--json] [--records N]`: measures the product's own questions."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.site.bench import store
from yhdyspinta.site.bench.figures import NAMES, figures
from yhdyspinta.site.bench.records import apart, fill


class Command(BaseCommand):
    """One line a figure. Made-up records are written to a copy or rolled back: nothing stays, and nobody waits."""

    requires_system_checks = ()
    help = "Times the product's own questions, as ratios within one run, with queries, Python calls and bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which figure, form, amount."""
        parser.add_argument("name", nargs="?", default="", help="one figure, or store; all when left out")
        parser.add_argument(
            "--indicators",
            type=int,
            default=3_600,
            help="made-up indicators of bench store (3,600: 40 million figures)",
        )
        parser.add_argument("--json", action="store_true", help="a JSON list instead of lines")
        parser.add_argument(
            "--beside",
            action="store_true",
            help="also ask DuckDB, Polars and pandas, where the extra bench is installed",
        )
        parser.add_argument(
            "--records", type=int, default=20_000, help="made-up records to measure with (20,000); 0: as it is"
        )

    def handle(self, *args: Any, name: str, records: int, **options: Any) -> None:
        """Measures and prints."""
        if name == "store":
            with apart():
                self._store(options["indicators"], as_json=options["json"], beside=options["beside"])
            return
        if name and name not in NAMES:
            raise CommandError(f"No figure {name!r}. There are: {', '.join(NAMES)}")
        found = []
        with apart(), transaction.atomic():
            if records:
                fill(records)
            for figure in figures(name):
                found.append(figure.data())
                if not options["json"]:
                    self.stdout.write(figure.line())
            transaction.set_rollback(True)
        forget_all()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))

    def _store(self, count: int, *, as_json: bool, beside: bool) -> None:
        found = []
        for one in store.figures(count, beside=beside):
            found.append(one.data())
            if not as_json:
                self.stdout.write(one.line())
        if as_json:
            self.stdout.write(json.dumps(found, indent=1))
