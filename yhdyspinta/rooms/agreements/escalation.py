"""How a problem climbs from level to level until it is settled. Plain Python, without a database.

A problem is what has happened to it: raised, tried, taken to the next level, a settlement offered and answered. Where it
is, since when and by when follows from that; nothing of it is stored. Silence settles nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Literal, get_args

from yhdyspinta.core.common.dates import is_working_day

Level = Literal["client", "experts", "sector", "top", "political"]
LADDER: tuple[Level, ...] = get_args(Level)
"""From those who work with clients to those who are elected."""
Act = Literal["raised", "tried", "climbed", "offered", "accepted", "rejected", "withdrawn"]
Outcome = Literal["solved", "disagreed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
StateName = Literal["", "open", "offered", "solved", "disagreed", "withdrawn"]
CLOSED: frozenset[StateName] = frozenset({"solved", "disagreed", "withdrawn"})
ACTS: Mapping[StateName, tuple[Act, ...]] = {
    "": ("raised",),
    "open": ("tried", "climbed", "offered", "withdrawn"),
    "offered": ("accepted", "rejected", "tried", "climbed", "withdrawn"),
    "solved": (),
    "disagreed": (),
    "withdrawn": (),
}
"""What can follow in each state."""
Limits = Mapping[Level, int]
"""Days that a level has, as the agreed operating model says; a level that is not there is passed over."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `level`: of a raised one where it begins; `outcome`: of an offered one; `party`: who did it."""

    act: Act
    on: date
    party: int
    level: Level | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a problem is on a day. `since`: when it came to its level; `due`: the last day that the level has."""

    name: StateName
    level: Level
    since: date
    raised: date
    due: date | None = None
    late: bool = False
    climbs: int = 0
    overrun: int = 0
    """Levels that took longer than they had, this one with them."""
    outcome: Outcome | None = None
    waits: tuple[int, ...] = ()
    """Parties whose answer to the settlement that is offered is awaited."""
    closed: date | None = None

    @property
    def in_time(self) -> bool:
        """Whether every level has kept its days."""
        return self.overrun == 0


def levels(limits: Limits) -> tuple[Level, ...]:
    """The levels of a ladder, the lowest first; all of them where nothing has been agreed."""
    return tuple(x for x in LADDER if x in limits) or LADDER


def above(level: Level, limits: Limits) -> Level | None:
    """The next level of the ladder; None at the top."""
    return next((x for x in levels(limits) if LADDER.index(x) > LADDER.index(level)), None)


def due_of(since: date, level: Level, limits: Limits) -> date | None:
    """The last day that a level has; one on which offices are closed moves to the next working day. None without a limit."""
    if level not in limits:
        return None
    day = since + timedelta(days=limits[level])
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def may_follow(state: State | None, act: Act, limits: Limits) -> bool:
    """Whether the act can happen now. At the top nothing climbs."""
    name: StateName = state.name if state is not None else ""
    if act not in ACTS[name]:
        return False
    return act != "climbed" or (state is not None and above(state.level, limits) is not None)


def state_of(events: Iterable[Event], parties: Sequence[int], limits: Limits, on: date) -> State | None:
    """What the events amount to on a day, in the order in which they were recorded; what came later does not count.

    None before it was raised. What could not follow changes nothing.
    """
    now: State | None = None
    for event in events:
        if event.on <= on and may_follow(now, event.act, limits):
            now = _after(now, event, parties, limits)
    if now is None or now.name in CLOSED:
        return now
    late = now.due is not None and on > now.due
    return replace(now, late=late, overrun=now.overrun + late)


def _after(now: State | None, event: Event, parties: Sequence[int], limits: Limits) -> State:
    """The state after an event that may follow."""
    if now is None:
        level = event.level or levels(limits)[0]
        return State("open", level, event.on, event.on, due_of(event.on, level, limits))
    if event.act == "climbed":
        level = above(now.level, limits) or now.level
        passed = replace(now, climbs=now.climbs + 1, overrun=now.overrun + _over(now, event.on))
        due = due_of(event.on, level, limits)
        return replace(passed, name="open", level=level, since=event.on, due=due, outcome=None, waits=())
    if event.act == "offered":
        return _settled(replace(now, name="offered", outcome=event.outcome, waits=tuple(parties)), event)
    if event.act == "accepted":
        return _settled(now, event)
    if event.act == "rejected":
        return replace(now, name="open", outcome=None, waits=())
    if event.act == "withdrawn":
        return replace(now, name="withdrawn", waits=(), closed=event.on)
    return now


def _settled(now: State, event: Event) -> State:
    """One party fewer to wait for; when none is left, the problem is settled."""
    left = tuple(p for p in now.waits if p != event.party)
    if left or now.outcome is None:
        return replace(now, waits=left)
    return replace(now, name=now.outcome, waits=(), closed=event.on, overrun=now.overrun + _over(now, event.on))


def _over(now: State, on: date) -> bool:
    """Whether a level that is left on a day took longer than it had."""
    return now.due is not None and on > now.due


@dataclass(frozen=True, slots=True)
class Tally:
    """Problems of an interface in a span of days. `days`: the median from raised to closed, of those closed."""

    raised: int = 0
    open: int = 0
    solved: int = 0
    disagreed: int = 0
    climbed: int = 0
    """That were taken to a higher level at least once."""
    late: int = 0
    """Where some level took longer than it had."""
    days: int | None = None


def tally(states: Iterable[State], first: date, last: date) -> Tally:
    """Of the problems that were open some time between two days, as they are on the last. Withdrawn ones do not count."""
    here = [
        s
        for s in states
        if s.name != "withdrawn" and s.raised <= last and (s.closed is None or s.closed >= first)
    ]  # fmt: skip
    spans = [(s.closed - s.raised).days for s in here if s.closed is not None]
    return Tally(
        raised=sum(first <= s.raised for s in here),
        open=sum(s.closed is None for s in here),
        solved=sum(s.name == "solved" for s in here),
        disagreed=sum(s.name == "disagreed" for s in here),
        climbed=sum(s.climbs > 0 for s in here),
        late=sum(not s.in_time for s in here),
        days=round(median(spans)) if spans else None,
    )
