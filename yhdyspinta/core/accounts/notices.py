"""How often a person is mailed of what waits, as verbs; the link in each letter that ends it."""

from typing import Literal, get_args

from django.core import signing
from django.db import transaction

from yhdyspinta.core.accounts.models import NoticeChoice, User
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused, no

Rhythm = Literal["immediate", "daily", "weekly", "none"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
USUAL: Rhythm = "weekly"
"""Of whoever acts for an organisation and has not chosen; others get nothing before they choose."""
SALT = "notices"


def rhythm_of(user: User) -> str:
    """What the person has chosen, or ""."""
    return NoticeChoice.objects.filter(user=user).values_list("rhythm", flat=True).first() or ""


@transaction.atomic
def choose(*, user: User, rhythm: str) -> None:
    """The person's own choice. Raises Refused for a word that is none."""
    if rhythm not in RHYTHMS:
        raise Refused(no("accounts_no_such_rhythm"))
    NoticeChoice.objects.update_or_create(user=user, defaults={"rhythm": rhythm, "recorded_at": clock.now()})
    record_event(verb="notices_chosen", subject_type="user", subject_id=user.public_id, by=user.public_id)


def token_of(user: User) -> str:
    """What the link of a letter carries: it can only end the letters of this one person."""
    return signing.dumps(str(user.public_id), salt=SALT)


def user_of(token: str) -> User | None:
    """Whose letters a link ends; None of one that nobody has signed."""
    try:
        return User.objects.filter(public_id=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None
