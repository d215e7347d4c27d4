"""A profile: each indicator of one area beside its region, its nearest and the country; and what stands out. Plain numpy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats, Ints, Marks, Table, number, streak
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.periods import earlier
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
    spark: str
    """A small line over all periods, as an SVG path; "" where there are fewer than three values, or where it is folded away."""


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
    older: Table | None = None
    """Of the indicator that this one continues: its past."""


@dataclass(frozen=True, slots=True)
class Told:
    """A source, the index of one area's latest known value in it, and the area's own column with its past."""

    source: Source
    at: int
    own: Floats
    periods: tuple[str, ...]


def lines(sources: Iterable[Source], here: Where, near: Ints, country: int) -> list[Line]:
    """A profile's lines in the given order, each at the area's latest known period; those without a figure left out.

    All indicators at once: the rows of their latest periods make one matrix, (indicators, areas).
    """
    found: list[Told | Line] = []
    for source in sources:
        gender = source.table.genders.index("total")
        own = source.table.values[gender, :, here.at]
        known = (~np.isnan(own)).nonzero()[0]
        if known.size:
            found.append(Told(source, int(known[-1]), *_with_past(source, own, here.at)))
        elif (hidden := source.table.marks[gender, :, here.at].nonzero()[0]).size:
            found.append(_hidden(source, here, country, int(hidden[-1])))
    told = [one for one in found if isinstance(one, Told)]
    made = iter(_lines(told, here, near, country) if told else ())
    return [next(made) if isinstance(one, Told) else one for one in found]


def _with_past(source: Source, own: Floats, at: int) -> tuple[Floats, tuple[str, ...]]:
    """An area's column begun by the older indicator that this one continues."""
    older = source.older
    if older is None:
        return own, source.table.periods
    first = source.table.periods[0]
    count = sum(p < first for p in older.periods)
    past = older.gender("total")[:count, at]
    return np.concatenate([past, own]), (*older.periods[:count], *source.table.periods)


def _lines(told: Sequence[Told], here: Where, near: Ints, country: int) -> list[Line]:
    rows = np.stack([one.source.table.gender("total")[one.at] for one in told])
    own = rows[:, here.at]
    nobody: list[None] = [None] * len(told)
    region = nobody if here.parent is None else _plain(rows[:, here.parent])
    middle = nobody if here.at == country else _plain(rows[:, country])
    means = _means(rows[:, near])
    in_region = _places(rows[:, here.region], own) if here.region.size > 1 else nobody
    in_group = _places(rows[:, here.group], own) if here.group.size > 1 else nobody
    strips = strips_of(rows, here, country, [one.source.indicator.proposed for one in told])
    return [
        Line(
            indicator=one.source.indicator,
            period=one.source.table.periods[one.at],
            value=float(own[i]),
            mark=0,
            year=_change(one, 1),
            five=_change(one, 5),
            region=region[i],
            near=means[i],
            country=middle[i],
            in_region=in_region[i],
            in_group=in_group[i],
            strip=strips[i],
            spark=spark_of(one.own) if one.source.indicator.proposed else "",
        )
        for i, one in enumerate(told)
    ]


def _hidden(source: Source, here: Where, country: int, at: int) -> Line:
    """A line whose figure the source does not tell."""
    row = source.table.gender("total")[at]
    period = source.table.periods[at]
    mark = int(source.table.marks_of(period)[here.at])
    region = None if here.parent is None else number(row[here.parent])
    middle = None if here.at == country else number(row[country])
    return Line(source.indicator, period, None, mark, None, None, region, None, middle, None, None, None, "")


def _plain(values: Floats) -> list[float | None]:
    return [None if v != v else v for v in values.tolist()]  # only NaN differs from itself


