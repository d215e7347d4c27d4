"""Who may set a region's own day."""

from datetime import date

from yhdyspinta.core.accounts.rules import may_accept_in
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.periods import Period
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.rooms.obligations.models import RegionDay


def may_accept_day(actor: Actor, proposal: RegionDay) -> Verdict:
    """The coordinator of the other side, while it waits."""
    decided = proposal.accepted_at is not None or proposal.withdrawn_at is not None
    return may_accept_in(actor, proposal.region.code, proposal.proposed_side, proposal.proposed_by, decided=decided)


def day_fits(day: date, period: Period | None) -> Verdict:
    """The day must be inside the present period."""
    if period is None or period.end is None:
        return no("day_no_period")
    return YES if day in period else no("day_outside_period", start=period.start, end=period.end)


def may_keep_catalogue(actor: Actor) -> Verdict:
    """The installation's administrators and the national analyst say what a changed statute means for the catalogue."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator or actor.is_analyst else no("watch_not_yours")
