"""`manage.py fingerprint`: the digest of what an installation holds, the same on SQLite and PostgreSQL."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from yhdyspinta.site.backup.lines import fingerprint, whole


class Command(BaseCommand):
    """One line a table, then one of all."""

    requires_system_checks = ()
    help = "Tells how many rows each table has and the digest of them; two installations with the same last line hold the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For programs, or only the last line."""
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--short", action="store_true", help="only the digest of all")

    def handle(self, *args: Any, json: bool, short: bool, **options: Any) -> None:
        """Reads everything at one moment; others go on working."""
        tables = fingerprint()
        if json:
            self.stdout.write(_as_json({"whole": whole(tables), "tables": {k: asdict(t) for k, t in tables.items()}}))
            return
        for label, told in tables.items():
            if not short:
                self.stdout.write(f"{label:36} {told.rows:>9,} {told.sha256[:16]}")
        self.stdout.write(whole(tables))


def _as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, indent=1)
