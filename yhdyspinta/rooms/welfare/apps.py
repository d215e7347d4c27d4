"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.rooms.welfare.words import SENTENCES


class Welfare(AppConfig):
    """Wellbeing reports and plans."""

    name = "yhdyspinta.rooms.welfare"
    label = "welfare"

    def ready(self) -> None:
        """Registers the words of the room."""
        words.register(SENTENCES)
