"""Forums, meetings, what was decided, how each party has handled it; results of surveys as far as they may be told."""

from datetime import date, time
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.matters import queries as matters
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.forums.models import Forum, Item, Meeting
from yhdyspinta.rooms.forums.states import HELD, WRITTEN
from yhdyspinta.rooms.surveys import queries as surveys
from yhdyspinta.site.api.door import who
from yhdyspinta.site.api.house import asked_org
from yhdyspinta.site.api.narrowing import Filter, between, narrowed, of_region
from yhdyspinta.site.api.paging import Code, Dated, DatedWalk, Day, Listed, Walk, page_of_list, page_of_rows
from yhdyspinta.site.api.shapes import (
    OrgRef,
    PartyOut,
    RegionRef,
    Words,
    org_by_id,
    page,
    party,
    region_by_code,
    words,
    words_of,
)

M = TypeVar("M", bound=Model)
router = Router(tags=["forums and decisions"])


class ForumOut(Schema):
    """A joint forum: its text is accepted by its parties. `rhythm_months`: how often it meets."""

    id: UUID
    region: RegionRef
    name: Words
    text: Words
    level: str
    rhythm_months: int
    themes: list[str]
    secretary: OrgRef | None
    chair: OrgRef | None
    founded_on: date
    ended_on: date | None
    agreed_on: date | None
    version: int
    parties: list[PartyOut]
    visibility: str
    page: str


@router.get("/forums", response=Listed[ForumOut], operation_id="forums")
def forums_list(request: HttpRequest, walk: Query[DatedWalk], f: Query[Filter]) -> Listed[ForumOut]:
    """Joint forums, those founded latest first."""
    rows = narrowed(forums.visible_to(who(request)), f)
    part, following = page_of_rows(rows, walk, Dated("founded_on"), forums.whole)
    return Listed(items=[_forum(x, who(request)) for x in part], next=following)


@router.get("/forums/{uuid:public_id}", response=ForumOut, operation_id="forum")
def forum(request: HttpRequest, public_id: UUID) -> ForumOut:
    """One forum."""
    row = fetch(forums.whole(forums.visible_to(who(request))), public_id=public_id)
    own = [p.public_id for p in forums.parties_of(row)]
    note(who(request), "forum", row.public_id, public=row.visibility == "public", own=own)
    return _forum(row, who(request))


def _forum(row: Forum, actor: Actor) -> ForumOut:
    return ForumOut(
        id=row.public_id,
        region=region_by_code(row.region.code),
        name=words_of(row, "name"),
        text=words_of(row, "text"),
        **{n: getattr(row, n) for n in ("level", "rhythm_months", "founded_on", "ended_on", "version", "visibility")},
        themes=[t.theme_code for t in row.themes.all()],
        secretary=org_by_id(row.secretary_id),
        chair=org_by_id(row.chair_id),
        agreed_on=forums.agreement(row).since,
        parties=[party(p) for p in forums.spoken(row, actor)],
        page=page("forums:forum", row.public_id),
    )


class ForumRef(Schema):
    """The forum of a meeting."""

    id: UUID
    name: Words


class PointOut(Schema):
    """A point of an agenda. `outcome` is null until the memo has been approved, except to those inside."""

    id: UUID | None
    number: int
    title: Words
    text: Words
    section: str
    outcome: str | None


class MeetingOut(Schema):
    """A meeting. `present`: parties that were there, of one that has been held."""

    id: UUID
    forum: ForumRef
    region: RegionRef
    kind: str
    on: date
    begins: time | None
    ends: time | None
    place: str
    state: str
    duties: list[str]
    points: list[PointOut]
    present: list[OrgRef]
    page: str


class MeetingFilter(Filter):
    """Which ones. `forum`: id of a forum; `since` and `until`: days."""

    forum: UUID | None = None
    since: Day | None = None
    until: Day | None = None


def _of_forums(rows: QuerySet[M], f: MeetingFilter, meeting: str = "") -> QuerySet[M]:
    """Meetings, or what hangs on one: `meeting` is the path to it."""
    rows = narrowed(rows, f, region=f"{meeting}forum__region", themes=f"{meeting}forum__themes")
    if f.forum:
        rows = rows.filter(**{f"{meeting}forum__public_id": f.forum})
    return between(rows, f, f"{meeting}on")


