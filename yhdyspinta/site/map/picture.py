"""A region's map to take away: a picture (SVG; the page makes a PNG of it) and a table."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.words import say, show, show_date
from yhdyspinta.core.evidence.records import Record
from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, SITUATION_NAMES, THEMES
from yhdyspinta.core.interfaces.cells import Cell
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.ui.pages import day_of, get
from yhdyspinta.site.map.access import Seen, seen
from yhdyspinta.site.map.queries import Told, maps, rows
from yhdyspinta.site.map.tiles import broken

LEFT, TOP, WIDE, TALL = 250, 118, 132, 46
"""Of the picture's table, in pixels: room for themes and heading, the place of a cell."""
FILLS = {
    "unknown": ("#ffffff", "#4a5452"),
    "not_started": ("#eceeeb", "#1e2624"),
    "under_preparation": ("#dfebec", "#0a363d"),
    "partly": ("#b3d1d5", "#0a363d"),
    "in_place": ("#0f4f5a", "#ffffff"),
    "not_applicable": ("#ffffff", "#4a5452"),
}
"""Ground and text of each situation, as on the page in light; a picture is printed on white."""


@get
def region_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The region's map of a day as one SVG that stands alone. 404 to whom the map is not shown."""
    on, lang = day_of(request), request.LANGUAGE_CODE
    found = seen(request, area_of(slug), on)
    if not found.shown:
        raise Http404
    grid = rows(maps().region(found.area.code, on), found.area.code, found.themes)
    lines = [_line(found, theme, cells, number, lang) for number, (theme, cells) in enumerate(grid)]
    blocks = [
        {"x": LEFT + i * WIDE + 2, "name": b.short.get(lang).replace("\u00ad", "")}
        for i, b in enumerate(BLOCKS.values())
    ]
    context = {
        "area": found.area,
        "on": on,
        "lines": lines,
        "blocks": blocks,
        "width": LEFT + len(BLOCKS) * WIDE + 24,
        "height": TOP + len(lines) * TALL + 64,
        "foot": TOP + len(lines) * TALL + 26,
        "preview": found.preview,
        "address": request.build_absolute_uri(f"{reverse('region', args=[slug])}?on={on}"),
    }
    answer = render(request, "site/map_svg.html", context, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{slug}-{on}.svg"'
    return answer


def _line(found: Seen, theme: str, cells: Sequence[Cell], number: int, lang: str) -> dict[str, Any]:
    y = TOP + number * TALL
    name = clean(found.label(theme, lang))  # written before invisible characters were left out
    return {
        "y": y,
        "name": _two(name, y),
        "cells": [_cell(c, LEFT + i * WIDE, y, lang) for i, c in enumerate(cells)],
    }


def _cell(cell: Cell, x: int, y: int, lang: str) -> dict[str, Any]:
    ground, ink = FILLS[cell.situation]
    word = SITUATION_NAMES[cell.situation].label(cell.block).get(lang)
    flags = [FLAG_NAMES[f].name.get(lang) for f in cell.flags]
    lines = [*(broken(word) if len(word) > 15 else [word]), *flags][:3]
    return {
        "x": x,
        "y": y,
        "mark": y + TALL // 2 - 12,
        "situation": cell.situation,
        "dashed": cell.situation == "unknown",
        "ground": ground,
        "ink": ink,
        "lines": [(text, y + TALL // 2 + 3 + 13 * i - 6.5 * (len(lines) - 1)) for i, text in enumerate(lines)],
    }


def _two(text: str, y: int) -> list[tuple[str, float]]:
    lines = broken(text) if len(text) > 24 else [text]
    return [(part, y + TALL // 2 + 3 + 16 * i - 8 * (len(lines) - 1)) for i, part in enumerate(lines)]


def map_table(
    found: Seen, grid: Iterable[tuple[str, Sequence[Cell]]], told: Told, lang: str
) -> tuple[list[str], list[list[str]]]:
    """Header and rows: each cell with situation, flags and reasons; before opening each record with its source."""
    if not found.shown:
        header = [_("Theme"), _("What happened"), _("When"), _("Source"), _("Address of the source")]
        records = [(t, r) for t in THEMES for r in told.get(t, ())]
        return header, [_record(t, r, lang) for t, r in records]
    header = [_("Theme"), _("Building block"), _("Situation"), _("Flags"), _("Reasons")]
    lines = []
    for theme, cells in grid:
        for cell in cells:
            situation = SITUATION_NAMES[cell.situation].label(cell.block).get(lang)
            flags = ", ".join(FLAG_NAMES[f].name.get(lang) for f in cell.flags)
            reasons = " ".join(say(f.code, f.params, lang) for f in cell.findings)
            block = BLOCKS[cell.block].name.get(lang)
            lines.append([found.label(theme, lang), block, situation, flags, reasons])
    return header, lines


def _record(theme: str, record: Record, lang: str) -> list[str]:
    day = show_date(record.happened_on, lang)
    title = show(record.title, lang)
    return [THEMES[theme].name.get(lang), title, day, record.source_title, record.source_url]
