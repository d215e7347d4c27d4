"""Sending what waits: each message until it is received, slower each time; a receiver that does not answer is left in peace."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.outside import Outside, ask
from yhdyspinta.core.hooks.actions import may_send_to
from yhdyspinta.core.hooks.models import Hook, Telling
from yhdyspinta.core.hooks.signing import headers, secret_of

log = logging.getLogger("yhdyspinta.hooks")
DELAYS = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440, 2880))
"""How long is waited after each failed try; after the last one, on the fourth day, the hook pauses."""
LEASE = timedelta(minutes=5)
"""A process that takes a message and dies holds it so long."""
AT_ONCE = 200
KEPT = timedelta(days=30)
"""What was sent is kept so long; that it was sent is kept as long as the hook stands."""
SECONDS = 10.0
MOST = 65_536


def secret(hook: Hook) -> str:
    """What the owner's program checks signatures with."""
    return secret_of(settings.SECRET_KEY, str(hook.public_id))


def send_due() -> str:
    """One round (a job). A message is received at least once; its id is the same at every try."""
    now = clock.now()
    due = Telling.objects.filter(state="waiting", due_at__lte=now, hook__ended_at=None, hook__paused_at=None)
    due = due.filter(hook__user__is_active=True)
    sent = failed = 0
    for row in due.select_related("hook").order_by("due_at", "id")[:AT_ONCE]:
        if not due.filter(pk=row.pk).update(due_at=now + LEASE, tries=F("tries") + 1):
            continue  # another process has taken it, or its hook has paused or ended meanwhile
        row.tries += 1
        code, status = _send(row)
        if code:
            failed += 1
            _failed(row, code, status)
        else:
            sent += 1
            Telling.objects.filter(pk=row.pk).update(
                state="told", told_at=clock.now(), due_at=None, fault="", status=status
            )
    Telling.objects.filter(state="told", told_at__lt=now - KEPT).exclude(body="").update(body="")
    return f"{sent} sent, {failed} failed"


def _send(row: Telling) -> tuple[str, int | None]:
    """("", status) when it was received, else why not. The list of hosts is asked again each time: it may have changed."""
    verdict = may_send_to(row.hook.url)
    if not verdict:
        return verdict.code, None
    body, at = row.body.encode(), int(clock.now().timestamp())
    signed = headers(secret(row.hook), str(row.public_id), at, body)
    try:
        got = ask(
            row.hook.url,
            method="POST",
            body=body,
            headers={"Content-Type": "application/json", **signed},
            also=settings.OUTSIDE_ALSO,
            most=MOST,
            seconds=SECONDS,
        )
    except Outside as error:
        return error.code, None
    return ("", got.status) if 200 <= got.status < 300 else ("hooks_answer", got.status)


@transaction.atomic
def _failed(row: Telling, code: str, status: int | None) -> None:
    """It is tried again later; after the last try the hook pauses. 410 means that nobody is there any more."""
    log.warning("webhook not received", extra={"hook": str(row.hook.public_id), "reason": code, "tries": row.tries})
    told = {"fault": code[:40], "status": status}
    if row.tries <= len(DELAYS) and status != 410:
        Telling.objects.filter(pk=row.pk).update(due_at=clock.now() + DELAYS[row.tries - 1], **told)
        return
    Telling.objects.filter(pk=row.pk).update(state="given_up", due_at=None, **told)
    if Hook.objects.filter(pk=row.hook_id, paused_at=None).update(paused_at=clock.now()):
        data = {"why": code, "status": status}
        record_event(verb="hook_paused", subject_type="hook", subject_id=row.hook.public_id, by=HOUSE.user, data=data)
