"""Writes of meetings, as verbs: plan, move, write points, tell who was there. Approving one is the evidence of its duties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text, clean, cleaned, columns, nothing_shown, unready
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.evidence.actions import Content as EvidenceContent
from yhdyspinta.core.evidence.actions import record
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.filing import Label, Place, file_document, stop_using, use
from yhdyspinta.core.matters.models import Matter, Use
from yhdyspinta.core.matters.shelf import linkable
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.forums import queries, rules
from yhdyspinta.rooms.forums.backlog import take_up
from yhdyspinta.rooms.forums.calls import put
from yhdyspinta.rooms.forums.models import Attendance, Forum, Item, Meeting, Proposal
from yhdyspinta.rooms.forums.rhythm import in_rhythm
from yhdyspinta.rooms.forums.states import AHEAD, WRITTEN, Move, moved

SERIES = 12
"""Meetings that are planned at once, at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where, of what kind, and which duties it serves."""

    on: date
    kind: str = "meeting"
    place: str = ""
    duties: tuple[str, ...] = ()
    begins: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda. `owner`: registry id of who follows it up by the day `due`; `matter`: key of its matter;
    `asked`: whether disqualification was asked about; `minutes`: planned for it."""

    titles: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    owner: int | None = None
    due: date | None = None
    section: str = ""
    rapporteur: str = ""
    minutes: int | None = None
    matter: int | None = None
    asked: bool = False
    unready: tuple[str, ...] = ()


@transaction.atomic
def jot(*, by: Actor, forum: Forum, on: date, notes: Mapping[str, str], present: Sequence[Org]) -> Meeting:
    """An informal meeting that has been held, in one line: it has no agenda, no memo and no duties. Raises Refused."""
    require(queries.keeps(by, forum))
    if on > clock.today():
        raise Refused(no("stances_future"))
    if not any(cleaned(notes).values()):
        raise Refused(no("forums_note_missing"))
    if not present or not set(present) <= set(queries.parties_of(forum)):
        raise Refused(no("forums_nobody_present"))
    now = clock.now()
    made = Meeting.objects.create(
        forum=forum,
        kind="informal",
        on=on,
        state="approved",
        **columns("note", notes),
        recorded_by=by.user,
        recorded_at=now,
        approved_at=now,
    )
    Attendance.objects.bulk_create([Attendance(meeting=made, organisation_id=p.id) for p in present])
    _tell("meeting_jotted", made, by)
    return made


@transaction.atomic
def plan(*, by: Actor, forum: Forum, plan: Plan) -> Meeting:
    """A meeting in draft. A negotiation names the duties that it serves. Raises Refused."""
    return _plan(by, forum, plan)


