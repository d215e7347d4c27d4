"""What the parties say, and what it amounts to. Plain Python.

A party first tells a view in preparation, then decides by its own rules. Only decisions are agreement, each of the
version of the text that it concerns; silence never is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Step = Literal["view", "decision"]
Position = Literal["accepted", "accepted_with_changes", "differing", "withdrawn"]
STEPS: tuple[Step, ...] = get_args(Step)
POSITIONS: tuple[Position, ...] = get_args(Position)


@dataclass(frozen=True, slots=True)
class Said:
    """What a party said. `version`: of the text that it concerns; `number`: the order in which it was recorded."""

    party: int
    step: Step
    position: Position
    version: int
    on: date
    number: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Parties by what they have decided of the present version. Each party is in exactly one of the five."""

    accepted: tuple[int, ...] = ()
    with_changes: tuple[int, ...] = ()
    differing: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()
    """Decided of an earlier version only: the change of the text asks them again."""
    unanswered: tuple[int, ...] = ()
    since: date | None = None
    """The day of the last acceptance, when everybody has accepted."""

    @property
    def holds(self) -> bool:
        """Whether every party has accepted this version as it is."""
        return self.since is not None

    @property
    def parties(self) -> int:
        """How many are asked."""
        return sum(len(p) for p in (self.accepted, self.with_changes, self.differing, self.earlier, self.unanswered))


def agreement_of(parties: Sequence[int], said: Iterable[Said], version: int) -> Agreement:
    """What the decisions amount to. Of each party the last decision of the newest version counts; withdrawing it is silence again.

    What is said by others than the parties, and views in preparation, change nothing.
    """
    last: dict[int, Said] = {}
    for one in sorted(said, key=lambda s: (s.version, s.number)):
        if one.step == "decision" and one.version <= version:
            last[one.party] = one
    groups: dict[str, list[int]] = {
        "accepted": [],
        "accepted_with_changes": [],
        "differing": [],
        "earlier": [],
        "none": [],
    }
    for party in dict.fromkeys(parties):
        groups[_group(last.get(party), version)].append(party)
    whole = bool(groups["accepted"]) and not any(groups[g] for g in groups if g != "accepted")
    return Agreement(
        accepted=tuple(groups["accepted"]),
        with_changes=tuple(groups["accepted_with_changes"]),
        differing=tuple(groups["differing"]),
        earlier=tuple(groups["earlier"]),
        unanswered=tuple(groups["none"]),
        since=max(last[p].on for p in groups["accepted"]) if whole else None,
    )


def _group(one: Said | None, version: int) -> str:
    if one is None or one.position == "withdrawn":
        return "none"
    return one.position if one.version == version else "earlier"
