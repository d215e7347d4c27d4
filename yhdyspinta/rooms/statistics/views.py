"""Pages of figures: all indicators, one indicator, profiles of areas, the picture of an interface, the state of sources."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.queries import Figures, editions, failing, figures, figures_of, runs, stamps
from yhdyspinta.core.indicators.tidy import WRITTEN
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.registry.queries import municipal_shapes
from yhdyspinta.core.ui.charts import Chart, Series, Tone, line_chart, small_multiples
from yhdyspinta.core.ui.pages import chosen, get, page
from yhdyspinta.core.ui.tables import table
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics.jsonstat import dataset
from yhdyspinta.rooms.statistics.periods import shown
from yhdyspinta.rooms.statistics.places import MEASURES, SPACES, Where, country_at, fifth
from yhdyspinta.rooms.statistics.profile import peak
from yhdyspinta.rooms.statistics.queries import Named, Ranking
from yhdyspinta.rooms.statistics.surveys import surveys

FORMS = ("csv", "xlsx", "json")
_BODIES: Memo[SafeString] = Memo(100)
_TABLES: Memo[SafeString] = Memo(60)
LINES, OWN_LINES = 6, 6
"""So many areas fit one chart of lines, and so many charts a profile."""
TONES: tuple[Tone, ...] = ("kunta", "other", "other", "other", "other", "other")
"""Of other areas in the order they were asked for."""


@get
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator under its first theme, those with figures first; the way to an area's profile."""
    law, latest = catalogue(), queries.latest_of_country()
    themes = []
    for theme in THEMES:
        own = [i for i in law.indicators.values() if i.themes[0] == theme]
        told = [{"indicator": i, **latest[i.code]} for i in own if i.code in latest]
        themes.append({"code": theme, "told": told, "silent": [i for i in own if i.code not in latest]})
    lang = request.LANGUAGE_CODE
    context = {
        "themes": [t for t in themes if t["told"] or t["silent"]],
        "told": sum(code in latest for code in law.indicators),
        "total": len(law.indicators),
        "surveys": surveys(),
        "places": [(say(f"level:{k}", lang=lang), queries.listed(lang, k)) for k in SPACES],
        "crumbs": [(_("Figures"), "")],
    }
    return page(request, "statistics/index.html", context)


