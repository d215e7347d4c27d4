"""Finding: what is asked in words, as the asker may see it, in one order on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.finding import engine, stems
from yhdyspinta.core.finding.engine import Asked
from yhdyspinta.core.finding.models import Indexed
from yhdyspinta.core.finding.records import KINDS

ENOUGH = 10
"""With fewer hits than this also other words than all, and other letters, are tried."""
LONGEST_ASKED = 12
"""Words of an asking; the others are left out."""
BEGINNING = 4
"""A word of so many letters is also asked as a beginning."""
LIFT = {"region": 0.6, "organisation": 0.5, "theme": 0.4, "duty": 0.2, "page": 0.3}
"""What people mostly look for, when the words fit alike."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed by; "" by nothing."""

    kind: str = ""
    region: str = ""
    theme: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found, and how well it fits."""

    row: Indexed
    score: float


def find(words: str, actor: Actor, by: Narrowed = Narrowed(), most: int = engine.MOST) -> list[Hit]:
    """The best first. At most `most`; a handful of queries, however much there is."""
    asked = stems.words_of(words)[:LONGEST_ASKED]
    if not asked:
        return []
    facets = _facets(actor, by)
    forms = [_forms(w) for w in asked]
    ranks: dict[int, tuple[int, float]] = {}
    _add(ranks, 3, engine.candidates(Asked(words=forms, facets=facets), most))
    if len(ranks) < ENOUGH and (len(asked) > 1 or any(stems.opened(w) for w in asked)):
        wider = [[*f, *stems.opened(w)] for f, w in zip(forms, asked, strict=True)]
        _add(ranks, 2, engine.candidates(Asked(words=wider, every=False, facets=facets), most))
    if len(ranks) < ENOUGH:
        _add(ranks, 1, engine.candidates(Asked(grams=[_halves(w) for w in asked], facets=facets), most))
    rows = Indexed.objects.in_bulk(list(ranks))
    hits = [Hit(row, _score(row, asked, *ranks[pk])) for pk, row in rows.items()]
    return sorted((h for h in hits if h.score > 0), key=lambda h: (-h.score, h.row.key))[:most]


def _add(ranks: dict[int, tuple[int, float]], tier: int, found: Sequence[tuple[int, float]]) -> None:
    best = max((rank for _, rank in found), default=0.0) or 1.0
    for pk, rank in found:
        ranks.setdefault(pk, (tier, rank / best))


def _forms(word: str) -> list[str]:
    """The forms of a word; a longer one also as a beginning."""
    found = list(stems.stems(word))
    beginnings = [f"{x}*" for x in (found[0], stems.folded(word)) if len(x) >= BEGINNING]
    return list(dict.fromkeys((*found, *beginnings)))


def _halves(word: str) -> list[list[str]]:
    """The pieces of a word in two halves: a letter typed wrong spoils at most three, so something of each half is left."""
    letters = stems.in_order(word)
    middle = (len(letters) + 1) // 2
    return [letters[:middle], letters[middle:]] if len(letters) > BEGINNING else [letters]


def _facets(actor: Actor, by: Narrowed) -> list[list[str]]:
    groups = []
    if not actor.is_administrator:
        own = [f"a{o.hex}" for o in sorted(actor.belongs_to, key=str)]
        groups.append(["apublic", *own, *(f"ar{r}" for r in sorted(actor.regions))])
    if by.kind in KINDS:
        groups.append([f"k{by.kind}"])
    if by.region:
        groups.append([f"r{by.region}"])
    if by.theme:
        groups.append([f"t{by.theme.replace('-', '')}"])
    if by.year:
        groups.append([f"y{by.year}"])
    return groups


def _score(row: Indexed, asked: Sequence[str], tier: int, rank: float) -> float:
    """How well a thing fits: words of its title most, then what the engine says of its text, then what people mostly look for."""
    title = set(row.stems.split())
    if tier == 1:
        return _alike(row, asked)
    fits = 0.0
    for word in asked:
        forms = stems.stems(word)
        if any(f in title for f in forms):
            fits += 1.0
        elif len(forms[0]) >= BEGINNING and any(t.startswith(forms[0]) for t in title):
            fits += 0.7
    covered = fits / len(asked)
    tight = fits / max(len(stems.words_of(row.title_fi or row.title_sv or row.title_en)), 1)
    return tier + 2.0 * covered + 0.5 * min(tight, 1.0) + 0.5 * rank + LIFT.get(row.kind, 0.0) * covered


def _alike(row: Indexed, asked: Sequence[str]) -> float:
    """Of what was typed wrong: how alike the pieces are, word by word; too little is no hit."""
    total = 0.0
    words = [w for x in (row.title_fi, row.title_sv, row.title_en) for w in stems.words_of(x)]
    for word in asked:
        mine = stems.pieces(word)
        total += max((_dice(mine, stems.pieces(w)) for w in words), default=0.0)
    alike = total / len(asked)
    return alike if alike >= 0.5 else 0.0


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
