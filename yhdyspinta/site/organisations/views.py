"""Public pages of the registry, with what binds each and what is recorded about it."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import search_key, sort_key
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.evidence.rules import may_declare
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry import queries as registry
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.files import population_date
from yhdyspinta.core.registry.models import Kind
from yhdyspinta.core.registry.rules import may_edit_organisation, may_keep_bodies
from yhdyspinta.core.ui.pages import chosen, day_of, get, kept, page
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.employment.queries import group_of
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.site.following.things import button
from yhdyspinta.site.hyte.inputs import counted
from yhdyspinta.site.map.municipal import municipal_map, parties
from yhdyspinta.site.map.queries import maps

PAGE_OF_SPACE = {"kunnat": "municipality", "tyollisyysalueet": "employment-area", "organisaatiot": "organisation"}
ORDER = {code: i for i, code in enumerate([*THEMES, ""])}


def address(org: Org) -> str:
    """The page of an organisation."""
    return reverse(PAGE_OF_SPACE[org.space], args=[org.slug])


def matching(orgs: list[Org], words: str) -> list[Org]:
    """Those with every word at the start of one of theirs."""
    wanted = search_key(words).split()
    return [o for o in orgs if all(f" {w}" in search_key(o.name.fi, o.name.sv, o.name.en, o.code) for w in wanted)]


@get
@kept
def municipalities(request: HttpRequest) -> HttpResponse:
    """All municipalities of the day by name, Åland's at the end of their letter, with a search."""
    on = day_of(request)
    words = request.GET.get("q", "").strip()[:60]
    found = matching(registry.atlas().of_kind(Kind.MUNICIPALITY, on), words)
    lang = request.LANGUAGE_CODE
    found.sort(key=lambda o: sort_key(o.name.get(lang)))
    if form := chosen(request, "muoto", FORMS):
        return table("kunnat", form, _municipality_header(), [_municipality_row(o, on, lang) for o in found])
    context = {"orgs": found, "words": words, "on": on, "total": len(found), "tiles": [] if words else found}
    now = maps()
    drawn = {} if words else {"known": parties(now, on), **municipal_map(now, on, lang)}
    return page(request, "site/municipalities.html", {**context, **drawn, "crumbs": [(_("Municipalities"), "")]})


def _municipality_header() -> list[str]:
    names = [
        _("Code"),
        _("Municipality"),
        _("Name in Finnish"),
        _("Name in Swedish"),
        _("Region"),
        _("Employment area"),
    ]
    return [*names, _("Language"), _("Residents")]


def _municipality_row(org: Org, on: date, lang: str) -> list[str]:
    house = registry.atlas()
    regions = ", ".join(a.name.get(lang) for a in house.regions_of(org, on))
    areas = ", ".join(a.name.get(lang) for a in house.linked_from(org, "area_member", on))
    people = str(org.population or "")
    return [org.code, org.name.get(lang), org.name.fi, org.name.sv, regions, areas, org.language_status, people]


@get
@kept
def employment_areas(request: HttpRequest) -> HttpResponse:
    """The employment areas with model and members."""
    on = day_of(request)
    words = request.GET.get("q", "").strip()[:60]
    house = registry.atlas()
    found = matching(house.of_kind(Kind.EMPLOYMENT_AREA, on), words)
    rows = [{"org": o, "members": house.linked_to(o, "area_member", on), "group": group_of(o.id, on)} for o in found]
    context = {"rows": rows, "words": words, "on": on, "crumbs": [(_("Employment areas"), "")]}
    return page(request, "site/employment_areas.html", context)


@get
@kept
def organisations(request: HttpRequest) -> HttpResponse:
    """Everybody else: counties, HUS, Kela, regional councils, rescue departments, and those added here."""
    on = day_of(request)
    words = request.GET.get("q", "").strip()[:60]
    house = registry.atlas()
    kinds = [k for k in Kind.values if k not in (Kind.MUNICIPALITY, Kind.EMPLOYMENT_AREA)]
    groups = [(k, matching(house.of_kind(k, on), words)) for k in kinds]
    context = {"groups": [(k, g) for k, g in groups if g], "words": words, "on": on}
    return page(request, "site/organisations.html", {**context, "crumbs": [(_("Organisations"), "")]})


@get
@kept
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """A municipality × its duties; its three-digit code answers 301."""
    return _organisation(request, "kunnat", slug)


