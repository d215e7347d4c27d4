"""The page of one interface: a region and a theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.evidence.records import Record
from yhdyspinta.core.interfaces.catalogue import BLOCKS
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.shapes import short_names, tile_shapes, window
from yhdyspinta.core.themes.background import BACKGROUNDS, SOURCE
from yhdyspinta.core.ui.pages import day_of, get, kept, page
from yhdyspinta.rooms.employment import queries as employment
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.preparedness import facade as preparedness
from yhdyspinta.site.map.access import Seen, seen
from yhdyspinta.site.map.queries import maps

EMPLOYMENT, INTEGRATION, PREPAREDNESS = "tyollisyys", "maahanmuutto", "varautuminen"
"""Themes that have a page of their own in the region."""
SHOWN = 1
"""Assessments of a duty with records that the page shows; the rest are behind a link."""


@dataclass(frozen=True, slots=True)
class Here:
    """A municipality in an interface: what binds it there, and what is recorded of it."""

    org: Org
    short: str
    duties: int
    records: tuple[Record, ...]


@get
@kept
def interface(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """One interface: six blocks with situation, reasons and next step; parties; the theme's duties and records."""
    area, on, lang = area_of(slug), day_of(request), request.LANGUAGE_CODE
    found, now = seen(request, area, on), maps()
    if theme not in found.themes:
        raise Http404
    cells = now.region(area.code, on) if found.shown else {}
    records = now.told(area.code, on).get(theme, ())
    groups = _groups(found, theme, on)
    here = _municipalities(found, groups, records, lang)
    need = found.book.need(theme, on)
    context = {
        "area": area,
        "seen": found,
        "view": found.view,
        "theme": theme,
        "theme_name": found.label(theme, lang),
        "own": found.book.own_themes(on).get(theme),
        "need": need,
        "blocks": BLOCKS,
        "not_needed": [BLOCKS[b] for b in BLOCKS if need and b in need.not_needed],
        "on": on,
        "cells": {b: cells[area.code, theme, b] for b in BLOCKS} if found.shown else {},
        "records": records,
        "groups": groups,
        "told": [g for g in groups if g["told"]],
        "quiet": [g for g in groups if not g["told"]],
        "coming": _next_day(groups, on),
        "here": here,
        "others": _others(found, groups),
        "recorded": sum(1 for h in here if h.records),
        "window": window(tile_shapes(), [h.org.code for h in here]) if len(here) > 1 else None,
        "employment": _employment(found, on) if theme == EMPLOYMENT else [],
        "integration": theme == INTEGRATION,
        "preparedness": theme == PREPAREDNESS and preparedness.is_open(),
        "background": BACKGROUNDS.get(theme),
        "source": SOURCE,
        "themes": [(t, found.label(t, lang)) for t in found.themes],
        "today": clock.today(),
        "crumbs": found.crumbs(lang, (found.label(theme, lang), "")),
    }
    return page(request, "site/interface.html", context)


def _employment(found: Seen, on: date) -> list[dict[str, Any]]:
    """The region's employment areas with what has been told of their joint support."""
    return [
        {"org": o, "group": employment.group_of(o.id, on), "year": employment.year_of(o.id, on.year, on)}
        for o in found.view.employment_areas
    ]


def _groups(found: Seen, theme: str, on: date) -> list[dict[str, Any]]:
    """The theme's duties that bind somebody here, each with its assessments, those with records apart."""
    desk, groups = obligations.desk(), []
    for duty in obligations.duties_of_theme(theme):
        if assessments := obligations.in_region(desk, found.view, [duty], on):
            told = [a for a in assessments if a.records]
            groups.append({"duty": duty, "all": assessments, "told": told[:SHOWN], "more": max(0, len(told) - SHOWN)})
    return groups


def _others(found: Seen, groups: list[dict[str, Any]]) -> list[Org]:
    """Parties of the theme's duties beside the county and the municipalities, each once."""
    known = {m.id for m in found.view.municipalities} | ({found.view.county.id} if found.view.county else set())
    bound = {o.id: o for g in groups for a in g["all"] for o in (*a.unit.bound, *a.unit.orgs)}
    return [o for o in bound.values() if o.id not in known]


def _next_day(groups: list[dict[str, Any]], on: date) -> Any:
    """The assessment whose day comes first."""
    dated = [a for g in groups for a in g["all"] if a.next_date and a.duty.binding == "shall"]
    return min(dated, key=lambda a: a.next_date, default=None)


def _municipalities(found: Seen, groups: list[dict[str, Any]], records: Sequence[Record], lang: str) -> list[Here]:
    """Municipality by municipality: how many of the theme's duties bind it, and the records it took part in."""
    bound: dict[int, set[str]] = {}
    for group in groups:
        for assessment in group["all"]:
            for org in assessment.unit.bound:
                bound.setdefault(org.id, set()).add(group["duty"].code)
    names = {m.code: m.name.get(lang) for m in found.view.municipalities}
    short = short_names(names)
    ordered = sorted(found.view.municipalities, key=lambda m: sort_key(m.name.get(lang)))
    return [
        Here(m, short[m.code], len(bound.get(m.id, ())), tuple(r for r in records if m.id in r.parties))
        for m in ordered
    ]
