"""When a letter goes to an organisation: everything that waits in one, at most four a year. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

A_YEAR, AT_MOST = timedelta(days=365), 4
GATHERED = timedelta(days=3)
"""A new question waits this long for others of the same meetings."""
APART = timedelta(days=60)
"""Between letters, unless a day is near that has not been written of."""
REMINDED = timedelta(days=90)
"""What has been written of and not answered is written of again."""
NEAR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that has not been handled to the end. `due`: the day that an answer is hoped for; `written`: some letter told of it."""

    asked_on: date
    due: date | None = None
    written: bool = False


def is_time(sent: Sequence[date], waiting: Sequence[Waiting], today: date) -> bool:
    """Whether a letter goes today. `sent`: the days of earlier ones, oldest first."""
    year = [day for day in sent if day > today - A_YEAR]
    last = sent[-1] if sent else None
    if not waiting or len(year) >= AT_MOST or last == today:
        return False
    unwritten = [w for w in waiting if not w.written]
    near = any(w.due is not None and w.due <= today + NEAR for w in unwritten)
    if last is not None and not near and today - last < APART:
        return False
    gathered = any(today - w.asked_on >= GATHERED for w in unwritten)
    return near or gathered or (last is not None and today - last >= REMINDED)
