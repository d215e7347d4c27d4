"""`manage.py readings`: who has read what is not public and not their own organisation's."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.audit.days import day_option
from yhdyspinta.core.visits.reading import between


class Command(BaseCommand):
    """Writes the readings of some days as JSON lines; taking them out is itself told in the event stream."""

    requires_system_checks = ()
    help = "Readings of what is not public, by people of other organisations: JSON lines of some days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The days."""
        parser.add_argument("--from", dest="first", metavar="DATE", help="the first day")
        parser.add_argument("--until", dest="last", metavar="DATE", help="the last day; today when left out")

    def handle(self, *args: Any, first: str | None, last: str | None, **options: Any) -> None:
        """One line a reading."""
        begins = day_option(first, "--from") if first else None
        ends = day_option(last, "--until") + timedelta(days=1) if last else None
        count = 0
        for row in between(begins, ends):
            told = {
                "at": row.at.isoformat(),
                "actor": str(row.user),
                "subject_type": row.subject_type,
                "subject_id": str(row.subject_id),
            }
            self.stdout.write(json.dumps(told))
            count += 1
        window = f"{first or ''}/{last or ''}"[:80]
        record_event(verb="readings_exported", subject_type="audit", subject_id=window, by=None, data={"count": count})
        self.stderr.write(f"{count} readings")
