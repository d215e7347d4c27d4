"""`manage.py map [REGION] [--on DATE] --json`: the interface map as the pages show it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.management.asked import day_of, region_of
from yhdyspinta.site.map.plain import cell
from yhdyspinta.site.map.queries import interface_map


class Command(BaseCommand):
    """Prints the map."""

    requires_system_checks = ()
    help = "Prints the interface map of the country or one region, today or on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Region slug, day, form."""
        parser.add_argument(
            "region", nargs="?", default="", help="slug of a region, e.g. keski-suomi; all when left out"
        )
        parser.add_argument("--on", default="", help="the day, e.g. 2025-10-31; today when left out")
        parser.add_argument("--json", action="store_true", help="a JSON list of cells instead of lines of text")

    def handle(self, *args: Any, region: str, on: str, **options: Any) -> None:
        """Prints one cell a line, or JSON."""
        day = day_of(on)
        slugs = {a.code: a.slug for a in atlas().areas.values()}
        only = region_of(region).code if region else ""
        cells = [c for c in interface_map(day).values() if not only or c.region == only]
        if options["json"]:
            self.stdout.write(json.dumps([cell(c, slugs[c.region]) for c in cells], ensure_ascii=False, indent=1))
            return
        for c in cells:
            flags = f" [{', '.join(c.flags)}]" if c.flags else ""
            self.stdout.write(f"{slugs[c.region]:20} {c.theme:18} {c.block:8} {c.situation}{flags}")
