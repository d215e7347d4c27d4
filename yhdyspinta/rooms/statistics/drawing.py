"""Figures as charts: areas over time with what a line alone does not tell, a profile's charts, its longer view."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.axes import COUNTRY
from yhdyspinta.core.indicators.models import Edition
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import Figures, figures, law
from yhdyspinta.core.press.tree import Map, Tile
from yhdyspinta.core.registry.queries import municipal_shapes
from yhdyspinta.core.registry.shapes import window
from yhdyspinta.core.ui.charts import NO_MARKS, Chart, Marks, Series, Tone, line_chart, small_multiples
from yhdyspinta.core.ui.templatetags.ui import written
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics.longer import YEARS, Outlook, indexed, outlooks
from yhdyspinta.rooms.statistics.places import Where, country_at
from yhdyspinta.rooms.statistics.profile import peak
from yhdyspinta.rooms.statistics.queries import Named

ON_MAP = "tyonv-tyottomyysaste"
"""What a region's map in a document shows: a rate that every municipality has, and that both sides act on."""
OWN_LINES = 6
"""So many charts a profile."""
OLDEST = "statfin-ennuste-85"
"""Whose number is told first: those who need the most of both sides."""
TONES: tuple[Tone, ...] = ("kunta", "other", "other", "other", "other", "other")
"""Of other areas in the order they were asked for."""
_OWN: Memo[list[Chart]] = Memo(60)


def lines_of(found: Figures, drawn: Sequence[Where]) -> list[int]:
    """Which areas are drawn: of a count the country would press the others to the floor, so it stands alone."""
    alone = found.indicator.additive and drawn
    return [*([] if alone else [country_at(found.axis)]), *(w.at for w in drawn)]


def over_time(
    found: Figures, at: Sequence[int], lang: str, editions: Sequence[Edition] = (), *, marked: bool = True
) -> Chart | None:
    """Lines of areas over time; None when there are fewer than three periods to draw. `editions` tell what was revised.

    Among many charts of one source, breaks are not `marked`: each indicator's own page tells them.
    """
    names = queries.directory()
    told = [(names[i], dict(zip(*queries.continued(found, i), strict=True))) for i in at]
    told = [(n, known) for n, known in told if any(v is not None for v in known.values())]
    periods = sorted({p for _n, known in told for p in known})
    if len(periods) < 3:
        return None
    tones = iter(TONES)
    series = [
        Series(named.name.get(lang), tuple(known.get(p) for p in periods), _tone(named, tones)) for named, known in told
    ]
    one = found.indicator
    marks = _marks(found, [n for n, _k in told], periods, lang, editions) if marked else NO_MARKS
    unit = say(f"unit:{one.unit}", lang=lang)
    labels = [shown(p) for p in periods]
    return line_chart(one.name.get(lang), source_line(found, lang), unit, labels, series, marks=marks)


def _tone(named: Named, others: Iterator[Tone]) -> Tone:
    """The country is grey, a region heather, other areas in the order they were asked for."""
    match named.place[0]:
        case "country":
            return "maa"
        case "county":
            return "hva"
        case _:
            return next(others)


def _marks(
    found: Figures, drawn: Sequence[Named], periods: Sequence[str], lang: str, editions: Sequence[Edition]
) -> Marks:
    """Breaks of the drawn areas, figures that the source has revised, and from when on they are a forecast."""
    one, at = found.indicator, {p: i for i, p in enumerate(periods)}
    told: dict[str, str] = {}
    of: dict[str, set[int]] = {}
    for number, named in enumerate(drawn):
        for b in law().breaks(one, named.place[0]):
            told[b.period] = b.text.get(lang)
            of.setdefault(b.period, set()).add(number)
    older = law().indicators.get(one.continues)
    first = found.table.periods[0]
    if older is not None and first != periods[0]:
        words = _("The source changes: earlier figures are from %(source)s")
        of.pop(first, None)  # every line comes from the older source
        told[first] = words % {"source": f"{law().sources[older.source].name.get(lang)} {older.id}"}
    breaks = tuple((at[p], why) for p, why in sorted(told.items()) if at.get(p))
    series = {n.place: i for i, n in enumerate(drawn)}
    changed = [(r[0], (r[1], r[2])) for e in editions for r in e.revisions if r[3] == "total"]
    revised = frozenset((series[place], at[p]) for p, place in changed if place in series and p in at)
    ahead = (0, _("forecast")) if one.forecast_of else None
    only = {at[p]: frozenset(numbers) for p, numbers in of.items() if p in at}
    return Marks(breaks, revised, ahead, only)


def source_line(found: Figures, lang: str) -> str:
    """Producer, table and licence of an indicator, in a line."""
    source = law().sources[found.indicator.source]
    return f"{source.name.get(lang)}, {found.indicator.id}, {source.licence}".replace(", ,", ",").strip(", ")


