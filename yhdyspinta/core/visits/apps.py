"""App configuration."""

from django.apps import AppConfig


class Visits(AppConfig):
    """Open sign-ins."""

    name = "yhdyspinta.core.visits"
    label = "visits"
