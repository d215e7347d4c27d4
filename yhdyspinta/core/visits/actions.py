"""Ending sign-ins."""

from uuid import UUID

from yhdyspinta.core.common import clock
from yhdyspinta.core.visits.models import Visit


def end(*, of: UUID, visit: UUID | None = None, but: str = "") -> int:
    """Ends a person's sign-in, or all of them, except the one with the key `but`. Returns how many."""
    rows = Visit.objects.filter(user=of).exclude(session_key=but)
    if visit is not None:
        rows = rows.filter(public_id=visit)
    return rows.delete()[0]


def end_all() -> int:
    """Ends every sign-in of everybody. Returns how many."""
    return Visit.objects.exclude(user=None).delete()[0]


def forget_old() -> int:
    """Removes sessions that have ended. Returns how many."""
    return Visit.objects.filter(expire_date__lt=clock.now()).delete()[0]
