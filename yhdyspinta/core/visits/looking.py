"""When somebody last looked at something. It is in the trail, so a page that is only looked at may tell it."""

from datetime import date, timedelta
from uuid import UUID

from yhdyspinta.core.visits.models import Look


def looked(*, user: UUID, subject: str, on: date) -> date | None:
    """Notes that the person looks at it on a day; the day before that when they looked last, if any. Stays the same all day."""
    row, made = Look.objects.get_or_create(user=user, subject=subject, defaults={"on": on})
    if not made and row.on < on:
        row.before, row.on = row.on, on
        row.save(update_fields=["before", "on"])
    return row.before


def seen(*, user: UUID, subjects: str) -> frozenset[str]:
    """What the person has looked at, of what begins so."""
    return frozenset(Look.objects.filter(user=user, subject__startswith=subjects).values_list("subject", flat=True))


KEPT = timedelta(days=730)


def forget_old(today: date) -> int:
    """Removes what nobody has looked at for two years. Returns how many."""
    return Look.objects.filter(on__lt=today - KEPT).delete()[0]
