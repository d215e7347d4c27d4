"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.stances.sentences import SENTENCES


class Stances(AppConfig):
    """What the parties say of a shared thing."""

    name = "yhdyspinta.core.stances"
    label = "stances"

    def ready(self) -> None:
        """Registers the words of positions and their rules."""
        words.register(SENTENCES)
