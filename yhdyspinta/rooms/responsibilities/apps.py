"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings

from yhdyspinta.core.bringing import kinds
from yhdyspinta.core.common import words
from yhdyspinta.core.jobs.catalogue import Job, add
from yhdyspinta.rooms.responsibilities.words import SENTENCES


class Responsibilities(AppConfig):
    """The block of the division of labour."""

    name = "yhdyspinta.rooms.responsibilities"
    label = "responsibilities"

    def ready(self) -> None:
        """Registers the words of the room."""
        words.register(SENTENCES)
        if settings.SYNC:
            offset = timedelta(hours=3, minutes=20)
            add(Job("ptv", timedelta(days=1), "yhdyspinta.rooms.responsibilities.points.read_due", offset, waits=True))
        kinds.add("roles", "yhdyspinta.rooms.responsibilities.columns.ROLES")
        kinds.add("contacts", "yhdyspinta.rooms.responsibilities.columns.CONTACTS")
