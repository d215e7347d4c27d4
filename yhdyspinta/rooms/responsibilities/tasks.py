"""Task areas and who organises them by law, read from `tasks.toml` and frozen. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from yhdyspinta.core.common.texts import NO_TEXT, Text
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile, text_of, toml_of
from yhdyspinta.core.law.duties import catalogue as law

Organiser = Literal["county", "municipality", "area", "kela"]
ORGANISERS: tuple[Organiser, ...] = get_args(Organiser)
FILE = Path(__file__).with_name("tasks.toml")


@dataclass(frozen=True, slots=True)
class Task:
    """A task area. `by`: kinds that organise it; several each organise their own share. `own`: added by a region.

    `act`: the statute as people call it, with its number; `href`: where it is read; `cost`: the question of money; `sami`: only
    where a municipality of the Sámi homeland is.
    """

    code: str
    theme: str
    by: tuple[Organiser, ...]
    name: Text
    act: Text = NO_TEXT
    sections: str = ""
    href: str = ""
    note: Text = NO_TEXT
    cost: Text = NO_TEXT
    own: bool = False
    sami: bool = False

    @property
    def shared(self) -> bool:
        """Whether several organise it, each its own share: that is no overlap."""
        return len(self.by) > 1


def read(path: Path = FILE) -> Mapping[str, Task]:
    """Tasks by code, in file order. Raises InvalidFile with place and reason."""
    data = toml_of(path)
    acts = {number: (s.name, s.finlex) for number, s in law().statutes.items()}
    acts |= {s["number"]: (text_of(s["name"]), s["finlex"]) for s in data.get("statute", [])}
    found: dict[str, Task] = {}
    for position, raw in enumerate(data.get("task", []), start=1):
        try:
            task = _task(raw, acts)
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidFile(f"{path.name}: task {position}: {error!r}") from error
        if task.code in found:
            raise InvalidFile(f"{path.name}: task {position}: {task.code} is there twice")
        found[task.code] = task
    return MappingProxyType(found)


def _task(raw: Mapping[str, Any], acts: Mapping[str, tuple[Text, str]]) -> Task:
    by, theme, name = tuple(raw["by"]), raw["theme"], text_of(raw["name"])
    if theme not in THEMES or not by or not set(by) <= set(ORGANISERS):
        raise ValueError(f"theme {theme!r} by {by!r}")
    if not name.complete:
        raise ValueError("a name in fi, sv or en is missing")
    act, href = acts[raw["statute"]] if "statute" in raw else (NO_TEXT, "")
    number = raw.get("statute", "")
    called = Text(*(f"{act.get(x)} ({number})" for x in ("fi", "sv", "en"))) if number else NO_TEXT
    note, cost = text_of(raw.get("note")), text_of(raw.get("cost"))
    sami = {"": False, "sami": True}[raw.get("only", "")]
    return Task(raw["code"], theme, by, name, called, raw.get("sections", ""), href, note, cost, sami=sami)


@cache
def tasks() -> Mapping[str, Task]:
    """Of the package."""
    return read()


def of_theme(theme: str) -> tuple[Task, ...]:
    """The task areas of a theme by law, in file order."""
    return tuple(t for t in tasks().values() if t.theme == theme)
