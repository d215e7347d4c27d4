"""The address of a person's own calendar, as verbs: make, end. Whoever has it reads what the person may see then."""

import secrets

from django.db import transaction

from yhdyspinta.core.accounts.models import CalendarLink, User
from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock


@transaction.atomic
def make(*, user: User) -> str:
    """The token of a new address; the earlier one stops working."""
    token = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(
        user=user, defaults={"token_hash": token_hash(token), "recorded_at": clock.now()}
    )
    _tell("calendar_link_made", user)
    return token


@transaction.atomic
def end(*, user: User) -> None:
    """No address reads the person's calendar any more."""
    if CalendarLink.objects.filter(user=user).delete()[0]:
        _tell("calendar_link_ended", user)


def user_of(token: str) -> User | None:
    """Whose calendar an address reads; None of one that has ended or of somebody whose account is closed."""
    found = CalendarLink.objects.filter(token_hash=token_hash(token), user__is_active=True).select_related("user")
    link = found.first()
    return link.user if link else None


def _tell(verb: str, user: User) -> None:
    record_event(verb=verb, subject_type="user", subject_id=user.public_id, by=user.public_id)
