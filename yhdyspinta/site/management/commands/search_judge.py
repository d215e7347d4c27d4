"""`manage.py search_judge [--fill N]`: how much of what is relevant the search brings among its first ten, and how fast."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from yhdyspinta.core.finding import engine
from yhdyspinta.core.finding.actions import tell
from yhdyspinta.core.finding.models import Indexed
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.site.search.judging import FILE, Verdict, judge, made_up, quantile, read, recall
from yhdyspinta.site.search.sources import refresh

LEAST = 0.95
MEDIAN_MS, P95_MS = 60, 300


class Command(BaseCommand):
    """Ends with 1 when less is found than is asked for; among made-up things, whose words are the law's own, when it takes longer."""

    requires_system_checks = ()
    help = "Judges the search by queries that a reader has judged; --fill N among N made-up things, which are taken away again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, how much beside, whether to tell what was missed."""
        parser.add_argument(
            "--file", type=Path, default=FILE, help="judged queries (TOML); the package's own when left out"
        )
        parser.add_argument("--fill", type=int, default=0, help="ask among so many made-up things, e.g. 200000")
        parser.add_argument(
            "--misses", action="store_true", help="tell what was missed, but of queries held apart only how many"
        )

    def handle(self, *args: Any, file: Path, fill: int, misses: bool, **options: Any) -> None:
        """Judges, tells, and leaves nothing behind."""
        try:
            queries = read(file)
        except InvalidFile as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            refresh()
            if fill:
                tell("made-up", made_up(fill), str(fill))
                engine.counted()
            verdicts = judge(queries)
            self._tell(verdicts, misses=misses, slow=bool(fill))
            if fill:
                transaction.set_rollback(True)

    def _tell(self, verdicts: list[Verdict], *, misses: bool, slow: bool) -> None:
        times = [v.ms for v in verdicts]
        median, late = quantile(times, 0.5), quantile(times, 0.95)
        parts = {
            "in the open": [v for v in verdicts if not v.query.held],
            "held apart": [v for v in verdicts if v.query.held],
        }
        self.stdout.write(f"{connection.vendor}: {len(verdicts)} queries among {Indexed.objects.count():,} things")
        for name, each in parts.items():
            if each and not slow:
                self.stdout.write(f"  recall@10 {name}: {recall(each):.3f} ({len(each)} queries)")
        self.stdout.write(f"  median {median:.1f} ms, 95 % within {late:.1f} ms")
        if misses:
            for v in verdicts:
                if v.missed and not v.query.held:
                    self.stdout.write(f"  {v.query.ask}: {', '.join(v.missed)}")
        little = any(recall(each) < LEAST for each in parts.values() if each)
        if (median > MEDIAN_MS or late > P95_MS) if slow else little:
            sys.exit(1)
