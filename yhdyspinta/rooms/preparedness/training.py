"""Writes of contacts and exercises, as verbs: told, tried, held, learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text, clean, one_line
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence.actions import Content, settle
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.preparedness import queries, rules
from yhdyspinta.rooms.preparedness.models import (
    EXERCISES,
    ContactCheck,
    DutyContact,
    Exercise,
    ExerciseParty,
    Lesson,
)
from yhdyspinta.rooms.preparedness.scenarios import scenarios

PUBLIC = frozenset({
    "preparedness_joined", "preparedness_left", "preparedness_said", "preparedness_plan_ended", "preparedness_partner",
    "preparedness_partner_gone", "preparedness_contact_tried", "preparedness_exercise", "preparedness_exercise_held",
    "preparedness_exercise_off",
})  # fmt: skip
"""Events of what is kept by revision: who has joined, and what the public dates are made of. The others raise none: pages made for
everybody would be made anew, and the time that it takes would tell that something was written."""
DUTY = "sote-valmiussuunnittelu-kuntien-kanssa"
"""The duty that asks for exercises (612/2021 50 §)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How an organisation is reached: a function, its number and another way; the deputy; who calls it (a public id)."""

    title: str
    phone: str
    function: str = ""
    way: str = ""
    deputy: str = ""
    deputy_phone: str = ""
    called_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """An exercise: of what kind, when, of which disruptions, who takes part (registry ids)."""

    kind: str
    planned_on: date
    parties: tuple[int, ...]
    subjects: tuple[str, ...] = ()
    note: str = ""


# --- contacts --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def tell_contact(*, by: Actor, region: Region, organisation: Org, reach: Reach, contact: DutyContact | None = None, version: int = 0) -> DutyContact:  # fmt: skip
    """A contact of one's own organisation, told or corrected; corrected, it is to be tried anew. Raises Refused, EditConflict."""
    require(rules.may_tell_contact(by, organisation.public_id, queries.joined(region.code, "details")))
    rows = DutyContact.objects.select_for_update().filter(region=region, withdrawn_at=None)
    held = {c.public_id: c for c in rows.order_by("id")}
    told = _columns(reach, held, contact)
    if contact is None:
        if sum(c.organisation_id == organisation.id for c in held.values()) >= rules.CONTACTS:
            raise Refused(no("preparedness_many_contacts", count=str(rules.CONTACTS)))
        made = DutyContact.objects.create(
            region=region,
            organisation_id=organisation.id,
            **told,
            changed_at=clock.now(),
            recorded_by=by.user,
            recorded_at=clock.now(),
        )
    else:
        now = held.get(contact.public_id)
        if now is None or now.organisation_id != organisation.id:
            raise Refused(no("preparedness_contact_gone"))
        if now.version != version:
            raise EditConflict(now.version)
        DutyContact.objects.filter(pk=now.pk).update(**told, version=F("version") + 1, changed_at=clock.now())
        made = DutyContact.objects.select_related("region", "organisation").get(pk=now.pk)
    tell("preparedness_contact", "dutycontact", made.public_id, region.code, by, organisation.public_id)
    return made


def _columns(reach: Reach, held: dict[UUID, DutyContact], contact: DutyContact | None) -> dict[str, object]:
    title, phone = one_line(clean(reach.title))[:120], one_line(clean(reach.phone))[:40]
    if not title or not phone:
        raise Refused(no("preparedness_needs_phone"))
    if reach.function and reach.function not in scenarios().functions:
        raise Refused(no("preparedness_no_function"))
    above = held.get(reach.called_by) if reach.called_by else None
    if reach.called_by and above is None:
        raise Refused(no("preparedness_contact_gone"))
    require(_no_circle(above, contact, {c.pk: c for c in held.values()}))
    deputy, deputy_phone = one_line(clean(reach.deputy))[:120], one_line(clean(reach.deputy_phone))[:40]
    way = one_line(clean(reach.way))[:120]
    require(rules.tells_nobody(title, way, deputy))
    told = {"title": title, "phone": phone, "function": reach.function, "way": way}
    return {**told, "deputy": deputy, "deputy_phone": deputy_phone, "called_by": above}


def _no_circle(above: DutyContact | None, contact: DutyContact | None, held: dict[int, DutyContact]) -> Verdict:
    """A call never comes back to whom it began from."""
    seen: set[int] = set()
    while above is not None:
        if above.pk in seen or (contact is not None and above.pk == contact.pk):
            return no("preparedness_calls_itself")
        seen.add(above.pk)
        above = held.get(above.called_by_id) if above.called_by_id else None
    return YES


