"""Forums, meetings and decisions as OParl 1.1 tells them (schema.oparl.org/1.1): what is public, for programs that know it.

A body is a cooperation region. An organisation is a forum, or a party that handles a decision at home. A paper is a decision of a
forum; its consultations are how each party has handled it. Ids are addresses: each answers with the object itself.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import queries as matters
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, get
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.forums.models import Forum, Item, Meeting
from yhdyspinta.site.api.shapes import page

SCHEMA = "https://schema.oparl.org/1.1/"
LICENCE = "https://eupl.eu/1.2/fi/"
LONGEST = 100
Thing = dict[str, Any]


def address(name: str, *args: object) -> str:
    """The address that is an object's id."""
    return page(f"oparl:{name}", *args)


def _thing(kind: str, public: str, /, **told: Any) -> Thing:
    """An object without what is not known."""
    made = {"id": public, "type": f"{SCHEMA}{kind}", **told}
    return {k: v for k, v in made.items() if v not in (None, "", [])}


def _moment(day: date, at: time | None) -> str | None:
    return datetime.combine(day, at, tzinfo=clock.HELSINKI).isoformat() if at else None


def system() -> Thing:
    """Where everything begins."""
    return _thing(
        "System",
        address("system"),
        oparlVersion=SCHEMA,
        name="Yhdyspinta",
        license=LICENCE,
        body=address("bodies"),
        website=settings.ADDRESS + "/",
        web=page("interface-for-programs"),
    )


LISTS = {"organization": "organizations", "person": "persons", "meeting": "meetings", "paper": "papers"}
MORE = {"agendaItem": "agendaitems", "consultation": "consultations", "file": "files", "membership": "memberships"}


def body(area: Area) -> Thing:
    """A cooperation region."""
    terms = [
        _thing(
            "LegislativeTerm",
            f"{address('body', area.slug)}#{t.body}-{t.start}",
            body=address("body", area.slug),
            name=f"{t.start.year}–{t.end.year}",
            startDate=t.start.isoformat(),
            endDate=t.end.isoformat(),
        )
        for t in catalogue().terms
    ]
    lists = {name: address(view, area.slug) for name, view in {**LISTS, **MORE}.items()}
    return _thing(
        "Body",
        address("body", area.slug),
        system=address("system"),
        name=area.name.fi,
        shortName=area.name.fi,
        license=LICENCE,
        classification="yhteistyöalue",
        legislativeTerm=terms,
        legislativeTermList=address("terms", area.slug),
        locationList=address("locations", area.slug),
        web=page("region", area.slug),
        **lists,
    )


def _party(org: Org, area: Area) -> Thing:
    return _thing(
        "Organization",
        address("party", area.slug, org.public_id),
        body=address("body", area.slug),
        name=org.name.fi or org.name.sv,
        organizationType="Institution",
        classification=org.kind,
        web=page("organisation-any", org.space, org.slug),
    )


def _forum(row: Forum, area: Area) -> Thing:
    return _thing(
        "Organization",
        address("forum", row.public_id),
        body=address("body", area.slug),
        name=Text.of(row, "name").get("fi"),
        organizationType="Gremium",
        classification=LEVELS[row.level].name.fi,
        startDate=row.founded_on.isoformat(),
        endDate=row.ended_on.isoformat() if row.ended_on else None,
        meeting=address("meetings", area.slug),
        created=row.recorded_at.isoformat(),
        web=page("forums:forum", row.public_id),
    )


STATES = {"called": "eingeladen", "under_way": "eingeladen", "minutes": "eingeladen", "approved": "durchgeführt", "cancelled": "terminiert"}  # fmt: skip


def _meeting(row: Meeting, area: Area) -> Thing:
    """A meeting with its points; the outcomes only of an approved memo. A day without a time has no `start`."""
    return _thing(
        "Meeting",
        address("meeting", row.public_id),
        name=f"{Text.of(row.forum, 'name').get('fi')} {row.on.day}.{row.on.month}.{row.on.year}",
        meetingState=STATES.get(row.state, "terminiert"),
        cancelled=True if row.state == "cancelled" else None,
        start=_moment(row.on, row.begins),
        end=_moment(row.on, row.ends),
        organization=[address("forum", row.forum.public_id)],
        agendaItem=[_point(p, row) for p in row.items.all()] if row.state in ("called", "approved") else None,
        created=row.recorded_at.isoformat(),
        modified=row.approved_at.isoformat() if row.approved_at else None,
        web=page("forums:meeting", row.public_id),
        **{"yhdyspinta:day": row.on.isoformat(), "yhdyspinta:place": row.place or None},
    )


