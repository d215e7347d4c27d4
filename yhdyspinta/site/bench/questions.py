"""What is asked of the store of figures, however they are kept, and how an answer is timed: in turns, and only equal ones."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats, Ints, latest, ranks
from yhdyspinta.core.indicators.axes import COUNTRY, Axis

YEARS = tuple(str(y) for y in range(1996, 2026))
PROFILE = 150
Question = Callable[[], Any]
Place = tuple[int, int] | None
Row = tuple[float, Place, Place, float, float, float, list[float]]
"""Of one indicator: own value, (place, how many) in the region and in the country, change over five years, the values of
the region and of the country, and one's own value of every year."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One question of both: medians in milliseconds (or another unit) and their ratio. `budget`: what the ratio may be.

    With `limit` the second is no measure but a limit in seconds or milliseconds, which holds on a quiet machine.
    """

    name: str
    store: float
    cube: float
    ratio: float
    budget: float | None
    unit: str = "ms"
    limit: bool = False

    def line(self) -> str:
        """One line of the report."""
        kept = (
            ""
            if self.budget is None
            else f"  (budget × {self.budget:g}: {'kept' if self.ratio <= self.budget else 'BROKEN'})"
        )
        return f"{self.name:28} store {self.store:9.3f} {self.unit}   cube {self.cube:9.3f} {self.unit}   × {self.ratio:6.2f}{kept}"

    def data(self) -> dict[str, Any]:
        """The same for machines."""
        return asdict(self)


@cache
def code(number: int) -> str:
    """Of a made-up indicator."""
    return f"bench-{number:04}"


@dataclass(frozen=True)
class Asked:
    """The questions, asked of matrices however they are kept: `of` gives (years, areas) of some indicators."""

    of: Callable[[list[int]], list[Floats]]
    towns: Ints
    county: Ints
    counties: Ints
    town: int
    around: tuple[int, int]
    """Where the region and the country lie."""

    def one_series(self) -> Any:
        """Q1: one indicator of six areas over all years."""
        return self.of([7])[0][:, self.towns[:6]].copy()

    def one_year(self) -> Any:
        """Q2: one year of all municipalities, ranked."""
        return ranks(self.of([11])[0][-1][self.towns])

    def profile(self) -> Any:
        """Q3: 150 indicators of one municipality: `Row`s of its own, the places, the change, the values around, the trend."""
        given = self.of(list(range(PROFILE)))
        now = np.empty((len(given), given[0].shape[1]))
        for i, values in enumerate(given):
            now[i] = values[-1]
        own, before = now[:, self.town], np.array([values[-6, self.town] for values in given])
        country = slice(int(self.towns[0]), int(self.towns[-1]) + 1)  # municipalities lie side by side on an axis
        places = [_places(now[:, group], own) for group in (self.county, country)]
        around = [now[:, at].tolist() for at in self.around]
        trend = [values[:, self.town].tolist() for values in given]
        return list(zip(own.tolist(), *places, (own - before).tolist(), *around, trend, strict=True))

    def region(self) -> Any:
        """Q4: 150 indicators × the municipalities of a region, latest."""
        return [latest(values)[0][self.county] for values in self.of(list(range(PROFILE)))]

    def country(self) -> Any:
        """Q5: 150 indicators × 22 regions, latest."""
        return [latest(values)[0][self.counties] for values in self.of(list(range(PROFILE)))]


def finland(along: Axis) -> tuple[Ints, Ints, Ints, int, tuple[int, int]]:
    """(all municipalities, those of one region, the regions, one municipality, its region and the country) on the axis."""
    towns = np.arange(*along.spans["municipality"].indices(len(along)))
    county = np.array(along.parts["county", "15"])
    around = along.index["county", "15"], along.index[COUNTRY]
    return towns, county, np.arange(*along.spans["county"].indices(len(along)))[:22], int(county[0]), around


def _places(rows: Floats, own: Floats) -> list[Place]:
    """(place from the largest, how many) of one's own value on each row; None where there is none."""
    above = (1 + np.count_nonzero(rows > own[:, None], axis=1)).tolist()
    known = np.count_nonzero(rows == rows, axis=1).tolist()  # what is absent is not equal to itself
    given = (own == own).tolist()
    return [(above[i], known[i]) if has else None for i, has in enumerate(given)]


def measured(name: str, store: Question, cube: Question, budget: float | None, tries: int = 31) -> Measured:
    """Medians of turns; both answers must be equal."""
    assert_equal(name, store(), cube())
    pairs = [(timed(store), timed(cube)) for _ in range(tries)]
    a, b = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    ratio = statistics.median(x / y for x, y in pairs)
    return Measured(name, round(a, 4), round(b, 4), round(ratio, 3), budget)


def assert_equal(name: str, one: Any, two: Any) -> None:
    """Raises ValueError when the two answer differently: a fast wrong answer is worth nothing."""
    if repr(one) != repr(two):
        raise ValueError(f"{name}: the store and the cube answer differently")


def timed(question: Question) -> float:
    """Milliseconds of one answer."""
    began = time.perf_counter()
    question()
    return (time.perf_counter() - began) * 1000
