"""`manage.py bench store`: the store of figures beside a memory-mapped cube of the same figures, in one run.

Made-up figures of as many indicators as asked, written to a copy of the database or rolled back. Each question is asked
of both in turns, so a slow moment slows both; a ratio near one means that the store is as fast as memory.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from django.db import connection, transaction

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.indicators import queries
from yhdyspinta.core.indicators.arrays import Floats, Ints, latest, pack, pack_latest, place_of, ranks
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.models import Cube
from yhdyspinta.core.indicators.sources.sotkanet import Row

YEARS = tuple(str(y) for y in range(1996, 2026))
PROFILE = 150
Question = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """One question of both: medians in milliseconds (or another unit) and their ratio. `budget`: what the ratio may be."""

    name: str
    store: float
    cube: float
    ratio: float
    budget: float | None
    unit: str = "ms"

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


def made_up(number: int, areas: int) -> Floats:
    """(years, areas) of one indicator: a level an area, a slow drift, one decimal; a few absent. The same each time."""
    chance = np.random.default_rng(number)
    level = chance.uniform(2, 60, areas)
    drift = chance.normal(0, 0.4, (len(YEARS), areas)).cumsum(axis=0)
    found: Floats = np.round(np.abs(level + drift), 1)
    found[chance.random(found.shape) < 0.02] = np.nan
    return found


def fill(count: int, cube: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    """Writes the same figures to the store and to the cube."""
    along, now = axis(), clock.now()
    marks = pack(np.zeros((1, len(YEARS), len(along)), np.uint8))
    rows = []
    for number in range(count):
        values = made_up(number, len(along))
        cube[number] = values
        rows.append(
            Cube(
                indicator=code(number), source="own", version=f"{number:016x}", axis=along.code, periods=list(YEARS),
                genders=["total"], values=pack(values[None]), marks=marks, latest=pack_latest(values),
                observations=int((~np.isnan(values)).sum()), fetched_at=now,
            )
        )  # fmt: skip
        if len(rows) == 100 or number == count - 1:
            Cube.objects.bulk_create(rows)
            rows = []
    forget_all()


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

    def one_series(self) -> Any:
        """Q1: one indicator of six areas over all years."""
        return self.of([7])[0][:, self.towns[:6]].copy()

    def one_year(self) -> Any:
        """Q2: one year of all municipalities, ranked."""
        return ranks(self.of([11])[0][-1][self.towns])

    def profile(self) -> Any:
        """Q3: 150 indicators of one municipality: latest, place in the region and in the country, five years' change."""
        found = []
        for values in self.of(list(range(PROFILE))):
            row = values[-1]
            places = place_of(row[self.county], 0), place_of(row[self.towns], 0)
            found.append((row[self.town], *places, row[self.town] - values[-6][self.town]))
        return found

    def region(self) -> Any:
        """Q4: 150 indicators × the municipalities of a region, latest."""
        return [latest(values)[0][self.county] for values in self.of(list(range(PROFILE)))]

    def country(self) -> Any:
        """Q5: 150 indicators × 22 regions, latest."""
        return [latest(values)[0][self.counties] for values in self.of(list(range(PROFILE)))]


def measured(name: str, store: Question, cube: Question, budget: float | None, tries: int = 31) -> Measured:
    """Medians of turns; both answers must be equal."""
    assert_equal(name, store(), cube())
    pairs = [(_timed(store), _timed(cube)) for _ in range(tries)]
    a, b = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    ratio = statistics.median(x / y for x, y in pairs)
    return Measured(name, round(a, 4), round(b, 4), round(ratio, 3), budget)


def assert_equal(name: str, one: Any, two: Any) -> None:
    """Raises ValueError when the two answer differently: a fast wrong answer is worth nothing."""
    if repr(one) != repr(two):
        raise ValueError(f"{name}: the store and the cube answer differently")


def _timed(question: Question) -> float:
    began = time.perf_counter()
    question()
    return (time.perf_counter() - began) * 1000


def everything_of(cube: Floats, town: int) -> list[float]:
    """Every indicator's latest figure of one municipality, from the cube."""
    values, _at = latest(np.ascontiguousarray(cube[:, :, town]).T)
    return [float(v) for v in values if not np.isnan(v)]


