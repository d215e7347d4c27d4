"""Who may manage users, and what the two sides of a region may do together."""

from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import HELSINKI


def may_manage_users(actor: Actor) -> Verdict:
    """Administrators only (invitations by coordinators come with the full rights)."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator else no("accounts_only_administrator")


def may_propose_in(actor: Actor, region: str) -> Verdict:
    """Either coordinator of the region."""
    return may_coordinate(actor, region)


def may_accept_in(actor: Actor, region: str, proposed_side: str, proposed_by: UUID | None, *, decided: bool) -> Verdict:
    """The coordinator of the other side, never who proposed; in Helsinki, where one city is both, either may."""
    allowed = may_propose_in(actor, region)
    if not allowed:
        return allowed
    if decided:
        return no("sides_decided")
    if region == HELSINKI:
        return YES
    if actor.side_in(region) == proposed_side:
        return no("sides_own_proposal")
    return no("sides_same_person") if actor.user == proposed_by else YES
