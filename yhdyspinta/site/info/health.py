"""How this process and its databases are, for whoever keeps watch. Nothing of what they hold."""

from functools import cache

from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from yhdyspinta.core.ui.pages import get
from yhdyspinta.core.ui.routers import TRAIL_MIGRATED


@get
def health(request: HttpRequest) -> HttpResponse:
    """200 when both databases answer."""
    for alias in connections:
        _answers(alias)
    return JsonResponse({"ok": True})


@get
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; it asks nothing of the databases: their failure is no reason to start it anew."""
    return JsonResponse({"ok": True})


@get
def ready(request: HttpRequest) -> HttpResponse:
    """200 when requests may be sent here: both databases answer, and have at least the tables that this code knows.

    Tables of a newer version are no fault: an older node goes on serving while others are replaced.
    """
    told = {alias: _told(alias) for alias in connections}
    fine = all(word == "ok" for word in told.values())
    answer = JsonResponse({"ok": fine, **told}, status=200 if fine else 503)
    if not fine:
        answer["Retry-After"] = "10"
    return answer


def _answers(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")


def _told(alias: str) -> str:
    try:
        _answers(alias)
        known = {m for m in _known() if alias == "default" or m[0] == TRAIL_MIGRATED}
        missing = known - set(MigrationRecorder(connections[alias]).applied_migrations())
    except DatabaseError:
        return "no answer"
    return f"{len(missing)} migrations missing" if missing else "ok"


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this code, read once a process."""
    return frozenset(MigrationLoader(None).disk_migrations)
