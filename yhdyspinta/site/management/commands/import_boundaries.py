"""`manage.py import_boundaries FILE.geojson`: real shapes of municipalities instead of tiles."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.actions import import_boundaries, remove_boundaries

SOURCE = "Tilastokeskus, kuntarajat (CC BY 4.0)"


class Command(BaseCommand):
    """Imports or removes; a file that cannot be used changes nothing."""

    requires_system_checks = ()
    help = "Draws municipalities in their real shapes, from Statistics Finland's GeoJSON; --remove goes back to tiles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its source, or removal."""
        parser.add_argument("file", nargs="?", default="", help="GeoJSON of all municipalities of the present year")
        parser.add_argument("--source", default=SOURCE, help="what the pages tell as the source")
        parser.add_argument("--remove", action="store_true", help="go back to the tiles")

    def handle(self, *args: Any, file: str, source: str, remove: bool, **options: Any) -> None:
        """One line of result."""
        if remove:
            remove_boundaries(by=HOUSE)
            self.stdout.write("The tiles are drawn again.")
            return
        try:
            count = import_boundaries(by=HOUSE, text=Path(file).read_text(encoding="utf-8"), source=source)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file or '(no file)'}: {error}. Give a GeoJSON file in UTF-8.") from error
        except InvalidFile as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"{count} municipalities drawn in their real shapes.")
