"""Reading the event stream."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connections, router
from django.db.models import QuerySet

from yhdyspinta.core.audit.models import AuditEvent, Revision, Version


def canonical(event: AuditEvent) -> str:
    """The event as the seal sees it: every field but the seal, in a fixed form."""
    fields = [
        str(event.public_id),
        event.at.isoformat(),
        str(event.actor or ""),
        str(event.acting_for or ""),
        event.verb,
        event.subject_type,
        event.subject_id,
        event.data,
    ]
    return json.dumps(fields, sort_keys=True, ensure_ascii=False)


def unsealed() -> QuerySet[AuditEvent]:
    """Events without a seal, oldest first."""
    return AuditEvent.objects.filter(seal_no=None).order_by("id")


def last_seal() -> tuple[int, str]:
    """(number, hash) of the end of the chain; (0, "") when nothing is sealed."""
    event = AuditEvent.objects.exclude(seal_no=None).order_by("-seal_no").first()
    return (event.seal_no or 0, event.seal) if event else (0, "")


def first_broken_seal() -> AuditEvent | None:
    """The first event whose seal does not follow from its content and the seal before it, or None."""
    seal = ""
    sealed = AuditEvent.objects.exclude(seal_no=None).order_by("seal_no")
    for number, event in enumerate(sealed.iterator(chunk_size=500), start=1):
        seal = hashlib.sha256(f"{seal}{number}{canonical(event)}".encode()).hexdigest()
        if event.seal_no != number or event.seal != seal:
            return event
    return None


_HELD: ContextVar[dict[str, int] | None] = ContextVar("held_revisions", default=None)
_READ = ""
"""Key that tells the held revisions have been read."""


def revisions() -> Mapping[str, int]:
    """Every revision counter. Within `one_reading` one query, however often it is asked."""
    held = _HELD.get()
    if held is None:
        return _read()
    if _READ not in held:
        held.update(_read())
        held[_READ] = 1
    return held


def _read() -> dict[str, int]:
    """Asked on every page, so without building the query anew: that took longer than its answer."""
    with connections[router.db_for_read(Revision)].cursor() as cursor:
        cursor.execute('SELECT "name", "value" FROM "audit_revision"')
        return dict(cursor.fetchall())


def revision(name: str) -> int:
    """The value of a revision counter, 0 before the first write."""
    return revisions().get(name, 0)


@contextmanager
def one_reading() -> Iterator[None]:
    """A page reads the revisions once, so that all of it is of one state; what it writes itself is seen at once."""
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


def read_anew() -> None:
    """Forgets the held revisions after a write."""
    held = _HELD.get()
    if held is not None:
        held.clear()


def events_of(subject_type: str, subject_id: uuid.UUID | str) -> QuerySet[AuditEvent]:
    """What has happened to one thing, newest first."""
    return AuditEvent.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-id")


def versions_of(subject_type: str, subject_id: uuid.UUID) -> QuerySet[Version]:
    """Earlier contents of one thing, newest first."""
    return Version.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-number")


def between(first: datetime | None, until: datetime | None) -> Iterator[AuditEvent]:
    """Events from an instant to before another, oldest first, some at a time."""
    rows = AuditEvent.objects.order_by("id")
    if first is not None:
        rows = rows.filter(at__gte=first)
    if until is not None:
        rows = rows.filter(at__lt=until)
    return rows.iterator(chunk_size=500)
