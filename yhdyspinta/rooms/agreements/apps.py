"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.bringing import kinds
from yhdyspinta.core.common import words
from yhdyspinta.core.matters import catalogue
from yhdyspinta.rooms.agreements.words import SENTENCES


class Agreements(AppConfig):
    """The block of agreed operating models."""

    name = "yhdyspinta.rooms.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Registers the words of the room, and what the agendas of a region's meetings open with."""
        words.register(SENTENCES)
        kinds.add("agreements", "yhdyspinta.rooms.agreements.columns.AGREEMENTS")
        catalogue.agendas_tell("yhdyspinta.rooms.agreements.queries.ahead_of_meeting")
