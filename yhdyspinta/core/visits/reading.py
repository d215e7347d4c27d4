"""The log of reading what is not public, by people of other organisations than its own (906/2019 17 §)."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.visits.models import Reading

KEPT = timedelta(days=2 * 365)


def note(by: Actor, subject_type: str, subject_id: UUID, *, public: bool, own: Collection[UUID]) -> None:
    """Notes the reading, unless the thing is public or of one of the reader's organisations (`own`: whose it is)."""
    if public or by.user is None or by.belongs_to & frozenset(own):
        return
    Reading.objects.create(user=by.user, subject_type=subject_type, subject_id=subject_id, at=clock.now())


def between(first: datetime | None, last: datetime | None) -> Iterator[Reading]:
    """The readings of a time, in order."""
    rows = Reading.objects.order_by("id")
    if first is not None:
        rows = rows.filter(at__gte=first)
    if last is not None:
        rows = rows.filter(at__lt=last)
    yield from rows.iterator()


def forget_old() -> int:
    """Removes readings of more than two years ago. Returns how many."""
    return Reading.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
