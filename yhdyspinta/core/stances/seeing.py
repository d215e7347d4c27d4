"""Who may read rows of what is shared: one rule for everything that has a region, a visibility and parties."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from yhdyspinta.core.common.actor import Actor

M = TypeVar("M", bound=Model)


def seen_by(rows: QuerySet[M], actor: Actor, mine: Q, also: Q | None = None) -> QuerySet[M]:
    """Public rows; those of the actor's regions; `mine`, asked of those who belong to an organisation; `also`, asked of everybody.

    An administrator sees all.
    """
    if actor.is_administrator:
        return rows
    seen = Q(visibility="public")
    if actor.regions:
        seen |= Q(region__code__in=actor.regions)
    if actor.belongs_to:
        seen |= mine
    if also is not None:
        seen |= also
    return rows.filter(seen)
