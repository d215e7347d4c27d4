"""Pages of figures: all indicators, one indicator, profiles of areas, the picture of an interface, the state of sources."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import Figures, editions, failing, figures_of, law, runs, stamps
from yhdyspinta.core.indicators.tidy import WRITTEN
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.press.pictures import png, svg
from yhdyspinta.core.registry.queries import municipal_shapes
from yhdyspinta.core.ui.charts import Chart
from yhdyspinta.core.ui.pages import chosen, get, kept, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.statistics import documents, drawing, queries
from yhdyspinta.rooms.statistics.jsonstat import dataset
from yhdyspinta.rooms.statistics.places import MEASURES, SPACES, Where, fifth
from yhdyspinta.rooms.statistics.queries import Named, Ranking
from yhdyspinta.rooms.statistics.surveys import surveys

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
"""Of a chart."""
_BODIES: Memo[SafeString] = Memo(100)
_TABLES: Memo[SafeString] = Memo(60)


@get
@kept
def index(request: HttpRequest) -> HttpResponse:
    """Every indicator under its first theme, those with figures first; the way to an area's profile."""
    whole, latest = law(), queries.latest_of_country()
    themes = []
    for theme in THEMES:
        own = [i for i in whole.indicators.values() if i.themes[0] == theme and (not i.region or i.code in latest)]
        told = [{"indicator": i, **latest[i.code]} for i in own if i.code in latest]
        themes.append({"code": theme, "told": told, "silent": [i for i in own if i.code not in latest]})
    lang = request.LANGUAGE_CODE
    context = {
        "themes": [t for t in themes if t["told"] or t["silent"]],
        "told": sum(code in latest for code in whole.indicators),
        "total": len(whole.indicators),
        "surveys": surveys(),
        "places": [(say(f"level:{k}", lang=lang), queries.listed(lang, k)) for k in SPACES],
        "crumbs": [(_("Figures"), "")],
    }
    return page(request, "statistics/index.html", context)


