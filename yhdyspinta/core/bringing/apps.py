"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig

from yhdyspinta.core.bringing.sentences import SENTENCES
from yhdyspinta.core.common import erasing, words
from yhdyspinta.core.jobs.catalogue import Job, add, add_work


class Bringing(AppConfig):
    """Rows of a spreadsheet."""

    name = "yhdyspinta.core.bringing"
    label = "bringing"

    def ready(self) -> None:
        """Registers the words, the work and its tidying."""
        words.register(SENTENCES)
        erasing.add("yhdyspinta.core.bringing.actions.forget")
        add_work("bringing", "yhdyspinta.core.bringing.carrying.carry")
        add(
            Job(
                "bringing-tidy",
                timedelta(days=1),
                "yhdyspinta.core.bringing.actions.tidy",
                offset=timedelta(hours=1, minutes=40),
            )
        )
