"""Open events that the package knows, from `events.toml`. Plain Python."""

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from yhdyspinta.core.common.texts import Text

FILE = Path(__file__).with_name("events.toml")


@dataclass(frozen=True, slots=True)
class Known:
    """An event. `source`: where it was told; empty when somebody added it here. `region`: code, empty for the whole country."""

    code: str
    title: Text
    organiser: str
    on: date
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    link: str = ""
    region: str = ""
    source: str = ""
    mine: bool = False


def read(path: Path = FILE) -> tuple[Known, ...]:
    """Raises ValueError that names the event when a field is missing or none of ours."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_one(entry, str(raw["source"]["title"])) for entry in raw["event"])


@cache
def known() -> tuple[Known, ...]:
    """Of the package, read once."""
    return read()


def _one(raw: dict[str, Any], source: str) -> Known:
    fields = {k: v for k, v in raw.items() if not k.startswith("title_")}
    try:
        made = Known(title=Text.of(_Titles(raw), "title"), source=source, **fields)
    except TypeError as error:
        raise ValueError(f"events.toml, {raw.get('code', '?')}: {error}") from None
    if made.ends is not None and (made.begins is None or made.ends <= made.begins):
        raise ValueError(f"events.toml, {made.code}: ends before it begins")
    return made


class _Titles:
    """The columns of a title, as Text reads them from a row."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.title_fi, self.title_sv, self.title_en = (str(raw.get(f"title_{x}", "")) for x in ("fi", "sv", "en"))
