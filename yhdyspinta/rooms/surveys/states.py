"""The states of a survey, and what moves it. Plain Python."""

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal["draft", "agreed", "open", "closed", "cancelled"]
Step = Literal["confirm", "open", "close", "cancel"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[Step, ...] = get_args(Step)
MOVES: Mapping[State, Mapping[Step, State]] = {
    "draft": {"confirm": "agreed", "cancel": "cancelled"},
    "agreed": {"open": "open", "cancel": "cancelled"},
    "open": {"close": "closed", "cancel": "cancelled"},
    "closed": {},
    "cancelled": {},
}
"""From a state by a step to the next. What is asked is frozen when it opens, what was answered when it closes."""