@get
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: lines over time, a map, every area with its place, what it is and where it comes from."""
    one = catalogue().indicators.get(code)
    if one is None:
        raise Http404
    found, lang = figures_of(code), request.LANGUAGE_CODE
    crumbs = [(_("Figures"), reverse("statistics:index")), (one.name.get(lang), "")]
    base = {"indicator": one, "source": catalogue().sources[one.source], "found": found, "crumbs": crumbs}
    if found is None:
        return page(request, "statistics/indicator_silent.html", base)
    spaces = [SPACES[k] for k in SPACES if k != "country" and k in one.levels]
    space = chosen(request, "taso", spaces) or spaces[0]
    period = chosen(request, "ajankohta", found.table.periods) or _latest_told(found, space)
    kind = queries.KIND_OF[space]
    if form := chosen(request, "muoto", FORMS):
        return _export(found, queries.ranking(found, kind, period), form, lang)
    drawn = _places(request)
    context = {
        **base,
        "spaces": spaces,
        "space": space,
        "period": period,
        "names": queries.listed(lang, kind),
        "areas": _TABLES.get(
            (queries.state(), code, space, period, lang), lambda: _areas(queries.ranking(found, kind, period), lang)
        ),
        "chart": _chart(found, _lines_of(found, drawn), lang),
        "drawn": drawn,
        "may_add": len(drawn) < LINES - 1,
        "state": queries.states([code], clock.today())[0],
        "editions": editions(code),
    }
    return page(request, "statistics/indicator.html", context)


def _lines_of(found: Figures, drawn: Sequence[Where]) -> list[int]:
    """Which areas are drawn: of a count the country would press the others to the floor, so it stands alone."""
    alone = found.indicator.additive and drawn
    return [*([] if alone else [country_at(found.axis)]), *(w.at for w in drawn)]


def _areas(found: Ranking, lang: str) -> SafeString:
    """The table and the map of areas, the same for every reader until a figure changes."""
    rows = sorted(found.rows, key=lambda r: sort_key(r.named.name.get(lang)))
    one = found.figures.indicator
    context = {"indicator": one, "period": found.period, "ranking": found, "rows": rows, **_painted(found)}
    return render_to_string("statistics/_areas.html", context)


def _latest_told(found: Figures, space: str) -> str:
    """The latest period that has a figure of some area of the kind."""
    _values, at = found.latest
    span = found.axis.spans[queries.KIND_OF[space]]
    last = int(at[span].max())
    return found.table.periods[last] if last >= 0 else found.last_period


def _places(request: HttpRequest) -> list[Where]:
    """Areas of the address: `?paikka=kunnat/laukaa`, repeated. Raises BadInput for one that is not there."""
    given = request.GET.getlist("paikka")[:LINES]
    found = [queries.find(*(p.split("/", 1) if "/" in p else (p, ""))) for p in given if p]
    if None in found:
        raise BadInput("bad_choice", given=", ".join(given)[:40], example="?paikka=kunnat/laukaa")
    return list({w.at: w for w in found if w is not None}.values())[: LINES - 1]


def _chart(found: Figures, at: Sequence[int], lang: str) -> Chart | None:
    """Lines of areas over time; None when there are fewer than three periods to draw."""
    names = queries.directory()
    lines = [(names[i], *queries.continued(found, i)) for i in at]
    periods = sorted({p for _n, ps, _v in lines for p in ps})
    if len(periods) < 3:
        return None
    tones = iter(TONES)
    series = []
    for named, ps, vs in lines:
        known = dict(zip(ps, vs, strict=True))
        if any(v is not None for v in known.values()):
            tone: Tone = _tone(named, tones)
            series.append(Series(named.name.get(lang), tuple(known.get(p) for p in periods), tone))
    if not series:
        return None
    one = found.indicator
    unit = say(f"unit:{one.unit}", lang=lang)
    return line_chart(one.name.get(lang), _source_line(found, lang), unit, [shown(p) for p in periods], series)


def _tone(named: Named, others: Iterator[Tone]) -> Tone:
    """The country is grey, a region heather, other areas in the order they were asked for."""
    match named.place[0]:
        case "country":
            return "maa"
        case "county":
            return "hva"
        case _:
            return next(others)


def _source_line(found: Figures, lang: str) -> str:
    source = catalogue().sources[found.indicator.source]
    return f"{source.name.get(lang)}, {found.indicator.id}, {source.licence}".replace(", ,", ",").strip(", ")


def _painted(found: Ranking) -> dict[str, Any]:
    """The map of municipalities, each in the tone of the fifth that it lies in (1 the lowest; 0 without a place)."""
    if found.kind != "municipality":
        return {}
    drawn = municipal_shapes()
    fifths = {r.named.place[1]: fifth(r.place, found.count) if r.place else 0 for r in found.rows}
    return {"tiles": drawn, "painted": [(drawn.joined([c for c, s in fifths.items() if s == n]), n) for n in range(6)]}


def _export(found: Figures, rows: Ranking, form: str, lang: str) -> HttpResponse:
    one = found.indicator
    if form == "json":
        areas = [(r.at, r.named.place[1] or "SSS", r.named.name.get(lang)) for r in rows.rows]
        updated = found.source_updated.isoformat() if found.source_updated else ""
        text = dataset(
            label=one.name.get(lang),
            source=_source_line(found, lang),
            updated=updated,
            table=found.table,
            places=areas,
            unit=say(f"unit:{one.unit}", lang=lang),
            decimals=one.decimals,
        )
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{one.code}.json"'
        return answer
    header = [_("Code"), _("Area"), *(shown(p) for p in found.table.periods), _("Source")]
    source = _source_line(found, lang)
    lines = [[r.named.place[1], r.named.name.get(lang), *_cells(found, r.at), source] for r in rows.rows]
    return table(one.code, form, header, lines)


def _cells(found: Figures, at: int) -> list[str]:
    """An area's totals as text with a decimal point, for machines; the source's sign where one is missing."""
    values, marks = found.totals[:, at], found.table.marks[found.table.genders.index("total"), :, at]
    return [
        WRITTEN.get(int(m), "") if v != v else f"{v:.{found.indicator.decimals + 1}f}"
        for v, m in zip(values, marks, strict=True)
    ]


@get
def open_profile(request: HttpRequest) -> HttpResponse:
    """The way from a choice to an area's profile: `?paikka=kunnat/laukaa`. Raises BadInput for one that is not there."""
    found = _places(request)
    return redirect("statistics:profile", found[0].space, found[0].slug) if found else redirect("statistics:index")


