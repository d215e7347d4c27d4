"""The coefficient's rules by level and year, each with its source and how sure it is. Plain Python."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of

Level = Literal["municipality", "county"]
Status = Literal["law", "decree", "assumption"]
LEVELS: tuple[Level, ...] = ("municipality", "county")
STATUSES = ("law", "decree", "assumption")
FOLDER = Path(__file__).parent
ALLOWED = {
    "process_weight": None,
    "mean": ("residents",),
    "missing": ("lowest",),
    "change": ("absolute", "relative"),
    "scaling": ("all",),
    "lag": ("1", "2", "3"),
}
"""Every parameter must be there; None: a number from 0 to 1. `lag`: figures are of so many years before."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One rule as it stands from a year on."""

    name: str
    since: int
    value: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Price:
    """Euros for a resident in a year, when the coefficient is 1."""

    year: int
    value: Decimal
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Process:
    """What is done: 0 or 100 points for a municipality, 0–100 for a county. `field`: whose work it is."""

    code: str
    field: str
    name: Text


@dataclass(frozen=True, slots=True)
class Result:
    """How people fare, less is better. `indicator`: in the catalogue of figures, "" when none is known there.

    `near`: that figure is near what the decree means, not the same. `target`: full points when it is reached; None: not known.
    """

    code: str
    indicator: str
    name: Text
    near: bool = False
    target: Fraction | None = None


@dataclass(frozen=True)
class Scheme:
    """The coefficient of one level through the years."""

    level: Level
    parameters: tuple[Parameter, ...]
    prices: tuple[Price, ...]
    process: tuple[Process, ...]
    results: tuple[Result, ...]

    @property
    def first(self) -> int:
        """The first year in which money follows the coefficient."""
        return min(p.since for p in self.parameters)

    def at(self, year: int) -> Mapping[str, Parameter]:
        """The rules of a year by name. Raises ValueError for a year before the first."""
        if year < self.first:
            raise ValueError(f"the coefficient of the level {self.level} begins in {self.first}, not in {year}")
        held = sorted((p for p in self.parameters if p.since <= year), key=lambda p: p.since)
        return {p.name: p for p in held}

    def price(self, year: int) -> Price | None:
        """A year's price, None when it is not known."""
        return next((p for p in self.prices if p.year == year), None)

    @property
    def years(self) -> list[int]:
        """Years whose price is known and in which the coefficient is in use, newest first."""
        return sorted((p.year for p in self.prices if p.year >= self.first), reverse=True)


@dataclass(frozen=True, slots=True)
class Published:
    """Points that the keeper of the coefficient has published of an area. `year`: of the figures behind them."""

    level: Level
    area: str
    year: int
    points: Decimal
    place: int
    of: int
    source: str
    day: date


def read(level: Level, path: Path) -> Scheme:
    """The rules of a level. Raises InvalidFile with file, place and reason."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        scheme = Scheme(
            level,
            tuple(_parameter(row) for row in data["parameter"]),
            tuple(Price(r["year"], Decimal(r["value"]), _status(r), r["source"]) for r in data["price"]),
            tuple(Process(r["code"], r["field"], _named(r)) for r in data["process"]),
            tuple(_result(r) for r in data["result"]),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise InvalidFile(f"{path.name}: {error!r}") from error
    if lacking := set(ALLOWED) - set(scheme.at(scheme.first)):
        raise InvalidFile(f"{path.name}: parameters {sorted(lacking)} are not there from {scheme.first}")
    codes = [p.code for p in scheme.process] + [r.code for r in scheme.results]
    if len(codes) != len(set(codes)):
        raise InvalidFile(f"{path.name}: a code is there twice")
    return scheme


def _parameter(row: Mapping[str, Any]) -> Parameter:
    name, value = row["name"], row["value"]
    allowed = ALLOWED[name]
    if value not in allowed if allowed else not 0 <= Fraction(value) <= 1:
        raise ValueError(f"{name} cannot be {value!r}")
    return Parameter(name, row["from"], value, _status(row), row["source"])


def _status(row: Mapping[str, Any]) -> Status:
    if row["status"] not in STATUSES:
        raise ValueError(f"status {row['status']!r} is none of {STATUSES}")
    return row["status"]  # type: ignore[no-any-return]  # one of the three


def _named(row: Mapping[str, Any]) -> Text:
    name = text_of(row["name"])
    if not name.complete:
        raise ValueError(f"{row['code']} lacks a name in fi, sv or en")
    return name


def _result(row: Mapping[str, Any]) -> Result:
    target = Fraction(row["target"]) if "target" in row else None
    indicator = row.get("indicator", "")
    return Result(row["code"], indicator, Text() if indicator else _named(row), row.get("near", False), target)


def _published(path: Path) -> tuple[Published, ...]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(Published(**{**row, "points": Decimal(row["points"])}) for row in data.get("points", []))


SCHEMES: Mapping[Level, Scheme] = MappingProxyType({level: read(level, FOLDER / f"{level}.toml") for level in LEVELS})
PUBLISHED = _published(FOLDER / "published.toml")


def published(level: str, area: str) -> Published | None:
    """The newest points published of an area, None when none is known here."""
    found = [p for p in PUBLISHED if (p.level, p.area) == (level, area)]
    return max(found, key=lambda p: p.year, default=None)
