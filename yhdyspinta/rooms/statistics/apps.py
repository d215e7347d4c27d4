"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.rooms.statistics.surveys import surveys
from yhdyspinta.rooms.statistics.words import SENTENCES


class Statistics(AppConfig):
    """The block of the shared situational picture."""

    name = "yhdyspinta.rooms.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Registers words and reads the catalogue, so that a bad file stops the start."""
        words.register(SENTENCES)
        catalogue()
        surveys()
