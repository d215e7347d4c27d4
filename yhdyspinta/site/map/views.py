"""Pages of the map."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.accounts.queries import coordinators
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import EARLIEST, add_years
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, SITUATION_NAMES, THEMES
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.files import population_date
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import day_of, get, other_day, page
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.site.map.queries import changes, interface_map, rows
from yhdyspinta.site.map.tiles import region_map


def area_of(slug: str) -> Area:
    """The region at an address, or 404."""
    area = atlas().area_by_slug(slug)
    if area is None:
        raise Http404
    return area


@get
def country(request: HttpRequest) -> HttpResponse:
    """The front page: every region, with where something is recorded."""
    on = day_of(request)
    cells = interface_map(on)
    house = atlas()
    tiles, width, height = region_map()
    listed: list[dict[str, Any]] = []
    for area in house.areas.values():
        themes = [(theme, row, sum(c.known for c in row)) for theme, row in rows(cells, area.code)]
        name = area.name.get(request.LANGUAGE_CODE)
        listed.append(
            {
                "area": area,
                "view": house.view(area.code, on),
                "themes": themes,
                "known": sum(known for _, _, known in themes),
                "tile": tiles[area.code],
                "lines": tiles[area.code].lines(name),
                "name": name,
            }
        )
    listed.sort(key=lambda r: r["name"])
    latest = evidence_queries.listed(actor(request), on)[:6]
    facts = {
        "regions": len(listed),
        "municipalities": sum(len(r["view"].municipalities) for r in listed),
        "areas": len(house.of_kind("employment_area", on)),
    }
    context = {
        "regions": listed,
        "size": (width, height),
        "themes": THEMES,
        "latest": latest,
        "on": on,
        "facts": facts,
        "recorded": sum(1 for r in listed if r["known"]),
    }
    return page(request, "site/country.html", {**context, "population_date": population_date()})


@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's map: themes × blocks; successes first, what comes next, who coordinates."""
    area = area_of(slug)
    on = day_of(request)
    vs = other_day(request, "vs")
    view = atlas().view(area.code, on)
    first, last = sorted((vs or on, on))
    cells = interface_map(on)
    tiles, width, height = region_map()
    found = evidence_queries.of_organisations(actor(request), view.own_ids, on)
    context = {
        "area": area,
        "view": view,
        "on": on,
        "vs": vs,
        "first": first,
        "last": last,
        "changes": changes(interface_map(first), interface_map(last), area.code) if vs else [],
        "year_ago": max(EARLIEST, add_years(on, -1)),
        "keep": [("vs", vs.isoformat())] if vs else [],
        "size": (width, height),
        "tiles": list(tiles.items()),
        "blocks": BLOCKS,
        "rows": rows(cells, area.code),
        "situations": SITUATION_NAMES,
        "flags": FLAG_NAMES,
        "successes": found.exclude(kind__in=["preparation", "not_started"])[:3],
        "coming": obligations.calendar(obligations.desk(), on, last_map_day(clock.today()), region=area.code)[:8],
        "pair": coordinators(area.code, clock.today()),
        "population_date": population_date(),
        "crumbs": [(_("Regions"), reverse("regions")), (area.name.get(request.LANGUAGE_CODE), "")],
    }
    return page(request, "site/region.html", context)


@get
def interface(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """One interface: six blocks with situation, reasons and next step; the theme's duties and records."""
    area = area_of(slug)
    if theme not in THEMES:
        raise Http404
    on = day_of(request)
    cells = interface_map(on)
    desk = obligations.desk()
    view = desk.atlas.view(area.code, on)
    duties = obligations.duties_of_theme(theme)
    groups = []
    for duty in duties:
        assessments = obligations.in_region(desk, view, [duty], on)
        if assessments:
            groups.append({"duty": duty, "all": assessments, "told": [a for a in assessments if a.records]})
    lang = request.LANGUAGE_CODE
    context = {
        "area": area,
        "view": view,
        "theme": theme,
        "on": on,
        "cells": [(BLOCKS[b], cells[area.code, theme, b]) for b in BLOCKS],
        "groups": groups,
        "themes": THEMES,
        "crumbs": [
            (_("Regions"), reverse("regions")),
            (area.name.get(lang), reverse("region", args=[area.slug])),
            (THEMES[theme].name.get(lang), ""),
        ],
    }
    return page(request, "site/interface.html", context)


@get
def regions(request: HttpRequest) -> HttpResponse:
    """All regions by name, with a search of this page's list."""
    on = day_of(request)
    house = atlas()
    words = request.GET.get("q", "").strip()[:60].casefold()
    lang = request.LANGUAGE_CODE
    found = [
        a for a in house.areas.values() if not words or words in " ".join([a.name.fi, a.name.sv, a.name.en]).casefold()
    ]
    listed = sorted(found, key=lambda a: a.name.get(lang))
    context = {
        "regions": [{"area": a, "view": house.view(a.code, on)} for a in listed],
        "words": words,
        "on": on,
        "population_date": population_date(),
        "crumbs": [(_("Regions"), "")],
    }
    return page(request, "site/regions.html", context)
