"""Themes, blocks, levels, horizons and situations, read from `catalogue.toml` and frozen."""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.cells import FLAGS, SITUATIONS


class InvalidFile(Exception):  # noqa: N818  (names the state of the file, shown to the person who starts the server)
    """A catalogue file of the package cannot be used. The message says file, place, reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named thing of the map. `law` is its name in the law column where that differs."""

    code: str
    name: Text
    short: Text
    holds: Text
    law: Text

    def label(self, block: str = "") -> Text:
        """Its name, as the column calls it."""
        return self.law if block == "law" and self.law else self.name


def text_of(raw: Mapping[str, str] | None) -> Text:
    """A Text from a TOML table; unknown languages raise TypeError."""
    return Text(**(raw or {}))


def toml_of(path: Path) -> dict[str, Any]:
    """What a file of the package holds. Raises InvalidFile with its name and the reason."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InvalidFile(f"{path.name}: {error}") from error


def full_text(row: Mapping[str, Any], where: str) -> Text:
    """The fi, sv and en of a table that may hold more. Raises InvalidFile with the place when one is missing."""
    found = Text(*(str(row.get(lang, "")) for lang in ("fi", "sv", "en")))
    if not found.complete:
        raise InvalidFile(f"{where} lacks fi, sv or en")
    return found


def known_codes(codes: list[str], known: Container[str], where: str) -> tuple[str, ...]:
    """The codes as they are. Raises InvalidFile with the place and the first that is not known."""
    if lost := [c for c in codes if c not in known]:
        raise InvalidFile(f"{where}: there is no {lost[0]!r}")
    return tuple(codes)


def _section(data: Mapping[str, Any], section: str, path: Path) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for position, raw in enumerate(data.get(section, []), start=1):
        where = f"{path.name}: {section} {position}"
        try:
            fields = {key: text_of(raw.get(key)) for key in ("name", "short", "holds", "law")}
            entry = Entry(code=raw["code"], **fields)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{where}: {error!r}") from error
        if entry.code in found:
            raise InvalidFile(f"{where}: {entry.code} is there twice")
        if not entry.name.complete:
            raise InvalidFile(f"{where}: {entry.code} lacks a name in fi, sv or en")
        found[entry.code] = entry
    return MappingProxyType(found)


def read(path: Path) -> tuple[Mapping[str, Entry], ...]:
    """(themes, blocks, levels, horizons, situations, flags) by code, in file order. Raises InvalidFile."""
    data = toml_of(path)
    parts = tuple(_section(data, s, path) for s in ("theme", "block", "level", "horizon", "situation", "flag"))
    if tuple(parts[4]) != SITUATIONS or tuple(parts[5]) != FLAGS:
        raise InvalidFile(f"{path.name}: situations or flags do not match cells.py")
    return parts


THEMES, BLOCKS, LEVELS, HORIZONS, SITUATION_NAMES, FLAG_NAMES = read(Path(__file__).with_name("catalogue.toml"))
