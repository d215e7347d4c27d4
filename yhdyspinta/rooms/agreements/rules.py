"""Who keeps agreements, tells of changes and raises problems; what they must tell."""

from collections.abc import Collection
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.identifiers import NEVER, identifiers
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.common.words import Word

MODEL = "model"
KINDS = ("strategic", "interface", "tym", "framework", "other", MODEL)
"""A strategic cooperation agreement, of one interface, of multisector employment support (statutory), a framework, another;
and an operating model."""
CHANGES = ("premises", "network", "services", "zoning", "staff")
"""What a known change is of."""
PARTS, LIMIT = 60, 366
"""So many parts an agreement has at most, and days a level of its ladder."""
TYM = frozenset({"county", "employment_area", "kela"})
"""Kinds of organisations that agree on multisector support (law 381/2023)."""


def may_keep(actor: Actor, region: str) -> Verdict:
    """The region's coordinators write agreements and models; the parties decide of them."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if may_coordinate(actor, region) else no("agreements_not_yours")


def may_bring(actor: Actor, region: str, parties: Collection[UUID]) -> Verdict:
    """Documents are brought by the people of the parties and by the region's coordinators."""
    if not actor.signed_in:
        return no("login_needed")
    return (
        YES if may_coordinate(actor, region) or actor.organisations & frozenset(parties) else no("agreements_not_yours")
    )


def may_tell(actor: Actor, region: str, owner: UUID) -> Verdict:
    """A change is told by the people of the organisation that makes it; a public one also by the region's coordinators."""
    if not actor.signed_in:
        return no("login_needed")
    if owner in actor.organisations or may_coordinate(actor, region):
        return YES
    return no("agreements_not_your_change")


def may_correct(actor: Actor, region: str, owner: UUID, *, public: bool) -> Verdict:
    """Its own people; the region's coordinators only what everybody sees already."""
    allowed = may_tell(actor, region, owner)
    if allowed and owner not in actor.organisations and not public:
        return no("agreements_not_your_change")
    return allowed


def may_settle(actor: Actor, party: UUID, parties: Collection[UUID]) -> Verdict:
    """Problems are raised, tried and settled by the people of the organisations that they concern."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if party in parties and party in actor.organisations else no("agreements_not_your_problem")


def tells_no_client(text: str, *, sure: bool) -> Verdict:
    """A text never has a personal code or an account; what may tell of a person its writer has looked at."""
    found = identifiers(text)
    for one in found:
        if one.kind in NEVER:
            return no("agreements_client_code", what=Word(f"identifier:{one.kind}"))
    if found and not sure:
        return no("agreements_client_maybe", what=Word(f"identifier:{found[0].kind}"))
    return YES
