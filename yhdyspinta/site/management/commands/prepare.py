"""`manage.py prepare`: brings a data directory up to date; what `start.py` runs before the server."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.accounts.actions import first_administrator, make_link, reseal
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.evidence.reference import load_reference as load_evidence
from yhdyspinta.core.indicators.actions import load_starter
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.loading import load_reference
from yhdyspinta.core.ui.routers import TRAIL_MIGRATED, make_place
from yhdyspinta.site.example.figures import beside
from yhdyspinta.site.search.sources import refresh


def compile_translations(folder: Path) -> int:
    """Compiles every .po file newer than its .mo. Returns how many."""
    made = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)
        made += 1
    return made


class Command(BaseCommand):
    """Translations, both databases, reference data, starting evidence, static files, the administrator's link."""

    help = "Prepares or updates the data directory."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--link` prints a one-time administrator link."""
        parser.add_argument(
            "--link", metavar="BASE", help="print a one-time administrator sign-in link under this address"
        )
        parser.add_argument(
            "--translations", action="store_true", help="only compile translations: as the owner of the code"
        )

    def handle(self, *args: Any, link: str | None, translations: bool, **options: Any) -> None:
        """One progress line a step."""
        self._translate()
        if translations:
            return
        self._migrate()
        try:
            if load_reference():
                self.stdout.write("  reference data loaded")
            if figures := load_starter(by=HOUSE, **({"beside": beside} if settings.DEMO else {})):
                self.stdout.write(f"  starter figures: {figures} indicators")
            if written := load_evidence():
                self.stdout.write(f"  starting evidence: {written}")
            refresh()
        except InvalidFile as error:
            raise CommandError(f"A reference file cannot be used: {error}\nMend the file and start again.") from error
        if settings.HASHED_STATIC:
            call_command("collectstatic", interactive=False, verbosity=0)
        if anew := reseal():
            self.stdout.write(f"  second factors sealed anew: {anew}")
        user = first_administrator()
        if link and user:
            self.stdout.write(f"LINK {link}/fi/kirjaudu/{make_link(by=HOUSE, user=user)}/")

    def _translate(self) -> None:
        """Raises CommandError when the code's folder cannot be written, and they are old."""
        try:
            made = sum(compile_translations(path) for path in settings.LOCALE_PATHS)
        except OSError as error:
            told = (
                f"Translations cannot be written: {error}\nAs the owner of the code: manage.py prepare --translations"
            )
            raise CommandError(told) from error
        if made:
            self.stdout.write(f"  translations compiled: {made}")

    def _migrate(self) -> None:
        for alias in ("default", "trail"):
            if alias == "trail":
                make_place()
            out = StringIO()
            only = [TRAIL_MIGRATED] if alias == "trail" else []
            call_command("migrate", *only, database=alias, interactive=False, verbosity=1, stdout=out)
            if alias == "trail":
                call_command("createcachetable", database=alias, verbosity=0)
            if applied := out.getvalue().count("Applying "):
                self.stdout.write(f"  {alias}: {applied} migrations applied")
