"""`manage.py restore FILE`: a backup into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.site.backup.lines import fingerprint, whole
from yhdyspinta.site.backup.restoring import Restored, restore
from yhdyspinta.site.backup.taking import NoBackup


class Command(BaseCommand):
    """Brings a backup back, on either database, of this version or an earlier one."""

    requires_system_checks = ()
    help = "Brings a backup into an installation that has nothing yet; all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its key, whether links go along."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, help="the file of age's private key, for a sealed backup")
        parser.add_argument("--links", action="store_true", help="the installation moves and the old one is shut: links, keys and invitations go on working")  # fmt: skip

    def handle(self, *args: Any, file: Path, identity: Path | None, links: bool, **options: Any) -> None:
        """Restores, compares with the manifest, prepares."""
        try:
            done = restore(file, identity=identity, links=links, say=self.stdout.write)
        except NoBackup as error:
            raise CommandError(str(error)) from error
        self._compare(done)
        call_command("prepare", stdout=self.stdout)
        if done.closed_again:
            self.stdout.write(f"{done.closed_again} accounts that were erased after this backup are erased again")
        if not links:
            self.stdout.write("Sign-in links, keys of programs, calendar addresses and invitations have ended: they are made anew.")  # fmt: skip
        self.stdout.write(f"Roles are as they were on {done.manifest.made_at[:10]}: look through what has been withdrawn since.")  # fmt: skip

    def _compare(self, done: Restored) -> None:
        """Of the same version the rows have to be the very same; an older one has been migrated."""
        tables = fingerprint()
        if done.closed_again or set(tables) - set(done.manifest.tables):
            return
        changed = [label for label, told in tables.items() if told != done.manifest.told(label)]
        self.stdout.write(f"other than in the backup, as migrated: {', '.join(changed)}" if changed else f"the same as in the backup: {whole(tables)}")  # fmt: skip
