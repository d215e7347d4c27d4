"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.matters.sentences import SENTENCES


class Matters(AppConfig):
    """Consultations of the parties and the receipts of their decisions."""

    name = "yhdyspinta.core.matters"
    label = "matters"

    def ready(self) -> None:
        """Registers the words of outcomes and their rules."""
        words.register(SENTENCES)