@transaction.atomic
def withdraw_contact(*, by: Actor, contact: DutyContact) -> None:
    """It is no contact any more; those it called are called by whoever called it. Raises Refused."""
    org = atlas().orgs[contact.organisation_id]
    region = contact.region.code
    require(rules.may_tell_contact(by, org.public_id, queries.joined(region, "details")))
    held = {c.pk: c for c in DutyContact.objects.select_for_update().filter(region=contact.region, withdrawn_at=None).order_by("id")}  # fmt: skip
    if (now := held.get(contact.pk)) is not None:
        take_off([now])
        tell("preparedness_contact_gone", "dutycontact", contact.public_id, region, by, org.public_id)


def take_off(rows: Sequence[DutyContact]) -> None:
    """Contacts that are none any more, of locked rows; those that they called are called by whoever called them."""
    for row in rows:
        row.refresh_from_db()
        DutyContact.objects.filter(called_by=row).update(called_by=row.called_by_id)
        DutyContact.objects.filter(pk=row.pk).update(withdrawn_at=clock.now(), called_by=None)


@transaction.atomic
def confirm_contact(*, by: Actor, contact: DutyContact, version: int) -> ContactCheck:
    """Its own people say that it holds today. Raises Refused, EditConflict when it has changed since it was read."""
    org = atlas().orgs[contact.organisation_id]
    require(rules.may_tell_contact(by, org.public_id, queries.joined(contact.region.code, "details")))
    return _try(by, contact, version, None, reached=True)


@transaction.atomic
def try_contact(*, by: Actor, exercise: Exercise, contact: DutyContact, version: int, reached: bool) -> ContactCheck:
    """It was called in an exercise, and answered or not. Raises Refused, EditConflict."""
    region = exercise.region.code
    require(rules.may_write_secret(by, queries.joined(region, "details")))
    if contact.region_id != exercise.region_id or exercise.called_off_at is not None:
        raise Refused(no("preparedness_contact_gone"))
    require(rules.held_fits(exercise.planned_on, clock.today()))
    return _try(by, contact, version, exercise, reached=reached)


