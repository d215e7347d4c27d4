"""How a party has handled what was asked of it. Plain Python.

Outcomes come one after another: what is tabled or returned is still open; a later outcome takes the place of an earlier one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Outcome = Literal[
    "noted", "accepted", "accepted_with_changes", "not_accepted", "returned", "tabled", "office_holder", "not_needed", "implemented",
]  # fmt: skip
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
OPEN: frozenset[Outcome] = frozenset({"returned", "tabled"})
"""Handled, but not to the end."""
WITHOUT_BODY: frozenset[Outcome] = frozenset({"not_needed", "implemented"})
"""Nobody has to be named who decided."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Parties by how far they are, in the order they were asked."""

    done: tuple[int, ...]
    underway: tuple[int, ...]
    silent: tuple[int, ...]

    @property
    def asked(self) -> int:
        """How many were asked."""
        return len(self.done) + len(self.underway) + len(self.silent)

    @property
    def missing(self) -> int:
        """How many have not handled it to the end."""
        return len(self.underway) + len(self.silent)


def progress_of(parties: Sequence[int], outcomes: Mapping[int, Sequence[Outcome]]) -> Progress:
    """`outcomes`: of each party, the oldest first."""
    last = {p: outcomes[p][-1] if outcomes.get(p) else None for p in dict.fromkeys(parties)}
    return Progress(
        done=tuple(p for p, o in last.items() if o is not None and o not in OPEN),
        underway=tuple(p for p, o in last.items() if o in OPEN),
        silent=tuple(p for p, o in last.items() if o is None),
    )
