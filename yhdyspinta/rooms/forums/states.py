"""States of a meeting, as a table: what can be done in each, and where it leads. Plain Python."""

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal["draft", "called", "under_way", "minutes", "approved", "cancelled"]
Move = Literal["call", "begin", "minutes", "approve", "reopen", "cancel"]
STATES: tuple[State, ...] = get_args(State)
MOVES: tuple[Move, ...] = get_args(Move)

MEETING: Mapping[State, Mapping[Move, State]] = {
    "draft": {"call": "called", "cancel": "cancelled"},
    "called": {"begin": "under_way", "cancel": "cancelled"},
    "under_way": {"minutes": "minutes"},
    "minutes": {"approve": "approved", "reopen": "under_way"},
    "approved": {},
    "cancelled": {},
}
HELD: frozenset[State] = frozenset({"under_way", "minutes", "approved"})
AHEAD: frozenset[State] = frozenset({"draft", "called"})
OPEN: frozenset[State] = frozenset({"draft", "called", "under_way", "minutes"})
"""While its text may change."""
WRITTEN = HELD & OPEN
"""While it is written what came of it."""


def moved(state: State, move: Move) -> State | None:
    """Where a move leads; None when it cannot be made."""
    return MEETING[state].get(move)
