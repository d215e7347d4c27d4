"""Indicators and their series: as JSON, as a table of one figure a line (CSV), and as JSON-stat 2."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.arrays import number
from yhdyspinta.core.indicators.catalogue import Indicator, Kind
from yhdyspinta.core.indicators.queries import Figures, figures_of, law, stamps
from yhdyspinta.core.indicators.tidy import WRITTEN
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.rooms.statistics.jsonstat import dataset
from yhdyspinta.rooms.statistics.queries import Named, county_of, directory
from yhdyspinta.site.api.paging import Code, Listed, Walk, page_of_list
from yhdyspinta.site.api.problems import NoSuch
from yhdyspinta.site.api.shapes import Words, page, words

router = Router(tags=["figures"])


class SourceOut(Schema):
    """Where figures come from, and on which terms they may be used."""

    code: str
    name: Words
    licence: str
    url: str


class IndicatorOut(Schema):
    """A figure of the catalogue. `direction`: whether more is better, less, or neither. `version`: changes with the figures."""

    code: str
    name: Words
    unit: str
    decimals: int
    direction: str
    themes: list[str]
    levels: list[str]
    every: str
    producer: str
    source: SourceOut
    region: str | None
    version: str | None
    page: str


class AreaSeries(Schema):
    """An area's line: one value a period. `marks`: why a value is missing ("...", "..", "."), "" where it is there or not known."""

    kind: str
    code: str
    name: Words
    values: list[float | None]
    marks: list[str]


class SeriesOut(Schema):
    """Lines of an indicator."""

    indicator: str
    version: str
    unit: str
    gender: str
    periods: list[str]
    updated: date | None
    source: SourceOut
    areas: list[AreaSeries]


class SeriesFilter(Schema):
    """Which lines. `kind`: of areas; `region`: slug of a region, whose area and municipalities are then told."""

    kind: Kind | None = None
    region: Annotated[Code, Field(description="Slug of a region, e.g. keski-suomi")] = ""
    code: Annotated[Code, Field(description="Codes of areas, separated by commas, e.g. 179,290")] = ""
    gender: Literal["total", "male", "female"] = "total"
    first: Annotated[Code, Field(description="First period, e.g. 2015")] = ""
    last: Annotated[Code, Field(description="Last period")] = ""


@router.get("/indicators", response=Listed[IndicatorOut], operation_id="indicators")
def indicators(request: HttpRequest, walk: Query[Walk], theme: Code = "", source: Code = "") -> Listed[IndicatorOut]:
    """Figures of the catalogue and the regions' own."""
    every = [i for i in law().indicators.values() if theme in ("", *i.themes) and source in ("", i.source)]
    part, following = page_of_list(every, walk, lambda i: i.code)
    return Listed(items=[_indicator(i) for i in part], next=following)


@router.get("/indicators/{code}", response=IndicatorOut, operation_id="indicator")
def indicator(request: HttpRequest, code: str) -> IndicatorOut:
    """One figure of the catalogue."""
    return _indicator(_known(code))


def _known(code: str) -> Indicator:
    found = law().indicators.get(code)
    if found is None:
        raise Http404
    return found


def _source(code: str) -> SourceOut:
    found = law().sources[code]
    return SourceOut(code=found.code, name=words(found.name), licence=found.licence, url=found.url)


def _indicator(found: Indicator) -> IndicatorOut:
    stamp = stamps().get(found.code)
    return IndicatorOut(
        **{n: getattr(found, n) for n in ("code", "unit", "decimals", "direction", "every", "producer")},
        name=words(found.name),
        themes=list(found.themes),
        levels=list(found.levels),
        source=_source(found.source),
        region=found.region or None,
        version=stamp[1] if stamp else None,
        page=page("statistics:indicator", found.code),
    )


