"""Whether an entry of a feed looks like how a party has handled what it was asked: proposed to a person, never taken for sure.

Plain Python. Three signs: the record number that the party itself has told, the words of the titles, the themes. What is
older than the question cannot be its answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from yhdyspinta.core.finding import stems
from yhdyspinta.core.matters.feeds import Entry

SURE, LIKELY = 0.95, 0.5
"""The same record number; the least that is worth a person's look."""
COMMON = frozenset(
    s
    for w in [
        "asia",
        "kokous",
        "päätös",
        "esitys",
        "hyväksyminen",
        "lausunto",
        "kunta",
        "hallitus",
        "valtuusto",
        "lautakunta",
        "pykälä",
        "ja",
        "sekä",
        "vuosi",
        "nämnd",
        "beslut",
        "ärende",
        "och",
    ]
    for s in stems.stems(w)
)
"""Words of every title: they tell nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a party was asked, as the rule sees it. `numbers`: record numbers of the matter in the party's own register."""

    titles: tuple[str, ...]
    themes: tuple[str, ...]
    asked_on: date
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, from 0 to 1, and why: "number", "title", "theme"."""

    score: float
    why: tuple[str, ...] = ()


def plain_number(number: str) -> str:
    """A record number as registers compare it."""
    return "".join(c for c in number.casefold() if c.isalnum() or c in "/.")


def likeness(question: Question, entry: Entry) -> Likeness:
    """By the best of the question's titles."""
    if entry.on is not None and entry.on < question.asked_on:
        return Likeness(0.0)
    if entry.record_number and plain_number(entry.record_number) in {plain_number(n) for n in question.numbers}:
        return Likeness(SURE, ("number",))
    told = _words(entry.title)
    score = max((_shared(_words(t), told) for t in question.titles if t), default=0.0)
    why = ["title"] if score > 0 else []
    themes = _words(" ".join(question.themes))
    if score and any(forms & other for forms, _ in themes for other, _ in told):
        score, why = min(score + 0.1, 0.9), [*why, "theme"]
    return Likeness(round(score, 3), tuple(why))


def best(question: Question, entries: Iterable[Entry], most: int = 3) -> list[tuple[Entry, Likeness]]:
    """Entries that are worth a look, the most alike first."""
    found = [(e, likeness(question, e)) for e in entries]
    likely = [(e, like) for e, like in found if like.score >= LIKELY]
    return sorted(likely, key=lambda x: (-x[1].score, str(x[0].on), x[0].guid))[:most]


Word = tuple[frozenset[str], frozenset[str]]
"""(its own forms, the parts of a compound)."""


def _words(text: str) -> list[Word]:
    """The words of a title, without common words, short ones and numbers."""
    found = []
    for word in stems.words_of(text):
        forms = frozenset(stems.stems(word))
        if len(word) > stems.SHORTEST and not word.isdigit() and not forms & COMMON:
            found.append((forms, frozenset(stems.opened(word))))
    return found


def _shared(asked: Sequence[Word], told: Sequence[Word]) -> float:
    """The share of the question's words that the entry has; a shared part of a compound is half a word, and alone too little."""
    whole = sum(1 for forms, _ in asked if any(forms & other for other, _ in told))
    half = sum(
        1
        for forms, parts in asked
        if not any(forms & other for other, _ in told)
        and any((forms | parts) & other_parts or parts & other for other, other_parts in told)
    )
    enough = whole > 1 or (whole == 1 and (len(asked) == 1 or half))
    return min((whole + half / 2) / len(asked), 0.85) if asked and enough else 0.0
