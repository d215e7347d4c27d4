"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.ui.sentences import SENTENCES


class Ui(AppConfig):
    """Layout and marks."""

    name = "yhdyspinta.core.ui"
    label = "ui"

    def ready(self) -> None:
        """Registers the words of errors and rules that every room uses."""
        words.register(SENTENCES)
