"""Regions, organisations, themes and blocks; what this installation is; whose key it is."""

from datetime import date
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import EARLIEST
from yhdyspinta.core.common.periods import holding
from yhdyspinta.core.common.texts import search_key
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES, Entry
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Kind
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.api.door import count, person, scopes, who
from yhdyspinta.site.api.paging import Code, Day, Listed, Walk, page_of_list
from yhdyspinta.site.api.problems import NoSuch
from yhdyspinta.site.api.shapes import OrgRef, RegionRef, Words, org, page, region, words
from yhdyspinta.site.map.access import seen_by

router = Router(tags=["registry"])
On = Annotated[Day | None, Field(default=None, description="The day; today when left out.")]


def day(request: HttpRequest, on: date | None) -> date:
    """The day that is asked for. Another than today costs more. Raises NoSuch outside what the map knows, TooMany."""
    today = clock.today()
    if on is None or on == today:
        return today
    latest = last_map_day(today)
    if not EARLIEST <= on <= latest:
        raise NoSuch("no_such_day", f"The map is known from {EARLIEST} to {latest}.")
    count(request, 10)
    return on


class Home(Schema):
    """What this is, and where everything begins."""

    name: str
    version: str
    example: bool
    openapi: str
    documentation: str
    licence: str


class Me(Schema):
    """Whose key it is: roles as they are now, and what the key may write."""

    name: str | None
    roles: list[str]
    scopes: list[str]


class RegionOut(RegionRef):
    """A region on a day. `map_open`: whether its map is shown to you."""

    map_open: bool
    county: OrgRef | None
    municipalities: list[OrgRef]
    employment_areas: list[OrgRef]
    population: int | None
    page: str


class OrgOut(OrgRef):
    """An organisation. `regions`: slugs of the regions it works in on the day."""

    regions: list[str]
    language_status: str | None
    population: int | None
    valid_from: date | None
    valid_until: date | None
    page: str


class Named(Schema):
    """A theme or a building block of the map."""

    code: str
    name: Words
    holds: Words


@router.get("/", response=Home, operation_id="home")
def home(request: HttpRequest) -> Home:
    """What this is."""
    return Home(
        name="Yhdyspinta",
        version=settings.VERSION,
        example=settings.DEMO,
        openapi=f"{settings.ADDRESS}/api/v1/openapi.json",
        documentation=page("interface-for-programs"),
        licence="EUPL-1.2",
    )


@router.get("/me", response=Me, operation_id="me")
def me(request: HttpRequest) -> Me:
    """Whose key this is; without a key nobody's."""
    user = person(request)
    roles = sorted({str(s.role) for s in who(request).standings})
    return Me(name=user.name if user else None, roles=roles, scopes=scopes(request))


@router.get("/regions", response=Listed[RegionOut], operation_id="regions")
def regions(request: HttpRequest, walk: Query[Walk], on: Query[On] = None) -> Listed[RegionOut]:
    """Every cooperation region on a day."""
    when = day(request, on)
    part, following = page_of_list(list(atlas().areas.values()), walk, lambda a: a.code)
    return Listed(items=[_region(request, a, when) for a in part], next=following)


@router.get("/regions/{slug}", response=RegionOut, operation_id="region")
def one_region(request: HttpRequest, slug: str, on: Query[On] = None) -> RegionOut:
    """One region on a day."""
    return _region(request, area_of(slug), day(request, on))


def _region(request: HttpRequest, area: Area, on: date) -> RegionOut:
    found = seen_by(who(request), area, on)
    view = found.view
    return RegionOut(
        **region(area).model_dump(),
        map_open=found.shown,
        county=org(view.county) if view.county else None,
        municipalities=[org(m) for m in view.municipalities],
        employment_areas=[org(a) for a in view.employment_areas],
        population=view.population or None,
        page=page("region", area.slug),
    )


class OrgFilter(Schema):
    """Which organisations."""

    kind: Kind | None = None
    region: Annotated[Code, Field(description="Slug of a region, e.g. keski-suomi")] = ""
    q: Annotated[
        str, Field(max_length=100, pattern=r"^[^\x00-\x1f]*$", description="Beginnings of words of the name")
    ] = ""
    on: On


@router.get("/organisations", response=Listed[OrgOut], operation_id="organisations")
def organisations(request: HttpRequest, walk: Query[Walk], f: Query[OrgFilter]) -> Listed[OrgOut]:
    """Organisations that are there on a day."""
    when = day(request, f.on)
    found = [o for o in atlas().orgs.values() if holding(o.valid_from, o.valid_until, when)]
    if f.kind:
        found = [o for o in found if o.kind == f.kind]
    if f.region:
        here = {o.id for o in atlas().view(area_of(f.region).code, when).everybody()}
        found = [o for o in found if o.id in here]
    asked = search_key(f.q).split()
    found = [o for o in found if all(f" {w}" in search_key(o.name.fi, o.name.sv, o.name.en) for w in asked)]
    part, following = page_of_list(found, walk, lambda o: f"{o.space}/{o.slug}")
    return Listed(items=[_org(o, when) for o in part], next=following)


@router.get("/organisations/{space}/{slug}", response=OrgOut, operation_id="organisation")
def organisation(request: HttpRequest, space: str, slug: str, on: Query[On] = None) -> OrgOut:
    """One organisation, e.g. kunnat/kuhmo. One that has ended is told with its days."""
    return _org(org_of(space, slug), day(request, on))


def asked_org(address: str) -> Org:
    """The organisation of a filter, "kunnat/kuhmo". Raises Http404."""
    space, _, slug = address.partition("/")
    if not slug:
        raise Http404
    return org_of(space, slug)


def _org(found: Org, on: date) -> OrgOut:
    return OrgOut(
        **org(found).model_dump(),
        regions=[a.slug for a in atlas().regions_of(found, on)],
        language_status=found.language_status or None,
        population=found.population,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        page=page("organisation-any", found.space, found.slug),
    )


def _entry(found: Entry) -> Named:
    return Named(code=found.code, name=words(found.name), holds=words(found.holds))


@router.get("/themes", response=Listed[Named], operation_id="themes")
def themes(request: HttpRequest) -> Listed[Named]:
    """The themes of every region; a region may have its own beside them, told with its map."""
    return Listed(items=[_entry(t) for t in THEMES.values()], next=None)


@router.get("/blocks", response=Listed[Named], operation_id="blocks")
def blocks(request: HttpRequest) -> Listed[Named]:
    """The six building blocks of every interface."""
    return Listed(items=[_entry(b) for b in BLOCKS.values()], next=None)
