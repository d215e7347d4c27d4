"""What good cooperation asks of each role, as a checklist of an interface: `conditions.toml`. Plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of, toml_of

PATH = Path(__file__).with_name("conditions.toml")
Answer = Literal["yes", "partly", "no"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a role sees to."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class RoleList:
    """A role and what it sees to."""

    code: str
    name: Text
    items: tuple[Condition, ...]


def read(path: Path) -> Mapping[str, RoleList]:
    """Roles by code, in the order of the file. Raises InvalidFile with file, role and reason."""
    data = toml_of(path)
    found: dict[str, RoleList] = {}
    for code, row in data.items():
        try:
            items = tuple(Condition(i["code"], text_of(i["text"])) for i in row["items"])
            one = RoleList(code, text_of(row["name"]), items)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{path.name}: {code}: {error!r}") from error
        for text in (one.name, *(i.text for i in items)):
            if not text.complete:
                raise InvalidFile(f"{path.name}: {code}: {text} lacks a language")
        found[code] = one
    codes = [i.code for r in found.values() for i in r.items]
    if len(set(codes)) != len(codes):
        raise InvalidFile(f"{path.name}: a code is there twice")
    return MappingProxyType(found)


ROLE_LISTS = read(PATH)
CODES = frozenset(i.code for r in ROLE_LISTS.values() for i in r.items)


def tally(answers: Iterable[tuple[str, int, str]]) -> Mapping[str, Counter[str]]:
    """(condition, organisation, answer) → by condition how many organisations say what."""
    found: dict[str, Counter[str]] = {}
    for code, _organisation, answer in answers:
        found.setdefault(code, Counter())[answer] += 1
    return found
