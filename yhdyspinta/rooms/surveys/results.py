"""Results of a survey as they may be told, from its answers; gaps between the sides. Plain Python.

Content: {"questions": [{question, "cuts": {cut: {"n", "counts"}}, "ranked": [cut]}], "orders": {cut: [code]},
"texts": {code: {cut: [text]}}}. `counts`: of a scale how many chose 1…5, of a choice how many chose each option.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yhdyspinta.rooms.surveys.asking import SCALE, Question, Value
from yhdyspinta.rooms.surveys.groups import CUTS, GROUPS, SIDES
from yhdyspinta.rooms.surveys.releasing import EXACT, RANKED, Release, release, size

Given = Sequence[tuple[str, Value]]
"""Answers to one question: each with its group, in no order."""
CLOSE = 10
"""Percentage points; a smaller difference is not named a gap."""
AGREES = (4, 5)


def counted(given: Given) -> dict[str, int]:
    """How many of each group answered."""
    return {g: sum(1 for group, _ in given if group == g) for g in GROUPS}


def counts_of(question: Question, given: Given, cut: str) -> list[int]:
    """How many of a cut chose each point of the scale or each option. Of many options the sum may be more than the people."""
    inside = [v for group, v in given if group in CUTS[cut]]
    if question.kind == "scale":
        return [sum(1 for v in inside if v == point) for point in range(1, SCALE + 1)]
    return [sum(1 for v in inside if _chose(v, o)) for o in range(len(question.options))]


def _chose(value: Value, option: int) -> bool:
    return option in value if isinstance(value, list) else value == option


def everything(counts: Mapping[str, int]) -> Release:
    """Every cut that somebody answered, without any protection: only to show what the protection is for."""
    return Release(frozenset(c for c in CUTS if size(c, counts) > 0), frozenset())


def content(
    questions: Iterable[Question],
    given: Mapping[str, Given],
    *,
    rule: Any = release,
    shuffle: Any = lambda _texts: None,
) -> dict[str, Any]:
    """Everything that may be told. `shuffle`: mixes free texts in place; `rule`: counts by group → Release."""
    told, ranks, texts = [], dict[str, list[tuple[float, str]]](), dict[str, dict[str, list[str]]]()
    for question in questions:
        answers = given.get(question.code, ())
        counts = counted(answers)
        if question.kind == "text":
            if found := _texts(answers, counts, shuffle):
                texts[question.code] = found
            told.append({**question.kept(), "cuts": {}, "ranked": []})
            continue
        now: Release = rule(counts)
        exact = {c: {"n": size(c, counts), "counts": counts_of(question, answers, c)} for c in CUTS if c in now.exact}
        told.append({**question.kept(), "cuts": exact, "ranked": [c for c in CUTS if c in now.ranked]})
        if question.kind == "scale":
            for cut in now.ranked:
                ranks.setdefault(cut, []).append((-_mean(answers, cut), question.code))
    orders = {cut: [code for _, code in sorted(rows)] for cut, rows in ranks.items() if len(rows) > 1}
    for each in told:  # one question alone has no order: nothing is told of it
        each["ranked"] = [cut for cut in each["ranked"] if each["code"] in orders.get(cut, [])]
    return {"questions": told, "orders": orders, "texts": texts}


def _mean(given: Given, cut: str) -> float:
    values = [v for group, v in given if group in CUTS[cut] and isinstance(v, int)]
    return sum(values) / len(values)


def _texts(given: Given, counts: Mapping[str, int], shuffle: Any) -> dict[str, list[str]]:
    """Free texts side by side when each side that wrote is a crowd, else all together when they are, else none."""
    sides = [s for s in SIDES if size(s, counts)]
    cuts = sides if all(size(s, counts) >= EXACT for s in sides) else ["all"] if size("all", counts) >= EXACT else []
    found = {c: [str(v) for group, v in given if group in CUTS[c]] for c in cuts}
    for each in found.values():
        shuffle(each)
    return found


def digest_of(text: str) -> str:
    """A free answer's name on a page: browsers change line ends of what they send back."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def joined(now: Given, before: Given) -> list[tuple[str, Value]]:
    """Answers of two surveys as one, where both have at least five of a group: one person may have answered both."""
    enough, earlier = counted(now), counted(before)
    return [*now, *((g, v) for g, v in before if min(enough[g], earlier[g]) >= RANKED)]


def nothing_told(question: Mapping[str, Any]) -> bool:
    """Whether nothing at all was told of a question, in any cut."""
    return not question["cuts"] and not question["ranked"]


def share(told: Mapping[str, Any]) -> int:
    """Per cent of those who answered that agree, rounded."""
    agree: int = sum(told["counts"][a - 1] for a in AGREES)
    return round(100 * agree / int(told["n"]))


@dataclass(frozen=True, slots=True)
class Gap:
    """How the two sides see one thing: per cent that agree, None where it may not be told."""

    code: str
    m: int | None
    c: int | None

    @property
    def points(self) -> int | None:
        """How much better the county sees it than the municipalities, in percentage points."""
        return None if self.m is None or self.c is None else self.c - self.m

    @property
    def kind(self) -> str:
        """What the difference is called: unknown, close, county, municipalities."""
        if self.points is None:
            return "unknown"
        if abs(self.points) < CLOSE:
            return "close"
        return "county" if self.points > 0 else "municipalities"

    @property
    def words(self) -> str:
        """The code of its sentence, which takes the width."""
        return f"gap:{self.kind}"

    @property
    def width(self) -> str:
        """How many percentage points lie between the sides."""
        return str(abs(self.points or 0))


def gaps(told: Mapping[str, Any]) -> list[Gap]:
    """The gap of every question on a scale, the widest first, those that cannot be told last."""
    found = [
        Gap(q["code"], *(share(q["cuts"][s]) if s in q["cuts"] else None for s in SIDES))
        for q in told["questions"]
        if q["kind"] == "scale"
    ]
    return sorted(found, key=lambda g: (g.points is None, -abs(g.points or 0)))
