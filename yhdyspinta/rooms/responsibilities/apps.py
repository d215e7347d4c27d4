"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.bringing import kinds
from yhdyspinta.core.common import words
from yhdyspinta.rooms.responsibilities.words import SENTENCES


class Responsibilities(AppConfig):
    """The block of the division of labour."""

    name = "yhdyspinta.rooms.responsibilities"
    label = "responsibilities"

    def ready(self) -> None:
        """Registers the words of the room."""
        words.register(SENTENCES)
        kinds.add("roles", "yhdyspinta.rooms.responsibilities.columns.ROLES")
        kinds.add("contacts", "yhdyspinta.rooms.responsibilities.columns.CONTACTS")
