"""Who may record, confirm, correct, withdraw; and what evidence cannot be true."""

from collections.abc import Iterable
from datetime import date

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.evidence.models import Evidence, EvidenceKind
from yhdyspinta.core.law.duties import Duty
from yhdyspinta.core.registry.atlas import Org

EARLY = frozenset({EvidenceKind.PLAN, EvidenceKind.BODY, EvidenceKind.AGREEMENT, EvidenceKind.PREPARATION})
"""Kinds that may be up to a year older than the statute: bodies and plans are made ready for the day it takes effect."""


def may_record(actor: Actor, acting_for: Org | None, parties: Iterable[Org], regions: frozenset[str]) -> Verdict:
    """An administrator from public sources; an editor where the own organisation is a party; a coordinator in the region.

    `regions`: codes of the regions in which all the parties work.
    """
    if actor.is_administrator:
        return YES
    if not actor.signed_in:
        return no("login_needed")
    if acting_for is None or acting_for.public_id not in actor.organisations:
        return no("evidence_choose_organisation")
    if acting_for in tuple(parties) or actor.regions & regions:
        return YES
    return no("evidence_not_party")


def may_change(actor: Actor, evidence: Evidence, parties: Iterable[Org], regions: frozenset[str]) -> Verdict:
    """Correct or withdraw: parties' people, coordinators of the region, administrators; not what a meeting made."""
    if not actor.signed_in:
        return no("login_needed")
    if evidence.origin and not evidence.origin.startswith("reference:"):
        return no("evidence_has_origin")
    if actor.is_administrator or actor.regions & regions:
        return YES
    if any(p.public_id in actor.organisations for p in parties):
        return YES
    return no("evidence_not_party")


def keeps_recorder(
    actor: Actor, evidence: Evidence, before: Iterable[Org], parties: Iterable[Org], visibility: str
) -> Verdict:
    """A correction by another party neither takes the recorder out of its own record nor changes who sees it."""
    recorder = next((p for p in before if p.id == evidence.recorded_for_id), None)
    if actor.is_administrator or (recorder and recorder.public_id in actor.organisations):
        return YES
    if recorder is not None and recorder not in tuple(parties):
        return no("evidence_keeps_recorder")
    return YES if visibility == evidence.visibility else no("evidence_keeps_visibility")


def may_confirm(
    actor: Actor, evidence: Evidence, organisation: Org, parties: Iterable[Org], confirmed: bool
) -> Verdict:
    """Only a party's own people, once a version."""
    if not actor.signed_in:
        return no("login_needed")
    if organisation.public_id not in actor.organisations or organisation not in tuple(parties):
        return no("evidence_not_your_confirmation")
    if evidence.withdrawn_at is not None:
        return no("evidence_withdrawn")
    return no("evidence_confirmed_already") if confirmed else YES


def may_declare(actor: Actor, organisation: Org) -> Verdict:
    """An organisation's own people declare its records complete."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if organisation.public_id in actor.organisations else no("evidence_not_your_organisation")


def possible(kind: str, happened_on: date, holds_until: date | None, duties: Iterable[Duty], today: date) -> Verdict:
    """Refuses the future, what is older than the statute, and an end before the day."""
    if happened_on > today:
        return no("evidence_future", given=happened_on, day=today)
    if holds_until is not None and holds_until < happened_on:
        return no("evidence_holds_order")
    for duty in duties:
        if duty.in_force_from is None:
            return no("evidence_not_in_force", duty=duty.title)
        first = add_years(duty.in_force_from, -1) if kind in EARLY else duty.in_force_from
        if happened_on < first:
            return no("evidence_before_statute", duty=duty.title, day=duty.in_force_from, given=happened_on)
    return YES
