"""`manage.py signout EMAIL | --all`: ends sign-ins at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yhdyspinta.core.accounts.actions import end_sign_ins
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common.actor import HOUSE


class Command(BaseCommand):
    """Everybody, or one person, signs in again: when a secret has leaked, a device is lost, or a server was broken into."""

    requires_system_checks = ()
    help = "Ends every sign-in of a person, or of everybody."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email", nargs="?", default="", help="the person's address")
        parser.add_argument("--all", dest="everybody", action="store_true", help="everybody's")

    def handle(self, *args: Any, email: str, everybody: bool, **options: Any) -> None:
        """Raises CommandError when it is not told whose, or nobody has the address."""
        if bool(email) == everybody:
            raise CommandError("Whose sign-ins? Write an address, or --all.")
        user = User.objects.filter(email__iexact=email).first() if email else None
        if email and user is None:
            raise CommandError(f"Nobody has the address {email}.")
        end_sign_ins(by=HOUSE, user=user)
        self.stdout.write("signed out")
