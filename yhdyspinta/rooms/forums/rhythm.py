"""A forum on a day, without a database: is it agreed, has it met in its rhythm, is the next meeting known. Plain Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from yhdyspinta.core.common.dates import add_months
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.cells import Situation


@dataclass(frozen=True, slots=True)
class Forum:
    """A public forum. `rhythm`: months between meetings at most; `agreed`: the day since which every party has accepted it."""

    public_id: UUID
    region: str
    themes: tuple[str, ...]
    name: Text
    rhythm: int
    founded: date
    ended: date | None
    agreed: date | None
    accepted: int
    parties: int
    held: tuple[date, ...]
    ahead: tuple[date, ...]
    receipts: tuple[tuple[date, date | None], ...] = ()
    """Of each question to a party's own bodies: when it was asked, and when it was handled to the end."""

    def stands(self, on: date) -> bool:
        """Whether it is there on the day."""
        return self.founded <= on and (self.ended is None or on < self.ended)

    def look(self, on: date) -> "Look":
        """How it is on the day, by what is known now."""
        met = max((d for d in self.held if d <= on), default=None)
        return Look(
            forum=self,
            agreed=self.agreed is not None and self.agreed <= on,
            met=met,
            in_rhythm=met is not None and on <= add_months(met, self.rhythm),
            missing=sum(asked <= on and (done is None or done > on) for asked, done in self.receipts),
            next=min((d for d in (*self.ahead, *self.held) if d > on), default=None),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """A forum on a day."""

    forum: Forum
    agreed: bool
    met: date | None
    in_rhythm: bool
    missing: int
    """Receipts that had not come; they never lower the situation of the others."""
    next: date | None


@dataclass(frozen=True, slots=True)
class ForumRule:
    """One line of the written table: when it holds, what the cell says. Its words are `rule:<code>`."""

    code: str
    says: Situation
    holds: Callable[[Look], bool]


FORUMS: tuple[ForumRule, ...] = (
    ForumRule("forums_in_place", "in_place", lambda x: x.agreed and x.in_rhythm and x.next is not None),
    ForumRule("forums_partly", "partly", lambda x: x.agreed or x.in_rhythm),
    ForumRule("forums_preparation", "under_preparation", lambda x: True),
)
"""In order: the first that holds of a forum decides. A theme that no forum serves has no record."""
ORDER: tuple[Situation, ...] = ("in_place", "partly", "under_preparation")


def situation(look: Look) -> Situation:
    """The situation by FORUMS."""
    return next(rule.says for rule in FORUMS if rule.holds(look))


def best(looks: Sequence[Look]) -> Look | None:
    """The forum that serves a theme best; one is enough."""
    return min(looks, key=lambda x: (ORDER.index(situation(x)), x.forum.founded), default=None)


def in_rhythm(first: date, months: int) -> date:
    """The day so many months later that is the same weekday of its month (the second Tuesday, say; the last when there is no fifth)."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    week = (first.day - 1) // 7
    start = date(year, month + 1, 1)
    day = start + timedelta(days=(first.weekday() - start.weekday()) % 7 + 7 * week)
    return day if day.month == start.month else day - timedelta(days=7)