def _means(rows: Floats) -> list[float | None]:
    """The mean of each row's known values."""
    known = ~np.isnan(rows)
    count = known.sum(axis=1)
    total = np.where(known, rows, 0.0).sum(axis=1)
    return _plain(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _places(rows: Floats, own: Floats) -> list[Placing | None]:
    """(place from the largest, how many) of one's own value on each row. Every own value is known."""
    above, known = (rows > own[:, None]).sum(axis=1), (~np.isnan(rows)).sum(axis=1)
    return list(zip((above + 1).tolist(), known.tolist(), strict=True))


def _change(one: Told, years: int) -> float | None:
    before = earlier(one.source.table.periods[one.at], years)
    if before not in one.periods:
        return None
    last = len(one.periods) - len(one.source.table.periods) + one.at
    return number(one.own[last] - one.own[one.periods.index(before)])


SPARK = (144, 40)
"""Width and height of a small line, in SVG units."""


def spark_of(own: Floats) -> str:
    """A small line through the known values as an SVG path, broken where periods lack a value; "" of fewer than three."""
    known = [(i, v) for i, v in enumerate(own.tolist()) if v == v]  # only NaN differs from itself
    if len(known) < 3:
        return ""
    first, wide, tall = known[0][0], SPARK[0] - 8, SPARK[1] - 8
    values = [v for _i, v in known]
    low, high = min(values), max(values)
    across = wide / (known[-1][0] - first)
    path, before = [], -2
    for at, value in known:
        spot = f"{4 + round(across * (at - first))} {4 + round(tall * (high - value) / (high - low) if high > low else tall / 2)}"
        path.append(f"L{spot}" if at == before + 1 else f"M{spot}h0")  # h0: a lone value is a dot
        before = at
    return "".join(path)


_ALL = tuple(f"M{x} 9v8" for x in range(int(STRIP) + 1))
_REGION = tuple(f"M{x} 6v14" for x in range(int(STRIP) + 1))
EDGE_OF_STRIP = 3


def strips_of(rows: Floats, here: Where, country: int, drawn: Sequence[bool]) -> list[Strip | None]:
    """A strip of each row of (indicators, areas): None where all are the same or fewer than three are known.

    Ticks at whole units, each once, only where it is to be `drawn` with them.
    """
    if here.group.size < 3:
        return [None] * len(rows)
    group = rows[:, here.group]
    known = ~np.isnan(group)
    low, high = np.where(known, group, np.inf).min(axis=1), np.where(known, group, -np.inf).max(axis=1)
    good = (known.sum(axis=1) >= 3) & (high > low) & ~np.isnan(rows[:, here.at])
    scale = np.where(good, high - low, 1.0)
    base = np.where(good, low, 0.0)

    def spots(columns: Ints) -> Floats:
        return EDGE_OF_STRIP + (STRIP - 2 * EDGE_OF_STRIP) * (rows[:, columns] - base[:, None]) / scale[:, None]

    one, whole = spots(np.array([here.at, country])).round(1).T.tolist()
    every, own = _seen(spots(here.group)), _seen(spots(here.region))
    return [
        Strip(
            low=float(low[i]),
            high=float(high[i]),
            all=_path(_ALL, every[i]) if drawn[i] else "",
            region=_path(_REGION, own[i]) if drawn[i] else "",
            country=whole[i] if low[i] <= rows[i, country] <= high[i] else None,
            own=one[i],
        )
        if good[i]
        else None
        for i in range(len(rows))
    ]


def _seen(spots: Floats) -> Marks:
    """(rows, units): where a row has a tick."""
    count = len(_ALL)
    at = np.where((spots >= 0) & (spots <= STRIP), spots, count).round().astype(np.intp)
    found = np.zeros((len(spots), count + 1), np.uint8)
    found[np.arange(len(spots))[:, None], at] = 1
    return found[:, :count]


def _path(ticks: Sequence[str], row: Marks) -> str:
    return "".join([ticks[x] for x in row.nonzero()[0].tolist()])


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
            code = "region_largest" if largest else "region_smallest"
            ranked.append((out - 1.0, StandsOut(code, one, one.in_region)))
        elif out < EDGE:
            code = "group_large" if place - 1 < count - place else "group_small"
            ranked.append((out, StandsOut(code, one, one.in_group)))
    ranked.sort(key=lambda r: r[0])
    return [replace(r, years=_years(tables[r.line.indicator.code], here, r.code)) for _, r in ranked[:limit]]


def peak(periods: Sequence[str], values: Sequence[float | None]) -> tuple[str, float] | None:
    """(period, value) of the largest value when it is neither the first nor the last known: growth that has turned."""
    known = [(p, v) for p, v in zip(periods, values, strict=True) if v is not None]
    if len(known) < 5:
        return None
    top = max(known, key=lambda k: k[1])
    return None if top in (known[0], known[-1]) else top


def _years(found: Table, here: Where, code: str) -> int:
    """For how many periods in a row; 0 of what is not the region's edge."""
    if not code.startswith("region_"):
        return 0
    within = int(np.flatnonzero(here.region == here.at)[0])
    return streak(found.gender("total")[:, here.region], within, largest=code == "region_largest")
