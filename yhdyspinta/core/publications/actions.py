"""Freezing a document, and taking it back."""

from uuid import UUID

from django.db import transaction

from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.press.stored import digest_of, stored
from yhdyspinta.core.press.tree import Document
from yhdyspinta.core.publications import rules
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.registry.models import Organisation, Region


@transaction.atomic
def freeze(
    *,
    by: Actor,
    document: Document,
    kind: str,
    region: Region | None,
    organisation: Organisation | None = None,
    public: bool,
    own: frozenset[UUID] = frozenset(),
    batch: UUID | None = None,
) -> Publication:
    """Keeps the document as it is. Raises Refused.

    `public`: then `document` must have been made for a reader who is nobody, and `own` tells the region's organisations.
    """
    if public:
        require(rules.may_publish(by, region.code if region else None, own))
    content = stored(document)
    made = Publication.objects.create(
        kind=kind,
        region=region,
        organisation=organisation,
        title=document.title[:240],
        lang=document.lang,
        told_on=document.day,
        visibility="public" if public else "own",
        batch=batch,
        content=content,
        digest=digest_of(content),
        made_by=by.user,
        made_at=clock.now(),
    )
    _tell("publication_frozen", made, by)
    return made


@transaction.atomic
def withdraw(*, by: Actor, publication: Publication, own: frozenset[UUID]) -> None:
    """Takes it back: it stays at its address and says so. `own`: the region's organisations. Raises Refused."""
    row = Publication.objects.select_for_update(of=("self",)).select_related("region").get(pk=publication.pk)
    require(rules.may_withdraw(by, row, own))
    Publication.objects.filter(pk=row.pk).update(withdrawn_at=clock.now(), withdrawn_by=by.user)
    _tell("publication_withdrawn", row, by)


@transaction.atomic
def withdraw_batch(*, by: Actor, batch: UUID) -> None:
    """Takes back what a room froze of one of its own things; the room has asked its own rule."""
    for row in Publication.objects.select_for_update(of=("self",)).filter(batch=batch, withdrawn_at=None):
        Publication.objects.filter(pk=row.pk).update(withdrawn_at=clock.now(), withdrawn_by=by.user)
        _tell("publication_withdrawn", row, by)


def _tell(verb: str, row: Publication, by: Actor) -> None:
    record_event(
        verb=verb,
        subject_type="publication",
        subject_id=row.public_id,
        by=by.user,
        data={"kind": row.kind, "region": row.region.code if row.region else "", "digest": row.digest},
    )
