"""What an agreement of each kind usually covers, as sections to begin from: `outlines.toml`. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import NO_TEXT, Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of, toml_of

PATH = Path(__file__).with_name("outlines.toml")


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, and what is agreed there; of a ready chain a step, with who does it and who is told."""

    title: Text
    text: Text
    who: Text = NO_TEXT
    told: Text = NO_TEXT


def read(path: Path) -> Mapping[str, tuple[Section, ...]]:
    """Sections by kind of agreement, in order. Raises InvalidFile with file, kind and reason."""
    data = toml_of(path)
    found: dict[str, tuple[Section, ...]] = {}
    for kind, rows in data.items():
        try:
            each = tuple(Section(*(text_of(row.get(n)) for n in ("title", "text", "who", "told"))) for row in rows)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{path.name}: {kind}: {error!r}") from error
        for section in each:
            if not (section.title.complete and section.text.complete):
                raise InvalidFile(f"{path.name}: {kind}: {section.title} lacks a language")
        found[kind] = each
    return MappingProxyType(found)


CHAIN = "chain-"
"""Begins the key of a ready chain of steps: what a model can begin from."""
OUTLINES = read(PATH)


def chains() -> tuple[str, ...]:
    """Names of the ready chains."""
    return tuple(key.removeprefix(CHAIN) for key in OUTLINES if key.startswith(CHAIN))


def chain_title(name: str) -> Text:
    """What a model made of a ready chain is called at first: its first row, which is no step."""
    return OUTLINES[f"{CHAIN}{name}"][0].title


def chain(name: str) -> tuple[Section, ...]:
    """The ready steps of a chain, none for a name that there is not."""
    return OUTLINES.get(f"{CHAIN}{name}", ())[1:]
