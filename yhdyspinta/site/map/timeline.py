"""The days a map can be drawn for, as a line: council terms, years, what happened. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yhdyspinta.core.common.dates import EARLIEST, add_months
from yhdyspinta.core.law.schedule import terms_of

LENGTH = 1000.0
"""Of the line, in SVG units."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A council term on the line; `coming` when it lies after today."""

    x: float
    width: float
    start: date
    end: date
    coming: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the line."""

    x: float
    day: date


@dataclass(frozen=True)
class Line:
    """Everything that is drawn. `months`: days that a slider steps through; `step`: the one of the day shown."""

    terms: tuple[Stretch, ...]
    years: tuple[Mark, ...]
    events: tuple[Mark, ...]
    now: Mark
    today: Mark
    months: int
    step: int


def place(day: date, last: date) -> float:
    """Where a day lies on the line from EARLIEST to `last`."""
    return round(LENGTH * (day - EARLIEST).days / (last - EARLIEST).days, 1)


def month_steps(last: date) -> list[date]:
    """The first day of each month of the line."""
    found, day = [], EARLIEST
    while day <= last:
        found.append(day)
        day = add_months(day, 1)
    return found


def half_years(last: date) -> list[date]:
    """The first of January and of July of each year of the line."""
    return [d for d in month_steps(last) if d.month in (1, 7)]


def line(on: date, today: date, last: date, events: Iterable[date]) -> Line:
    """The line with the day shown on it. `events` outside it are left out."""
    terms = [t for t in terms_of("county") if t.end is not None and t.end >= EARLIEST and t.start <= last]
    stretches = []
    for term in terms:
        begin, end = max(term.start, EARLIEST), min(term.end or last, last)
        for part_start, part_end, coming in _split(begin, end, today):
            x = place(part_start, last)
            width = place(min(part_end + timedelta(days=1), last), last) - x
            stretches.append(Stretch(x, round(width, 1), part_start, part_end, coming))
    steps = month_steps(last)
    return Line(
        terms=tuple(stretches),
        years=tuple(Mark(place(date(y, 1, 1), last), date(y, 1, 1)) for y in range(EARLIEST.year, last.year + 1)),
        events=tuple(Mark(place(d, last), d) for d in sorted(set(events)) if EARLIEST <= d <= last),
        now=Mark(place(on, last), on),
        today=Mark(place(today, last), today),
        months=len(steps) - 1,
        step=sum(1 for d in steps if d <= on) - 1,
    )


def _split(begin: date, end: date, today: date) -> list[tuple[date, date, bool]]:
    """A term as what has been and what is to come."""
    if end <= today:
        return [(begin, end, False)]
    if begin > today:
        return [(begin, end, True)]
    return [(begin, today, False), (today + timedelta(days=1), end, True)]
