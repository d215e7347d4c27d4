"""`manage.py import_region FILE.zip`: a region's file into an installation where the region has nothing yet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.site.moving.bringing import NotBrought, bring


class Command(BaseCommand):
    """Checks the file whole, writes it whole, and says what came."""

    requires_system_checks = ()
    help = "Brings a file of export_region into an installation where the region is empty; all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, help="a file of export_region")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Brings it in."""
        try:
            counts = bring(file)
        except NotBrought as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {sum(counts.values())} rows of {len(counts)} tables")
