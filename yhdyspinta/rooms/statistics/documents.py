"""What the room's pages show, as documents to print and to keep: a profile, a picture of an interface, a snapshot."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.catalogue import Source
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Note, Paragraph, Picture, Sources
from yhdyspinta.core.ui.templatetags.ui import day as written_day
from yhdyspinta.core.ui.templatetags.ui import fixed, signed
from yhdyspinta.rooms.statistics import drawing, queries
from yhdyspinta.rooms.statistics.profile import Line, StandsOut
from yhdyspinta.rooms.statistics.templatetags.statistics import stands

Write = Callable[[float | None, int], str]
NARROW = 5
"""A table of more columns lies across the page."""


def of_profile(found: queries.Profile, lang: str, day: date, address: str) -> Document:
    """A profile: what stands out, the population, what is ahead, every figure by theme, sources."""
    blocks: list[Block] = []
    if found.stands:
        blocks += [Heading(_("What stands out")), Bullets(tuple(_stands(s, found.here.kind) for s in found.stands))]
    if population := found.found.get("statfin-vaesto"):
        chart = drawing.over_time(population, [found.here.at], lang)
        blocks += [Heading(_("Population")), Picture(chart)] if chart else []
    if found.here.kind == "county" and (shown_on := drawing.on_map(found.here.place[1], lang)):
        blocks.append(shown_on)
    if longer := drawing.longer_view(found, lang):
        blocks += _longer(longer, lang)
    for theme, lines in found.themes:
        blocks += [Heading(THEMES[theme].name.get(lang)), _lines(theme, lines, found, lang)]
    blocks += [
        Note(_("Places are counted from the largest. A place is no merit.")),
        Heading(_("Sources")),
        Sources(tuple(f"{s.name.get(lang)}, {s.licence}".strip(", ") for s in sources_of(found))),
    ]
    kind = say(f"profile:{found.here.kind}", lang=lang)
    title = found.here.name.get(lang)
    return Document(title, f"{kind}, {written_day(day)}", lang, day, address, tuple(blocks), landscape=True)


def in_packet(found: queries.Profile, lang: str) -> list[Block]:
    """The same shorter, to be read before a meeting: what stands out, the population, what is ahead, the proposed figures."""
    blocks: list[Block] = []
    if found.stands:
        blocks += [Heading(_("What stands out"), 2), Bullets(tuple(_stands(s, found.here.kind) for s in found.stands))]
    population = found.found.get("statfin-vaesto")
    if population and (chart := drawing.over_time(population, [found.here.at], lang)):
        blocks.append(Picture(chart))
    if found.here.kind == "county" and (shown_on := drawing.on_map(found.here.place[1], lang)):
        blocks.append(shown_on)
    if longer := drawing.longer_view(found, lang):
        blocks += [replace(b, level=2) if isinstance(b, Heading) else b for b in _longer(longer, lang)]
    town = found.here.kind == "municipality"  # a region's own mean would be the region itself
    columns = (
        _("Indicator"),
        _("Period"),
        found.here.name.get(lang),
        *([_("Region")] if town else []),
        _("The whole country"),
    )
    rows = tuple(
        (one.indicator.name.get(lang), shown(one.period), *(fixed(v, one.indicator.decimals) for v in values))
        for _theme, lines in found.themes
        for one in lines
        if one.indicator.proposed
        for values in [(one.value, *([one.region] if town else []), one.country)]
    )
    if rows:
        blocks += [Heading(_("Figures"), 2), Grid(_("Figures"), columns, rows, frozenset(range(2, len(columns))))]
    sources = tuple(f"{s.name.get(lang)}, {s.licence}".strip(", ") for s in sources_of(found))
    return [*blocks, Sources(sources)] if sources else blocks


def _stands(one: StandsOut, kind: str) -> str:
    value = fixed(one.line.value, one.line.indicator.decimals)
    return f"{stands(one, kind)}: {value} ({shown(one.line.period)})"


def _longer(longer: dict[str, Any], lang: str) -> list[Block]:
    years = tuple(f"{year} ({_('forecast')})" for year in longer["years"])
    rows = tuple(
        (o.name.get(lang), fixed(o.base[1], 0), *(fixed(v, 0) for _y, v in values), f"{signed(change, 0)} %")
        for o, values, change in longer["rows"]
    )
    columns = (_("Age"), longer["base"], *years, _("Change"))
    grid = Grid(_("Residents by age, now and by the projection"), columns, rows, frozenset(range(1, len(columns))))
    return [Heading(_("The longer view")), grid, Note(f"{longer['note'].get(lang)} {longer['source']}.")]


def sources_of(found: queries.Profile) -> list[Source]:
    """Where the figures of a profile come from."""
    used = {one.indicator.source for _t, lines in found.themes for one in lines}
    return [s for code, s in law().sources.items() if code in used]


def columns_of(found: queries.Profile, lang: str) -> list[str]:
    """What stands beside each other on a profile's line."""
    around = [_("Region"), _("Nearest, mean"), _("The whole country")]
    places = [_("Place in the region"), _("Place in the whole group")]
    changes = [_("Change, 1 year"), _("Change, 5 years")]
    return [_("Indicator"), _("Period"), found.here.name.get(lang), *changes, *around, *places]


def line_of(one: Line, write: Write, none: str, lang: str) -> list[str]:
    """The cells of a profile's line in the order of `columns_of`; `none` where there is no place."""
    figures = (one.value, one.year, one.five, one.region, one.near, one.country)
    values = [write(v, one.indicator.decimals) for v in figures]
    places = [none if p is None else f"{p[0]}/{p[1]}" for p in (one.in_region, one.in_group)]
    return [one.indicator.name.get(lang), shown(one.period), *values, *places]


def for_people(value: float | None, decimals: int, period: str = "") -> str:
    """A figure as the language writes it; one of another period than its column tells which."""
    return _dated(fixed(value, decimals), value, period)


def for_machines(value: float | None, decimals: int, period: str = "") -> str:
    """The same with a decimal point, and empty where there is none."""
    return "" if value is None else _dated(f"{value:.{decimals}f}", value, period)


def _dated(text: str, value: float | None, period: str) -> str:
    return f"{text} ({shown(period)})" if period and value is not None else text


def _lines(theme: str, lines: Sequence[Line], found: queries.Profile, lang: str) -> Grid:
    columns = columns_of(found, lang)
    rows = tuple(tuple(line_of(one, for_people, "–", lang)) for one in lines)
    name = f"{found.here.name.get(lang)}: {THEMES[theme].name.get(lang)}"
    return Grid(name, tuple(columns), rows, frozenset(range(1, len(columns))))


def of_content(
    content: dict[str, Any], lang: str, *, title: str, subtitle: str, day: date, address: str, notes: Sequence[str] = ()
) -> Document:
    """The figures of an interface, each area a row; `content` as it was frozen, or would be."""
    found = content["columns"]
    columns = (_("Area"), *(f"{c['name']} {shown(c['period'])}".strip() for c in found))
    rows = tuple(
        (row["name"], *(for_people(c["value"], c["column"]["decimals"], c["period"]) for c in row["cells"]))
        for row in content["rows"]
    )
    sources = tuple(f"{c['name']}: {c['source']}, {c['licence']} ({c['version']})".replace(", (", " (") for c in found)
    blocks: list[Block] = [Paragraph(note) for note in notes]
    blocks += [
        Grid(title, columns, rows, frozenset(range(1, len(columns)))),
        Heading(_("Sources")),
        Sources(sources),
    ]
    return Document(title, subtitle, lang, day, address, tuple(blocks), landscape=len(columns) > NARROW)
