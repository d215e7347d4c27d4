"""The app of documents: no tables."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    """Templates only."""

    name = "yhdyspinta.core.press"
    label = "press"
