"""Who may manage users, and what the two sides of a region may do together."""

from uuid import UUID

from yhdyspinta.core.accounts.roles import ROLES
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.registry.queries import atlas

INVITED = tuple(code for code, role in ROLES.items() if role.scope == "organisation")
"""Roles that somebody else than an administrator may invite to."""


def may_manage_users(actor: Actor) -> Verdict:
    """Administrators only; the others invite (`may_invite`)."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator else no("accounts_only_administrator")


def may_invite(actor: Actor, role: str, organisation: Organisation | None) -> Verdict:
    """An administrator anybody; a coordinator the organisations of the region; an organisation its own people."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.is_administrator:
        return YES
    if role not in (*INVITED, "owner") or organisation is None:
        return no("accounts_may_not_invite")
    if role == "responder":  # into the circle of what is secret only one's own organisation lets
        return YES if organisation.public_id in actor.organisations else no("accounts_own_responder")
    return YES if organisation.public_id in invitable(actor) else no("accounts_may_not_invite")


def invitable(actor: Actor) -> frozenset[UUID]:
    """Organisations that the person may invite people to."""
    house, found = atlas(), set(actor.organisations)
    for code in actor.regions:
        view = house.view(code, clock.today())
        county, others = [view.county] if view.county else [], [*view.municipalities, *view.employment_areas]
        # Of one's own side: two sides are two people also where somebody is let in.
        found |= {o.public_id for o in (county if actor.side_in(code) == "county" else others)}
    return frozenset(found)


def may_see_invitations(actor: Actor) -> Verdict:
    """Whoever may invite somebody."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator or actor.organisations else no("accounts_may_not_invite")


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
