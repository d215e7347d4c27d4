"""Which database a table lives in."""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models import Model

from yhdyspinta.core.common.reading import REPLICA, WRITTEN, reader

TRAIL_APPS = frozenset({"visits", "django_cache"})
TRAIL_MIGRATED = "visits"
"""The app whose tables `trail` has: going through the migrations of all others there would take half of the first start."""


def has_replica() -> bool:
    """Whether the installation has one."""
    return REPLICA in settings.DATABASES


class Trail:
    """Sign-ins and what counts tries live in `trail`, the only database that a GET may write to; everything else in `default`."""

    def db_for_read(self, model: type[Model], **_: Any) -> str | None:
        """Django's hook."""
        return "trail" if model._meta.app_label in TRAIL_APPS else reader()

    def db_for_write(self, model: type[Model], **_: Any) -> str | None:
        """Django's hook."""
        return "trail" if model._meta.app_label in TRAIL_APPS else WRITTEN

    def allow_relation(self, *_: Any, **__: Any) -> bool | None:
        """Django's hook: no opinion, unless rows of the database and of what follows it meet: they are the same rows."""
        return True if has_replica() else None

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Each table in its own database only; what follows gets its tables from there."""
        return db != REPLICA and (app_label in TRAIL_APPS) == (db == "trail")


def make_place() -> None:
    """On PostgreSQL `trail` is a schema of the same database, which has to be there before its tables."""
    if connections["trail"].vendor == "postgresql":
        with connections["trail"].cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS trail")
