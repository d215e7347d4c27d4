"""`manage.py bench store`: the store of figures beside a memory-mapped cube of the same figures, in one run.

Made-up figures of as many indicators as asked, written to a copy of the database or rolled back. Each question is asked
of both in turns, so a slow moment slows both; a ratio near one means that the store is as fast as memory.
"""

import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
from django.db import connection, transaction

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.indicators import queries
from yhdyspinta.core.indicators.arrays import Floats, latest
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.models import Cube
from yhdyspinta.core.indicators.sources.sotkanet import Row
from yhdyspinta.site.bench import engines, load
from yhdyspinta.site.bench.made import fill
from yhdyspinta.site.bench.questions import YEARS, Asked, Measured, code, finland, measured, timed


def everything_of(cube: Floats, town: int) -> list[float]:
    """Every indicator's latest figure of one municipality, from the cube."""
    values, _at = latest(np.ascontiguousarray(cube[:, :, town]).T)
    return [float(v) for v in values if not np.isnan(v)]


BUDGETS = {"sqlite": (1.5, 1.5, 3.0, 1.5, 1.5), "postgresql": (6.0, 3.0, 3.0, 1.5, 1.5)}


def figures(count: int, *, beside: bool = False) -> Iterator[Measured]:
    """All questions, warm, then the profile cold, one municipality whole, reading, laying, pages; `beside` other engines."""
    shape = (count, len(YEARS), len(axis()))
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "cube.bin"
        store = Asked(from_store, *finland(axis()))
        yield from _warm(path, shape, store)
        yield _cold(store, path, shape)
        yield _weight()
        yield _reading()
        yield from load.bank()
        yield from load.pages()
        if beside:
            yield from engines.profile_beside(np.memmap(path, np.float64, "r", shape=shape), store, count)
        transaction.set_rollback(True)
    forget_all()
    yield from load.readers()


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


def from_store(numbers: list[int]) -> list[Floats]:
    """(years, areas) of made-up indicators, as the product itself reads them."""
    if len(numbers) == 1:
        found = queries.figures_of(code(numbers[0]))
        return [found.totals] if found else []
    return [f.totals for f in queries.figures(code(n) for n in numbers).values()]


def _cold(store: Asked, path: Path, shape: tuple[int, ...]) -> Measured:
    """The profile with nothing in the process's memory, and neither file in the system's.

    No budget on PostgreSQL: what its server remembers cannot be made to forget from here, so it is never cold.
    """
    ours, theirs = [], []
    database = Path(str(connection.settings_dict["NAME"]))
    for _ in range(15):
        forget_all()
        for file in (database, database.with_name(f"{database.name}-wal")):
            _drop(file)
        with one_reading():
            ours.append(timed(store.profile))
        theirs.append(_cold_cube(store, path, shape))
    a, b = statistics.median(ours), statistics.median(theirs)
    budget = 1.0 if connection.vendor == "sqlite" else None
    return Measured("Q3 cold", round(a, 3), round(b, 3), round(a / b, 3), budget)


def _cold_cube(store: Asked, path: Path, shape: tuple[int, ...]) -> float:
    """Milliseconds of the profile from a cube that is opened anew. Nothing may hold the file, or its pages stay."""
    _drop(path)
    cube = np.memmap(path, np.float64, "r", shape=shape)
    return timed(replace(store, of=lambda numbers: [cube[n] for n in numbers]).profile)


def _drop(path: Path) -> None:
    """Asks the system to forget a file's pages, where there is such a file."""
    if path.is_file():
        with path.open("rb") as file:
            os.fsync(file.fileno())  # what is not on the disk yet cannot be forgotten
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
        (timed(lambda: msgspec.json.decode(body, type=list[Row])), timed(lambda: json.loads(body))) for _ in range(3)
    ]
    a, b = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    return Measured("200,000 rows of JSON", round(a, 2), round(b, 2), round(a / b, 3), 0.4)
