"""Reading frozen documents."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.publications.models import Publication

Rows = QuerySet[Publication]


def visible_to(actor: Actor) -> QuerySet[Publication]:
    """Public ones, and one's own while one has some role: they may hold what only a role shows."""
    seen = Q(visibility="public")
    if actor.user is not None and actor.standings:
        seen |= Q(made_by=actor.user)
    return Publication.objects.filter(seen).select_related("region", "organisation")


def of_region(actor: Actor, region: str, kind: str) -> QuerySet[Publication]:
    """The latest first, without those taken back and without content."""
    return visible_to(actor).filter(region__code=region, kind=kind, withdrawn_at=None).defer("content")


def of_batch(actor: Actor, batch: UUID) -> QuerySet[Publication]:
    """What was frozen in one go, by name."""
    return visible_to(actor).filter(batch=batch, withdrawn_at=None).order_by("title", "id")
