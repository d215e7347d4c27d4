"""Pages of the map: the country, a region, its half-years."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.accounts.queries import coordinators
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import EARLIEST, add_years
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, SITUATION_NAMES, THEMES
from yhdyspinta.core.interfaces.cells import SITUATIONS
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.files import population_date
from yhdyspinta.core.registry.queries import atlas, municipal_shapes
from yhdyspinta.core.ui.pages import chosen, day_of, get, kept, kept_beside, other_day, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.preparedness import facade as preparedness
from yhdyspinta.site.hyte.inputs import counted
from yhdyspinta.site.map.access import Seen, seen
from yhdyspinta.site.map.municipal import municipal_map
from yhdyspinta.site.map.picture import map_table
from yhdyspinta.site.map.queries import Maps, changes, maps, rows
from yhdyspinta.site.map.tiles import region_map
from yhdyspinta.site.map.timeline import half_years, line

YTA = ("1", "2", "3", "4", "5")
VIEWS = ("osat", *THEMES)


@get
@kept
def country(request: HttpRequest) -> HttpResponse:
    """The front page: every region, with where something is recorded."""
    on = day_of(request)
    view, yta, only = (
        chosen(request, "nayta", VIEWS),
        chosen(request, "yta", YTA),
        chosen(request, "vain", ("kirjatut",)),
    )
    house, now = atlas(), maps()
    drawn = country_tiles(request, on, view)
    listed = drawn["regions"]
    kept = [r for r in listed if (not yta or r["area"].collaborative_area == yta) and (not only or r["known"])]
    facts = {
        "regions": len(listed),
        "municipalities": sum(len(r["view"].municipalities) for r in listed),
        "areas": len(house.of_kind("employment_area", on)),
    }
    context = {
        **drawn,
        "rows": kept,
        "themes": THEMES,
        "blocks": BLOCKS,
        "shown": view,
        "yta": yta,
        "ytas": YTA,
        "only": only,
        "latest": evidence_queries.listed(actor(request), on)[:6],
        "on": on,
        "facts": facts,
        "population_date": population_date(),
        **municipal_map(now, on, request.LANGUAGE_CODE),
    }
    return page(request, "site/country.html", context)


def country_tiles(request: HttpRequest, on: date, view: str = "") -> dict[str, Any]:
    """The country drawn: regions by name, each with its hexagon and its line of the table; the picture's size; how many
    have something recorded.
    """
    now = maps()
    tiles, width, height = region_map()
    listed: list[dict[str, Any]] = []
    for area in atlas().areas.values():
        found = seen(request, area, on)
        name = area.name.get(request.LANGUAGE_CODE)
        tile = {"tile": tiles[area.code], "lines": tiles[area.code].lines(name), "name": name}
        listed.append({"area": area, "view": found.view, **tile, **_country_row(now, found, on, view)})
    listed.sort(key=lambda r: sort_key(r["name"]))
    return {"regions": listed, "size": (width, height), "recorded": sum(1 for r in listed if r["known"])}


def _country_row(now: Maps, found: Seen, on: date, view: str) -> Mapping[str, Any]:
    """A region's line of the country's table: its cells where the map is shown, else how much has been recorded."""
    code = found.area.code
    told = now.told(code, on)
    known = now.recorded(code, on)
    if not found.shown:
        here = len(told.get(view, ())) if view in THEMES else known
        return {
            "known": known,
            "here": here,
            "cells": [],
            "told": [(t, len(told.get(t, ()))) for t in THEMES],
            "map": False,
        }
    cells = now.country(on)
    if view in THEMES:
        parts: list[Any] = [cells[code, view, b] for b in BLOCKS]
    elif view == "osat":
        parts = [(b, sum(cells[code, t, b].known for t in THEMES)) for b in BLOCKS]
    else:
        parts = [(t, row, sum(c.known for c in row)) for t, row in rows(cells, code)]
    return {"known": known, "cells": parts, "told": [], "map": True}


def _pair(_request: HttpRequest, slug: str) -> tuple[tuple[str, int | None], ...]:
    """Who coordinates a region: accounts have no revision, for each sign-in would give a new one."""
    return tuple(coordinators(area_of(slug).code, clock.today()).values_list("side", "organisation"))


@get
@kept_beside(_pair)
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's map: themes × blocks; successes first, what comes next, who coordinates."""
    area = area_of(slug)
    on, vs, lang = day_of(request), other_day(request, "vs"), request.LANGUAGE_CODE
    found, now, last = seen(request, area, on), maps(), last_map_day(clock.today())
    cells = now.region(area.code, on) if found.shown else {}
    themes = found.themes
    if form := chosen(request, "muoto", FORMS):
        header, lines = map_table(found, rows(cells, area.code, themes), now.told(area.code, on), lang)
        return table(f"{area.slug}-{on}", form, header, lines)
    records = evidence_queries.of_organisations(actor(request), found.view.own_ids, on)
    told = now.told(area.code, last)
    drawn, own = municipal_shapes(), {m.code for m in found.view.municipalities}
    context = {
        **_comparison(now, found, on, vs, themes),
        "area": area,
        "seen": found,
        "view": found.view,
        "on": on,
        "line": line(on, clock.today(), last, (r.happened_on for rs in told.values() for r in rs)),
        "first_day": EARLIEST,
        "shapes": drawn,
        "rest": drawn.joined([c for c in drawn.paths if c not in own]),
        "own": drawn.joined(own),
        "blocks": BLOCKS,
        "rows": rows(cells, area.code, themes),
        "told": [(t, now.told(area.code, on).get(t, ())) for t in themes],
        "own_themes": {a.theme: a for a in found.book.themes},
        "situations": SITUATION_NAMES,
        "flags": FLAG_NAMES,
        "successes": records.exclude(kind__in=["preparation", "not_started"])[:3],
        "coming": obligations.calendar(obligations.desk(), on, last, region=area.code)[:8],
        "pair": coordinators(area.code, clock.today()),
        "hyte": counted(area.code),
        "preparedness": preparedness.is_open(),
        "population_date": population_date(),
        "permanent": request.build_absolute_uri(f"{reverse('region', args=[area.slug])}?on={on}"),
        "crumbs": [(_("Regions"), reverse("regions")), (area.name.get(lang), "")],
    }
    return page(request, "site/region.html", context)


