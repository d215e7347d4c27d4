"""Reading the event stream."""

import hashlib
import json
import uuid

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


def revision(name: str) -> int:
    """The value of a revision counter, 0 before the first write."""
    return Revision.objects.filter(name=name).values_list("value", flat=True).first() or 0


def events_of(subject_type: str, subject_id: uuid.UUID | str) -> QuerySet[AuditEvent]:
    """What has happened to one thing, newest first."""
    return AuditEvent.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("-id")


def versions_of(subject_type: str, subject_id: uuid.UUID) -> QuerySet[Version]:
    """Earlier contents of one thing, newest first."""
    return Version.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-number")
