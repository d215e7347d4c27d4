"""Any areas side by side in the figures that one chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.arrays import number
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import Figures, figures, law
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.press.tree import Block, Document, Grid, Heading, Picture, Sources
from yhdyspinta.core.ui.charts import Chart, Series, bar_chart
from yhdyspinta.core.ui.pages import chosen, get, kept, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.statistics import documents, drawing, queries
from yhdyspinta.rooms.statistics.places import SPACES, Where, country_at

MOST = 12
"""So many figures on one page."""


@dataclass(frozen=True)
class Cell:
    """A figure of an area: its latest value, None where there is none, and its period when it is not the row's."""

    value: float | None
    period: str


@dataclass(frozen=True)
class Row:
    """One indicator of every chosen area, and of the country."""

    indicator: Indicator
    period: str
    cells: tuple[Cell, ...]
    chart: Chart | None
    source: str


@get
@kept
def compare(request: HttpRequest) -> HttpResponse:
    """`?paikka=kunnat/laukaa&paikka=alueet/kainuu&luku=statfin-vaesto`: areas across, figures down."""
    lang, here = request.LANGUAGE_CODE, queries.asked(request.GET.getlist("paikka"))
    theme = chosen(request, "teema", THEMES) or "yleinen"
    asked = _figures_asked(request)
    found = figures(asked or queries.newest(law().proposed(theme)))
    names = [w.name.get(lang) for w in here] + [_("The whole country")]
    rows = [_row(f, here, names, lang) for f in found.values() if not f.indicator.forecast_of] if here else []
    if here and (form := chosen(request, "muoto", (*FORMS, "pdf"))):
        return _file(request, rows, names, form, lang)
    kept = [("paikka", f"{w.space}/{w.slug}") for w in here] + [("luku", code) for code in asked] + [("teema", theme)]
    context = {
        "here": [(w, f"?{urlencode([k for k in kept if k != ('paikka', f'{w.space}/{w.slug}')])}") for w in here],
        "kept": kept,
        "address": f"?{urlencode(kept)}",
        "rows": rows,
        "names": names,
        "theme": theme,
        "themes": [(code, t.name.get(lang)) for code, t in THEMES.items()],
        "asked": asked,
        "choices": _choices(lang),
        "places": [(say(f"level:{k}", lang=lang), queries.listed(lang, k)) for k in SPACES],
        "lost": [law().indicators[c] for c in asked if c not in found],
        "crumbs": [(_("Figures"), reverse("statistics:index")), (_("Compare"), "")],
    }
    return page(request, "statistics/compare.html", context)


def _figures_asked(request: HttpRequest) -> list[str]:
    """Codes of `?luku=`, each once. Raises BadInput for one that is not in the catalogue."""
    given = list(dict.fromkeys(c for c in request.GET.getlist("luku") if c))[:MOST]
    if any(c not in law().indicators for c in given):
        raise BadInput("bad_choice", given=", ".join(given)[:40], example="?luku=statfin-vaesto")
    return given


def _choices(lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Figures that are here, by theme, for the choice."""
    told = queries.latest_of_country()
    here = [i for i in law().indicators.values() if i.code in told and not i.forecast_of and not i.ended]
    groups = [
        (t.name.get(lang), [(i.code, i.name.get(lang)) for i in here if i.themes[0] == c]) for c, t in THEMES.items()
    ]
    return [g for g in groups if g[1]]


def _row(found: Figures, here: Sequence[Where], names: Sequence[str], lang: str) -> Row:
    values, at = found.latest
    spots = [w.at for w in here] + [country_at(found.axis)]
    periods = [found.table.periods[int(at[s])] if at[s] >= 0 else "" for s in spots]
    period = max(periods)
    cells = tuple(Cell(number(values[s]), p if p != period else "") for s, p in zip(spots, periods, strict=True))
    bars = [(n, c) for n, c in zip(names, cells, strict=True) if c.value is not None]
    if found.indicator.additive:
        bars = (
            bars if bars and bars[-1][0] != names[-1] else bars[:-1]
        )  # the country would press the others to the floor
    chart = None
    if len(bars) > 1:
        labels = [n if not c.period else f"{n} ({shown(c.period)})" for n, c in bars]
        values_shown = tuple(c.value and round(c.value, found.indicator.decimals) for _n, c in bars)
        series = Series(found.indicator.name.get(lang), values_shown)
        unit = f"{say(f'unit:{found.indicator.unit}', lang=lang)}, {shown(period)}"
        source = drawing.source_line(found, lang)
        chart = bar_chart(found.indicator.name.get(lang), source, unit, labels, series)
    return Row(found.indicator, period, cells, chart, drawing.source_line(found, lang))


def _file(request: HttpRequest, rows: Sequence[Row], names: Sequence[str], form: str, lang: str) -> HttpResponse:
    header = (_("Indicator"), _("Period"), *names)
    if form != "pdf":
        lines = [
            [r.indicator.name.get(lang), shown(r.period), *_cells(r, documents.for_machines), r.source] for r in rows
        ]
        return table("vertailu", form, [*header, _("Source")], lines)
    slow_down(request)
    cells = tuple((r.indicator.name.get(lang), shown(r.period), *_cells(r, documents.for_people)) for r in rows)
    grid = Grid(_("Compare"), header, cells, frozenset(range(1, len(header))))
    charts = [Picture(r.chart) for r in rows if r.chart]
    sources = Sources(tuple(f"{r.indicator.name.get(lang)}: {r.source}" for r in rows))
    blocks: tuple[Block, ...] = (grid, *charts, Heading(_("Sources")), sources)
    address = request.build_absolute_uri(request.get_full_path().replace("&muoto=pdf", ""))
    document = Document(", ".join(names[:-1]), _("Compare"), lang, clock.today(), address, blocks, landscape=True)
    return answer(document, form, "vertailu")


def _cells(row: Row, write: Callable[[float | None, int, str], str]) -> list[str]:
    """The figures of a row as text."""
    return [write(c.value, row.indicator.decimals, c.period) for c in row.cells]
