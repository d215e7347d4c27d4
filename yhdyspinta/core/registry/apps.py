"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.common import words
from yhdyspinta.core.registry.sentences import SENTENCES


class Registry(AppConfig):
    """Organisations and people."""

    name = "yhdyspinta.core.registry"
    label = "registry"

    def ready(self) -> None:
        """Registers the words of the registry's rules."""
        words.register(SENTENCES)
