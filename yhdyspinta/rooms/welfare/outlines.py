"""What a wellbeing document consists of: sections by kind and level, plans that belong to it. `outlines.toml`, `nested.toml`.

Plain Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import THEMES, full_text, known_codes, toml_of
from yhdyspinta.core.law.duties import catalogue

Kind = Literal["report", "plan", "yearly"]
Level = Literal["municipality", "county"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEVELS: tuple[Level, ...] = get_args(Level)
HOLDS = ("goals", "nested", "statements")
BODIES = ("older", "disabled", "youth")
"""The influence bodies that the law has: councils of older people, of people with disabilities, of young people."""
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    """A section: in which documents, what to write, whose figures stand beside it, what else it shows."""

    code: str
    kinds: tuple[str, ...]
    title: Text
    hint: Text
    themes: tuple[str, ...]
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A plan that the law joins to the wellbeing plan. `duty`: by level, the duty that including it fulfils."""

    code: str
    name: Text
    section: str
    levels: tuple[str, ...]
    duty: Mapping[str, str]


def sections(folder: Path = HERE) -> Mapping[str, Section]:
    """By code, in their order. Raises InvalidFile with the file, the section and the reason."""
    found = {}
    for row in toml_of(folder / "outlines.toml")["section"]:
        where = f"outlines.toml: {row['code']}"
        found[row["code"]] = Section(
            row["code"],
            known_codes(row["kinds"], KINDS, where),
            full_text(row["title"], where),
            full_text(row["hint"], where),
            known_codes(row.get("themes", []), THEMES, where),
            known_codes(row.get("holds", []), HOLDS, where),
        )
    return MappingProxyType(found)


def joined(folder: Path = HERE) -> Mapping[str, Joined]:
    """By code, in their order. Raises InvalidFile."""
    found = {}
    for code, row in toml_of(folder / "nested.toml").items():
        where, duty = f"nested.toml: {code}", dict(row.get("duty", {}))
        known_codes(list(duty), LEVELS, where)
        known_codes(list(duty.values()), catalogue().duties, where)
        levels = known_codes(row["levels"], LEVELS, where)
        found[code] = Joined(code, full_text(row["name"], where), row["section"], levels, MappingProxyType(duty))
    return MappingProxyType(found)


SECTIONS, JOINED = sections(), joined()
DUTIES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("municipality", "report"): "hyte-kunta-kertomus-ja-suunnitelma",
        ("municipality", "plan"): "hyte-kunta-kertomus-ja-suunnitelma",
        ("municipality", "yearly"): "hyte-kunta-vuosiraportti",
        ("county", "report"): "hyte-hva-kertomus-ja-suunnitelma",
        ("county", "plan"): "hyte-hva-kertomus-ja-suunnitelma",
        ("county", "yearly"): "hyte-hva-vuosiraportti",
    }
)
"""(level, kind) → the duty that its approval serves."""
