"""An attacker with an organiser's rights against made-up surveys: every cut, every subtraction, every order and file.

`surveys a-b`: answers of groups of 0–30 people, the results of which are attacked (T11 a). Whether the order of what is kept
tells the order of answering (T11 b), and what files tell while a server runs (T11 c), is examined by tests of surveys.
"""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from yhdyspinta.rooms.surveys.asking import SCALE, Question, Value, assembled
from yhdyspinta.rooms.surveys.groups import CUTS, GROUPS
from yhdyspinta.rooms.surveys.releasing import EXACT, RANKED, release
from yhdyspinta.rooms.surveys.results import content, everything
from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.site.drills.notes import Note

SURVEYS, BATCH, LARGEST = 500, 50, 30
SUBSETS = [frozenset(each) for n in range(1, len(GROUPS) + 1) for each in combinations(GROUPS, n)]


def pieces(surveys: int = SURVEYS, *, protected: bool = True) -> Sequence[str]:
    """Batches of surveys; not protected only to show that the attacker finds what the protection hides."""
    kind = "" if protected else " unprotected"
    return [f"surveys {n}-{min(n + BATCH, surveys)}{kind}" for n in range(0, surveys, BATCH)]


def examine(piece: str) -> list[str]:
    """Cells that were found, survey by survey; a Note of how many cells were told and attacked."""
    first, last = (int(n) for n in piece.split()[1].split("-"))
    faults, told = [], 0
    for number in range(first, last):
        results = made_up(number, protected="unprotected" not in piece)
        told += sum(len(q["cuts"]) + len(q["ranked"]) for q in results["content"]["questions"])
        faults += [f"survey {number}: {fault}" for fault in attacked(results["content"], results["counts"])]
    return [*faults, Note(f"{len(faults)} cells found of {told} told")]


def made_up(number: int, *, protected: bool = True) -> dict[str, Any]:
    """A survey with groups of 0–30 people, some of whom leave questions out: {"content", "counts": {code: {group: n}}}."""
    luck = random.Random(number)  # noqa: S311  (made-up answers, the same every time)
    questions = [*assembled(statements(), [], []), Question("own1", "many", statements()[0].text, options=(statements()[0].text,) * 4)]  # fmt: skip
    given: dict[str, list[tuple[str, Value]]] = {q.code: [] for q in questions}
    for group in GROUPS:
        size = luck.choice((0, luck.randint(1, 4), luck.randint(5, 9), luck.randint(10, LARGEST), luck.randint(1, LARGEST)))  # fmt: skip
        leaves = luck.choice((0.0, 0.1, 0.6))
        for _person in range(size):
            for question in questions:
                if luck.random() >= leaves:
                    several = sorted(luck.sample(range(4), luck.randint(1, 4)))
                    given[question.code].append(
                        (group, luck.randint(1, SCALE) if question.kind == "scale" else several)
                    )
    counts = {code: {g: sum(1 for group, _ in each if group == g) for g in GROUPS} for code, each in given.items()}
    rule = release if protected else everything
    return {"content": content(questions, given, rule=rule), "counts": counts}


def attacked(told: Mapping[str, Any], counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What an attacker finds who knows how many answered in every group: cells below the floors, told or computed."""
    found = []
    for question in told["questions"]:
        sizes, code = counts[question["code"]], question["code"]
        exact, ranked = frozenset(question["cuts"]), frozenset(question["ranked"])
        found += [f"{code} {cut}: told of {n}" for cut in exact if 0 < (n := _size(CUTS[cut], sizes)) < EXACT]
        found += [f"{code} {cut}: order of {n}" for cut in ranked if 0 < (n := _size(CUTS[cut], sizes)) < RANKED]
        found += [f"{code}: {'+'.join(sorted(s))} of {n} computed" for s, n in computed(exact, sizes, EXACT)]
        found += [f"{code}: {'+'.join(sorted(s))} of {n} by orders" for s, n in computed(exact | ranked, sizes, RANKED)]
    return found


def _size(groups: frozenset[str], sizes: Mapping[str, int]) -> int:
    return sum(sizes.get(g, 0) for g in groups)


def computed(cuts: frozenset[str], sizes: Mapping[str, int], floor: int) -> list[tuple[frozenset[str], int]]:
    """Every set of groups, smaller than the floor, whose sum is a linear combination of what is told: solved, not guessed.

    Groups of nobody are known to be zero, so they are left out of the system.
    """
    there = [g for g in GROUPS if sizes.get(g, 0)]
    rows = np.array([[float(g in CUTS[cut]) for g in there] for cut in cuts]).reshape(len(cuts), len(there))
    found, seen = [], set()
    for subset in SUBSETS:
        inside = frozenset(subset & set(there))
        size = _size(inside, sizes)
        if inside in seen or not 0 < size < floor:
            continue
        seen.add(inside)
        wanted = np.array([float(g in inside) for g in there])
        weights = np.linalg.lstsq(rows.T, wanted, rcond=None)[0] if len(cuts) else np.zeros(0)
        if len(cuts) and np.allclose(rows.T @ weights, wanted, atol=1e-8):
            found.append((inside, size))
    return found
