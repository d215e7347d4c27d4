"""`manage.py export_region SLUG FILE.zip`: everything a region owns, with files and checksums."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.site.management.asked import region_of
from yhdyspinta.site.moving.taking import write


class Command(BaseCommand):
    """Writes the file and says what is in it. It also holds what is not public: keep it as carefully as the database."""

    requires_system_checks = ()
    help = (
        "Writes everything a region owns (also what is not public) to one file; an interrupted run leaves the old file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which region, and where to."""
        parser.add_argument("region", help="slug of a region, e.g. keski-suomi")
        parser.add_argument("file", type=Path, help="the file to write, e.g. keski-suomi.zip")
        told = "also what is between those who answer for preparedness: plans, contacts and logs; the file is then as secret as they"
        parser.add_argument("--preparedness", action="store_true", help=told)

    def handle(self, *args: Any, region: str, file: Path, preparedness: bool, **options: Any) -> None:
        """Writes it; the event log tells that it was taken."""
        area = region_of(region)
        try:
            counts = write(area, file, circle=preparedness)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        record_event(
            verb="region_taken",
            subject_type="region",
            subject_id=area.public_id,
            by=None,
            data={"preparedness": preparedness},
        )
        if options["verbosity"] > 1:
            for label, count in sorted(counts.items()):
                self.stdout.write(f"  {label}: {count}")
        self.stdout.write(f"{file}: {sum(counts.values())} rows of {len(counts)} tables")
