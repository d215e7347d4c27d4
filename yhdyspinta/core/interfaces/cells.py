"""Contributions of the rooms, and the pure rule that makes a cell of the map from them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from yhdyspinta.core.common.words import Param

Situation = Literal["unknown", "not_started", "under_preparation", "partly", "in_place", "not_applicable"]
Flag = Literal["overdue", "stale"]

SITUATIONS: tuple[Situation, ...] = get_args(Situation)
FLAGS: tuple[Flag, ...] = get_args(Flag)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason behind a situation: a code worded at display, its parameters, and the address of what it speaks of."""

    code: str
    params: tuple[tuple[str, Param], ...] = ()
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    good: bool = False
    """Something that has been done: successes come first."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one room says of one cell. `base` marks the block's own room; the others only add findings."""

    situation: Situation
    findings: tuple[Finding, ...] = ()
    flags: frozenset[Flag] = frozenset()
    records_from: date | None = None
    base: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map: region × theme × block on a day."""

    region: str
    theme: str
    block: str
    situation: Situation = "unknown"
    flags: tuple[Flag, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    records_from: date | None = None

    @property
    def known(self) -> bool:
        """Whether anything has been recorded."""
        return self.situation not in ("unknown", "not_applicable")


def combine(region: str, theme: str, block: str, contributions: Sequence[Contribution]) -> Cell:
    """The cell: situation of the block's own room, everybody's findings, successes first, each once.

    Without a base the situation is unknown: other rooms' findings never invent one.
    """
    base = next((c for c in contributions if c.base), None)
    flags = {flag for c in contributions for flag in c.flags}
    return Cell(
        region=region,
        theme=theme,
        block=block,
        situation=base.situation if base else "unknown",
        flags=tuple(f for f in FLAGS if f in flags),
        findings=_ordered(f for c in contributions for f in c.findings),
        records_from=base.records_from if base else None,
    )


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: not f.good))


@dataclass(frozen=True, slots=True)
class SummaryRule:
    """One line of the written table: when it holds, what the cell says. Its words are `rule:<code>`."""

    code: str
    says: Situation
    holds: Callable[[Sequence[Situation]], bool]


SUMMARY: tuple[SummaryRule, ...] = (
    SummaryRule("summary_none", "not_applicable", lambda parts: not parts),
    SummaryRule("summary_all", "in_place", lambda parts: all(p == "in_place" for p in parts)),
    SummaryRule("summary_some", "partly", lambda parts: any(p in ("in_place", "partly") for p in parts)),
    SummaryRule("summary_preparation", "under_preparation", lambda parts: "under_preparation" in parts),
    SummaryRule("summary_not_started", "not_started", lambda parts: "not_started" in parts),
    SummaryRule("summary_silence", "unknown", lambda parts: True),
)
"""In order: the first that holds decides. The page "How the map is computed" is written from this table."""


def summary(parts: Iterable[Situation]) -> Situation:
    """One situation of several that are expected, by SUMMARY; parts that do not apply are left out."""
    kinds = [p for p in parts if p != "not_applicable"]
    return next(rule.says for rule in SUMMARY if rule.holds(kinds))
