"""App configuration."""

from django.apps import AppConfig


class Finding(AppConfig):
    """The index of the house."""

    name = "yhdyspinta.core.finding"
    label = "finding"
