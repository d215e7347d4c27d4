"""How far a goal and a measure have come, computed when it is read, never stored. Plain Python.

A goal's figure is compared with the straight path from its baseline to its target; a measure with its own days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from yhdyspinta.core.interfaces.cells import Situation

Course = Literal["reached", "on_track", "at_risk", "off_track", "no_data"]
COURSES: tuple[Course, ...] = get_args(Course)
State = Literal["planned", "under_way", "done", "stopped"]
STATES: tuple[State, ...] = get_args(State)
HALF = 0.5
"""At least half of the expected way is at risk; less is off track."""
NOISE = 1e-9
"""Of floating point: what is exactly on the path is on it."""
SEASON = timedelta(days=120)
"""An owner says once a season that a measure is still theirs."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a figure is to go: from `baseline` in `base_year` to `target` in `target_year`. Raises ValueError when it goes nowhere."""

    base_year: int
    baseline: float
    target_year: int
    target: float

    def __post_init__(self) -> None:
        if self.target_year <= self.base_year:
            raise ValueError("the target is not after its baseline")
        if self.target == self.baseline:
            raise ValueError("the target is the baseline")

    def expected(self, year: int) -> float:
        """On the straight path; the target from its year on."""
        share = (min(max(year, self.base_year), self.target_year) - self.base_year) / (
            self.target_year - self.base_year
        )
        return self.baseline + (self.target - self.baseline) * share

    def way(self, value: float) -> float:
        """How much of the whole way a value has come: 0 at the baseline, 1 at the target."""
        return (value - self.baseline) / (self.target - self.baseline)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a figure is. `year` and `value`: the latest known after the baseline; `expected`: on the path that year."""

    course: Course
    year: int | None = None
    value: float | None = None
    expected: float | None = None


def progress_of(target: Target, values: Mapping[int, float], on: date) -> Progress:
    """By the latest figure of a year after the baseline's and not after the day's.

    Reached: at the target or past it. On track: at least as far as the path is. At risk: at least half of that.
    """
    known = [y for y in values if target.base_year < y <= on.year]
    if not known:
        return Progress("no_data")
    year = max(known)
    value, expected = values[year], target.expected(year)
    way, path = target.way(value), target.way(expected)
    if way >= 1 - NOISE:
        course: Course = "reached"
    elif way >= path - NOISE:
        course = "on_track"
    else:
        course = "at_risk" if way >= HALF * path - NOISE else "off_track"
    return Progress(course, year, value, expected)


Timing = Literal["waits", "runs", "late", "done", "stopped"]


def timing_of(state: State, starts: date | None, ends: date | None, on: date) -> Timing:
    """A measure by its own state and days: it waits for its beginning, runs, is late, or has ended."""
    if state in ("done", "stopped"):
        return "done" if state == "done" else "stopped"
    if ends is not None and ends < on:
        return "late"
    if state == "planned" and (starts is None or on <= starts):
        return "waits"
    return "late" if state == "planned" else "runs"


Ownership = Literal["nobody", "asked", "accepted", "stale", "refused"]


def ownership_of(owner: bool, accepted: date | None, refused: date | None, on: date) -> Ownership:
    """Whether somebody is in charge: an owner accepts, and says once a season that it is still so. Days to come do not count."""
    if not owner:
        return "nobody"
    accepted, refused = (day if day is not None and day <= on else None for day in (accepted, refused))
    if refused is not None and (accepted is None or refused >= accepted):
        return "refused"
    if accepted is None:
        return "asked"
    return "accepted" if on - accepted <= SEASON else "stale"


@dataclass(frozen=True, slots=True)
class Look:
    """The goals of a theme on a day: how many there are, agreed, with somebody in charge, and followed up within a year."""

    goals: int
    agreed: int
    owned: int
    followed: int


@dataclass(frozen=True, slots=True)
class GoalRule:
    """One line of the written table: when it holds, what the cell says. Its words are `rule:<code>`."""

    code: str
    says: Situation
    holds: Callable[[Look], bool]


GOAL_RULES: tuple[GoalRule, ...] = (
    GoalRule("goals_in_place", "in_place", lambda x: x.agreed > 0 and x.owned >= x.agreed and x.followed >= x.agreed),
    GoalRule("goals_partly", "partly", lambda x: x.agreed > 0),
    GoalRule("goals_preparation", "under_preparation", lambda x: True),
)
"""In order: the first that holds decides. A theme without a proposed goal has no record."""


def situation(look: Look) -> Situation:
    """The situation by GOAL_RULES."""
    return next(rule.says for rule in GOAL_RULES if rule.holds(look))


def followed(notes: Sequence[date], on: date) -> bool:
    """Whether something has been told of a goal within a year."""
    return any(timedelta(0) <= on - day <= timedelta(days=366) for day in notes)