@get
@kept
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: lines over time, a map, every area with its place, what it is and where it comes from."""
    one = law().indicators.get(code)
    if one is None:
        raise Http404
    found, lang = figures_of(code), request.LANGUAGE_CODE
    crumbs = [(_("Figures"), reverse("statistics:index")), (one.name.get(lang), "")]
    base = {"indicator": one, "source": law().sources[one.source], "found": found, "crumbs": crumbs}
    if found is None:
        return page(request, "statistics/indicator_silent.html", base)
    spaces = [SPACES[k] for k in SPACES if k != "country" and k in one.levels]
    space = chosen(request, "taso", spaces) or next((s for s in spaces if _last_told(found, s) >= 0), spaces[0])
    period = chosen(request, "ajankohta", found.table.periods) or found.table.periods[_last_told(found, space)]
    kind = queries.KIND_OF[space]
    drawn, told = queries.asked(request.GET.getlist("paikka")), editions(code)
    chart = drawing.over_time(found, drawing.lines_of(found, drawn), lang, told)
    if form := chosen(request, "muoto", (*FORMS, "json", *PICTURES)):
        if form in PICTURES:
            slow_down(request)
            return _picture(chart, form, code, lang)
        return _export(found, queries.ranking(found, kind, period), form, lang)
    context = {
        **base,
        "spaces": spaces,
        "space": space,
        "period": period,
        "names": queries.listed(lang, kind),
        "areas": _TABLES.get(
            (queries.state(), code, space, period, lang), lambda: _areas(queries.ranking(found, kind, period), lang)
        ),
        "chart": chart,
        "chart_at": "?" + "".join(f"paikka={w.space}/{w.slug}&" for w in drawn),
        "drawn": drawn,
        "may_add": len(drawn) < queries.LINES - 1,
        "state": queries.states([code], clock.today())[0],
        "editions": told,
    }
    return page(request, "statistics/indicator.html", context)


def _picture(chart: Chart | None, form: str, code: str, lang: str) -> HttpResponse:
    """The chart of lines as a file. Raises Http404 when there is none to draw."""
    if chart is None:
        raise Http404
    made: str | bytes = svg(chart, lang) if form == "svg" else png(chart, lang)
    response = HttpResponse(made, content_type=PICTURES[form])
    response["Content-Disposition"] = f'attachment; filename="{code}.{form}"'
    return response


def _areas(found: Ranking, lang: str) -> SafeString:
    """The table and the map of areas, the same for every reader until a figure changes."""
    rows = sorted(found.rows, key=lambda r: sort_key(r.named.name.get(lang)))
    one = found.figures.indicator
    context = {"indicator": one, "period": found.period, "ranking": found, "rows": rows, **_painted(found)}
    return render_to_string("statistics/_areas.html", context)


def _last_told(found: Figures, space: str) -> int:
    """Place of the latest period that has a figure of some area of the kind; −1 when none has."""
    _values, at = found.latest
    return int(at[found.axis.spans[queries.KIND_OF[space]]].max())


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
            source=drawing.source_line(found, lang),
            updated=updated,
            table=found.table,
            places=areas,
            unit=say(f"unit:{one.unit}", lang=lang),
            decimals=one.decimals,
        )
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{one.code}.json"'
        return response
    header = [_("Code"), _("Area"), *(shown(p) for p in found.table.periods), _("Source")]
    source = drawing.source_line(found, lang)
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
    found = queries.asked(request.GET.getlist("paikka"))
    return redirect("statistics:profile", found[0].space, found[0].slug) if found else redirect("statistics:index")


@get
@kept
def profile(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """An area's profile: by theme its latest figures beside its region, its nearest and the country; what stands out."""
    here = queries.find(space, slug)
    if here is None:
        raise Http404
    lang = request.LANGUAGE_CODE
    measure = chosen(request, "naapurit", MEASURES) or "kaikki"
    if form := chosen(request, "muoto", (*FORMS, "pdf")):
        found, name = queries.profile(here, measure, list(THEMES)), f"profiili-{slug}"
        if form == "pdf":
            slow_down(request)
            place = request.build_absolute_uri(request.path)
            return answer(documents.of_profile(found, lang, clock.today(), place), form, name)
        return table(name, form, *_profile_table(found, lang))
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
        **(drawing.population_of(population, found, lang) if population else {}),
        "group": _group(here, lang),
        "area": _employment_area(here),
        "themes": [
            (t, [x for x in lines if x.indicator.proposed], [x for x in lines if not x.indicator.proposed])
            for t, lines in found.themes
        ],
        "longer": drawing.longer_view(found, lang),
        "own": drawing.own_lines(found, here, lang),
        "sources": documents.sources_of(found),
        "today": clock.today(),
    }
    return render_to_string("statistics/_profile.html", context)


def _employment_area(here: Where) -> Named | None:
    """The employment area of a municipality, where it is one that the registry has."""
    along = axis()
    code = along.area.get(here.place[1]) if here.kind == "municipality" else None
    named = queries.directory()[along.index["employment_area", code]] if code else None
    return named if named and named.slug else None


def _group(here: Where, lang: str) -> str:
    """Who an area is compared with, in words."""
    code = "aland" if here.kind == "municipality" and here.group.size < 50 else here.kind
    return "" if here.kind == "country" else say(f"group:{code}", [("count", str(here.group.size))], lang)


def _profile_table(found: queries.Profile, lang: str) -> tuple[list[str], list[list[str]]]:
    rows = []
    for theme, lines in found.themes:
        for one in lines:
            source = law().sources[one.indicator.source].name.get(lang)
            cells = documents.line_of(one, documents.for_machines, "", lang)
            rows.append([THEMES[theme].name.get(lang), *cells, source])
    return [_("Theme"), *documents.columns_of(found, lang), _("Source")], rows


@get
def sources(request: HttpRequest) -> HttpResponse:
    """Every source: how fresh its figures are, when it was last asked, what went wrong."""
    today, whole, known = clock.today(), law(), stamps()
    rows = []
    for code, source in whole.sources.items():
        own = [i.code for i in whole.indicators.values() if i.source == code]
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
