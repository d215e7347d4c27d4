"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.jobs.catalogue import Job, add
from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.rooms.surveys.words import SENTENCES


class Surveys(AppConfig):
    """How the cooperation is felt."""

    name = "yhdyspinta.rooms.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Registers the words and the jobs of the room; a file that cannot be read stops the start."""
        words.register(SENTENCES)
        statements()
        add(Job("survey-letters", timedelta(minutes=10), "yhdyspinta.rooms.surveys.inviting.send_all"))
        add(Job("survey-mix", timedelta(minutes=1), "yhdyspinta.rooms.surveys.mixing.mix_all"))
        add(Job("survey-days", timedelta(hours=1), "yhdyspinta.rooms.surveys.closing.keep_days"))
