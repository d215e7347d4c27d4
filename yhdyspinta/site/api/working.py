"""Goals, measures, division of labour and agreements, with what each party has decided."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import fetch
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.goals.models import FollowUp, Goal, Measure
from yhdyspinta.rooms.responsibilities import queries as divisions
from yhdyspinta.site.api.door import who
from yhdyspinta.site.api.narrowing import Filter, narrowed
from yhdyspinta.site.api.paging import Code, Dated, DatedWalk, Listed, page_of_rows
from yhdyspinta.site.api.shapes import (
    OrgRef,
    PartyOut,
    RegionRef,
    Words,
    org,
    org_by_id,
    page,
    party,
    region,
    region_by_code,
    words,
    words_of,
)

router = Router(tags=["working together"])


class Aimed(Schema):
    """A figure of a goal: where it starts, where it is to be, where it is. `course`: how far it has come."""

    indicator: str
    base_year: int
    baseline: float
    target_year: int
    target: float
    year: int | None
    value: float | None
    course: str


class NoteOut(Schema):
    """What has happened, told on a day by an organisation. `measure`: of which one, null of the whole goal."""

    id: UUID
    on: date
    text: str
    organisation: OrgRef | None
    measure: UUID | None


class GoalOut(Schema):
    """A shared goal. `agreed_on`: since when every party has accepted the text, null before that."""

    id: UUID
    region: RegionRef
    programme: Words
    years: list[int]
    owner: OrgRef | None
    title: Words
    text: Words
    horizon: str
    priority: bool
    themes: list[str]
    duties: list[str]
    national: list[str]
    begun_on: date
    ended_on: date | None
    agreed_on: date | None
    version: int
    parties: list[PartyOut]
    figures: list[Aimed]
    notes: list[NoteOut]
    visibility: str
    page: str


@router.get("/goals", response=Listed[GoalOut], operation_id="goals")
def goals_list(request: HttpRequest, walk: Query[DatedWalk], f: Query[Filter]) -> Listed[GoalOut]:
    """Shared goals, the latest first."""
    rows = narrowed(goals.visible_to(who(request)), f, region="programme__region")
    part, following = page_of_rows(rows, walk, Dated("begun_on"), goals.whole)
    return Listed(items=[_goal(g, who(request)) for g in part], next=following)


@router.get("/goals/{uuid:public_id}", response=GoalOut, operation_id="goal")
def goal(request: HttpRequest, public_id: UUID) -> GoalOut:
    """One goal."""
    row = fetch(goals.whole(goals.visible_to(who(request))), public_id=public_id)
    own = [p.public_id for p in goals.parties_of(row)]
    note(who(request), "goal", row.public_id, public=row.programme.visibility == "public", own=own)
    return _goal(row, who(request))


def _goal(row: Goal, actor: Actor) -> GoalOut:
    today = clock.today()
    programme = row.programme
    return GoalOut(
        id=row.public_id,
        region=region_by_code(programme.region.code),
        programme=words_of(programme, "title"),
        years=[programme.first_year, programme.last_year],
        owner=org_by_id(programme.owner_id),
        title=words_of(row, "title"),
        text=words_of(row, "text"),
        **{
            n: getattr(row, n) for n in ("horizon", "priority", "duties", "national", "begun_on", "ended_on", "version")
        },
        themes=[t.theme_code for t in row.themes.all()],
        agreed_on=goals.agreement(row).since,
        parties=[party(p) for p in goals.spoken(row, actor)],
        figures=[_aimed(t) for t in goals.told(row, today)],
        notes=[note_out(n) for n in row.notes.all()],
        visibility=programme.visibility,
        page=page("goals:goal", row.public_id),
    )


def _aimed(told: goals.Told) -> Aimed:
    target, at = told.target, told.progress
    return Aimed(
        indicator=told.row.indicator,
        base_year=target.base_year,
        baseline=target.baseline,
        target_year=target.target_year,
        target=target.target,
        year=at.year,
        value=at.value,
        course=at.course,
    )


def note_out(row: FollowUp) -> NoteOut:
    """A note of following up."""
    return NoteOut(
        id=row.public_id,
        on=row.on,
        text=row.text,
        organisation=org_by_id(row.organisation_id),
        measure=row.measure.public_id if row.measure else None,
    )


class MeasureOut(Schema):
    """What is done for a goal. `owner`: who is in charge, told to everybody once it has said so itself."""

    id: UUID
    goal: UUID
    region: RegionRef
    title: Words
    owner: OrgRef | None
    partners: list[OrgRef]
    function: str
    level: str
    starts: date | None
    ends: date | None
    cost: str
    state: str
    timing: str
    ownership: str
    page: str


class MeasureFilter(Filter):
    """Which ones. `goal`: id of a goal; `state`: planned, under_way, done or stopped."""

    goal: UUID | None = None
    state: Code = ""


@router.get("/measures", response=Listed[MeasureOut], operation_id="measures")
def measures(request: HttpRequest, walk: Query[DatedWalk], f: Query[MeasureFilter]) -> Listed[MeasureOut]:
    """Measures of shared goals, those recorded latest first."""
    rows = goals.measures_visible_to(who(request))
    rows = narrowed(rows, f, region="goal__programme__region", themes="goal__themes")
    if f.goal:
        rows = rows.filter(goal__public_id=f.goal)
    if f.state:
        rows = rows.filter(state=f.state)
    part, following = page_of_rows(rows, walk, Dated("goal__begun_on"))
    return Listed(items=[_measure(m, who(request)) for m in part], next=following)


def _measure(row: Measure, actor: Actor) -> MeasureOut:
    done = goals.measure_on(row, clock.today())
    code = row.goal.programme.region.code
    parties = atlas().known(p.organisation_id for p in row.goal.parties.all())
    known = done.taken or sees_inside(actor, code, [p.public_id for p in parties])
    return MeasureOut(
        id=row.public_id,
        goal=row.goal.public_id,
        region=region_by_code(code),
        title=words_of(row, "title"),
        owner=org_by_id(row.owner_id) if known else None,
        partners=[org(o) for o in atlas().known(p.organisation_id for p in row.partners.all())],
        **{n: getattr(row, n) for n in ("function", "level", "starts", "ends", "cost", "state")},
        timing=done.timing,
        ownership=done.ownership,
        page=page("goals:goal", row.goal.public_id),
    )


class TaskOut(Schema):
    """A task of a theme and who does what in it: organises, takes_part, consulted or informed."""

    code: str
    name: Words
    own: bool
    roles: dict[str, str]


class ContactOut(Schema):
    """How an organisation is reached: a function, never a person's name."""

    organisation: str
    function: Words
    email: str | None
    phone: str | None
    confirmed_on: date


