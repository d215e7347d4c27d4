"""Writes of the way home, as verbs: ask the parties, tell how one has handled it, take a question back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import cleaned, columns
from yhdyspinta.core.common.verdict import Refused, Verdict, no, require
from yhdyspinta.core.matters import rules
from yhdyspinta.core.matters.models import AnswerLink, Consultation, Decision, Matter, MatterParty
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.rules import grounds_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of every party in the same words. `origin`: what asks; `back`: the address of its page."""

    origin: str
    back: str
    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    due: date | None = None
    visibility: str = "public"
    matter: Matter | None = None


@transaction.atomic
def ask(
    *, by: Actor, allowed: Verdict, region: Region, parties: Sequence[Org], question: Question
) -> list[Consultation]:
    """Asks each party once; one that has been asked already is left as it is. `allowed`: the asking room's own rule.

    Raises Refused.
    """
    require(allowed)
    titles, texts = cleaned(question.titles), cleaned(question.texts)
    if not any(titles.values()) or not any(texts.values()):
        raise Refused(no("matters_needs_text"))
    if not parties:
        raise Refused(no("matters_needs_party"))
    if question.due is not None and question.due < clock.today():
        raise Refused(no("matters_due_past"))
    standing = Consultation.objects.filter(origin=question.origin, withdrawn_at=None)
    asked = set(standing.values_list("organisation_id", flat=True))
    made = [
        Consultation.objects.create(
            organisation_id=party.id,
            region=region,
            matter=question.matter,
            origin=question.origin,
            back=question.back,
            **columns("title", titles),
            **columns("text", texts),
            visibility=question.visibility,
            asked_on=clock.today(),
            due=question.due,
            recorded_by=by.user,
            recorded_at=clock.now(),
        )
        for party in dict.fromkeys(parties)
        if party.id not in asked
    ]
    for row in made:
        _tell("consultation_asked", row, by)
    return made


@transaction.atomic
def answer(*, by: Actor, consultation: Consultation, told: Told) -> Decision:
    """A party has handled it, or tells the next step. Raises Refused."""
    row = held(consultation.pk)
    party = row.organisation.public_id
    own = by.speaks_for(party, "consultation", row.public_id)
    require(rules.may_answer(by, party, row.region.code, row.public_id, withdrawn=row.withdrawn_at is not None))
    if own:
        AnswerLink.objects.filter(consultation=row, used_at=None).update(used_at=clock.now())
    return keep(row, told, by, on_behalf=not own)


def held(pk: int) -> Consultation:
    """A question that nobody else answers before the caller's transaction ends."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("organisation", "region")
    return rows.get(pk=pk)


def keep(row: Consultation, told: Told, by: Actor, *, on_behalf: bool = False, by_link: bool = False) -> Decision:
    """Keeps a step whose teller has been let in. Raises Refused when it does not tell enough."""
    require(rules.tells_enough(told, on_behalf=on_behalf, asked_on=row.asked_on, today=clock.today()))
    made = Decision.objects.create(
        consultation=row,
        outcome=told.outcome,
        decided_on=told.decided_on,
        **grounds_of(told),
        on_behalf=on_behalf,
        by_link=by_link,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    wider = row.matter is not None and row.matter.visibility == "public" and row.visibility != "public"
    if row.matter is not None and made.record_number and not wider:
        unknown = MatterParty.objects.filter(matter=row.matter_id, organisation=row.organisation_id, record_number="")
        unknown.update(record_number=made.record_number)
    _tell("consultation_answered", row, by, outcome=told.outcome, by_link=by_link)
    return made


@transaction.atomic
def withdraw(*, by: Actor, allowed: Verdict, consultation: Consultation) -> None:
    """Takes a question back from one party; what it has told stays. Raises Refused."""
    require(allowed)
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if Consultation.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("consultation_withdrawn", row, by)


def _tell(verb: str, row: Consultation, by: Actor, **data: object) -> None:
    record_event(
        verb=verb,
        subject_type="consultation",
        subject_id=row.public_id,
        by=by.user,
        data={"origin": row.origin, **data},
    )
    bump("matters")
