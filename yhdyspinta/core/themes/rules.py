"""Who may propose, confirm and end what a region agrees, and who sees a map that is not open yet."""

from collections.abc import Collection, Iterable
from uuid import UUID

from yhdyspinta.core.accounts.rules import may_accept_in, may_propose_in
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.core.themes.models import RegionAgreement, SideStance


def may_accept(actor: Actor, proposal: RegionAgreement) -> Verdict:
    """The coordinator of the other side, while it waits."""
    decided = proposal.accepted_at is not None or proposal.ended_at is not None
    return may_accept_in(actor, proposal.region.code, proposal.proposed_side, proposal.proposed_by, decided=decided)


def may_say(actor: Actor, agreement: RegionAgreement) -> Verdict:
    """Either side's coordinator, while it waits."""
    allowed = may_propose_in(actor, agreement.region.code)
    if not allowed:
        return allowed
    return no("sides_decided") if agreement.accepted_at is not None or agreement.ended_at is not None else YES


def are_two_people(actor: Actor, agreement: RegionAgreement, stances: Iterable[SideStance]) -> Verdict:
    """One person does not decide for both sides, whatever roles they have been given since; Helsinki has one side."""
    own = actor.side_in(agreement.region.code)
    others = {s.recorded_by for s in stances if s.step == "decision" and s.side != own}
    if agreement.proposed_side != own:
        others.add(agreement.proposed_by)
    return no("sides_same_person") if actor.user in others and agreement.region.code != HELSINKI else YES


def may_end(actor: Actor, agreement: RegionAgreement) -> Verdict:
    """Either side takes back its word."""
    allowed = may_propose_in(actor, agreement.region.code)
    if not allowed:
        return allowed
    return YES if agreement.ended_at is None else no("themes_ended")


def may_preview(actor: Actor, region: str, organisations: Collection[UUID]) -> Verdict:
    """A map that is not open is seen by its region: coordinators, people of its organisations; and administrators."""
    if actor.is_administrator or actor.side_in(region):
        return YES
    return YES if actor.belongs_to & frozenset(organisations) else no("themes_not_open")
