"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.rooms.preparedness.scenarios import scenarios
from yhdyspinta.rooms.preparedness.words import SENTENCES


class Preparedness(AppConfig):
    """Preparedness: plans, contacts, exercises, and the log of a disruption."""

    name = "yhdyspinta.rooms.preparedness"
    label = "preparedness"

    def ready(self) -> None:
        """Registers the words of the room; a catalogue that cannot be read stops the start."""
        words.register(SENTENCES)
        scenarios()
