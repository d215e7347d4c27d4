"""A profile: each indicator of one area beside its region, its nearest and the country; and what stands out. Plain numpy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats, Ints, Table, number, place_of, streak
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.rooms.statistics.periods import earlier
from yhdyspinta.rooms.statistics.places import Where

STRIP = 240.0
"""Width of a strip, in SVG units."""
Placing = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one area. Values None where there is none; `mark` tells why, where the source does."""

    indicator: Indicator
    period: str
    value: float | None
    mark: int
    year: float | None
    """Change over one year, in the indicator's unit."""
    five: float | None
    """Change over five years."""
    region: float | None
    near: float | None
    country: float | None
    in_region: Placing | None
    in_group: Placing | None
    strip: "Strip | None"
    spark: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """All areas of the group as ticks from the smallest to the largest; where one's own, the region's and the country lie."""

    low: float
    high: float
    all: str
    region: str
    country: float | None
    own: float


@dataclass(frozen=True, slots=True)
class Source:
    """What a line is made of: the catalogue's entry, the figures and the matrix's places."""

    indicator: Indicator
    table: Table


def line(source: Source, here: Where, near: Ints, country: int, *, strip: bool = True) -> Line | None:
    """An indicator of an area at its latest known period; None when the source has nothing of the area."""
    found = source.table
    values = found.gender("total")
    own = values[:, here.at]
    known = np.flatnonzero(~np.isnan(own))
    hidden = np.flatnonzero(found.marks[found.genders.index("total"), :, here.at])
    if not known.size:
        return _hidden(source, here, country, int(hidden[-1])) if hidden.size else None
    at = int(known[-1])
    row, period = values[at], found.periods[at]
    return Line(
        indicator=source.indicator,
        period=period,
        value=float(own[at]),
        mark=0,
        year=_change(found, own, period, 1),
        five=_change(found, own, period, 5),
        region=_one(row, here.parent),
        near=_mean(row, near),
        country=_one(row, country) if here.at != country else None,
        in_region=place_of(row[here.region], _within(here.region, here.at)) if here.region.size > 1 else None,
        in_group=place_of(row[here.group], _within(here.group, here.at)) if here.group.size > 1 else None,
        strip=strip_of(row, here, country) if strip and here.group.size > 2 else None,
        spark=tuple((p, number(v)) for p, v in zip(found.periods, own, strict=True)) if known.size > 2 else (),
    )


def _hidden(source: Source, here: Where, country: int, at: int) -> Line:
    """A line whose figure the source does not tell."""
    row = source.table.gender("total")[at]
    period = source.table.periods[at]
    mark = int(source.table.marks_of(period)[here.at])
    beside = (_one(row, here.parent), None, _one(row, country))
    return Line(source.indicator, period, None, mark, None, None, *beside, None, None, None, ())


def _one(row: Floats, at: int | None) -> float | None:
    return None if at is None else number(row[at])


def _mean(row: Floats, at: Ints) -> float | None:
    known = row[at][~np.isnan(row[at])] if at.size else at
    return float(known.mean()) if known.size else None


def _within(group: Ints, at: int) -> int:
    return int(np.flatnonzero(group == at)[0])


def _change(found: Table, own: Floats, period: str, years: int) -> float | None:
    before = earlier(period, years)
    if before not in found.periods:
        return None
    return number(own[found.periods.index(period)] - own[found.periods.index(before)])


def strip_of(row: Floats, here: Where, country: int) -> Strip | None:
    """Ticks at whole units, each once; None when all are the same or fewer than three are known."""
    known = row[here.group][~np.isnan(row[here.group])]
    if known.size < 3 or np.isnan(row[here.at]):
        return None
    low, high = float(known.min()), float(known.max())
    if high <= low:
        return None

    def spots(values: Floats) -> list[int]:
        scaled = 3 + (STRIP - 6) * (values[~np.isnan(values)] - low) / (high - low)
        return sorted({round(float(x)) for x in scaled if 0 <= x <= STRIP})

    middle = _one(row, country)
    at = [3 + (STRIP - 6) * (v - low) / (high - low) for v in (row[here.at], middle) if v is not None]
    return Strip(
        low=low,
        high=high,
        all="".join(f"M{x} 9v8" for x in spots(row[here.group])),
        region="".join(f"M{x} 6v14" for x in spots(row[here.region])),
        country=round(at[1], 1) if middle is not None and low <= middle <= high else None,
        own=round(float(at[0]), 1),
    )


def lines(sources: Iterable[Source], here: Where, near: Ints, country: int) -> list[Line]:
    """A profile's lines, those without a figure of the area left out."""
    found = [line(s, here, near, country) for s in sources]
    return [x for x in found if x is not None]


@dataclass(frozen=True, slots=True)
class StandsOut:
    """One thing that stands out, by a stated rule. `code`: which; words are `stands:<code>`."""

    code: str
    line: Line
    place: Placing
    years: int = 0


EDGE = 0.1
"""The largest or smallest tenth of all areas stands out."""


def stands_out(found: Sequence[Line], tables: Mapping[str, Table], here: Where, limit: int = 3) -> list[StandsOut]:
    """What stands out: first at the very edge of one's own region, then among the outermost tenth of all.

    Only shares and rates: of counts only size would stand out. Each indicator once, the farthest out first.
    """
    ranked: list[tuple[float, StandsOut]] = []
    for one in found:
        if one.value is None or one.indicator.additive or one.in_group is None or one.in_group[1] < 10:
            continue
        place, count = one.in_group
        out = min(place - 1, count - place) / count
        if one.in_region and one.in_region[1] >= 5 and one.in_region[0] in (1, one.in_region[1]):
            largest = one.in_region[0] == 1
            years = _years(tables[one.indicator.code], here, largest=largest)
            code = "region_largest" if largest else "region_smallest"
            ranked.append((out - 1.0, StandsOut(code, one, one.in_region, years)))
        elif out < EDGE:
            code = "group_large" if place - 1 < count - place else "group_small"
            ranked.append((out, StandsOut(code, one, one.in_group)))
    ranked.sort(key=lambda r: r[0])
    return [r for _, r in ranked[:limit]]


def peak(periods: Sequence[str], values: Sequence[float | None]) -> tuple[str, float] | None:
    """(period, value) of the largest value when it is neither the first nor the last known: growth that has turned."""
    known = [(p, v) for p, v in zip(periods, values, strict=True) if v is not None]
    if len(known) < 5:
        return None
    top = max(known, key=lambda k: k[1])
    return None if top in (known[0], known[-1]) else top


def _years(found: Table, here: Where, *, largest: bool) -> int:
    return streak(found.gender("total")[:, here.region], _within(here.region, here.at), largest=largest)
