"""A profile's tables as HTML. Written in Python: a page has 150 rows, and templates are slow at that."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.ui.templatetags.ui import written, written_change
from yhdyspinta.rooms.statistics.places import Where
from yhdyspinta.rooms.statistics.profile import Line, Placing, Strip

CODE = "CODE"
"""Stands for the indicator in an address that is looked up once."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands beside a figure: an attribute of a Line, and its label on wide and on narrow screens."""

    of: str
    label: str


@dataclass(frozen=True, slots=True)
class Over:
    """Words of the changes: the column, one year, five years."""

    column: str
    one: str
    five: str


def table_of(lines: Sequence[Line], caption: str, here: Where, lang: str, *, near: bool) -> SafeString:
    """A theme's figures: value, changes, what is beside it, places and a strip. `near`: the area has a nearest five."""
    beside = _beside(here, near=near)
    address = f"{reverse('statistics:indicator', args=[CODE])}?taso={here.space}&amp;paikka={here.space}/{here.slug}"
    figure, change, edges = _("Figure"), escape(_("Change")), _("From the smallest to the largest")
    over = Over(change, escape(_("1 y")), escape(_("5 y")))
    heads = [escape(here.name.get(lang)), change, *(c.label for c in beside)]
    numbers = "".join(f'<th scope="col" class="r">{head}</th>' for head in heads)
    strip = f'<th scope="col">{escape(edges)}</th>' if here.group.size > 1 else ""
    rows = "".join([_row(one, address, beside, over, lang) for one in lines])
    return mark_safe(  # noqa: S308  (each text was escaped)
        f'<table class="y-t cards y-prof"><caption class="y-sr">{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(figure)}</th>{numbers}{strip}</tr></thead><tbody>\n{rows}</tbody></table>'
    )


def _beside(here: Where, *, near: bool) -> list[Column]:
    """The columns that the area has."""
    region, country, group = here.parent is not None, here.kind != "country", here.group.size > 1
    columns = (
        ("region", _("Region"), region),
        ("near", _("Nearest five"), near),
        ("country", _("The whole country"), country),
        ("in_region", _("Place, region"), region),
        ("in_group", _("Place, all"), group),
    )
    return [Column(name, escape(label)) for name, label, there in columns if there]


def _row(one: Line, address: str, beside: Sequence[Column], over: Over, lang: str) -> str:
    decimals = one.indicator.decimals
    words, tongue = one.indicator.name.pick(lang)
    name = escape(words) if tongue == lang else f'<span lang="{tongue}">{escape(words)}</span>'
    link = f'<a href="{address.replace(CODE, one.indicator.code)}">{name}</a>'
    cells = [
        f'<tr><th scope="row">{link} <span class="y-quiet y-small">{shown(one.period)}</span></th>',
        f'<td class="r key big">{_value(one, lang)}</td>',
        f'<td class="r chg" data-l="{over.column}">{_changes(one, over, lang)}</td>',
    ]
    for column in beside:
        found: float | Placing | None = getattr(one, column.of)
        cells.append(f'<td class="r" data-l="{column.label}">{_beside_cell(found, decimals, lang)}</td>')
        if column.of == "in_group":
            cells.append(f'<td class="wide">{_strip(one.strip, drawn=one.indicator.proposed)}</td>')
    return "".join(cells) + "</tr>"


def _value(one: Line, lang: str) -> str:
    if one.value is not None:
        return f"<b>{written(one.value, one.indicator.decimals, lang)}</b>"
    why = escape(say(f"mark:{one.mark}", lang=lang))
    return f'<span class="y-quiet" title="{why}">…<span class="y-sr"> {why}</span></span>'


def _changes(one: Line, over: Over, lang: str) -> str:
    """A small line, and the changes over one and five years, each that there is."""
    told = [
        f"<span>{words} {written_change(change, one.indicator.decimals, lang)}</span>"
        for words, change in ((over.one, one.year), (over.five, one.five))
        if change is not None
    ]
    line = f'<svg class="y-spark" viewBox="0 0 144 40" aria-hidden="true"><path d="{one.spark}"/></svg>'
    return (line if one.spark else "") + "".join(told) or "–"


def _beside_cell(found: float | Placing | None, decimals: int, lang: str) -> str:
    if isinstance(found, tuple):
        return f"{found[0]}/{found[1]}"
    return written(found, decimals, lang)


def _strip(strip: Strip | None, *, drawn: bool) -> str:
    """All areas from the smallest to the largest; only the range where ticks are not `drawn`."""
    if strip is None:
        return ""
    top, tall = (2, 22) if drawn else (4, 18)
    ticks = f'<path class="all" d="{strip.all}"/><path class="co" d="{strip.region}"/>'
    country = "" if strip.country is None else f'<path class="nat" d="M{strip.country} {top}v{tall}"/>'
    return (
        '<svg class="y-strip" viewBox="0 0 240 26" aria-hidden="true">'
        + (ticks if drawn else '<path class="rng" d="M3 13h234"/>')
        + f'{country}<circle class="me" cx="{strip.own}" cy="13" r="6.5"/></svg>'
    )
