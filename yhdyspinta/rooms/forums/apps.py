"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.jobs.catalogue import Job, add
from yhdyspinta.rooms.forums.words import SENTENCES


class Forums(AppConfig):
    """The block of the forums of cooperation."""

    name = "yhdyspinta.rooms.forums"
    label = "forums"

    def ready(self) -> None:
        """Registers the words of the room."""
        words.register(SENTENCES)
        add(Job("invitations", timedelta(minutes=1), "yhdyspinta.rooms.forums.calls.send_all"))
