"""Writing events, versions, revisions; sealing; claiming a form key."""

import hashlib
import json
import logging
import secrets
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from yhdyspinta.core.audit.models import AuditEvent, FormKey, Revision, Version
from yhdyspinta.core.audit.queries import canonical, last_seal, read_anew, unsealed
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import KeyReused

log = logging.getLogger("yhdyspinta.audit")


def record_event(
    *,
    verb: str,
    subject_type: str,
    subject_id: uuid.UUID | str,
    by: uuid.UUID | None,
    acting_for: uuid.UUID | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Appends an event. Call it inside the transaction of the write it tells of."""
    return AuditEvent.objects.create(
        at=clock.now(),
        actor=by,
        acting_for=acting_for,
        verb=verb,
        subject_type=subject_type,
        subject_id=str(subject_id),
        data=dict(data or {}),
    )


def keep_version(
    *, subject_type: str, subject_id: uuid.UUID, number: int, content: Mapping[str, Any], by: uuid.UUID | None
) -> Version:
    """Keeps the content of version `number` before the next one replaces it."""
    return Version.objects.create(
        subject_type=subject_type, subject_id=subject_id, number=number, content=content, at=clock.now(), actor=by
    )


def forget_versions(*, subject_type: str, subject_id: uuid.UUID) -> None:
    """Empties kept versions, for erasing personal data; the rows stay."""
    Version.objects.filter(subject_type=subject_type, subject_id=subject_id).update(content={})


def bump(name: str) -> None:
    """Gives a revision a new value, inside the caller's transaction.

    A random one: a counter that was rolled back would come again with other content, and caches would believe it.
    """
    read_anew()
    value = secrets.randbits(62)
    if not Revision.objects.filter(name=name).update(value=value):
        try:
            with transaction.atomic():
                Revision.objects.create(name=name, value=value)
        except IntegrityError:
            Revision.objects.filter(name=name).update(value=value)


def hold(name: str) -> None:
    """What is kept by a revision is read anew, and nobody changes it before the caller's transaction ends.

    Held before anything is read that the write rests on; always in the order of the floors: registry first.
    """
    read_anew()
    held = Revision.objects.select_for_update().filter(name=name).order_by("id")
    if held.first() is None:  # nothing of the kind has been written yet: without a row nobody would wait
        bump(name)
        held.first()


@transaction.atomic
def seal_events() -> int:
    """Chains all unsealed events to the last seal. Returns how many."""
    number, seal = last_seal()
    events = list(unsealed())
    for event in events:
        number += 1
        seal = hashlib.sha256(f"{seal}{number}{canonical(event)}".encode()).hexdigest()
        event.seal_no, event.seal = number, seal
    AuditEvent.objects.bulk_update(events, ["seal_no", "seal"], batch_size=500)
    if events:
        # The head of the chain also goes to the log: events cut off its end are missed only there.
        log.info("sealed", extra={"seal_no": number, "seal": seal})
    return len(events)


def once(*, actor: str, key: uuid.UUID, content: Mapping[str, Any], do: Callable[[], str]) -> str:
    """Runs `do` (which writes and returns the address of its result) once per actor and key.

    The same key with the same content returns the first result without writing; with other content raises KeyReused.
    Everything is one transaction: a crash leaves neither the write nor the key.
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        try:
            with transaction.atomic():
                claimed = FormKey.objects.create(actor=actor, key=key, digest=digest, at=clock.now())
        except IntegrityError:
            first = FormKey.objects.get(actor=actor, key=key)
            if first.digest != digest:
                raise KeyReused(str(key)) from None
            return first.location
        claimed.location = do()
        claimed.save(update_fields=["location"])
        return claimed.location
