"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings

from yhdyspinta.core.bringing import kinds
from yhdyspinta.core.common import words
from yhdyspinta.core.jobs.catalogue import Job, add
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
        if settings.SYNC:
            offset = timedelta(hours=3)
            add(Job("finlex", timedelta(days=1), "yhdyspinta.rooms.obligations.watching.watch", offset, waits=True))
