"""App configuration."""

from django.apps import AppConfig

from yhdyspinta.core.accounts.sentences import SENTENCES
from yhdyspinta.core.common import words


class Accounts(AppConfig):
    """Users and rights."""

    name = "yhdyspinta.core.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Registers the words of roles and rules."""
        words.register(SENTENCES)
