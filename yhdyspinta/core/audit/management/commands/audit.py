"""`manage.py audit verify` and `manage.py audit export`: the event stream, examined and taken out."""

import json
import sys
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand

from yhdyspinta.core.audit import queries
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.audit.days import day_option


class Command(BaseCommand):
    """Walks the chain of seals, or writes the events of some days as JSON lines."""

    requires_system_checks = ()
    help = "verify: every sealed event is as it was sealed; export: the events of some days as JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of the two, and the days of an export."""
        parser.add_argument("what", choices=["verify", "export"])
        parser.add_argument("--from", dest="first", metavar="DATE", help="the first day of an export")
        parser.add_argument("--until", dest="last", metavar="DATE", help="its last day; today when left out")

    def handle(self, *args: Any, what: str, first: str | None, last: str | None, **options: Any) -> None:
        """Exit 1 when an event is not as it was sealed."""
        if what == "export":
            self._export(day_option(first, "--from") if first else None, day_option(last, "--until") if last else None)
            return
        broken = queries.first_broken_seal()
        count, loose = queries.last_seal()[0], queries.unsealed().count()
        if broken is None:
            self.stdout.write(f"{count} sealed events as they were sealed; {loose} not sealed yet")
            return
        self.stdout.write(
            f"event {broken.public_id} (seal {broken.seal_no}, {broken.at.isoformat()}, {broken.verb} "
            f"{broken.subject_type} {broken.subject_id}) is not as it was sealed, or one before it has been removed"
        )
        sys.exit(1)

    def _export(self, first: datetime | None, last: datetime | None) -> None:
        count = 0
        for event in queries.between(first, last + timedelta(days=1) if last else None):
            fields = {
                "id": str(event.public_id),
                "at": event.at.isoformat(),
                "verb": event.verb,
                "actor": str(event.actor or ""),
                "acting_for": str(event.acting_for or ""),
                "subject_type": event.subject_type,
                "subject_id": event.subject_id,
                "data": event.data,
                "seal_no": event.seal_no,
                "seal": event.seal,
            }
            self.stdout.write(json.dumps(fields, ensure_ascii=False))
            count += 1
        record_event(
            verb="audit_exported",
            subject_type="audit",
            subject_id=f"{first or ''}/{last or ''}"[:80],
            by=None,
            data={"count": count},
        )
        self.stderr.write(f"{count} events")
