"""Who keeps programmes and goals, writes measures and follow-ups; what a goal and its figures have to tell."""

from collections.abc import Collection
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no

KINDS = ("strategic", "wellbeing", "interface", "local")
"""Of programmes: a strategic agreement, a wellbeing plan, an interface plan, a local programme."""
COSTS = ("", "none", "small", "medium", "large")
"""Classes of a measure's costs."""
CYCLES = ("strategy", "budget", "wellbeing", "services", "other")
"""What an organisation prepares, decides and looks at again."""
MEASURES = 400
"""So many measures a goal has at most."""


def may_keep(actor: Actor, region: str, owner: UUID | None) -> Verdict:
    """The region's coordinators; of an organisation's own programme also its people."""
    if not actor.signed_in:
        return no("login_needed")
    if may_coordinate(actor, region) or (owner is not None and owner in actor.organisations):
        return YES
    return no("goals_not_yours")


def may_tell(actor: Actor, keeps: Verdict, parties: Collection[UUID]) -> Verdict:
    """Who tells what has happened: who keeps the goal, and the people of its parties."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if keeps or actor.organisations & frozenset(parties) else no("goals_not_yours")


def may_own(actor: Actor, owner: UUID | None, measure: UUID) -> Verdict:
    """Only the owner's own people, and the person in charge of the measure, accept or refuse to be in charge."""
    if not actor.signed_in:
        return no("login_needed")
    if owner is not None and actor.speaks_for(owner, "measure", measure):
        return YES
    return no("goals_not_your_measure")


def may_tell_cycle(actor: Actor, regions: Collection[str], owner: UUID, link: str) -> Verdict:
    """When an organisation decides its strategy is told by its people; from a public source also by a region's coordinators."""
    if not actor.signed_in:
        return no("login_needed")
    if owner in actor.organisations:
        return YES
    if any(may_coordinate(actor, r) for r in regions):
        return YES if link else no("goals_cycle_needs_link")
    return no("goals_not_your_cycle")