def _try(by: Actor, contact: DutyContact, version: int, exercise: Exercise | None, *, reached: bool) -> ContactCheck:
    row = DutyContact.objects.select_for_update().get(pk=contact.pk)
    if row.withdrawn_at is not None:
        raise Refused(no("preparedness_contact_gone"))
    if row.version != version:
        raise EditConflict(row.version)
    made = ContactCheck.objects.create(
        contact=row,
        exercise=exercise,
        tried_on=clock.today(),
        reached=reached,
        version=version,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    tell("preparedness_contact_tried", "dutycontact", contact.public_id, contact.region.code, by)
    return made


# --- exercises -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def plan_exercise(*, by: Actor, region: Region, programme: Programme) -> Exercise:
    """An exercise that is coming, or was held. Raises Refused."""
    require(rules.may_train(by, region.code, queries.own_ids(region.code, clock.today())))
    hold("registry")
    told = _programme(region.code, programme)
    made = Exercise.objects.create(region=region, **told, recorded_by=by.user, recorded_at=clock.now())
    _take_part(made, programme)
    tell("preparedness_exercise", "exercise", made.public_id, region.code, by)
    return made


@transaction.atomic
def replan_exercise(*, by: Actor, exercise: Exercise, version: int, programme: Programme) -> Exercise:
    """Another day, other parties. Raises Refused, EditConflict."""
    row = _coming(by, exercise)
    if row.version != version:
        raise EditConflict(row.version)
    told = _programme(row.region.code, programme)
    Exercise.objects.filter(pk=row.pk).update(**told, version=F("version") + 1)
    ExerciseParty.objects.filter(exercise=row).delete()
    _take_part(row, programme)
    row = Exercise.objects.select_related("region").get(pk=row.pk)
    if row.held_on is not None:
        _record(row)
    tell("preparedness_exercise", "exercise", row.public_id, row.region.code, by)
    return row


@transaction.atomic
def hold_exercise(*, by: Actor, exercise: Exercise, on: date) -> None:
    """It was held: a record of the duty to exercise, told as a day only. Raises Refused."""
    row = _coming(by, exercise)
    require(rules.held_fits(on, clock.today()))
    Exercise.objects.filter(pk=row.pk).update(held_on=on, version=F("version") + 1)
    _record(Exercise.objects.select_related("region").get(pk=row.pk))
    tell("preparedness_exercise_held", "exercise", row.public_id, row.region.code, by)


@transaction.atomic
def call_off(*, by: Actor, exercise: Exercise) -> None:
    """It is not held, or was told wrongly; its record is withdrawn. Raises Refused."""
    row = _coming(by, exercise)
    Exercise.objects.filter(pk=row.pk).update(called_off_at=clock.now())
    settle(by=HOUSE, acting_for=None, origin=_origin(row), content=None)
    tell("preparedness_exercise_off", "exercise", row.public_id, row.region.code, by)


@transaction.atomic
def learn(*, by: Actor, exercise: Exercise, text: str, proposal: str = "") -> Lesson:
    """What was learnt, for the circle, and what is proposed to be done about it, for the region. Raises Refused."""
    require(rules.may_write_secret(by, queries.joined(exercise.region.code, "details")))
    told = clean(text)[:2000]
    if not told:
        raise Refused(no("preparedness_nothing_said"))
    asked = one_line(clean(proposal))[:200]
    require(rules.tells_nobody(told, asked))
    made = Lesson.objects.create(
        exercise=exercise, text=told, proposal=asked, recorded_by=by.user, recorded_at=clock.now()
    )
    tell("preparedness_lesson", "lesson", made.public_id, exercise.region.code, by)
    return made


@transaction.atomic
def became_measure(*, by: Actor, lesson: Lesson, measure: UUID) -> None:
    """What was proposed became a measure of the goals, made by a coordinator of the region. Raises Refused."""
    require(rules.may_plan(by, lesson.exercise.region.code))
    if not Lesson.objects.filter(pk=lesson.pk, measure=None, withdrawn_at=None).update(measure=measure):
        raise Refused(no("preparedness_lesson_done"))
    tell("preparedness_lesson", "lesson", lesson.public_id, lesson.exercise.region.code, by)


@transaction.atomic
def forget_lesson(*, by: Actor, lesson: Lesson) -> None:
    """Takes a lesson back. Raises Refused."""
    require(rules.may_write_secret(by, queries.joined(lesson.exercise.region.code, "details")))
    if Lesson.objects.filter(pk=lesson.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        tell("preparedness_lesson", "lesson", lesson.public_id, lesson.exercise.region.code, by)


def _coming(by: Actor, exercise: Exercise) -> Exercise:
    """The exercise, locked. Raises Refused."""
    row = Exercise.objects.select_for_update(of=("self",)).select_related("region").get(pk=exercise.pk)
    require(rules.may_train(by, row.region.code, queries.own_ids(row.region.code, clock.today())))
    if row.called_off_at is not None:
        raise Refused(no("preparedness_exercise_gone"))
    return row


def _programme(region: str, programme: Programme) -> dict[str, object]:
    here = {o.id for o in atlas().view(region, clock.today()).everybody()}
    if programme.kind not in EXERCISES or len(set(programme.parties)) < 2 or not set(programme.parties) <= here:
        raise Refused(no("preparedness_two_parties"))
    known = scenarios().subjects
    if not all(s in known and known[s].disrupts for s in programme.subjects):
        raise Refused(no("preparedness_no_subject"))
    note = clean(programme.note)[:2000]
    require(rules.tells_nobody(note))
    told: dict[str, object] = {"kind": programme.kind, "planned_on": programme.planned_on, "note": note}
    return {**told, "subjects": list(programme.subjects)}


def _take_part(row: Exercise, programme: Programme) -> None:
    parties: Sequence[int] = list(dict.fromkeys(programme.parties))
    ExerciseParty.objects.bulk_create([ExerciseParty(exercise=row, organisation_id=o) for o in parties])


def _origin(row: Exercise) -> str:
    return f"preparedness.exercise:{row.public_id}"


def _record(row: Exercise) -> None:
    """What everybody is told of it: that one was held in the county's region, and when. The house records it, by this room's rule."""
    view = atlas().view(row.region.code, clock.today())
    title = Text(*(say("preparedness_held", lang=x) for x in ("fi", "sv", "en")))
    content = Content(
        kind="arrangement",
        happened_on=row.held_on or row.planned_on,
        duties={DUTY: "part"},
        parties=tuple(o.id for o in view.both_sides[:1]),
        title_fi=title.fi,
        title_sv=title.sv,
        title_en=title.en,
        source_title=say("preparedness_source", [("name", Text.of(row.region, "name"))], "fi"),
        source_url=reverse("preparedness:region", args=[row.region.slug]),
    )
    settle(by=HOUSE, acting_for=None, origin=_origin(row), content=content)


def tell(verb: str, subject: str, key: UUID, region: str, by: Actor, acting_for: UUID | None = None) -> None:
    """What happened, as an event that has no words of it; a new revision when something that is kept has changed."""
    record_event(
        verb=verb, subject_type=subject, subject_id=key, by=by.user, acting_for=acting_for, data={"region": region}
    )
    if verb in PUBLIC:
        bump("preparedness")
