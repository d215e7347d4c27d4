"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.indicators.sentences import SENTENCES


class Indicators(AppConfig):
    """The catalogue of indicators and the store of their figures."""

    name = "yhdyspinta.core.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Registers the words."""
        words.register(SENTENCES)