def _point(row: Item, held: Meeting, *, alone: bool = False) -> Thing:
    told = held.state == "approved"
    return _thing(
        "AgendaItem",
        address("agendaitem", row.public_id),
        meeting=address("meeting", held.public_id) if alone else None,
        number=str(row.number),
        order=row.number,
        name=Text.of(row, "title").get("fi"),
        public=True,
        result=say(f"outcome:{row.outcome}", lang="fi") if told and row.outcome else None,
        resolutionText=Text.of(row, "text").get("fi") if told and row.outcome else None,
    )


def _paper(row: Item, asked: Iterable[Consultation], area: Area) -> Thing:
    """A decision of a forum, with how each party has handled it."""
    return _thing(
        "Paper",
        address("paper", row.public_id),
        body=address("body", area.slug),
        name=Text.of(row, "title").get("fi"),
        reference=row.matter.identifier if row.matter else None,
        date=row.meeting.on.isoformat(),
        paperType="Beschluss",
        originatorOrganization=[address("forum", row.meeting.forum.public_id)],
        consultation=[_consultation(c, row, area) for c in asked],
        web=page("forums:meeting", row.meeting.public_id),
    )


def _consultation(row: Consultation, decision: Item, area: Area, *, alone: bool = False) -> Thing:
    last = matters.last(row)
    party = atlas().orgs.get(row.organisation_id)
    return _thing(
        "Consultation",
        address("consultation", row.public_id),
        paper=address("paper", decision.public_id) if alone else None,
        organization=[address("party", area.slug, party.public_id)] if party else None,
        authoritative=True,
        role=say(f"handled:{last.outcome}", lang="fi") if last else None,
        **{"yhdyspinta:decided": last.decided_on.isoformat() if last else None},
    )


# --- what is there ----------------------------------------------------------------------------------------------------


def _forums(area: Area) -> list[Forum]:
    rows = forums.whole(forums.visible_to(ANONYMOUS).filter(region__code=area.code))
    return list(rows.order_by("public_id"))


def _meetings(area: Area) -> list[Meeting]:
    rows = forums.meetings_visible_to(ANONYMOUS).filter(forum__region__code=area.code)
    return list(forums.with_points(rows).order_by("on", "public_id"))


def _decisions(area: Area) -> list[tuple[Item, list[Consultation]]]:
    rows = list(forums.decisions_visible_to(ANONYMOUS).filter(meeting__forum__region__code=area.code))
    told = matters.visible_to(ANONYMOUS).filter(withdrawn_at=None, region__code=area.code).order_by("public_id")
    by_origin: dict[str, list[Consultation]] = {}
    for one in told:
        by_origin.setdefault(one.origin, []).append(one)
    rows.sort(key=lambda i: (i.meeting.on, str(i.public_id)))
    return [(i, by_origin.get(forums.origin_of(i), [])) for i in rows]


def of_body(name: str, area: Area) -> list[Thing]:
    """Everything of one kind that a region has."""
    nothing: Callable[[], list[Thing]] = list
    found: Mapping[str, Callable[[], list[Thing]]] = {
        "organizations": lambda: [
            *(_forum(f, area) for f in _forums(area)),
            *(_party(o, area) for o in atlas().view(area.code, clock.today()).everybody()),
        ],
        "meetings": lambda: [_meeting(m, area) for m in _meetings(area)],
        "papers": lambda: [_paper(i, asked, area) for i, asked in _decisions(area)],
        "agendaitems": lambda: [
            _point(p, m, alone=True)
            for m in _meetings(area)
            if m.state in ("called", "approved")
            for p in m.items.all()
        ],
        "consultations": lambda: [
            _consultation(c, i, area, alone=True) for i, asked in _decisions(area) for c in asked
        ],
        "terms": lambda: list(body(area)["legislativeTerm"]),
        # Who sits where is told as Popolo; documents are read on their own pages, by those who may.
        **dict.fromkeys(("persons", "memberships", "files", "locations"), nothing),
    }
    return found[name]()


# --- addresses --------------------------------------------------------------------------------------------------------


