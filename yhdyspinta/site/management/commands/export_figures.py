"""`manage.py export_figures FILE.parquet`: every figure of the store as long rows, for analysts' engines."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.common.parquet import NotInstalled
from yhdyspinta.core.indicators.parquet import export


class Command(BaseCommand):
    """Writes the file and says what is in it."""

    requires_system_checks = ()
    help = "Writes every figure to a Parquet file (needs the extra analysis); an interrupted run leaves the old file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="the file to write, e.g. figures.parquet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Writes indicator by indicator."""
        count = rows = 0
        try:
            with one_reading():
                for code, written in export(file):
                    count, rows = count + 1, rows + written
                    if options["verbosity"] > 1:
                        self.stdout.write(f"  {code}: {written} rows")
        except (NotInstalled, OSError) as error:
            raise CommandError(str(error)) from error
        if not count:
            raise CommandError("There are no figures to write: bring them with manage.py sync")
        self.stdout.write(f"{file}: {count} indicators, {rows} rows")