@router.get("/meetings", response=Listed[MeetingOut], operation_id="meetings")
def meetings(request: HttpRequest, walk: Query[DatedWalk], f: Query[MeetingFilter]) -> Listed[MeetingOut]:
    """Meetings, the latest first."""
    rows = _of_forums(forums.meetings_visible_to(who(request)), f)
    part, following = page_of_rows(rows, walk, Dated("on"), forums.with_points)
    return Listed(items=[_meeting(m, who(request)) for m in part], next=following)


@router.get("/meetings/{uuid:public_id}", response=MeetingOut, operation_id="meeting")
def meeting(request: HttpRequest, public_id: UUID) -> MeetingOut:
    """One meeting."""
    row = fetch(forums.with_points(forums.meetings_visible_to(who(request))), public_id=public_id)
    own = [p.public_id for p in forums.parties_of(row.forum)]
    public = row.forum.visibility == "public" and row.kind != "informal" and row.state != "draft"
    note(who(request), "meeting", row.public_id, public=public, own=own)
    return _meeting(row, who(request))


def _meeting(row: Meeting, actor: Actor) -> MeetingOut:
    inside = forums.sees_inside(actor, row.forum, forums.parties_of(row.forum))
    state = forums.state_of(row)
    return MeetingOut(
        id=row.public_id,
        forum=ForumRef(id=row.forum.public_id, name=words_of(row.forum, "name")),
        region=region_by_code(row.forum.region.code),
        **{n: getattr(row, n) for n in ("kind", "on", "begins", "ends", "place", "state", "duties")},
        points=_points(row, inside=inside),
        present=[found for p in row.present.all() if (found := org_by_id(p.organisation_id))] if state in HELD else [],
        page=page("forums:meeting", row.public_id),
    )


def _points(row: Meeting, *, inside: bool) -> list[PointOut]:
    """As everybody could read them before the meeting, while it is written what came of them."""
    state = forums.state_of(row)
    if state in WRITTEN and not inside:
        return [_frozen(number, raw) for number, raw in enumerate(row.agenda, 1)]
    told = inside or state == "approved"
    return [
        PointOut(
            id=p.public_id,
            number=p.number,
            title=words_of(p, "title"),
            text=words_of(p, "text"),
            section=p.section,
            outcome=(p.outcome or None) if told else None,
        )
        for p in row.items.all()
    ]


def _frozen(number: int, raw: dict[str, Any]) -> PointOut:
    title, text = (Words(**{x: raw[f"{n}_{x}"] or None for x in ("fi", "sv", "en")}) for n in ("title", "text"))
    return PointOut(id=None, number=number, title=title, text=text, section=raw["section"], outcome=None)


class DecisionOut(Schema):
    """What a forum has agreed or decided and somebody has to do something about. `follow_up`: who follows it and by which day."""

    id: UUID
    region: RegionRef
    forum: ForumRef
    meeting: UUID
    on: date
    number: int
    title: Words
    text: Words
    outcome: str
    owner: OrgRef | None
    due: date | None
    page: str


@router.get("/decisions", response=Listed[DecisionOut], operation_id="decisions")
def decisions(request: HttpRequest, walk: Query[DatedWalk], f: Query[MeetingFilter]) -> Listed[DecisionOut]:
    """Decisions of joint forums, those of the latest meetings first."""
    rows = _of_forums(forums.decisions_visible_to(who(request)), f, "meeting__")
    part, following = page_of_rows(rows, walk, Dated("meeting__on"))
    return Listed(items=[_decision(i) for i in part], next=following)


def _decision(row: Item) -> DecisionOut:
    held = row.meeting
    return DecisionOut(
        id=row.public_id,
        region=region_by_code(held.forum.region.code),
        forum=ForumRef(id=held.forum.public_id, name=words_of(held.forum, "name")),
        meeting=held.public_id,
        on=held.on,
        number=row.number,
        title=words_of(row, "title"),
        text=words_of(row, "text"),
        outcome=row.outcome,
        owner=org_by_id(row.owner_id),
        due=row.due,
        page=page("forums:meeting", held.public_id),
    )


class StepOut(Schema):
    """One step of how a party has handled a decision; the latest is in force."""

    id: UUID
    outcome: str
    decided_on: date
    body: str
    section: str
    record_number: str
    link: str
    reason: str
    on_behalf: bool


