"""Region axes: fixed, dated lists of areas that every matrix of figures is laid along. Plain Python.

A boundary change gets a new axis; `changes.csv` maps the old areas to the new ones.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from yhdyspinta.core.indicators.catalogue import KINDS, Kind
from yhdyspinta.core.interfaces.catalogue import InvalidFile

FOLDER = Path(__file__).with_name("axes")
LATEST = "2025"
CODE_LENGTH = 12
"""Of an axis, as the store keeps it; SQLite would take a longer one, PostgreSQL would not."""
Place = tuple[Kind, str]
COUNTRY: Place = ("country", "")
LETTERS: Mapping[Kind, str] = {"country": "SSS", "county": "HVA", "employment_area": "TA", "municipality": "KU"}
"""What begins an area's code at Statistics Finland: KU091, HVA15, TA10, SSS."""


_ALSO: list[Path] = []


def lay_also(path: Path) -> None:
    """Lays an invented region's areas beside the real ones, from now on. Called when the house starts, before any reading."""
    if path not in _ALSO:
        _ALSO.append(path)
        axis.cache_clear()


@dataclass(frozen=True)
class Axis:
    """Areas in their fixed order. `county` and `area` of a municipality: codes of where it belongs on this axis.

    `invented`: codes of counties and employment areas that an example has made up; they are no part of the country.
    """

    code: str
    places: tuple[Place, ...]
    county: Mapping[str, str]
    area: Mapping[str, str]
    invented: frozenset[str] = frozenset()

    @cached_property
    def index(self) -> Mapping[Place, int]:
        """Where an area lies on the axis."""
        return {place: i for i, place in enumerate(self.places)}

    @cached_property
    def spans(self) -> Mapping[Kind, slice]:
        """The stretch of each kind: kinds lie one after another."""
        first = {k: next(i for i, p in enumerate(self.places) if p[0] == k) for k in KINDS}
        count = {k: sum(1 for p in self.places if p[0] == k) for k in KINDS}
        return {k: slice(first[k], first[k] + count[k]) for k in KINDS}

    @cached_property
    def parts(self) -> Mapping[Place, tuple[int, ...]]:
        """Where the municipalities of each county, employment area and the country lie."""
        found: dict[Place, list[int]] = {}
        for (kind, code), i in self.index.items():
            if kind == "municipality":
                own: tuple[Place, ...] = (("county", self.county[code]), ("employment_area", self.area[code]))
                for place in own if self.county[code] in self.invented else (COUNTRY, *own):
                    found.setdefault(place, []).append(i)
        return {place: tuple(each) for place, each in found.items()}

    def __len__(self) -> int:
        return len(self.places)


@cache
def axis(code: str = LATEST) -> Axis:
    """An axis of the package. Raises InvalidFile."""
    ending = "".join(f"-{p.stem}" for p in _ALSO)
    path = FOLDER / f"{code.removesuffix(ending)}.csv"
    try:
        rows, also = _read(path), [row for other in _ALSO for row in _read(other)]
        rows = sorted([*rows, *also], key=lambda r: KINDS.index(r["kind"])) if also else rows
        places = tuple((r["kind"], r["code"]) for r in rows)
        county = {r["code"]: r["county"] for r in rows if r["kind"] == "municipality"}
        area = {r["code"]: r["employment_area"] for r in rows if r["kind"] == "municipality"}
    except (OSError, KeyError, ValueError) as error:
        raise InvalidFile(f"{path.name}: {error!r}") from error
    kinds = [k for i, (k, _) in enumerate(places) if i == 0 or places[i - 1][0] != k]
    if tuple(kinds) != KINDS or len(set(places)) != len(places):
        raise InvalidFile(f"{path.name}: areas must be once each, in the order {', '.join(KINDS)}")
    if len(path.stem + ending) > CODE_LENGTH:
        raise InvalidFile(
            f"{path.stem + ending}: an axis' code has at most {CODE_LENGTH} characters; shorten a file's name"
        )
    invented = frozenset(r["code"] for r in also if r["kind"] != "municipality")
    return Axis(path.stem + ending, places, county, area, invented)  # type: ignore[arg-type]  # the kinds were just checked


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def merged() -> Mapping[str, tuple[str, str]]:
    """Municipalities that ended: old code → (the one that goes on, day). Raises InvalidFile."""
    return {r["old"]: (r["new"], r["on"]) for r in _changes()}


@cache
def ended_in_sotkanet() -> Mapping[int, str]:
    """Sotkanet's number → code of municipalities that ended: they leave its list of areas, not its figures."""
    return {int(r["sotkanet"]): r["old"] for r in _changes()}


def placed(place: Place) -> bool:
    """Whether figures of an area have a place: on the latest axis, or in the municipality that goes on."""
    return place in axis().index or (place[0] == "municipality" and place[1] in merged())


def _changes() -> list[dict[str, str]]:
    path = FOLDER / "changes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
