"""`manage.py permissions`: tries every address in every role by every method, in a copy or rolled back."""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.site.bench.records import apart
from yhdyspinta.site.rights.addresses import RULES
from yhdyspinta.site.rights.matrix import METHODS, ROLES, Cell, tried, unclassified


class Command(BaseCommand):
    """The permission matrix of this installation."""

    help = "Tries every address in every role by every method and names what differs from its rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One role, and some addresses, instead of all."""
        parser.add_argument("--role", choices=ROLES, help="only this role")
        parser.add_argument(
            "--address", nargs="+", choices=RULES, default=(), metavar="NAME", help="only these addresses"
        )

    def handle(self, *args: Any, role: str | None, address: Sequence[str], **options: Any) -> None:
        """One line a deviation, then the counts; exit 1 when there is any."""
        logging.disable(logging.WARNING)
        settings.MFA_REQUIRED = False  # the second factor is asked before any right; its own tests show it
        lost = unclassified()
        for name in lost:
            self.stdout.write(f"unclassified: {name}")
        count = found = 0
        with apart():
            for each in [role] if role else ROLES:
                cells = self._role(each, address)
                count += len(cells)
                for cell in cells:
                    if cell.fault:
                        found += 1
                        self.stdout.write(f"{cell.role} {cell.method} {cell.address}: {cell.told}, {cell.fault}")
        logging.disable(logging.NOTSET)
        forget_all()
        roles = 1 if role else len(ROLES)
        self.stdout.write(
            f"{count:,} cells: {count // roles // len(METHODS)} addresses, {roles} roles, {len(METHODS)} methods; "
            f"{len(lost)} unclassified, {found} deviations"
        )
        if lost or found:
            sys.exit(1)

    def _role(self, role: str, only: Sequence[str]) -> list[Cell]:
        with transaction.atomic(), transaction.atomic(using="trail"):
            try:
                return list(tried(role, only=only))
            finally:
                transaction.set_rollback(True)
                transaction.set_rollback(True, using="trail")
                forget_all()
