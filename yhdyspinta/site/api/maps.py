"""The interface map on any day: of the country as situations, of a region with every finding."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja import Query, Router, Schema

from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.cells import Cell, Finding
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.api.door import who
from yhdyspinta.site.api.house import On, day
from yhdyspinta.site.api.paging import Code
from yhdyspinta.site.api.shapes import RegionRef, Words, page, region, words
from yhdyspinta.site.map.access import seen_by
from yhdyspinta.site.map.plain import plain
from yhdyspinta.site.map.queries import maps

router = Router(tags=["map"])


class FindingOut(Schema):
    """A reason behind a situation. `good`: something that has been done. `page`: what it speaks of, for people."""

    code: str
    params: dict[str, Any]
    text: Words
    good: bool
    page: str | None


class CellOut(Schema):
    """A cell of the map. `records_from`: from when its records are complete, null when nobody has said so."""

    region: str
    theme: str
    block: str
    situation: str
    flags: list[str]


class WholeCell(CellOut):
    """A cell with its reasons."""

    records_from: date | None
    findings: list[FindingOut]


class CountryMap(Schema):
    """Cells of every region whose map is shown to you."""

    on: date
    items: list[CellOut]


class Themed(Schema):
    """A theme as the region calls it."""

    code: str
    name: Words


class RegionMap(Schema):
    """A region's map. Empty while the region has not opened it."""

    on: date
    region: RegionRef
    map_open: bool
    themes: list[Themed]
    items: list[WholeCell]
    page: str


def cell(found: Cell, slug: str) -> CellOut:
    """Without its reasons."""
    return CellOut(
        region=slug, theme=found.theme, block=found.block, situation=found.situation, flags=list(found.flags)
    )


@router.get("/map", response=CountryMap, operation_id="map")
def country(request: HttpRequest, on: Query[On] = None) -> CountryMap:
    """The country on a day."""
    when = day(request, on)
    shown = {a.code: a.slug for a in atlas().areas.values() if seen_by(who(request), a, when).shown}
    cells = maps().country(when).values() if shown else ()
    return CountryMap(on=when, items=[cell(c, shown[c.region]) for c in cells if c.region in shown])


@router.get("/regions/{slug}/map", response=RegionMap, operation_id="region_map")
def region_map(request: HttpRequest, slug: str, on: Query[On] = None, theme: Code = "", block: Code = "") -> RegionMap:
    """A region's map on a day with every finding; `theme` and `block` narrow it."""
    area, when = area_of(slug), day(request, on)
    found = seen_by(who(request), area, when)
    cells = list(maps().region(area.code, when).values()) if found.shown else []
    asked = [c for c in cells if theme in ("", c.theme) and block in ("", c.block)]
    texts = texts_of(f for c in asked for f in c.findings)
    return RegionMap(
        on=when,
        region=region(area),
        map_open=found.shown,
        themes=[Themed(code=t, name=words(found.book.name_of(t))) for t in found.themes],
        items=[
            WholeCell(
                **cell(c, slug).model_dump(),
                records_from=c.records_from,
                findings=[finding(f, texts) for f in c.findings],
            )
            for c in asked
        ],
        page=page("region", slug),
    )


def texts_of(findings: Iterable[Finding]) -> dict[Finding, Words]:
    """Each finding in words: language by language, which is faster than finding by finding."""
    every, told = list(dict.fromkeys(findings)), defaultdict[Finding, dict[str, str]](dict)
    for lang in LANGUAGES:
        with translation.override(lang):
            for f in every:
                told[f][lang] = say(f.code, f.params, lang)
    return {f: Words(**each) for f, each in told.items()}


def finding(found: Finding, texts: dict[Finding, Words]) -> FindingOut:
    """A reason in words."""
    return FindingOut(
        code=found.code,
        params={k: plain(v) for k, v in found.params},
        text=texts[found],
        good=found.good,
        page=page(found.url_name, *found.url_args) if found.url_name else None,
    )