class ReceiptOut(Schema):
    """The way home of a decision to one party: what it was asked, and how it has handled it. `decision`: of a forum."""

    id: UUID
    region: RegionRef
    organisation: OrgRef | None
    decision: UUID | None
    title: Words
    text: Words
    asked_on: date
    due: date | None
    steps: list[StepOut]
    visibility: str
    page: str


class ReceiptFilter(Schema):
    """Which ones. `waiting`: only those that have not been handled to the end."""

    region: Code = ""
    organisation: Code = ""
    waiting: bool = False


@router.get("/receipts", response=Listed[ReceiptOut], operation_id="receipts")
def receipts(request: HttpRequest, walk: Query[DatedWalk], f: Query[ReceiptFilter]) -> Listed[ReceiptOut]:
    """How parties have handled decisions, those asked latest first. Who has not answered is between the parties."""
    rows = of_region(matters.visible_to(who(request)).filter(withdrawn_at=None), f.region)
    if f.organisation:
        rows = rows.filter(organisation_id=asked_org(f.organisation).id)
    if f.waiting:
        rows = rows.filter(pk__in=matters.not_handled().values("pk"))
    part, following = page_of_rows(rows, walk, Dated("asked_on"))
    return Listed(items=[receipt(r) for r in part], next=following)


@router.get("/receipts/{uuid:public_id}", response=ReceiptOut, operation_id="receipt")
def one_receipt(request: HttpRequest, public_id: UUID) -> ReceiptOut:
    """One question to one party."""
    return receipt(fetch(matters.visible_to(who(request)).filter(withdrawn_at=None), public_id=public_id))


def receipt(row: Consultation) -> ReceiptOut:
    """A question and every step of its handling."""
    kind, _, item = row.origin.partition(":")
    names = tuple(StepOut.model_fields.keys() - {"id"})
    return ReceiptOut(
        id=row.public_id,
        region=region_by_code(row.region.code),
        organisation=org_by_id(row.organisation_id),
        decision=UUID(item) if kind == "forums.item" else None,
        title=words_of(row, "title"),
        text=words_of(row, "text"),
        asked_on=row.asked_on,
        due=row.due,
        steps=[StepOut(id=d.public_id, **{n: getattr(d, n) for n in names}) for d in row.decisions.all()],
        visibility=row.visibility,
        page=page("matters:consultation", row.public_id),
    )


class Cut(Schema):
    """What a side or group answered: how many, and how many chose each point or option."""

    n: int
    counts: list[int]


class QuestionOut(Schema):
    """A question and what may be told of it: exact from ten answers; `ranked`: cuts of which only the order is told."""

    code: str
    kind: str
    theme: str | None
    text: Words
    options: list[Words]
    cuts: dict[str, Cut]
    ranked: list[str]


class SurveyOut(Schema):
    """Results of a closed survey as they were frozen; free answers are read on the page."""

    id: UUID
    region: RegionRef
    title: Words
    closed_on: date
    questions: list[QuestionOut]
    page: str


@router.get("/surveys", response=Listed[SurveyOut], operation_id="surveys")
def surveys_list(request: HttpRequest, walk: Query[Walk], region: Code = "") -> Listed[SurveyOut]:
    """Results of closed surveys."""
    codes = [area_of(region).code] if region else sorted(atlas().areas)
    every = [t for code in codes for t in surveys.told_to(who(request), code, clock.today())]
    part, following = page_of_list(every, walk, lambda t: f"{t.closed_on} {t.public_id}")
    return Listed(items=[_survey(t) for t in part], next=following)


def _survey(told: surveys.Told) -> SurveyOut:
    found = []
    for code, question in told.questions.items():
        raw = told.told[code]
        cuts = {} if question.kind == "text" else {c: Cut(**each) for c, each in raw["cuts"].items()}
        found.append(
            QuestionOut(
                code=code,
                kind=question.kind,
                theme=question.theme or None,
                text=words(question.text),
                options=[words(o) for o in question.options],
                cuts=cuts,
                ranked=list(raw["ranked"]),
            )
        )
    return SurveyOut(
        id=told.public_id,
        region=region_by_code(told.region),
        title=words(told.title),
        closed_on=told.closed_on,
        questions=found,
        page=page("survey-results", told.public_id),
    )
