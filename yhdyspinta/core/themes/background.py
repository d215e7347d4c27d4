"""What each theme is about and what to ask of it, read from `background.toml` and frozen. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES, InvalidFile, toml_of


@dataclass(frozen=True, slots=True)
class Question:
    """A question to put to one's own region, and the building block whose situation answers it."""

    text: Text
    block: str


@dataclass(frozen=True, slots=True)
class Background:
    """Paragraphs about a theme and its questions."""

    paragraphs: tuple[Text, ...]
    questions: tuple[Question, ...]
    from_source: bool = True
    """Whether the facts come from SOURCE; else the text is ours, from the law catalogue."""


def read(path: Path) -> tuple[str, Mapping[str, Background]]:
    """(source, background by theme). Raises InvalidFile: file, theme, reason."""
    data = toml_of(path)
    found = {raw.get("code", f"theme {n}"): _one(raw, path) for n, raw in enumerate(data.get("theme", []), start=1)}
    if set(found) != set(THEMES):
        raise InvalidFile(f"{path.name}: themes differ from the map's: {sorted(set(found) ^ set(THEMES))}")
    return str(data.get("source", "")), MappingProxyType({code: found[code] for code in THEMES})


def _one(raw: Mapping[str, Any], path: Path) -> Background:
    where = f"{path.name}, {raw.get('code')}"
    try:
        paragraphs = tuple(Text(*texts) for texts in zip(*(raw[lang] for lang in LANGUAGES), strict=True))
        questions = tuple(Question(Text(*(q[lang] for lang in LANGUAGES)), q["block"]) for q in raw["question"])
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFile(f"{where}: {error!r}") from error
    if unknown := {q.block for q in questions} - set(BLOCKS):
        raise InvalidFile(f"{where}: no such building block: {', '.join(sorted(unknown))}")
    return Background(paragraphs, questions, bool(raw.get("from_source", True)))


SOURCE, BACKGROUNDS = read(Path(__file__).with_name("background.toml"))
