"""Periods of figures: their words, their ends, how far apart they are. Plain Python.

A period is a year, "2025", or a month, "2026M06".
"""

from datetime import date, timedelta

from yhdyspinta.core.common.dates import add_months


def end_of(period: str) -> date:
    """The last day of a period. Raises ValueError for what is none."""
    year, _, month = period.partition("M")
    first = date(int(year), int(month), 1) if month else date(int(year), 12, 1)
    return add_months(first, 1) - timedelta(days=1)


def shown(period: str) -> str:
    """A period as people write it: 2025, 6/2026."""
    year, _, month = period.partition("M")
    return f"{int(month)}/{year}" if month else year


def earlier(period: str, years: int) -> str:
    """The same period so many years before."""
    year, letter, month = period.partition("M")
    return f"{int(year) - years}{letter}{month}"


def missed_from(period: str, late_after: int) -> date:
    """From which day newer figures are missed: so many months after the end of the period."""
    return add_months(end_of(period), late_after)


def held_on(periods: tuple[str, ...], on: date) -> str:
    """The latest period that had ended by the day, or "" when none had."""
    return max((p for p in periods if end_of(p) <= on), default="")
