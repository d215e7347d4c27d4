"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.evidence.sentences import SENTENCES


class EvidenceApp(AppConfig):
    """Dated evidence."""

    name = "yhdyspinta.core.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Registers the words of evidence."""
        words.register(SENTENCES)
