"""App configuration."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Scheduled work."""

    name = "yhdyspinta.core.jobs"
    label = "jobs"
