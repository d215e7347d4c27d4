"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.bringing import kinds
from yhdyspinta.core.common import words
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.catalogue import letters_tell
from yhdyspinta.rooms.obligations.words import SENTENCES


class Obligations(AppConfig):
    """The block of law."""

    name = "yhdyspinta.rooms.obligations"
    label = "obligations"

    def ready(self) -> None:
        """Registers words and reads the catalogue, so that a bad file stops the start."""
        letters_tell("yhdyspinta.rooms.obligations.by_link.waiting")
        words.register(SENTENCES)
        kinds.add("evidence", "yhdyspinta.rooms.obligations.columns.EVIDENCE")
        catalogue()
