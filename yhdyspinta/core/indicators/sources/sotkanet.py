"""Sotkanet REST 1.1 (THL): https://sotkanet.fi/rest/1.1. Years and genders are always named; areas are picked here.

A suppressed or missing figure is an absent row, so nothing is known of why.
"""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import numpy as np

from yhdyspinta.core.indicators.arrays import Ints
from yhdyspinta.core.indicators.axes import COUNTRY, Place, axis, ended_in_sotkanet
from yhdyspinta.core.indicators.catalogue import AMOUNTS, Indicator
from yhdyspinta.core.indicators.laying import Columns, spots
from yhdyspinta.core.indicators.sources import bulk
from yhdyspinta.core.indicators.sources.described import Brought, Described, day_of
from yhdyspinta.core.indicators.sources.web import SourceFault, Web, decoded

KINDS = {"KUNTA": "municipality", "HYVINVOINTIALUE": "county"}
FIRST_YEAR = 1990
GENDERS = tuple(g.decode() for g in bulk.GENDERS)


class Region(msgspec.Struct):
    """An area of /regions."""

    id: int
    code: str
    category: str


class Range(msgspec.Struct):
    """First and last year."""

    start: int
    end: int


class Sex(msgspec.Struct):
    """Genders of an indicator; empty when only the total is told."""

    values: list[str] = []


class Classes(msgspec.Struct):
    """Classifications of an indicator."""

    sex: Sex = msgspec.field(default_factory=Sex)


class Meta(msgspec.Struct):
    """An indicator of /indicators/{id}."""

    id: int
    range: Range
    classifications: Classes = msgspec.field(default_factory=Classes)
    updated: str = msgspec.field(name="data-updated", default="")


class Row(msgspec.Struct, gc=False):
    """A figure of /json; NaN is the column's word for an absent one. Millions are made: the collector need not look at them."""

    indicator: int
    region: int
    year: int
    gender: str
    value: float | None = math.nan
    absolute: float | None = msgspec.field(name="absValue", default=math.nan)


def describe(web: Web, indicator: Indicator) -> Described:
    """Years, genders and the day of the last change. Raises SourceFault."""
    meta = decoded(web.get(f"/indicators/{indicator.id}"), Meta, "the description")
    if str(meta.id) != indicator.id:
        raise SourceFault(f"asked of {indicator.id}, told of {meta.id}")
    if not FIRST_YEAR - 100 <= meta.range.start <= meta.range.end <= 2100:
        raise SourceFault(f"years {meta.range.start}–{meta.range.end}")
    years = tuple(str(y) for y in range(max(FIRST_YEAR, meta.range.start), meta.range.end + 1))
    genders = ("total", *(g for g in ("male", "female") if indicator.genders and g in meta.classifications.sex.values))
    return Described(day_of(meta.updated), years, genders, {"spots": _spots(regions(web))})


def regions(web: Web) -> dict[int, Place]:
    """Areas by Sotkanet's id, of the kinds that the house has. Raises SourceFault."""
    listed = decoded(web.get("/regions"), list[Region], "the list of areas")
    known: dict[int, Place] = {}
    for region in listed:
        if region.category == "MAA":
            known[region.id] = COUNTRY
        elif region.category in KINDS:
            known[region.id] = (KINDS[region.category], region.code)  # type: ignore[assignment]  # two of the kinds
    for number, code in ended_in_sotkanet().items():
        known.setdefault(number, ("municipality", code))
    missing = [c for k, c in axis().index if k == "municipality" and ("municipality", c) not in set(known.values())]
    if len(missing) > 3 or COUNTRY not in known.values():
        raise SourceFault(f"the list of areas lacks the country or {len(missing)} municipalities")
    return known


def _spots(known: Mapping[int, Place]) -> dict[int, int]:
    """Where figures of an area are laid, by Sotkanet's number."""
    at = spots(axis())
    return {number: at[place] for number, place in known.items() if place in at}


def fetch(web: Web, indicator: Indicator, described: Described) -> bytes:
    """Every figure of the described years and genders. Raises SourceFault."""
    params = {"indicator": indicator.id, "years": list(described.periods), "genders": list(described.genders)}
    return web.get("/csv" if web.form == "csv" else "/json", params)


def tidy(body: bytes, indicator: Indicator, described: Described) -> Brought:
    """Columns of the house's areas, from JSON or CSV. Raises SourceFault: other indicators, years or genders than were asked."""
    rows = _from_csv(body) if bulk.is_csv(body) else _from_json(body)
    if (other := rows.indicator[rows.indicator != int(indicator.id)]).size:
        raise SourceFault(f"a figure that was not asked: of {other[0]}")
    period = _places(rows.year, [int(p) for p in described.periods], rows.year)
    wanted = [GENDERS.index(g) for g in described.genders]
    gender = _places(rows.gender, wanted, np.array(GENDERS)[rows.gender] if rows.gender.size else rows.gender)
    known: dict[int, int] = described.details["spots"]
    area = _spot(rows.region, known)
    counts, own = indicator.unit in AMOUNTS, indicator.query.get("take") == "absolute"
    absolute = rows.absolute
    value = absolute if own else np.where(np.isnan(rows.value), absolute, rows.value) if counts else rows.value
    kept = area >= 0
    none = np.zeros(int(kept.sum()), np.uint8)
    columns = Columns(described.periods, described.genders, area[kept], period[kept], gender[kept], value[kept], none)
    beside = None if counts or np.isnan(absolute[kept]).all() else absolute[kept]
    return Brought(columns, beside, int((~kept).sum()))


def _from_json(body: bytes) -> bulk.Rows:
    rows = decoded(body, list[Row], "the figures")
    genders = {g: i for i, g in enumerate(GENDERS)}
    try:
        gender = np.array([genders[r.gender] for r in rows], np.intp)
    except KeyError as error:
        raise SourceFault(f"a figure that was not asked: {str(error.args[0])[:20]}") from None
    value = np.array([r.value for r in rows], np.float64)
    absolute = np.array([r.absolute for r in rows], np.float64)
    try:
        indicator = np.array([r.indicator for r in rows], np.intp)
        region, year = np.array([r.region for r in rows], np.intp), np.array([r.year for r in rows], np.intp)
    except OverflowError:
        raise SourceFault("a number that is too large for an indicator, an area or a year") from None
    return bulk.Rows(indicator, region, year, gender, value, absolute)


def _from_csv(body: bytes) -> bulk.Rows:
    try:
        return bulk.read(body)
    except bulk.BadRows as fault:
        raise SourceFault(f"the figures could not be read: {fault}") from None


def _places(found: Ints, wanted: list[int], told: Any) -> Ints:
    """The place of each among the wanted ones. Raises SourceFault at one that was not asked, with what is `told` of it."""
    at = _spot(found, {number: place for place, number in enumerate(wanted)})
    if (lost := (at < 0).nonzero()[0]).size:
        raise SourceFault(f"a figure that was not asked: {str(told[lost[0]])[:20]}")
    return at


def _spot(numbers: Ints, known: Mapping[int, int]) -> Ints:
    """What each number is known as; −1 of those that are not."""
    beyond = max(known, default=0) + 1
    table = np.full(beyond + 1, -1, np.intp)
    table[list(known)] = list(known.values())
    return table[np.where((numbers >= 0) & (numbers < beyond), numbers, beyond)]


def updated(body: bytes) -> date | None:
    """Unknown where the description does not tell it."""
    return None