@get
def profile(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """An area's profile: by theme its latest figures beside its region, its nearest and the country; what stands out."""
    here = queries.find(space, slug)
    if here is None:
        raise Http404
    lang = request.LANGUAGE_CODE
    measure = chosen(request, "naapurit", MEASURES) or "kaikki"
    if form := chosen(request, "muoto", FORMS[:2]):
        return table(f"profiili-{slug}", form, *_profile_table(queries.profile(here, measure, list(THEMES)), lang))
    key = (queries.state(), here.place, measure, lang, clock.today())
    body = _BODIES.get(key, lambda: _profile_body(here, measure, lang))
    crumbs = [(_("Figures"), reverse("statistics:index")), (here.name.get(lang), "")]
    return page(request, "statistics/profile.html", {"here": here, "body": body, "crumbs": crumbs})


def _profile_body(here: Where, measure: str, lang: str) -> SafeString:
    """Everything of the page that is the same for every reader until a figure changes."""
    found = queries.profile(here, measure, list(THEMES))
    population = found.found.get("statfin-vaesto")
    context = {
        "here": here,
        "profile": found,
        "measure": measure,
        "measures": MEASURES,
        **(_population(population, found, lang) if population else {}),
        "group": _group(here, lang),
        "area": _employment_area(here),
        "themes": [
            (t, [x for x in lines if x.indicator.proposed], [x for x in lines if not x.indicator.proposed])
            for t, lines in found.themes
        ],
        "own": _own_lines(found, here, lang),
        "sources": _sources(found),
        "today": clock.today(),
    }
    return render_to_string("statistics/_profile.html", context)


def _employment_area(here: Where) -> Named | None:
    """The employment area of a municipality, where it is one that the registry has."""
    along = axis()
    code = along.area.get(here.place[1]) if here.kind == "municipality" else None
    named = queries.directory()[along.index["employment_area", code]] if code else None
    return named if named and named.slug else None


def _population(figures_: Figures, found: queries.Profile, lang: str) -> dict[str, Any]:
    """The population's line, when it was largest, and beside it the nearest areas', each as 100 in its first year."""
    here = found.here
    periods, values = queries.continued(figures_, here.at)
    known = [v for v in values if v is not None]
    context: dict[str, Any] = {
        "population": _chart(figures_, [here.at], lang),
        "peak": peak(periods, values),
        "residents": (known[-1], periods[-1]) if known else None,
    }
    if found.near and len(known) > 2:
        along = [(here.name.get(lang), values)]
        along += [(n.name.get(lang), queries.continued(figures_, figures_.axis.index[n.place])[1]) for n in found.near]
        same = [(name, _indexed(vs)) for name, vs in along if len(vs) == len(periods) and vs[0]]
        series = [Series(n, vs, "kunta" if i == 0 else "other") for i, (n, vs) in enumerate(same)]
        unit = _("%(period)s = 100") % {"period": shown(periods[0])}
        labels = [shown(p) for p in periods]
        about = _source_line(figures_, lang)
        context["beside"] = small_multiples([n for n, _v in same], about, unit, labels, series) if series else []
    return context


def _indexed(values: Sequence[float | None]) -> tuple[float | None, ...]:
    first = values[0] or 1.0
    return tuple(None if v is None else round(100 * v / first, 1) for v in values)


def _group(here: Where, lang: str) -> str:
    """Who an area is compared with, in words."""
    code = "aland" if here.kind == "municipality" and here.group.size < 50 else here.kind
    return "" if here.kind == "country" else say(f"group:{code}", [("count", str(here.group.size))], lang)


def _sources(found: queries.Profile) -> list[Any]:
    used = {one.indicator.source for _t, lines in found.themes for one in lines}
    return [s for code, s in catalogue().sources.items() if code in used]


def _own_lines(found: queries.Profile, here: Where, lang: str) -> list[Chart]:
    """Small lines of what is told over years of the region of a municipality, or of the area itself."""
    at = here.parent if here.parent is not None else here.at
    told = [
        f
        for code, f in found.found.items()
        if code.startswith("sotkanet") and code != "sotkanet-127" and len(f.table.periods) > 2
    ]
    if here.parent is not None and not told:
        codes = [i.code for i in catalogue().indicators.values() if "county" in i.levels and i.source == "sotkanet"]
        told = list(figures(codes).values())
    charts = (_chart(f, [country_at(f.axis), at], lang) for f in told)
    return list(islice((c for c in charts if c is not None), OWN_LINES))


def _profile_table(found: queries.Profile, lang: str) -> tuple[list[str], list[list[str]]]:
    header = [
        _("Theme"),
        _("Indicator"),
        _("Period"),
        found.here.name.get(lang),
        _("Region"),
        _("Nearest, mean"),
        _("The whole country"),
    ]
    header += [_("Place in the region"), _("Place in the whole group"), _("Source")]
    rows = []
    for theme, lines in found.themes:
        for one in lines:
            values = [one.value, one.region, one.near, one.country]
            cells = ["" if v is None else f"{v:.{one.indicator.decimals}f}" for v in values]
            places = ["" if p is None else f"{p[0]}/{p[1]}" for p in (one.in_region, one.in_group)]
            name = one.indicator.name.get(lang)
            source = catalogue().sources[one.indicator.source].name.get(lang)
            rows.append([THEMES[theme].name.get(lang), name, shown(one.period), *cells, *places, source])
    return header, rows


@get
def sources(request: HttpRequest) -> HttpResponse:
    """Every source: how fresh its figures are, when it was last asked, what went wrong."""
    today, law, known = clock.today(), catalogue(), stamps()
    rows = []
    for code, source in law.sources.items():
        own = [i.code for i in law.indicators.values() if i.source == code]
        have = queries.states([c for c in own if c in known], today)
        tries = runs(code, limit=5)
        rows.append(
            {
                "source": source,
                "total": len(own),
                "have": have,
                "late": [s for s in have if not s.fresh(today)],
                "tries": tries,
                "failing": failing(code),
            }
        )
    crumbs = [(_("Figures"), reverse("statistics:index")), (_("State of the sources"), "")]
    return page(request, "statistics/sources.html", {"rows": rows, "crumbs": crumbs})
