"""Sotkanet REST 1.1 (THL): https://sotkanet.fi/rest/1.1. Years and genders are always named; areas are picked here.

A suppressed or missing figure is an absent row, so nothing is known of why.
"""

from datetime import date

import msgspec

from yhdyspinta.core.indicators.axes import COUNTRY, Place, axis, ended_in_sotkanet, placed
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.sources.described import Brought, Described, day_of
from yhdyspinta.core.indicators.sources.web import SourceFault, Web, decoded
from yhdyspinta.core.indicators.tidy import Observation

KINDS = {"KUNTA": "municipality", "HYVINVOINTIALUE": "county"}
FIRST_YEAR = 1990


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


class Row(msgspec.Struct):
    """A figure of /json."""

    indicator: int
    region: int
    year: int
    gender: str
    value: float | None = None
    absolute: float | None = msgspec.field(name="absValue", default=None)


def describe(web: Web, indicator: Indicator) -> Described:
    """Years, genders and the day of the last change. Raises SourceFault."""
    meta = decoded(web.get(f"/indicators/{indicator.id}"), Meta, "the description")
    if str(meta.id) != indicator.id:
        raise SourceFault(f"asked of {indicator.id}, told of {meta.id}")
    if not FIRST_YEAR - 100 <= meta.range.start <= meta.range.end <= 2100:
        raise SourceFault(f"years {meta.range.start}–{meta.range.end}")
    years = tuple(str(y) for y in range(max(FIRST_YEAR, meta.range.start), meta.range.end + 1))
    genders = ("total", *(g for g in ("male", "female") if indicator.genders and g in meta.classifications.sex.values))
    return Described(day_of(meta.updated), years, genders, {"regions": regions(web)})


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


def fetch(web: Web, indicator: Indicator, described: Described) -> bytes:
    """Every figure of the described years and genders. Raises SourceFault."""
    params = {"indicator": indicator.id, "years": list(described.periods), "genders": list(described.genders)}
    return web.get("/json", params)


def tidy(body: bytes, indicator: Indicator, described: Described) -> Brought:
    """Observations of the house's areas. Raises SourceFault: other indicators, years or genders than were asked."""
    known: dict[int, Place] = described.details["regions"]
    found, absolutes, left_out = [], [], 0
    counts, own = indicator.unit in ("persons", "count"), indicator.query.get("take") == "absolute"
    for row in decoded(body, list[Row], "the figures"):
        period = str(row.year)
        if str(row.indicator) != indicator.id or period not in described.periods or row.gender not in described.genders:
            raise SourceFault(f"a figure that was not asked: {row.indicator} {row.year} {row.gender[:20]}")
        place = known.get(row.region)
        if place is None or not placed(place):
            left_out += 1
            continue
        value = row.absolute if own or (row.value is None and counts) else row.value
        if value is not None:
            found.append(Observation(place, period, row.gender, value))
        if row.absolute is not None and not counts:
            absolutes.append(Observation(place, period, row.gender, row.absolute))
    return Brought(tuple(found), tuple(absolutes), left_out)


def updated(body: bytes) -> date | None:
    """Unknown where the description does not tell it."""
    return None
