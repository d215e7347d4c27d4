"""Words of Finnish, Swedish and English brought to one form, so that what is asked and what is written meet. Plain Python.

Snowball takes endings away; Finnish words that then still differ (consonant gradation, -us and -ys) are brought together, and
long compounds are opened by a list of their usual parts. Where libvoikko is installed, its base forms are added.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_FINNISH, _SWEDISH, _ENGLISH = (snowballstemmer.stemmer(x) for x in ("finnish", "swedish", "english"))
_SAME = (
    (re.compile(r"(yyd|yyt|yyks)$"), "yys"),
    (re.compile(r"(uud|uut|uuks)$"), "uus"),
    (re.compile(r"ks$"), "s"),
    (re.compile(r"(llin|llis)$"), "ll"),
    (re.compile(r"(äin|äis)$"), "ä"),
    (re.compile(r"(ps|st)$"), "s"),
    (re.compile(r"(nn|nt|nk|ng)$"), "n"),
    (re.compile(r"(ll|lt)$"), "l"),
    (re.compile(r"(rr|rt)$"), "r"),
    (re.compile(r"(mm|mp)$"), "m"),
    (re.compile(r"(kk)$"), "k"),
    (re.compile(r"(pp|v)$"), "p"),
    (re.compile(r"(tt|d)$"), "t"),
)
"""Endings of Finnish stems that are the same word in its other forms."""
_ENDING = re.compile(r"(en|e|n)$")
SHORTEST, LONG = 3, 9
"""Letters of a stem at least; a word from this length on is looked at as a compound."""


LONGEST = 80
"""Of a longer word its beginning is looked at: PostgreSQL refuses words of over 2,046 bytes."""


def folded(word: str) -> str:
    """Lower case without accents: å, ä and ö are found also by those who have no such keys."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if c.isalnum())


def words_of(text: str) -> list[str]:
    """Words and numbers of a text, lower case, in order."""
    return [w.casefold()[:LONGEST] for w in _WORD.findall(text)]


@lru_cache(maxsize=60_000)
def finnish(word: str) -> str:
    """One form of a Finnish word."""
    stem = _bare(_together(_FINNISH.stemWord(word)))
    return folded(_bare(_together(stem)))


def _together(stem: str) -> str:
    """The same stem for what only gradation or -us tells apart."""
    return next((pattern.sub(same, stem) for pattern, same in _SAME if pattern.search(stem)), stem)


def _bare(stem: str) -> str:
    """Without vowels at its end."""
    bare = stem.rstrip("aeiouyäö")
    return bare if len(bare) >= SHORTEST else stem


@lru_cache(maxsize=60_000)
def swedish(word: str) -> str:
    """One form of a Swedish word: also -områden and -område are one."""
    stem: str = _SWEDISH.stemWord(word)
    return folded(_ENDING.sub("", stem) if len(stem) > LONG else stem)


@lru_cache(maxsize=60_000)
def stems(word: str) -> tuple[str, ...]:
    """Every form under which a word is kept and asked: Finnish, Swedish, English, as written, and Voikko's where it is there."""
    found = (
        finnish(word),
        swedish(word),
        folded(_ENGLISH.stemWord(word)),
        folded(word),
        *(finnish(b) for b in _bases(word)),
    )
    return tuple(dict.fromkeys(s for s in found if s))


@cache
def parts() -> frozenset[str]:
    """The usual parts of compounds, as stems."""
    data = tomllib.loads(Path(__file__).with_name("compounds.toml").read_text(encoding="utf-8"))
    return frozenset(finnish(w) for w in (*data["fi"], *data["sv"]))


@lru_cache(maxsize=60_000)
def opened(word: str) -> tuple[str, ...]:
    """The parts of a long compound whose every part is known; () for a word that is none."""
    return tuple(finnish(p) for p in _cut(word)) if len(word) >= LONG else ()


def _cut(word: str) -> tuple[str, ...]:
    """The first way to cut a word into known parts, the longest first part first."""
    known = parts()
    for at in range(len(word) - SHORTEST, SHORTEST - 1, -1):
        head, tail = word[:at], word[at:]
        if finnish(head) in known:
            if finnish(tail) in known:
                return head, tail
            if len(tail) >= LONG - 2 and (rest := _cut(tail)):
                return head, *rest
    return ()


def kept(text: str) -> list[str]:
    """Every form of every word of a text, and of the parts of its compounds: what the index keeps."""
    found: list[str] = []
    for word in words_of(text):
        found += [*stems(word), *opened(word)]
    return found


def grams(text: str) -> list[str]:
    """Three letters at a time of the words of a title, with their beginnings marked: for what is typed wrong."""
    return [piece for word in words_of(text) for piece in in_order(word)]


def in_order(word: str) -> list[str]:
    """Three letters at a time of one word, from its beginning."""
    letters = f"0{folded(word)}"
    return [letters[i : i + 3] for i in range(max(1, len(letters) - 2))]


@lru_cache(maxsize=60_000)
def pieces(word: str) -> frozenset[str]:
    """The same in no order."""
    return frozenset(in_order(word))


@cache
def _voikko() -> Any:
    """Voikko's Finnish, or None where it is not installed."""
    if find_spec("libvoikko") is None:
        return None
    try:
        return import_module("libvoikko").Voikko("fi")
    except Exception:  # noqa: BLE001  (the library is there, its dictionary is not: then there is none)
        return None


def _bases(word: str) -> Iterable[str]:
    known = _voikko()
    return {a["BASEFORM"].casefold() for a in known.analyze(word) if "BASEFORM" in a} if known else ()
