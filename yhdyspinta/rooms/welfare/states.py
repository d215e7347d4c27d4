"""The states of a wellbeing document, and what moves it. Plain Python."""

from collections.abc import Mapping
from typing import Literal, get_args

State = Literal["writing", "council", "approved"]
Step = Literal["send", "back", "approve"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[Step, ...] = get_args(Step)
MOVES: Mapping[State, Mapping[Step, State]] = {
    "writing": {"send": "council"},
    "council": {"back": "writing", "approve": "approved"},
    "approved": {},
}
"""From a state by a step to the next. What has been approved is frozen: a new document follows it."""