def _plan(by: Actor, forum: Forum, plan: Plan) -> Meeting:
    require(queries.keeps(by, forum))
    _check(plan)
    made = Meeting.objects.create(
        forum=forum,
        kind=plan.kind,
        on=plan.on,
        begins=plan.begins,
        ends=plan.ends,
        place=clean(plan.place),
        duties=list(plan.duties),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _tell("meeting_planned", made, by)
    return made


@transaction.atomic
def plan_series(*, by: Actor, forum: Forum, plan: Plan, count: int) -> list[Meeting]:
    """Meetings in the forum's rhythm from the first on, each a draft of its own. Raises Refused."""
    if not 1 <= count <= SERIES:
        raise Refused(no("forums_series_range"))
    days = [in_rhythm(plan.on, forum.rhythm_months * n) for n in range(count)]
    return [_plan(by, forum, replace(plan, on=day)) for day in days]


@transaction.atomic
def replan(*, by: Actor, meeting: Meeting, version: int, plan: Plan) -> None:
    """Another day, place or duties, before it begins. Raises Refused, EditConflict."""
    row = _open(by, meeting)
    if row.version != version:
        raise EditConflict(row.version)
    if queries.state_of(row) not in AHEAD and plan.on != row.on:
        raise Refused(no("forums_day_is_past"))
    _check(plan)
    before = (row.on, row.begins, row.ends, row.place)
    Meeting.objects.filter(pk=row.pk).update(
        on=plan.on,
        begins=plan.begins,
        ends=plan.ends,
        kind=plan.kind,
        place=clean(plan.place),
        duties=list(plan.duties),
        version=F("version") + 1,
    )
    row.refresh_from_db(fields=["on", "begins", "ends", "place", "version"])
    if row.state == "called" and (row.on, row.begins, row.ends, row.place) != before:
        put(row)
    _tell("meeting_changed", row, by)


@transaction.atomic
def move(*, by: Actor, meeting: Meeting, step: Move) -> None:
    """One step of the table. Approving records the evidence of the duties in the same transaction. Raises Refused."""
    hold("registry")
    row = _locked(meeting)
    points = queries.items(row)
    require(
        rules.may_move(
            queries.keeps(by, row.forum),
            queries.state_of(row),
            step,
            row.on,
            clock.today(),
            present=row.present.count(),
            handled=all(p.outcome for p in points),
        )
    )
    state = moved(queries.state_of(row), step)
    approved = clock.now() if state == "approved" else None
    if step == "begin":
        Meeting.objects.filter(pk=row.pk).update(agenda=[_published(p) for p in points])
    Meeting.objects.filter(pk=row.pk).update(
        state=state, approved_at=approved, version=F("version") + int(step == "cancel")
    )
    if step == "call" or (step == "cancel" and row.state == "called"):
        row.refresh_from_db(fields=["version"])
        put(row, cancels=step == "cancel")
    if state == "approved" and row.duties:
        _record(row, by)
    _tell(f"meeting_{step}", row, by)


def _published(point: Item) -> dict[str, object]:
    """A point as everybody could read it before the meeting."""
    told: dict[str, object] = {}
    for name in ("title", "text"):
        told |= columns(name, Text.of(point, name).by_language())
    return {**told, "section": point.section, "rapporteur": point.rapporteur, "minutes": point.minutes}


def _record(row: Meeting, by: Actor) -> None:
    """What was held, as evidence of the duties that it served."""
    present = tuple(row.present.order_by("id").values_list("organisation_id", flat=True))
    own = [o for o in queries.parties_of(row.forum) if o.public_id in by.organisations]
    acting = next((o for o in own if o.id in present), own[0] if own else None)
    name, day = Text.of(row.forum, "name"), row.on
    titles: dict[str, Any] = {f"title_{x}": f"{name.get(x)} {show_date(day, x)}" for x in LANGUAGES if getattr(name, x)}
    record(
        by=by,
        acting_for=acting,
        content=EvidenceContent(
            kind="negotiation" if row.kind == "negotiation" else "arrangement",
            happened_on=row.on,
            duties=dict.fromkeys(row.duties, "whole"),
            parties=present,
            source_title=say("forums_minutes", [("name", name), ("day", day)], "fi"),
            source_url=reverse("forums:meeting", args=[row.public_id]),
            visibility=row.forum.visibility,
            **titles,
        ),
        origin=f"forums.meeting:{row.public_id}",
    )


@transaction.atomic
def tell_present(*, by: Actor, meeting: Meeting, parties: Sequence[Org]) -> None:
    """Which parties were there, once it has begun. Raises Refused."""
    row = _locked(meeting)
    require(rules.may_attend(queries.keeps(by, row.forum), queries.state_of(row)))
    if not set(parties) <= set(queries.parties_of(row.forum)):
        raise Refused(no("stances_not_party"))
    Attendance.objects.filter(meeting=row).delete()
    Attendance.objects.bulk_create([Attendance(meeting=row, organisation_id=p.id) for p in parties])
    _tell("meeting_present", row, by, count=len(parties))


@transaction.atomic
def add_point(
    *, by: Actor, meeting: Meeting, point: Point, follows: Item | None = None, takes: Proposal | None = None
) -> Item:
    """A point at the end of the agenda; `follows`: one that was postponed to this meeting; `takes`: a party's proposal.

    Raises Refused.
    """
    row = _open(by, meeting)
    columns = _columns(by, row, point)
    last = row.items.aggregate(last=Max("number"))["last"] or 0
    made = Item.objects.create(meeting=row, number=last + 1, follows=follows, **columns)
    if takes is not None:
        take_up(by=by, proposal=takes, item=made)
    _tell("point_added", row, by, point=str(made.public_id))
    return made


@transaction.atomic
def add_points(*, by: Actor, meeting: Meeting, points: Sequence[Point]) -> None:
    """Several points at once, all or none. Raises Refused."""
    for point in points:
        add_point(by=by, meeting=meeting, point=point)


@transaction.atomic
def bring(*, by: Actor, meeting: Meeting, place: Place, owner: Org, label: Label, content: Upload | str) -> None:
    """Files a document that the forum's parties may read, and uses it in the meeting. Raises Refused."""
    row = _open(by, meeting)
    if place.role == "memo":
        require(rules.may_attend(queries.keeps(by, row.forum), queries.state_of(row)))
    readers = [p.id for p in queries.parties_of(row.forum)]
    made = file_document(by=by, owner=owner, label=label, content=content, readers=readers)
    use(by=by, document=made, place=place, on=min(row.on, clock.today()))
    _tell("material_brought", row, by, document=str(made.public_id))


@transaction.atomic
def drop(*, by: Actor, meeting: Meeting, use: Use) -> None:
    """Takes a document off the material, until the memo is approved; it stays where it was filed. Raises Refused."""
    _open(by, meeting)
    stop_using(by=by, use=use)


@transaction.atomic
def write_point(*, by: Actor, item: Item, version: int, point: Point) -> None:
    """Its words and its outcome. Raises Refused; EditConflict when somebody saved first."""
    row = _open(by, item.meeting)
    columns = _columns(by, row, point, item.matter_id)
    if not Item.objects.filter(pk=item.pk, version=version).update(**columns, version=F("version") + 1):
        raise EditConflict(Item.objects.get(pk=item.pk).version)
    _tell("point_written", row, by, point=str(item.public_id))


@transaction.atomic
def withdraw_point(*, by: Actor, item: Item) -> None:
    """Takes a point off the agenda. Raises Refused."""
    row = _open(by, item.meeting)
    if Item.objects.filter(pk=item.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("point_withdrawn", row, by, point=str(item.public_id))


def _check(plan: Plan) -> None:
    """Raises Refused."""
    if plan.kind not in rules.KINDS:
        raise Refused(no("forums_no_such_step"))
    if plan.ends is not None and (plan.begins is None or plan.ends <= plan.begins):
        raise Refused(no("forums_ends_before"))
    if plan.kind == "negotiation" and not plan.duties:
        raise Refused(no("forums_negotiation_needs_duty"))
    if not set(plan.duties) <= set(catalogue().duties):
        raise Refused(no("evidence_needs_duty"))


def _columns(by: Actor, row: Meeting, point: Point, matter: int | None = None) -> dict[str, object]:
    """`matter`: the one it has already. Raises Refused."""
    if point.matter is not None and point.matter != matter:
        chosen = Matter.objects.filter(pk=point.matter, region=row.forum.region).first()
        require(linkable(by, chosen) if chosen else no("matters_not_your_matter"))
    if not any(cleaned(point.titles).values()):
        raise Refused(no("forums_point_needs_title"))
    if nothing_shown(point.titles, point.unready):
        raise Refused(no("forums_nothing_shown"))
    if point.outcome and point.outcome not in rules.OUTCOMES:
        raise Refused(no("forums_no_such_step"))
    if point.outcome and queries.state_of(row) not in WRITTEN:
        raise Refused(no("forums_not_begun"))
    if point.due and point.owner is None:
        raise Refused(no("forums_due_needs_owner"))
    if point.owner is not None and point.owner not in {p.id for p in queries.parties_of(row.forum)}:
        raise Refused(no("stances_not_party"))
    return {
        **columns("title", point.titles),
        **columns("text", point.texts),
        "unready": unready(point.unready),
        "outcome": point.outcome,
        "owner_id": point.owner,
        "due": point.due,
        "section": clean(point.section),
        "rapporteur": clean(point.rapporteur),
        "minutes": point.minutes,
        "matter_id": point.matter,
        "asked": point.asked,
    }


def _open(by: Actor, meeting: Meeting) -> Meeting:
    """The meeting, locked, whose text the actor may change. Raises Refused."""
    row = _locked(meeting)
    require(rules.may_write(queries.keeps(by, row.forum), queries.state_of(row)))
    return row


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("forum__region", "forum__secretary")
    return rows.get(pk=meeting.pk)


def _tell(verb: str, row: Meeting, by: Actor, **data: object) -> None:
    record_event(
        verb=verb,
        subject_type="meeting",
        subject_id=row.public_id,
        by=by.user,
        data={"forum": str(row.forum.public_id), **data},
    )
    bump("forums")
