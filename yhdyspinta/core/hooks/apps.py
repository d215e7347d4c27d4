"""App configuration."""

from datetime import timedelta

from django.apps import AppConfig

from yhdyspinta.core.common import erasing, words
from yhdyspinta.core.hooks.sentences import SENTENCES
from yhdyspinta.core.jobs.catalogue import Job, add


class Hooks(AppConfig):
    """Telling other servers what has happened."""

    name = "yhdyspinta.core.hooks"
    label = "hooks"

    def ready(self) -> None:
        """Registers the words, and the job that sends."""
        words.register(SENTENCES)
        erasing.add("yhdyspinta.core.hooks.actions.forget")
        add(Job("hooks-send", timedelta(minutes=1), "yhdyspinta.core.hooks.sending.send_due"))
