"""What can be brought from a spreadsheet: kinds with their columns, registered by the rooms that write them.

A room says how a cell is read, what makes two rows the same, whether a row can be written, and which verbs write and undo.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from django.utils.module_loading import import_string

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.registry.atlas import Area, RegionView

Values = Mapping[str, Any]
"""A row's fields as they were read; a field that has no column, or an empty cell, is missing."""
T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """For whom and where rows are read. `once` keeps what the words of cells can mean, read once."""

    by: Actor
    area: Area
    view: RegionView
    on: date
    lang: str
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What is asked for each row and is the same for all."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast("T", self._kept[name])


class Reader(Protocol):
    """How the cells of a column are read."""

    def read(self, text: str, scope: Scope) -> Any:
        """A cell's meaning. Raises Unusable."""
        ...

    def offered(self, scope: Scope) -> list[str]:
        """Words that the column takes, for the template; none when it takes any text."""
        ...

    def shown(self, value: Any, scope: Scope) -> str:
        """A meaning in words."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `words`: other headings it is known by."""

    code: str
    label: Any
    reader: Reader
    needed: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a row became. `item`: what undoing names it by; `before`: what undoing needs to know; `title`: for the report."""

    item: str
    href: str
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of rows.

    `may`: whether a person brings such rows in a region at all. `key`: two rows of a file with the same key are one too many.
    `there`: marks of what is recorded already; `mark`: a row's. `check`: whether it can be written, without writing.
    `batch`: rows with the same word are written together, "" each alone. `bring` gives one Made a row. `undo` takes back one
    item with what `bring` told of its rows; raises Refused when it has been touched since.
    """

    code: str
    label: Any
    about: Any
    fields: tuple[Field, ...]
    may: Callable[[Actor, Area], Verdict]
    key: Callable[[Values], str]
    mark: Callable[[Values], str]
    there: Callable[[Scope], Collection[str]]
    check: Callable[[Scope, Values], Verdict]
    bring: Callable[[Scope, Sequence[Values]], Sequence[Made]]
    undo: Callable[[Scope, str, Sequence[Mapping[str, Any]]], None]
    batch: Callable[[Scope, Values], str] = lambda scope, values: ""


_KINDS: dict[str, str] = {}


def add(code: str, path: str) -> None:
    """Registers the path of a Kind; a path, because kinds are registered before tables are ready."""
    _KINDS[code] = path


def kinds() -> dict[str, Kind]:
    """Every registered kind by its code."""
    return {code: kind_of(code) for code in sorted(_KINDS)}


def kind_of(code: str) -> Kind:
    """Raises KeyError for a kind that there is not."""
    return cast("Kind", import_string(_KINDS[code]))