class DivisionOut(Schema):
    """The division of labour of a theme in a region. `roles` of a task: organisation's address → role.

    `written`: false while it is as the law has it. `agreed_on`: since when every party has signed what is written.
    """

    region: RegionRef
    theme: str
    name: Words
    written: bool
    agreed_on: date | None
    organisations: list[OrgRef]
    tasks: list[TaskOut]
    contacts: list[ContactOut]
    parties: list[PartyOut]
    page: str


class Divisions(Schema):
    """A region's themes."""

    items: list[DivisionOut]


@router.get("/regions/{slug}/responsibilities", response=Divisions, operation_id="responsibilities")
def responsibilities(request: HttpRequest, slug: str, theme: Code = "") -> Divisions:
    """Who does what in every theme of a region, or in one."""
    area, today = area_of(slug), clock.today()
    book = books().get(area.code, NOTHING)
    known = book.themes_on(today)
    if theme and theme not in known:
        raise Http404
    seen = divisions.of_region(who(request), area.code)
    view = atlas().view(area.code, today)
    found = [
        _division(divisions.sheet(view, t, seen.get(t)), book.name_of(t), area, who(request))
        for t in known
        if theme in ("", t)
    ]
    return Divisions(items=found)


def _division(sheet: divisions.Sheet, name: Any, area: Any, actor: Actor) -> DivisionOut:
    orgs = {o.id: org(o) for o in sheet.orgs}
    roles: dict[str, dict[str, str]] = {}
    for (task, key), role in sheet.cells.items():
        if key in orgs:
            roles.setdefault(task, {})[orgs[key].address] = role
    return DivisionOut(
        region=region(area),
        theme=sheet.theme,
        name=words(name),
        written=sheet.row is not None,
        agreed_on=sheet.agreed.since if sheet.agreed else None,
        organisations=list(orgs.values()),
        tasks=[TaskOut(code=t.code, name=words(t.name), own=t.own, roles=roles.get(t.code, {})) for t in sheet.tasks],
        contacts=[_contact(orgs[key].address, c) for key, c in sheet.contacts.items() if key in orgs],
        parties=[party(p) for p in divisions.spoken(sheet.row, actor)] if sheet.row else [],
        page=page("responsibilities:theme", area.slug, sheet.theme),
    )