@get
def municipality_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The statistical code leads to the page."""
    house = registry.atlas()
    org = next((o for o in house.orgs.values() if o.kind == Kind.MUNICIPALITY and o.code == code), None)
    if org is None:
        raise Http404
    return HttpResponsePermanentRedirect(address(org))


@get
@kept
def employment_area(request: HttpRequest, slug: str) -> HttpResponse:
    """An employment area × its duties."""
    return _organisation(request, "tyollisyysalueet", slug)


@get
@kept
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Any other organisation × its duties."""
    return _organisation(request, "organisaatiot", slug)


@get
def organisation_any(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """The page of an organisation whose kind the caller does not know."""
    if space not in PAGE_OF_SPACE or registry.atlas().org_by_slug(space, slug) is None:
        raise Http404
    return redirect(PAGE_OF_SPACE[space], slug)


def _organisation(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    house = registry.atlas()
    org = house.org_by_slug(space, slug)
    if org is None:
        moved = registry.alias(space, slug)
        if moved is None:
            raise Http404
        return HttpResponsePermanentRedirect(reverse(PAGE_OF_SPACE[moved.space], args=[moved.slug]))
    on = day_of(request)
    desk = obligations.desk()
    binding = obligations.of_organisation(desk, org, on)
    assessments = [a for a in binding if a.duty.themes]
    if form := chosen(request, "muoto", FORMS):
        lang = request.LANGUAGE_CODE
        return table(f"velvoitteet-{slug}", form, obligations.table_header(), obligations.table_rows(assessments, lang))
    row = registry.organisation(space, slug)
    who = actor(request)
    context = {
        "org": org,
        "row": row,
        "on": on,
        "links": _links(org, on),
        "groups": _by_theme(assessments),
        "bound": sum(1 for a in assessments if a.moment.force == "in_force" and a.duty.binding == "shall"),
        "recorded": sum(1 for a in assessments if a.records),
        "evidence": evidence_queries.of_organisations(who, frozenset({org.id}), on)[:20],
        "coming": obligations.calendar_of(desk, org, binding, on, last_map_day(clock.today()))[:8],
        "bodies": registry.bodies(row, on) if row else [],
        "seats": registry.seats(row, on) if row else [],
        "complete": evidence_queries.completeness_of(org.id),
        "may_declare": may_declare(who, org),
        "may_keep": may_keep_bodies(who, org.public_id),
        "may_edit": may_edit_organisation(who, row) if row else None,
        "population_date": population_date(),
        **button(request, "organisation", org.public_id),
        "hyte": org.kind == Kind.MUNICIPALITY and any(counted(a.code) for a in house.regions_of(org, clock.today())),
        "crumbs": [_parent(org), (org.name.get(request.LANGUAGE_CODE), "")],
    }
    return page(request, "site/organisation.html", context)


def _parent(org: Org) -> tuple[str, str]:
    if org.space == "kunnat":
        return _("Municipalities"), reverse("municipalities")
    if org.space == "tyollisyysalueet":
        return _("Employment areas"), reverse("employment-areas")
    return _("Organisations"), reverse("organisations")


def _links(org: Org, on: Any) -> dict[str, Any]:
    """What the registry knows of an organisation's relations on the day; unknown stays unknown."""
    house = registry.atlas()
    ended = house.successor(org)
    return {
        "regions": house.regions_of(org, on) if org.kind != Kind.KELA else [],
        "areas": house.linked_from(org, "area_member", on),
        "council": house.linked_from(org, "council_member", on),
        "members": house.linked_to(org, "area_member", on) or house.linked_to(org, "council_member", on),
        "authority": house.linked_from(org, "authority", on),
        "hus_members": house.linked_to(org, "hus_member", on),
        "host": house.linked_from(org, "host", on),
        "successor": ended[0] if ended else None,
        "successor_link": ended[1] if ended else None,
        "predecessors": house.predecessors(org),
    }


def _by_theme(assessments: list[Any]) -> list[tuple[str, list[Any]]]:
    """Assessments under their first theme, in the map's order."""
    groups: dict[str, list[Any]] = {}
    for a in assessments:
        groups.setdefault(a.duty.themes[0], []).append(a)
    return sorted(groups.items(), key=lambda g: ORDER[g[0]])
