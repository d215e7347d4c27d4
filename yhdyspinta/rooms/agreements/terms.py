"""When an agreement holds, when it ends or is to be looked at again, and what a theme's agreements amount to. Plain Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from yhdyspinta.core.common.dates import add_months
from yhdyspinta.core.interfaces.cells import Situation

State = Literal["proposed", "waits", "in_force", "ended"]
STATES: tuple[State, ...] = get_args(State)
SOON = 6
"""Months before its end an agreement asks to be renewed."""
AHEAD = 12
"""Months before its day a change is warned of."""


@dataclass(frozen=True, slots=True)
class Term:
    """From when and until when. `notice`: months; `review`: the day by which it is looked at again; `ended`: ended before its time."""

    starts: date | None = None
    ends: date | None = None
    notice: int | None = None
    review: date | None = None
    ended: date | None = None


def state_of(term: Term, agreed: date | None, on: date) -> State:
    """Proposed until everybody has accepted; then it waits for its first day, is in force, and ends after its last."""
    if (term.ended is not None and term.ended <= on) or (term.ends is not None and term.ends < on):
        return "ended"
    if agreed is None or agreed > on:
        return "proposed"
    return "waits" if term.starts is not None and term.starts > on else "in_force"


MomentCode = Literal["review", "renewal", "expires"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of an agreement that somebody must not miss."""

    code: MomentCode
    on: date


def moments(term: Term) -> tuple[Moment, ...]:
    """Its days in order: to be looked at again, the last day to give notice or agree anew, the last day in force."""
    found = []
    if term.review is not None:
        found.append(Moment("review", term.review))
    if term.ends is not None:
        found.append(Moment("expires", term.ends))
        if term.notice:
            found.append(Moment("renewal", add_months(term.ends, -term.notice)))
    return tuple(sorted(found, key=lambda m: m.on))


def coming(term: Term, on: date) -> Moment | None:
    """The next of its days, today counted."""
    return next((m for m in moments(term) if m.on >= on), None)


def is_expiring(term: Term, renewed: bool, on: date) -> bool:
    """Whether it ends within half a year, or its last day to give notice has passed, and nothing that follows is in preparation."""
    if renewed or term.ends is None:
        return False
    return add_months(on, SOON) >= term.ends or any(m.code == "renewal" and m.on <= on for m in moments(term))


def is_unreviewed(term: Term, on: date) -> bool:
    """Whether the day by which it was to be looked at again has passed."""
    return term.review is not None and term.review < on


@dataclass(frozen=True, slots=True)
class Look:
    """A theme's agreements and models on a day. `expiring`, `unreviewed`: of those in force."""

    proposed: int
    in_force: int
    expiring: int
    unreviewed: int


@dataclass(frozen=True, slots=True)
class ModelRule:
    """One line of the written table: when it holds, what the cell says. Its words are `rule:<code>`."""

    code: str
    says: Situation
    holds: Callable[[Look], bool]


MODEL_RULES: tuple[ModelRule, ...] = (
    ModelRule("models_in_place", "in_place", lambda x: x.in_force > 0 and x.expiring == 0 and x.unreviewed == 0),
    ModelRule("models_partly", "partly", lambda x: x.in_force > 0),
    ModelRule("models_preparation", "under_preparation", lambda x: x.proposed > 0),
    ModelRule("models_silence", "unknown", lambda x: True),
)
"""In order: the first that holds decides. Agreements are voluntary: one that has ended lacks nothing by itself."""


def situation(look: Look) -> Situation:
    """The situation by MODEL_RULES."""
    return next(rule.says for rule in MODEL_RULES if rule.holds(look))


ChangeCode = Literal["statements", "notice", "change"]


@dataclass(frozen=True, slots=True)
class Coming:
    """A change that is known ahead: when it happens, until when notice can be given, until when statements are taken."""

    on: date
    notice: date | None = None
    statements: date | None = None


def next_of(change: Coming, on: date) -> tuple[ChangeCode, date]:
    """The next day to act, else the day of the change itself, also when that has passed."""
    days: Sequence[tuple[ChangeCode, date | None]] = (("statements", change.statements), ("notice", change.notice))
    left = [(code, day) for code, day in days if day is not None and on <= day <= change.on]
    return min(left, key=lambda x: x[1]) if left else ("change", change.on)


def warns(change: Coming, on: date) -> bool:
    """Whether the change is within a year, or one of its days to act is."""
    _code, day = next_of(change, on)
    return on <= change.on and day <= add_months(on, AHEAD)
