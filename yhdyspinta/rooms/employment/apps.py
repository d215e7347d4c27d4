"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.rooms.employment.cited import cited, needs
from yhdyspinta.rooms.employment.words import SENTENCES


class Employment(AppConfig):
    """The interface of employment."""

    name = "yhdyspinta.rooms.employment"
    label = "employment"

    def ready(self) -> None:
        """Registers the words of the room; a file that cannot be read stops the start."""
        words.register(SENTENCES)
        cited()
        needs()
