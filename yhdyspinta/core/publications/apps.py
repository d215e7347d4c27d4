"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.publications.sentences import SENTENCES


class Publications(AppConfig):
    """Frozen documents."""

    name = "yhdyspinta.core.publications"
    label = "publications"

    def ready(self) -> None:
        """Registers the words of its kinds and rules."""
        words.register(SENTENCES)
