"""Who may freeze a document, and take it back."""

from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.publications.models import Publication


def may_publish(actor: Actor, region: str | None, own: frozenset[UUID]) -> Verdict:
    """In public: the region's coordinators and those who act for one of its organisations (`own`: their public ids)."""
    if actor.is_administrator or (region and region in actor.regions) or actor.organisations & own:
        return YES
    return no("publication_needs_role")


DECIDED = "welfare-"
"""Kinds that a council has decided on: they are taken back with the document that they are of."""


def may_withdraw(actor: Actor, row: Publication, own: frozenset[UUID]) -> Verdict:
    """One's own: whoever froze it. A public one: the region's coordinators, and whoever froze it while they act there."""
    if row.kind.startswith(DECIDED):
        return no("publication_decided")
    made = actor.user is not None and actor.user == row.made_by
    if row.visibility == "public":
        made = made and bool(actor.organisations & own)
        made = made or (row.region is not None and row.region.code in actor.regions)
    if not (actor.is_administrator or made):
        return no("publication_not_yours")
    return YES if row.withdrawn_at is None else no("publication_withdrawn")