def _contact(address: str, found: divisions.Reached) -> ContactOut:
    return ContactOut(
        organisation=address,
        function=words(found.name),
        email=found.email or None,
        phone=found.phone or None,
        confirmed_on=found.confirmed_on,
    )


class PartOut(Schema):
    """A section of an agreement, or a step of an operating model."""

    number: int
    title: Words
    text: Words
    who: Words
    told: Words
    link: str


class AgreementOut(Schema):
    """What parties have agreed. `state`: proposed, waiting, in_force or ended; `agreed_on`: since when the text that holds has held."""

    id: UUID
    region: RegionRef
    kind: str
    title: Words
    text: Words
    state: str
    agreed_on: date | None
    starts: date | None
    ends: date | None
    notice_months: int | None
    review: date | None
    link: str
    duties: list[str]
    themes: list[str]
    version: int
    parties: list[PartyOut]
    parts: list[PartOut]
    visibility: str
    page: str


@router.get("/agreements", response=Listed[AgreementOut], operation_id="agreements")
def agreements_list(request: HttpRequest, walk: Query[DatedWalk], f: Query[Filter]) -> Listed[AgreementOut]:
    """Agreements and operating models, the latest first."""
    actor = who(request)
    rows = narrowed(agreements.visible_to(actor), f)
    part, following = page_of_rows(rows, walk, Dated("begun_on"), lambda found: agreements.whole(found, actor))
    return Listed(items=[_agreement(a, actor) for a in part], next=following)


@router.get("/agreements/{uuid:public_id}", response=AgreementOut, operation_id="agreement")
def agreement(request: HttpRequest, public_id: UUID) -> AgreementOut:
    """One agreement."""
    actor = who(request)
    row = fetch(agreements.whole(agreements.visible_to(actor), actor), public_id=public_id)
    own = [p.public_id for p in agreements.parties_of(row)]
    note(actor, "agreement", row.public_id, public=row.visibility == "public", own=own)
    return _agreement(row, actor)


def _agreement(row: Any, actor: Actor) -> AgreementOut:
    today = clock.today()
    now, term = agreements.held(row, today), agreements.term_of(row, today)
    return AgreementOut(
        id=row.public_id,
        region=region_by_code(row.region.code),
        **{n: getattr(row, n) for n in ("kind", "link", "duties", "version", "visibility")},
        title=words_of(row, "title"),
        text=words_of(row, "text"),
        state=agreements.state_of(row, today),
        agreed_on=now.since if now else None,
        starts=term.starts,
        ends=term.ends,
        notice_months=term.notice,
        review=term.review,
        themes=[t.theme_code for t in row.themes.all()],
        parties=[party(p) for p in agreements.spoken(row, actor)],
        parts=[
            PartOut(number=p.number, link=p.link, **{n: words_of(p, n) for n in ("title", "text", "who", "told")})
            for p in row.parts.all()
        ],
        page=page("agreements:agreement", row.public_id),
    )