BUDGETS = {"sqlite": (1.5, 1.5, 3.0, 1.5, 1.5), "postgresql": (6.0, 3.0, 3.0, 1.5, 1.5)}


def figures(count: int) -> Iterator[Measured]:
    """All questions, warm, then the profile cold, one municipality whole, and reading a source's JSON."""
    along = axis()
    towns = np.arange(*along.spans["municipality"].indices(len(along)))
    county = np.array(along.parts["county", "15"])
    counties = np.arange(*along.spans["county"].indices(len(along)))[:22]
    asked = (towns, county, counties, int(county[0]))
    shape = (count, len(YEARS), len(along))
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "cube.bin"
        store = Asked(_from_store, *asked)
        yield from _warm(path, shape, store)
        yield _cold(store, path, shape)
        yield _weight()
        yield _reading()
        transaction.set_rollback(True)
    forget_all()


def _warm(path: Path, shape: tuple[int, int, int], store: Asked) -> Iterator[Measured]:
    """The questions with everything at hand."""
    cube = np.memmap(path, np.float64, "w+", shape=shape)
    fill(shape[0], cube)
    cube.flush()
    beside = replace(store, of=lambda numbers: [cube[n] for n in numbers])
    budgets = BUDGETS[connection.vendor]
    with one_reading():
        for i, name in enumerate(("one_series", "one_year", "profile", "region", "country")):
            yield measured(f"Q{i + 1} {name}", getattr(store, name), getattr(beside, name), budgets[i])
        ours = [i for i, c in enumerate(queries.summary().codes) if c.startswith("bench-")]

        def whole() -> list[float]:
            row = queries.summary().values[ours, store.town]
            return [float(v) for v in row if not np.isnan(v)]

        yield measured("one municipality, all", whole, lambda: everything_of(cube, store.town), 2.5)


def _from_store(numbers: list[int]) -> list[Floats]:
    return [f.totals for f in queries.figures(code(n) for n in numbers).values()]


def _cold(store: Asked, path: Path, shape: tuple[int, ...]) -> Measured:
    """The profile with nothing in the process's memory; the system is asked to forget both files.

    No budget: where the system keeps the cube's pages all the same, the cube is not cold.
    """
    ours, theirs = [], []
    database = Path(str(connection.settings_dict["NAME"]))
    for _ in range(5):
        forget_all()
        for file in (database, database.with_name(f"{database.name}-wal"), path):
            _drop(file)
        with one_reading():
            ours.append(_timed(store.profile))
        _drop(path)
        again = np.memmap(path, np.float64, "r", shape=shape)
        theirs.append(_timed(replace(store, of=lambda numbers, cube=again: [cube[n] for n in numbers]).profile))  # type: ignore[misc]  # bound now
    a, b = statistics.median(ours), statistics.median(theirs)
    return Measured("Q3 cold", round(a, 3), round(b, 3), round(a / b, 3), None)


def _drop(path: Path) -> None:
    """Asks the system to forget a file's pages, where there is such a file."""
    if path.is_file():
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _weight() -> Measured:
    """Bytes of a figure in the store, and as a float64."""
    rows = Cube.objects.filter(indicator__startswith="bench-").values_list("values", "marks", "latest", "observations")
    size = figures_ = 0
    for values, marks, last, known in rows.iterator(chunk_size=200):
        size += len(values) + len(marks) + len(last)
        figures_ += known
    return Measured("weight of a figure", round(size / figures_, 2), 8.0, round(size / figures_ / 8, 3), 5 / 8, "bytes")


def _reading() -> Measured:
    """An answer of Sotkanet: the declared shapes against the standard library, rows a second in turns."""
    rows = [
        {"indicator": 127, "region": i % 470, "year": 2000 + i % 25, "gender": "total", "value": i / 10, "absValue": i}
        for i in range(200_000)
    ]
    body = json.dumps(rows).encode()
    pairs = [
        (_timed(lambda: msgspec.json.decode(body, type=list[Row])), _timed(lambda: json.loads(body))) for _ in range(3)
    ]
    a, b = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    return Measured("200,000 rows of JSON", round(a, 2), round(b, 2), round(a / b, 3), 0.4)
