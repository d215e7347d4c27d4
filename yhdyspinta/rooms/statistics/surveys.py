"""What surveys have told of the cooperation, read from `surveys.toml`. Plain Python."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of

FILE = Path(__file__).with_name("surveys.toml")


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of a survey: when, which survey, who was asked, what they told, where it was read."""

    year: str
    survey: Text
    asked: Text
    told: Text
    source: str


def read(path: Path) -> tuple[Told, ...]:
    """The findings of a file, newest first. Raises InvalidFile: file, place, reason."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["finding"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise InvalidFile(f"{path.name}: {error!r}") from error
    found = []
    for position, raw in enumerate(rows, start=1):
        try:
            texts = {key: text_of(raw[key]) for key in ("survey", "asked", "told")}
            one = Told(year=raw["year"], source=raw["source"], **texts)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{path.name}: finding {position}: {error!r}") from error
        if not all(t.complete for t in texts.values()) or not one.source.startswith("https://"):
            raise InvalidFile(f"{path.name}: finding {position}: a language or the source is missing")
        found.append(one)
    return tuple(sorted(found, key=lambda f: f.year, reverse=True))


@cache
def surveys() -> tuple[Told, ...]:
    """The findings of the package. Raises InvalidFile at the start."""
    return read(FILE)