class Cut:
    """The asked part of an indicator: which periods, which areas, which gender."""

    def __init__(self, code: str, f: SeriesFilter) -> None:
        _known(code)
        found = figures_of(code)
        if found is None:
            raise Http404
        self.figures: Figures = found
        self.gender = f.gender
        if f.gender not in found.table.genders:
            raise NoSuch("no_such_gender", f"The source tells only: {', '.join(found.table.genders)}.")
        periods = enumerate(found.table.periods)
        self.periods = [(i, p) for i, p in periods if (not f.first or p >= f.first) and (not f.last or p <= f.last)]
        self.areas = _areas(found, f)

    def line(self, at: int) -> tuple[list[float | None], list[str]]:
        """(values, marks) of an area."""
        gender = self.figures.table.genders.index(self.gender)
        values = self.figures.table.values[gender, :, at]
        marks = self.figures.table.marks[gender, :, at]
        return [number(values[i]) for i, _ in self.periods], [WRITTEN.get(int(marks[i]), "") for i, _ in self.periods]


def _areas(found: Figures, f: SeriesFilter) -> list[tuple[int, Named]]:
    region = area_of(f.region).code if f.region else ""
    codes = {c.strip() for c in f.code.split(",")} - {""}
    return [
        (found.axis.index[n.place], n)
        for n in directory()
        if n.place in found.axis.index
        and (not f.kind or n.place[0] == f.kind)
        and (not codes or n.place[1] in codes)
        and (not region or county_of(n.place) == region)
    ]


@router.get("/indicators/{code}/series", response=SeriesOut, operation_id="series")
def series(request: HttpRequest, code: str, f: Query[SeriesFilter]) -> SeriesOut:
    """Lines of areas over time."""
    cut = Cut(code, f)
    found = cut.figures
    lines = [(named, *cut.line(at)) for at, named in cut.areas]
    return SeriesOut(
        indicator=code,
        version=found.version,
        unit=found.indicator.unit,
        gender=cut.gender,
        periods=[p for _, p in cut.periods],
        updated=found.source_updated,
        source=_source(found.indicator.source),
        areas=[
            AreaSeries(kind=n.place[0], code=n.place[1], name=words(n.name), values=values, marks=marks)
            for n, values, marks in lines
        ],
    )


def _as(media: str, kind: str) -> dict[str, object]:
    """What OpenAPI says of an answer that is not JSON of ours."""
    return {"responses": {200: {"description": "OK", "content": {media: {"schema": {"type": kind}}}}}}


HEADER = ("indicator", "kind", "code", "name_fi", "name_sv", "gender", "period", "value", "mark", "unit", "licence")


@router.get("/indicators/{code}/series.csv", operation_id="series_csv", openapi_extra=_as("text/csv", "string"))
def series_csv(request: HttpRequest, code: str, f: Query[SeriesFilter]) -> HttpResponse:
    """The same, one figure a line, with a decimal point, for programs."""
    cut, out = Cut(code, f), io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEADER)
    one = cut.figures.indicator
    licence = law().sources[one.source].licence
    for at, named in cut.areas:
        start = [code, *named.place, named.name.fi, named.name.sv, cut.gender]
        for (_, period), value, mark in zip(cut.periods, *cut.line(at), strict=True):
            told = "" if value is None else f"{value:.{one.decimals + 2}f}"
            rows.writerow([*start, period, told, mark, one.unit, licence])
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


@router.get(
    "/indicators/{code}/series.jsonstat",
    operation_id="series_jsonstat",
    openapi_extra=_as("application/json", "object"),
)
def series_jsonstat(request: HttpRequest, code: str, f: Query[SeriesFilter]) -> HttpResponse:
    """The same as JSON-stat 2.0, every gender that the source tells; periods are not cut."""
    cut = Cut(code, f)
    text = _jsonstat(cut.figures, cut.areas)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _jsonstat(found: Figures, areas: Sequence[tuple[int, Named]]) -> str:
    one = found.indicator
    return dataset(
        label=one.name.fi,
        source=f"{law().sources[one.source].name.fi}, {law().sources[one.source].licence}",
        updated=found.source_updated.isoformat() if found.source_updated else "",
        table=found.table,
        places=[(at, n.place[1] or "SSS", n.name.fi) for at, n in areas],
        unit=say(f"unit:{one.unit}", lang="fi"),
        decimals=one.decimals,
    )
