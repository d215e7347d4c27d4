"""`manage.py backup`: the whole installation as one file, taken while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.common import clock
from yhdyspinta.site.backup.keeping import tidy
from yhdyspinta.site.backup.taking import NoBackup, name_at, take


class Command(BaseCommand):
    """A backup into a folder or a file."""

    requires_system_checks = ()
    help = "Takes a backup of everything but sessions, reads it back, and removes those that have grown old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, for whose key."""
        parser.add_argument("place", nargs="?", type=Path, default=settings.BACKUP_DIR, help="a folder, or the name of a new file (default: YHDYSPINTA_BACKUP_DIR)")  # fmt: skip
        parser.add_argument("--seal", action="append", metavar="age1…", default=None, help="only this public key of age opens it (default: YHDYSPINTA_BACKUP_KEYS)")  # fmt: skip

    def handle(self, *args: Any, place: Path | None, seal: list[str] | None, **options: Any) -> None:
        """Says where it is and what it holds."""
        if place is None:
            raise CommandError("Say where to: manage.py backup FOLDER, or set YHDYSPINTA_BACKUP_DIR.")
        keys = settings.BACKUP_KEYS if seal is None else seal
        folder = place if place.is_dir() else None
        path = folder / name_at(clock.now(), sealed=bool(keys)) if folder else place
        try:
            manifest = take(path, recipients=keys)
        except NoBackup as error:
            raise CommandError(str(error)) from error
        rows = sum(t["rows"] for t in manifest.tables.values())
        self.stdout.write(
            f"{path}: {rows:,} rows, {path.stat().st_size:,} bytes{', sealed' if keys else ''}, read back"
        )
        if folder and (gone := tidy(folder)):
            self.stdout.write(f"{gone} old backups removed")
