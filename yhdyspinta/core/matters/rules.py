"""Who opens and keeps matters, files documents, tells how a party has handled what was asked; what has to be told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yhdyspinta.core.accounts.rules import invitable
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.matters.receipts import OUTCOMES, WITHOUT_BODY


@dataclass(frozen=True, slots=True)
class Told:
    """How it was handled, before it is recorded."""

    outcome: str
    decided_on: date
    reason: str = ""
    body: str = ""
    section: str = ""
    record_number: str = ""
    link: str = ""


def may_answer(actor: Actor, organisation: UUID, region: str, item: UUID, *, withdrawn: bool) -> Verdict:
    """The party's own people, and who is in charge of this question; the region's coordinators from a public source."""
    if not actor.signed_in:
        return no("login_needed")
    if withdrawn:
        return no("matters_withdrawn")
    if actor.speaks_for(organisation, "consultation", item) or may_coordinate(actor, region):
        return YES
    return no("matters_not_yours")


def may_open(actor: Actor, region: str, owner: UUID | None) -> Verdict:
    """The region's coordinators; for an organisation its own people."""
    if not actor.signed_in:
        return no("login_needed")
    if owner in actor.organisations or may_coordinate(actor, region):
        return YES
    return no("matters_not_your_matter")


def may_link(actor: Actor, region: str, owner: UUID | None, parties: Collection[UUID]) -> Verdict:
    """Who puts a meeting's point or a document on a matter: who keeps it, and the people of those whom it concerns."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.organisations & frozenset(parties) or may_keep_matter(actor, region, owner):
        return YES
    return no("matters_not_your_matter")


def may_keep_matter(actor: Actor, region: str, owner: UUID | None) -> Verdict:
    """Whoever could open it."""
    return may_open(actor, region, owner)


def may_number(actor: Actor, party: UUID, region: str) -> Verdict:
    """The party's own people; the region's coordinators, for whom the party has told it."""
    return may_open(actor, region, party)


def may_file(actor: Actor, owner: UUID | None) -> Verdict:
    """A document is filed and kept by the people of its organisation."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if owner in actor.organisations else no("matters_not_your_document")


def may_keep_document(actor: Actor, owner: UUID, item: UUID) -> Verdict:
    """The people of its organisation, and who is in charge of this document."""
    return YES if item in actor.owned("document") else may_file(actor, owner)


def may_set_address(actor: Actor, organisation: UUID) -> Verdict:
    """Whoever may invite the organisation's people: itself, its regions' coordinators, an administrator."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.is_administrator or organisation in invitable(actor):
        return YES
    return no("matters_not_your_address")


def tells_enough(told: Told, *, on_behalf: bool, asked_on: date, today: date) -> Verdict:
    """Who decided and when, not before it was asked; a change or a refusal tells why; another's decision its source."""
    if told.outcome not in OUTCOMES:
        return no("matters_no_such_outcome")
    if told.decided_on > today:
        return no("stances_future")
    if told.decided_on < asked_on:
        return no("matters_before_asked", day=asked_on)
    if told.outcome not in WITHOUT_BODY and not told.body.strip():
        return no("stances_needs_body")
    if told.outcome in ("accepted_with_changes", "not_accepted", "returned") and not told.reason.strip():
        return no("stances_needs_reason")
    return no("stances_needs_source") if on_behalf and not told.link else YES
