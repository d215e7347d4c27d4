"""`manage.py import responsibilities FILE`: divisions of labour from a table as the pages give it out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.sources.files import BadFile
from yhdyspinta.rooms.responsibilities.bringing import NotBrought, bring
from yhdyspinta.site.management.asked import region_of

SHOWN = 40


class Command(BaseCommand):
    """Everything or nothing: each cell that cannot be used is told."""

    requires_system_checks = ()
    help = "Imports divisions of labour: tasks down, organisations across, as Excel or CSV from a region's or theme's page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, the file, the region of rows that name none."""
        parser.add_argument("what", choices=["responsibilities"])
        parser.add_argument("file", help="XLSX or CSV")
        parser.add_argument("--region", default="", help="slug of the region, where the table has no column of it")

    def handle(self, *args: Any, file: str, region: str, **options: Any) -> None:
        """One line of result, or every fault."""
        home = region_of(region) if region else None
        try:
            count = bring(by=HOUSE, body=Path(file).read_bytes(), home=home)
        except NotBrought as faults:
            lines = "\n  ".join(f.told("en") for f in faults.faults[:SHOWN])
            more = f"\n  and {len(faults.faults) - SHOWN} more" if len(faults.faults) > SHOWN else ""
            raise CommandError(f"{file}: 0 rows were imported.\n  {lines}{more}") from faults
        except Refused as refused:
            told = say(refused.verdict.code, refused.verdict.params, "en")
            raise CommandError(f"{file}: 0 rows were imported: {told}") from refused
        except (OSError, BadFile) as error:
            raise CommandError(f"{file}: 0 rows were imported: {error}") from error
        self.stdout.write(f"{count} rows were imported.")
