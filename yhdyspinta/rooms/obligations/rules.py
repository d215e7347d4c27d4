"""Who may set a region's own day."""

from datetime import date

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.periods import Period
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.rooms.obligations.models import RegionDay


def may_propose_day(actor: Actor, region: str) -> Verdict:
    """Either coordinator of the region."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.side_in(region) else no("day_only_coordinators")


def may_accept_day(actor: Actor, proposal: RegionDay) -> Verdict:
    """The coordinator of the other side; in Helsinki, where one city is both, the same."""
    allowed = may_propose_day(actor, proposal.region.code)
    if not allowed:
        return allowed
    if proposal.accepted_at is not None or proposal.withdrawn_at is not None:
        return no("day_decided")
    own = actor.side_in(proposal.region.code) == proposal.proposed_side
    return no("day_own_proposal") if own and proposal.region.code != HELSINKI else YES


def day_fits(day: date, period: Period | None) -> Verdict:
    """The day must be inside the present period."""
    if period is None or period.end is None:
        return no("day_no_period")
    return YES if day in period else no("day_outside_period", start=period.start, end=period.end)