def population_of(figures_: Figures, found: queries.Profile, lang: str) -> dict[str, Any]:
    """The population's line, when it was largest, and beside it the nearest areas', each as 100 in its first year."""
    here = found.here
    periods, values = queries.continued(figures_, here.at)
    known = [v for v in values if v is not None]
    context: dict[str, Any] = {
        "population": over_time(figures_, [here.at], lang),
        "peak": peak(periods, values),
        "residents": (known[-1], periods[-1]) if known else None,
    }
    if found.near and len(known) > 2:
        along = [(here.name.get(lang), values)]
        along += [(n.name.get(lang), queries.continued(figures_, figures_.axis.index[n.place])[1]) for n in found.near]
        same = [(name, indexed(vs, vs[0])) for name, vs in along if len(vs) == len(periods) and vs[0]]
        series = [Series(n, vs, "kunta" if i == 0 else "other") for i, (n, vs) in enumerate(same)]
        unit = _("%(period)s = 100") % {"period": shown(periods[0])}
        labels = [shown(p) for p in periods]
        about = source_line(figures_, lang)
        context["beside"] = small_multiples([n for n, _v in same], about, unit, labels, series) if series else []
    return context


def longer_view(found: queries.Profile, lang: str) -> dict[str, Any]:
    """What is ahead of an area: its ages now and in YEARS, and each as a small chart; empty when no forecast is here."""
    made = outlooks(found.here, found.found)
    if not made:
        return {}
    of = found.found[made[0].forecast.code]
    rows = [(o, [(year, o.at(year)) for year in YEARS], o.change(YEARS[-1])) for o in made]
    oldest = next((o for o in made if o.forecast.code == OLDEST), None)
    return {
        "years": YEARS,
        "rows": rows,
        "base": made[0].base[0],
        "note": made[0].forecast.note,
        "updated": of.source_updated,
        "source": source_line(of, lang),
        "charts": _ahead(made, source_line(of, lang), lang),
        "oldest": oldest and (oldest.base[1], oldest.at(YEARS[-1])),
    }


def _ahead(made: Sequence[Outlook], about: str, lang: str) -> list[Chart]:
    """Each figure as 100 in its base year, all on one scale: what grows and what shrinks is seen at a glance."""
    labels = sorted({p for o in made for p in o.periods})
    series = []
    for one in made:
        known = dict(zip(one.periods, indexed(one.values, one.base[1]), strict=True))
        series.append(Series(one.name.get(lang), tuple(known.get(p) for p in labels), "kunta"))
    drawable = [s for s in series if any(v is not None for v in s.values)]
    if not drawable:
        return []
    base = made[0].base[0]
    ahead = labels.index(base) + 1 if made[0].ahead else 0
    marks = Marks(ahead=(ahead, _("forecast")))
    unit = _("%(period)s = 100") % {"period": base}
    return small_multiples([s.name for s in drawable], about, unit, labels, drawable, marks=marks)


def own_lines(found: queries.Profile, here: Where, lang: str) -> list[Chart]:
    """Small lines of what is told over years of the region of a municipality, or of the area itself.

    Kept: the municipalities of a region have the same ones.
    """
    at = here.parent if here.parent is not None else here.at
    return _OWN.get((queries.state(), here.parent is None, at, lang), lambda: _own_lines(found, here, at, lang))


def _own_lines(found: queries.Profile, here: Where, at: int, lang: str) -> list[Chart]:
    told = [
        f
        for code, f in found.found.items()
        if code.startswith("sotkanet") and code != "sotkanet-127" and len(f.table.periods) > 2
    ]
    if here.parent is not None and not told:
        codes = [i.code for i in law().indicators.values() if "county" in i.levels and i.source == "sotkanet"]
        told = list(figures(codes).values())
    charts = (over_time(f, [f.axis.index[COUNTRY], at], lang, marked=False) for f in told)
    return list(islice((c for c in charts if c is not None), OWN_LINES))


def on_map(region: str, lang: str) -> Map | None:
    """A region's municipalities by unemployment, in the fifths of the country; None when there are too few of them."""
    found = queries.picture(region, [ON_MAP])
    towns = [(row, n) for row, n in found.rows if n.place[0] == "municipality"]
    part = window(municipal_shapes(), [n.place[1] for _at, n in towns])
    if len(towns) < 3 or part is None or not found.columns:
        return None
    column = found.columns[0]
    lies = queries.fifths(column)
    if not any(n.place[1] in lies for _row, n in towns):
        return None
    tiles = [
        Tile(
            part.shapes.paths[n.place[1]],
            lies.get(n.place[1], 0),
            n.name.get(lang),
            _told(found.value(column, row), column, lang),
        )
        for row, n in towns
        if n.place[1] in part.shapes.paths
    ]
    about = _("Tones are the fifths of all municipalities of mainland Finland.")
    return Map(f"{column.indicator.name.get(lang)}, {shown(column.last_period)}", about, part.box, tuple(tiles))


def _told(value: float | None, column: Figures, lang: str) -> str:
    return written(value, column.indicator.decimals, lang) if value is not None else "–"
