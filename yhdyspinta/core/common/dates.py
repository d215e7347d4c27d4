"""Calendar arithmetic: adding months, Finnish public holidays, reading dates that people type."""

import re
from calendar import monthrange
from datetime import date, timedelta

EARLIEST = date(2023, 1, 1)
"""The first day a map can be drawn for: the counties began their work."""


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; the last day of a shorter month (31.1. + 1 → 28.2., leap years 29.2.)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29.2. becomes 28.2. in a common year."""
    return add_months(day, 12 * years)


def easter(year: int) -> date:
    """Easter Sunday, Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> frozenset[date]:
    """Finnish days on which a time limit does not end on a weekday (law 150/1930 5 §, general holidays)."""
    sunday = easter(year)
    midsummer_eve = next(date(year, 6, d) for d in range(19, 26) if date(year, 6, d).weekday() == 4)
    return frozenset(
        {
            date(year, 1, 1),
            date(year, 1, 6),
            sunday - timedelta(days=2),
            sunday,
            sunday + timedelta(days=1),
            date(year, 5, 1),
            sunday + timedelta(days=39),
            midsummer_eve,
            midsummer_eve + timedelta(days=1),
            date(year, 12, 6),
            date(year, 12, 24),
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_working_day(day: date) -> bool:
    """Whether offices are open: not a weekend, not a public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FINNISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def parse_date(text: str) -> date:
    """Reads 2025-10-24 or 24.10.2025.

    Raises ValueError, with the text, when it is neither or there is no such day.
    """
    stripped = text.strip()
    if match := _ISO.fullmatch(stripped):
        year, month, day = map(int, match.groups())
    elif match := _FINNISH.fullmatch(stripped):
        day, month, year = map(int, match.groups())
    else:
        raise ValueError(f"not a date: {text!r}")
    return date(year, month, day)
