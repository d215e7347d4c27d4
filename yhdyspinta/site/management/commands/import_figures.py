"""`manage.py import_figures FILE --indicator CODE`: figures of one indicator from a CSV or XLSX file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators.laying import BadFigures
from yhdyspinta.core.indicators.sources.files import BadFile
from yhdyspinta.rooms.statistics.actions import NotImported, import_file

SHOWN = 20


class Command(BaseCommand):
    """Everything or nothing: each row that cannot be used is told."""

    requires_system_checks = ()
    help = "Imports figures of an indicator from a table: areas down, periods across, or area, period, value."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the indicator."""
        parser.add_argument("file", help="CSV or XLSX")
        parser.add_argument("--indicator", required=True, metavar="CODE", help="code of the indicator in the catalogue")

    def handle(self, *args: Any, file: str, indicator: str, **options: Any) -> None:
        """One line of result, or every fault."""
        try:
            made = import_file(by=HOUSE, code=indicator, name=Path(file).name, body=Path(file).read_bytes())
        except NotImported as faults:
            lines = "\n  ".join(str(f) for f in faults.faults[:SHOWN])
            more = f"\n  and {len(faults.faults) - SHOWN} more" if len(faults.faults) > SHOWN else ""
            raise CommandError(f"{file}: nothing was imported.\n  {lines}{more}") from faults
        except (OSError, BadFile, BadFigures, Refused, LookupError) as error:
            raise CommandError(f"{file}: nothing was imported: {error}") from error
        self.stdout.write(
            f"{made.added} new and {made.revised} revised figures." if made else "Nothing new in the file."
        )
