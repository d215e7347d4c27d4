"""Who has something open for writing now. It is in the trail, so a page that is only looked at may tell it."""

from datetime import timedelta
from uuid import UUID

from yhdyspinta.core.common import clock
from yhdyspinta.core.visits.models import Writing

NOW = timedelta(seconds=90)
"""So long after it was last told somebody counts as writing; a page tells it every twenty seconds."""


def writes(*, user: UUID, subject: str) -> None:
    """The person has it open."""
    Writing.objects.update_or_create(user=user, subject=subject, defaults={"at": clock.now()})


def stops(*, user: UUID, subject: str) -> None:
    """The person has saved it or gone."""
    Writing.objects.filter(user=user, subject=subject).delete()


def writers(subject: str, *, but: UUID | None) -> set[UUID]:
    """Everybody else who has it open."""
    rows = Writing.objects.filter(subject=subject, at__gt=clock.now() - NOW)
    return set(rows.values_list("user", flat=True)) - {but}


def forget_old() -> int:
    """Removes what nobody writes any more. Returns how many."""
    return Writing.objects.filter(at__lt=clock.now() - NOW).delete()[0]
