"""`manage.py example`: builds the invented region Aavaniemi in a data directory of its own (`start.py --demo`)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.site.example import build
from yhdyspinta.site.search.sources import refresh


class Command(BaseCommand):
    """Refuses anywhere but in an installation that is an example."""

    requires_system_checks = ()
    help = "Builds the invented example region; only where YHDYSPINTA_DEMO is set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--link` prints sign-in links."""
        parser.add_argument("--link", metavar="BASE", help="print one-time sign-in links of the example's people")

    def handle(self, *args: Any, link: str | None, **options: Any) -> None:
        """Builds once; prints links each time."""
        if not settings.DEMO:
            raise CommandError("This is not an example installation. Start one with: python3 start.py --demo")
        if build.build():
            refresh()
            self.stdout.write("  example region built: Aavaniemi, invented")
        for name, href in build.links(link) if link else ():
            self.stdout.write(f"PERSON {name}: {href}")
