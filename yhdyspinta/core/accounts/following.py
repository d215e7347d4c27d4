"""What a person follows, as verbs: begin and end. What has changed is told by the letters of Mondays."""

from django.db import transaction

from yhdyspinta.core.accounts.models import Follow, User
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused, no
from yhdyspinta.core.registry.models import Region

LIMIT = 40
"""So many things one follows at most: a letter is read."""


@transaction.atomic
def follow(*, user: User, region: Region | None = None, theme: str = "", subject: str = "") -> None:
    """The person follows a theme of a region, or all of it; or one thing, `subject`. Raises Refused beyond LIMIT."""
    User.objects.select_for_update().get(pk=user.pk)
    what = {"user": user, "region": region, "theme_code": theme, "subject": subject}
    if Follow.objects.filter(**what).exists():
        return
    if Follow.objects.filter(user=user).count() >= LIMIT:
        raise Refused(no("accounts_follow_limit", count=str(LIMIT)))
    Follow.objects.create(**what, recorded_at=clock.now())
    _tell("follow_begun", user, region, theme, subject)


@transaction.atomic
def leave(*, user: User, region: Region | None = None, theme: str = "", subject: str = "") -> None:
    """The person no longer follows it."""
    rows = Follow.objects.filter(user=user, region=region, theme_code=theme, subject=subject)
    if rows.delete()[0]:
        _tell("follow_ended", user, region, theme, subject)


def follows(user: object, subject: str) -> bool:
    """Whether a person follows one thing."""
    return isinstance(user, User) and Follow.objects.filter(user=user, subject=subject).exists()


def _tell(verb: str, user: User, region: Region | None, theme: str, subject: str) -> None:
    data = {"subject": subject} if region is None else {"region": region.code, "theme": theme}
    record_event(verb=verb, subject_type="user", subject_id=user.public_id, by=user.public_id, data=data)
