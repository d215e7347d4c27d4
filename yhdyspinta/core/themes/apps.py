"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.themes.sentences import SENTENCES


class Themes(AppConfig):
    """What a region agrees about its map."""

    name = "yhdyspinta.core.themes"
    label = "themes"

    def ready(self) -> None:
        """Registers the words of proposals and their rules."""
        words.register(SENTENCES)