def _comparison(now: Maps, found: Seen, on: date, vs: date | None, themes: list[str]) -> Mapping[str, Any]:
    """What differs between two days of a region's map."""
    code = found.area.code
    first, last = sorted((vs or on, on))
    both = list(dict.fromkeys([*themes, *(found.book.themes_on(vs) if vs else [])]))
    compared = found.shown and vs is not None
    return {
        "vs": vs if compared else None,
        "first": first,
        "last": last,
        "changes": changes(now.region(code, first), now.region(code, last), code, both) if compared else [],
        "year_ago": max(EARLIEST, add_years(on, -1)),
        "keep": [("vs", vs.isoformat())] if compared and vs else [],
    }


@get
@kept
def half_year_maps(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's map at each half-year, small, side by side; a table of the same."""
    area, today, lang = area_of(slug), clock.today(), request.LANGUAGE_CODE
    found, now, wanted = seen(request, area, today), maps(), half_years(last_map_day(today))
    slow_down(request, len(wanted))
    days: list[dict[str, Any]] = []
    for day in wanted:
        if found.shown:
            grid = rows(now.region(area.code, day), area.code, found.book.themes_on(day))
            counts = [sum(c.situation == s for _, row in grid for c in row) for s in SITUATIONS]
            days.append({"day": day, "rows": grid, "counts": counts, "coming": day > today})
        elif day <= today:
            days.append({"day": day, "records": now.recorded(area.code, day)})
    context = {"area": area, "seen": found, "days": days, "situations": SITUATION_NAMES, "flags": FLAG_NAMES}
    return page(request, "site/half_years.html", {**context, "crumbs": found.crumbs(lang, (_("By half-years"), ""))})


@get
@kept
def regions(request: HttpRequest) -> HttpResponse:
    """All regions by name, with a search of this page's list."""
    on = day_of(request)
    house = atlas()
    words = request.GET.get("q", "").strip()[:60].casefold()
    lang = request.LANGUAGE_CODE
    listed = sorted((a for a in house.areas.values() if _named(a, words)), key=lambda a: sort_key(a.name.get(lang)))
    context = {
        "regions": [{"area": a, "view": house.view(a.code, on)} for a in listed],
        "words": words,
        "on": on,
        "population_date": population_date(),
        "crumbs": [(_("Regions"), "")],
    }
    return page(request, "site/regions.html", context)


def _named(area: Area, words: str) -> bool:
    """Whether a region's name, in any language, has the words."""
    return words in " ".join([area.name.fi, area.name.sv, area.name.en]).casefold()
