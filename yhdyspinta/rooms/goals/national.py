"""National programmes that goals belong to: `national.toml`. Plain Python."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of

PATH = Path(__file__).with_name("national.toml")


@dataclass(frozen=True, slots=True)
class National:
    """A programme or a strategy of the whole country. `link`: where its keeper tells of it, if known."""

    name: Text
    link: str = ""


def read(path: Path) -> Mapping[str, National]:
    """By code, in the order of the file. Raises InvalidFile with file, code and reason."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found = {code: National(text_of(row["name"]), row.get("link", "")) for code, row in data.items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InvalidFile(f"{path.name}: {error!r}") from error
    for code, one in found.items():
        if not one.name.complete:
            raise InvalidFile(f"{path.name}: {code} lacks a name in fi, sv or en")
    return MappingProxyType(found)


NATIONAL = read(PATH)
