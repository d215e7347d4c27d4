"""A stretch of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included; an open end is None."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end before it starts: {self.start} – {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def holding(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    """Whether a dated fact holds on a day; an unknown bound holds for ever."""
    return (valid_from is None or valid_from <= on) and (valid_until is None or on <= valid_until)


def latest(days: Iterable[date | None]) -> date | None:
    """The last of the known days, or None."""
    known = [day for day in days if day is not None]
    return max(known, default=None)
