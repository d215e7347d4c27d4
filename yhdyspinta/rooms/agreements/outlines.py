"""What an agreement of each kind usually covers, as sections to begin from: `outlines.toml`. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of, toml_of

PATH = Path(__file__).with_name("outlines.toml")


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, and what is agreed there."""

    title: Text
    text: Text


def read(path: Path) -> Mapping[str, tuple[Section, ...]]:
    """Sections by kind of agreement, in order. Raises InvalidFile with file, kind and reason."""
    data = toml_of(path)
    found: dict[str, tuple[Section, ...]] = {}
    for kind, rows in data.items():
        try:
            each = tuple(Section(text_of(row["title"]), text_of(row["text"])) for row in rows)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{path.name}: {kind}: {error!r}") from error
        for section in each:
            if not (section.title.complete and section.text.complete):
                raise InvalidFile(f"{path.name}: {kind}: {section.title} lacks a language")
        found[kind] = each
    return MappingProxyType(found)


OUTLINES = read(PATH)
