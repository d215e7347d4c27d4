"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.jobs.catalogue import Job, add
from yhdyspinta.core.matters.sentences import SENTENCES


class Matters(AppConfig):
    """Consultations of the parties and the receipts of their decisions."""

    name = "yhdyspinta.core.matters"
    label = "matters"

    def ready(self) -> None:
        """Registers the words of outcomes and their rules, and the letters of each morning."""
        words.register(SENTENCES)
        add(
            Job(
                "feeds",
                timedelta(days=1),
                "yhdyspinta.core.matters.reading.read_all",
                offset=timedelta(hours=3),
                waits=True,
            )
        )
        add(Job("letters", timedelta(days=1), "yhdyspinta.core.matters.letters.send_all", offset=timedelta(hours=5)))
