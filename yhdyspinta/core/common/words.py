"""Sentences by code: rules, findings and errors carry codes; their words are registered here by each app at start.

The sentences themselves are lazily translated strings; this module only keeps and fills them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

from yhdyspinta.core.common.texts import Text


class Sentence(Protocol):
    """A string that may be translated late."""

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A parameter that is itself a code with words of its own."""

    code: str


Param = str | Text | date | Word

_SENTENCES: dict[str, Sentence] = {}


def register(sentences: Mapping[str, Sentence]) -> None:
    """Adds an app's sentences. Raises ValueError when two apps use one code."""
    if taken := {c for c, s in sentences.items() if c in _SENTENCES and _SENTENCES[c] is not s}:
        raise ValueError(f"codes used twice: {sorted(taken)}")
    _SENTENCES.update(sentences)


def known() -> frozenset[str]:
    """All registered codes."""
    return frozenset(_SENTENCES)


def say(code: str, params: Iterable[tuple[str, Param]] = (), lang: str = "fi") -> str:
    """The sentence of a code in the active language, its %(name)s filled. Raises KeyError for an unknown code."""
    values = {name: show(value, lang) for name, value in params}
    sentence = str(_SENTENCES[code])
    return sentence % values if values else sentence


def show(value: Param, lang: str) -> str:
    """A parameter as the language writes it."""
    if isinstance(value, Word):
        return str(_SENTENCES[value.code])
    if isinstance(value, Text):
        return value.get(lang)
    if isinstance(value, date):
        return show_date(value, lang)
    return value


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def show_times(begins: time | None, ends: time | None, lang: str) -> str:
    """klo 9.00–11.00 in Finnish, kl. 9.00–11.00 in Swedish, 9:00–11:00 in English; empty without a beginning."""
    if begins is None:
        return ""
    dot, before = (":", "") if lang == "en" else (".", "klo " if lang == "fi" else "kl. ")
    return before + "–".join(f"{t.hour}{dot}{t.minute:02}" for t in (begins, ends) if t is not None)


def show_date(day: date, lang: str) -> str:
    """24.10.2025 in Finnish and Swedish, 24 October 2025 in English."""
    if lang == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"
