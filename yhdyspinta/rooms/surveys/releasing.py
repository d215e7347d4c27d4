"""Which results may be told: the rule that keeps every answer hidden in a crowd. Plain Python.

Exact from ten answers, an order of questions from five, nothing below (the rule of Kunta10). What is told cuts the
respondents into atoms: a told cut without the told cuts inside it. Cuts are nested, so whatever can be computed from what
is told is a sum of atoms; therefore an atom is either empty or a crowd, and no subtraction finds a smaller one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from yhdyspinta.rooms.surveys.groups import CUTS, GROUPS, SIDES

EXACT, RANKED = 10, 5
"""Floors of a crowd: for figures, for an order. No organiser lowers them."""


@dataclass(frozen=True, slots=True)
class Release:
    """Cuts of one question: told in figures, and told only as an order among questions. All others are hidden."""

    exact: frozenset[str]
    ranked: frozenset[str]


def size(cut: str, counts: Mapping[str, int]) -> int:
    """How many answered in a cut."""
    return sum(counts.get(g, 0) for g in CUTS[cut])


def atoms(told: Collection[str]) -> Iterator[frozenset[str]]:
    """What the told cuts divide the groups into: each told cut without those told inside it."""
    for cut in told:
        inside = [CUTS[other] for other in told if CUTS[other] < CUTS[cut]]
        yield CUTS[cut].difference(*inside)


def is_safe(told: Collection[str], counts: Mapping[str, int], floor: int) -> bool:
    """Whether every told cut, and every atom that they leave, is empty or has at least `floor` answers."""
    if any(size(cut, counts) < floor for cut in told):
        return False
    left = (sum(counts.get(g, 0) for g in atom) for atom in atoms(told))
    return all(n == 0 or n >= floor for n in left)


def release(counts: Mapping[str, int]) -> Release:
    """What is told of a question that so many of each group answered: as much as is safe, the two sides first."""
    return _release(tuple(counts.get(g, 0) for g in GROUPS))


def release_or_wait(counts: Mapping[str, int]) -> Release:
    """Of a survey that may be told together with the next one: figures when some side is a crowd, else nothing at all, not
    even an order, so that nothing can be subtracted from what is told later."""
    exact = release(counts).exact
    return Release(exact if exact & frozenset(SIDES) else frozenset(), frozenset())


@lru_cache(maxsize=4096)
def _release(given: tuple[int, ...]) -> Release:
    counts = dict(zip(GROUPS, given, strict=True))
    exact = _best(frozenset(), counts, EXACT)
    return Release(exact, _best(exact, counts, RANKED) - exact)


def _best(kept: frozenset[str], counts: Mapping[str, int], floor: int) -> frozenset[str]:
    """The most useful safe set of cuts that holds `kept`. There are at most 2⁹ sets, so all are tried."""
    can = [c for c in CUTS if c not in kept and size(c, counts) >= floor]
    sets = (kept.union(more) for n in range(len(can) + 1) for more in combinations(can, n))
    safe = [told for told in sets if is_safe(told, counts, floor)]
    return max(safe, key=lambda told: _worth(told, counts), default=kept)


def _worth(told: Collection[str], counts: Mapping[str, int]) -> tuple[int, int, int, int, tuple[bool, ...]]:
    """Both sides, then all, then as many groups as can be, the larger first; the last breaks ties always the same way."""
    groups = [c for c in told if c in GROUPS]
    return (
        sum(1 for c in told if c in SIDES),
        int("all" in told),
        len(groups),
        sum(counts.get(g, 0) for g in groups),
        tuple(c in told for c in CUTS),
    )
