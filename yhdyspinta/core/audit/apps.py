"""App configuration."""

from django.apps import AppConfig


class Audit(AppConfig):
    """Append-only events."""

    name = "yhdyspinta.core.audit"
    label = "audit"
