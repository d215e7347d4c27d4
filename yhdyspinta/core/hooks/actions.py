"""Webhooks as verbs: make, end, go on, tell."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.outside import Outside, parted
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.hooks.models import Hook, Telling
from yhdyspinta.core.registry.models import Region

LIMIT = 10
"""So many hooks one has at once."""
Told = tuple[str, Mapping[str, Any]]
"""What a happening is named by at its state, and what is told of it."""


def may_send_to(url: str) -> Verdict:
    """Only hosts that the installation has listed, and only so that nobody reads on the way."""
    try:
        parts, host, port = parted(url)
    except Outside:
        return no("outside_bad_address")
    named = host if port in (80, 443) else f"{host}:{port}"
    if named not in settings.WEBHOOK_HOSTS:
        return no("hooks_not_allowed", host=named[:80])
    if parts.scheme != "https" and named not in settings.OUTSIDE_ALSO:
        return no("hooks_needs_https")
    return YES


@transaction.atomic
def make(*, by: User, region: Region, theme: str, url: str, known: Iterable[str]) -> Hook:
    """A new hook. `known`: keys of what has happened before; that is not told. Raises Refused."""
    require(may_send_to(url))
    User.objects.select_for_update().get(pk=by.pk)
    standing = standing_of(by)
    same = standing.filter(region=region, theme_code=theme, url=url).first()
    if same is not None:
        return same
    if standing.count() >= LIMIT:
        raise Refused(no("hooks_limit", count=str(LIMIT)))
    now = clock.now()
    row = Hook.objects.create(user=by, region=region, theme_code=theme, url=url, recorded_at=now)
    Telling.objects.bulk_create([Telling(hook=row, key=k, state="known", made_at=now) for k in dict.fromkeys(known)])
    _tell("hook_made", row, by.public_id, url=url)
    return row


@transaction.atomic
def end(*, by: User, hook: Hook) -> None:
    """Nothing is sent there any more."""
    if Hook.objects.filter(pk=hook.pk, user=by, ended_at=None).update(ended_at=clock.now()):
        Telling.objects.filter(hook=hook).delete()
        _tell("hook_ended", hook, by.public_id)


@transaction.atomic
def go_on(*, by: User, hook: Hook) -> None:
    """The receiver is well again: what it did not receive is sent anew."""
    paused = standing_of(by).filter(pk=hook.pk, paused_at__isnull=False)
    if paused.update(paused_at=None):
        unsent = Telling.objects.filter(hook=hook, state__in=("waiting", "given_up"))
        unsent.update(state="waiting", due_at=clock.now(), tries=0)
        _tell("hook_resumed", hook, by.public_id)


@transaction.atomic
def try_out(*, by: User, hook: Hook) -> None:
    """A message that tells of nothing, to see that the receiver works."""
    if standing_of(by).filter(pk=hook.pk, paused_at=None).exists():
        add(hook, [(f"test:{clock.now().isoformat()}", {"type": "test", "data": {}})])


def forget(user: User) -> None:
    """Everything of an erased person's hooks goes."""
    Hook.objects.filter(user=user).delete()


def add(hook: Hook, told: Iterable[Told]) -> int:
    """What has not been told before waits to be sent. Returns how many are new."""
    found, now = dict(told), clock.now()
    known = set(Telling.objects.filter(hook=hook, key__in=found).values_list("key", flat=True))
    fresh = [
        Telling(hook=hook, key=k, body=json.dumps({**v, "timestamp": now.isoformat()}, ensure_ascii=False), made_at=now, due_at=now)
        for k, v in found.items()
        if k not in known
    ]  # fmt: skip
    Telling.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def standing_of(user: User) -> QuerySet[Hook]:
    """A person's hooks that have not ended."""
    return Hook.objects.filter(user=user, ended_at=None).select_related("region").order_by("id")


def live() -> QuerySet[Hook]:
    """Every hook that is told what happens."""
    return Hook.objects.filter(ended_at=None, user__is_active=True).select_related("region").order_by("id")


def _tell(verb: str, row: Hook, by: UUID, **data: object) -> None:
    told = {"region": row.region.code, "theme": row.theme_code, **data}
    record_event(verb=verb, subject_type="hook", subject_id=row.public_id, by=by, data=told)