@get
def show_system(request: HttpRequest) -> JsonResponse:
    """The system."""
    return JsonResponse(system())


@get
def bodies(request: HttpRequest) -> JsonResponse:
    """Every region."""
    return _listed(request, [body(a) for a in atlas().areas.values()])


@get
def show_body(request: HttpRequest, slug: str) -> JsonResponse:
    """One region."""
    return JsonResponse(body(area_of(slug)))


@get
def listed(request: HttpRequest, slug: str, name: str) -> JsonResponse:
    """Everything of one kind that a region has."""
    return _listed(request, of_body(name, area_of(slug)))


@get
def show_party(request: HttpRequest, slug: str, public_id: UUID) -> JsonResponse:
    """An organisation of a region."""
    area = area_of(slug)
    here = {o.public_id: o for o in atlas().view(area.code, clock.today()).everybody()}
    if public_id not in here:
        raise Http404
    return JsonResponse(_party(here[public_id], area))


@get
def show(request: HttpRequest, kind: str, public_id: UUID) -> JsonResponse:
    """A forum, a meeting, a point, a decision or how a party has handled one."""
    if kind == "forum":
        row = fetch(forums.whole(forums.visible_to(ANONYMOUS)), public_id=public_id)
        return JsonResponse(_forum(row, atlas().areas[row.region.code]))
    if kind == "meeting":
        held = fetch(forums.with_points(forums.meetings_visible_to(ANONYMOUS)), public_id=public_id)
        return JsonResponse(_meeting(held, atlas().areas[held.forum.region.code]))
    if kind == "agendaitem":
        return JsonResponse(_one_point(public_id))
    told = _all_decisions(public_id if kind == "paper" else None)
    for decision, asked, area in told:
        if kind == "paper" and decision.public_id == public_id:
            return JsonResponse(_paper(decision, asked, area))
        for one in asked if kind == "consultation" else ():
            if one.public_id == public_id:
                return JsonResponse(_consultation(one, decision, area, alone=True))
    raise Http404


def _one_point(public_id: UUID) -> Thing:
    seen = forums.meetings_visible_to(ANONYMOUS).filter(state__in=("called", "approved"), items__public_id=public_id)
    held = fetch(forums.with_points(seen), items__public_id=public_id)
    point = next((p for p in held.items.all() if p.public_id == public_id), None)
    if point is None:
        raise Http404
    return _point(point, held, alone=True)


def _all_decisions(public_id: UUID | None) -> Iterable[tuple[Item, list[Consultation], Area]]:
    rows = forums.decisions_visible_to(ANONYMOUS)
    codes = rows.filter(public_id=public_id) if public_id else rows
    for code in sorted(set(codes.order_by().values_list("meeting__forum__region__code", flat=True))):
        area = atlas().areas[code]
        for decision, asked in _decisions(area):
            yield decision, asked, area


def _listed(request: HttpRequest, things: list[Thing]) -> JsonResponse:
    """A page of a list: OParl's own way of walking, and its filters by when something was made or changed."""
    things = [t for t in things if _asked(t, request)]
    size = min(_number(request, "limit", LONGEST), LONGEST)
    number = _number(request, "page", 1)
    last = max(1, -(-len(things) // size))
    if number > last:
        raise Http404
    here = settings.ADDRESS + request.path

    def link(at: int) -> str:
        query = request.GET.copy()
        query["page"] = str(at)
        return f"{here}?{query.urlencode()}"

    links = {"first": link(1), "self": link(number), "last": link(last)}
    links |= {"prev": link(number - 1)} if number > 1 else {}
    links |= {"next": link(number + 1)} if number < last else {}
    pages = {"totalElements": len(things), "elementsPerPage": size, "currentPage": number, "totalPages": last}
    part = things[(number - 1) * size : number * size]
    return JsonResponse({"data": part, "pagination": pages, "links": links})


def _asked(thing: Thing, request: HttpRequest) -> bool:
    for name in ("created", "modified"):
        at = thing.get(name) or thing.get("created")
        since, until = request.GET.get(f"{name}_since", ""), request.GET.get(f"{name}_until", "")
        if at and ((since and at < since) or (until and at > until)):
            return False
    return True


def _number(request: HttpRequest, name: str, usual: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return usual
    if not (given.isascii() and given.isdigit() and 0 < int(given[:9]) <= 1_000_000):
        raise Http404
    return int(given)
