"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.bringing import kinds
from yhdyspinta.core.common import words
from yhdyspinta.rooms.goals.words import SENTENCES


class Goals(AppConfig):
    """The block of shared goals."""

    name = "yhdyspinta.rooms.goals"
    label = "goals"

    def ready(self) -> None:
        """Registers the words of the room."""
        words.register(SENTENCES)
        kinds.add("goals", "yhdyspinta.rooms.goals.columns.GOALS")
        kinds.add("measures", "yhdyspinta.rooms.goals.columns.MEASURES")
