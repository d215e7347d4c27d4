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
def follow(*, user: User, region: Region, theme: str) -> None:
    """The person follows a theme of a region, or all of it. Raises Refused beyond LIMIT."""
    User.objects.select_for_update().get(pk=user.pk)
    if Follow.objects.filter(user=user).count() >= LIMIT:
        raise Refused(no("accounts_follow_limit", count=str(LIMIT)))
    _row, made = Follow.objects.get_or_create(
        user=user, region=region, theme_code=theme, defaults={"recorded_at": clock.now()}
    )
    if made:
        _tell("follow_begun", user, region, theme)


@transaction.atomic
def leave(*, user: User, region: Region, theme: str) -> None:
    """The person no longer follows it."""
    if Follow.objects.filter(user=user, region=region, theme_code=theme).delete()[0]:
        _tell("follow_ended", user, region, theme)


def _tell(verb: str, user: User, region: Region, theme: str) -> None:
    data = {"region": region.code, "theme": theme}
    record_event(verb=verb, subject_type="user", subject_id=user.public_id, by=user.public_id, data=data)
