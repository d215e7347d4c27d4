"""The frames: the country's map, a region's map, a list of a region, a chart of a figure."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.indicators.queries import editions, figures_of, law
from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, HORIZONS, SITUATION_NAMES
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import day_of, page
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.statistics import drawing, queries
from yhdyspinta.site.embeds.frames import embedded, scheme
from yhdyspinta.site.map.access import seen
from yhdyspinta.site.map.queries import maps, rows
from yhdyspinta.site.map.views import country_tiles

SHOWN = 12
"""Rows of a list."""


@embedded
def country(request: HttpRequest) -> HttpResponse:
    """The country as hexagons: where something is recorded."""
    on = day_of(request)
    context = {**country_tiles(request, on), "on": on, "page": reverse("country"), "scheme": scheme(request)}
    return page(request, "site/embedded/country.html", context)


@embedded
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's map; before its opening, how much is recorded by theme."""
    area, on = area_of(slug), day_of(request)
    found, now = seen(request, area, on), maps()
    told = now.told(area.code, on)
    context = {
        "area": area,
        "seen": found,
        "on": on,
        "blocks": BLOCKS,
        "rows": rows(now.region(area.code, on), area.code, found.themes) if found.shown else [],
        "told": [(t, len(told.get(t, ()))) for t in found.themes],
        "own_themes": {a.theme: a for a in found.book.themes},
        "situations": SITUATION_NAMES,
        "flags": FLAG_NAMES,
        "page": reverse("region", args=[slug]),
        "scheme": scheme(request),
    }
    return page(request, "site/embedded/region.html", context)


def _records(area: Area, today: date) -> Mapping[str, Any]:
    own = atlas().view(area.code, today).own_ids
    return {"records": evidence_queries.of_organisations(ANONYMOUS, own, today)[:SHOWN]}


def _coming(area: Area, today: date) -> Mapping[str, Any]:
    until = min(last_map_day(today), today + timedelta(days=730))
    return {"coming": obligations.calendar(obligations.desk(), today, until, region=area.code)[:SHOWN]}


def _goals(area: Area, today: date) -> Mapping[str, Any]:
    listed = goals.listed(goals.of_region(ANONYMOUS, area.code)[:SHOWN])
    return {"goals": [(g, goals.agreement(g), HORIZONS[g.horizon]) for g in listed]}


Told = Callable[[Area, date], Mapping[str, Any]]
LISTS: dict[str, tuple[Told, str]] = {
    "kirjaukset": (_records, "region"),
    "tulossa": (_coming, "region"),
    "tavoitteet": (_goals, "goals:region"),
}
"""What is listed of a region, and the page where all of it is."""


@embedded
def listing(request: HttpRequest, what: str, slug: str) -> HttpResponse:
    """A list of a region: its latest records, what comes next, its shared goals."""
    area, today = area_of(slug), clock.today()
    if what not in LISTS:
        raise Http404
    told, name = LISTS[what]
    context = {"area": area, "what": what, "page": reverse(name, args=[slug]), "scheme": scheme(request)}
    return page(request, "site/embedded/list.html", {**told(area, today), **context})


@embedded
def chart(request: HttpRequest, code: str) -> HttpResponse:
    """A figure over time in the country and in the areas of `?paikka=kunnat/laukaa`, repeated."""
    found, lang = figures_of(code), request.LANGUAGE_CODE
    if code not in law().indicators or found is None:
        raise Http404
    drawn = queries.asked(request.GET.getlist("paikka"))
    made = drawing.over_time(found, drawing.lines_of(found, drawn), lang, editions(code))
    asked = "&".join(f"paikka={w.space}/{w.slug}" for w in drawn)
    context = {
        "chart": made,
        "producer": drawing.source_line(found, lang),
        "indicator": law().indicators[code],
        "silent": _("There are too few years of this figure for a chart."),
        "page": reverse("statistics:indicator", args=[code]) + (f"?{asked}" if asked else ""),
        "scheme": scheme(request),
    }
    return page(request, "site/embedded/chart.html", context)
