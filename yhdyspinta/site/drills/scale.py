"""A hundred times the data: 98,000 municipalities of 30 countries, and ten to a thousand indicators. Needs the extra `analysis`.

Each country is a tile of its own beside Finland's rows, in a copy of the database, so Finland's figures and questions are
untouched. The same rows as Parquet are asked the same questions through DuckDB and chdb: the answers must be equal.
"""

import importlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.db import transaction

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.common.parquet import NotInstalled, engine
from yhdyspinta.core.indicators.arrays import Floats, unpack_floats
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.models import Cube
from yhdyspinta.site.bench.engines import asked_by_sql, comparable
from yhdyspinta.site.bench.made import fields, fill, made_up
from yhdyspinta.site.bench.questions import YEARS, Asked, code, finland, timed
from yhdyspinta.site.bench.records import apart
from yhdyspinta.site.bench.store import from_store
from yhdyspinta.site.drills.notes import Note

INDICATORS, COUNTRIES, TOWNS = 41, 30, 98_000
"""41 indicators × 98,000 municipalities × 30 years: 121 million figures."""
GROWTH = (10, 100, 1_000)
SLOWER = 1.5
"""So many times slower may Finland's questions be when there is a hundred times the data beside them."""
FINLAND = "FROM (SELECT * FROM {{table}} WHERE c = 0)"
SCAN = "SELECT i, c, avg(v), count(v) FROM {{table}} WHERE y = {last} GROUP BY i, c ORDER BY i, c"
LAST = int(YEARS[-1])


def pieces() -> Sequence[str]:
    """Growth at each number of indicators, then the slice."""
    return [*(f"grow {n}" for n in GROWTH), f"slice {INDICATORS} {COUNTRIES} {TOWNS}"]


def examine(piece: str) -> list[str]:
    """Faults, and notes of what was measured."""
    kind, *numbers = piece.split()
    if kind == "grow":
        return list(grown(int(numbers[0])))
    try:
        return list(sliced(*(int(n) for n in numbers)))
    except NotInstalled as error:
        return [str(error)]


@contextmanager
def _copy() -> Iterator[None]:
    """A copy of the database, or a transaction that is rolled back."""
    with apart(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            forget_all()


def grown(count: int) -> Iterator[str]:
    """What Finland's questions cost with so many indicators."""
    with _copy():
        began = time.monotonic()
        fill(count, np.empty((count, len(YEARS), len(axis()))))
        seconds = time.monotonic() - began
        asked = _asked(range(count))
        found = {name: _median(getattr(asked, name)) for name in ("one_series", "one_year", "profile")}
        size = sum(len(v) for (v,) in Cube.objects.filter(indicator__startswith="bench-").values_list("values"))
    told = " · ".join(f"{name} {ms:.3f} ms" for name, ms in found.items())
    yield Note(f"{count} indicators: {told} · {size / 1e6:.1f} MB · written in {seconds:.1f} s")


def _asked(known: range) -> Asked:
    """Finland's questions of those of the asked indicators that there are."""
    along = axis()
    return Asked(lambda numbers: from_store([n for n in numbers if n in known] or [known[-1]]), *finland(along))


def _median(question: Callable[[], Any], tries: int = 31) -> float:
    with one_reading():
        question()
        return statistics.median(timed(question) for _ in range(tries))


@dataclass
class Slice:
    """What is asked: the rows of each country by their first number, and Finland's questions."""

    indicators: int
    sizes: list[int]
    finland: Asked
    path: Path


def sliced(indicators: int, countries: int, towns: int) -> Iterator[str]:
    """Finland among many: its answers unchanged and as fast; Parquet asked by two engines, answers equal."""
    engine()
    chance = np.random.default_rng(countries)
    share = chance.dirichlet(np.ones(countries - 1) * 4) * (towns - len(axis()))
    sizes = [len(axis()), *(max(10, int(s)) for s in share)]
    with tempfile.TemporaryDirectory() as folder, _copy():
        one = Slice(indicators, sizes, _asked(range(indicators)), Path(folder) / "slice.parquet")
        fill(indicators, np.empty((indicators, len(YEARS), len(axis()))))
        names = ("one_series", "one_year", "profile")
        with one_reading():
            before = {n: repr(getattr(one.finland, n)()) for n in names}
        quiet = {n: _median(getattr(one.finland, n)) for n in names}
        began = time.monotonic()
        rows = _write_countries(one)
        yield Note(
            f"{rows:,} figures of {sum(sizes):,} areas in {countries} countries, laid in {time.monotonic() - began:.0f} s"
        )
        forget_all()
        with one_reading():
            yield from (f"{n}: Finland's answer changed" for n in names if repr(getattr(one.finland, n)()) != before[n])
        for name in names:
            now = _median(getattr(one.finland, name))
            yield Note(f"Finland's {name} {quiet[name]:.3f} ms alone, {now:.3f} ms among all")
            if now > SLOWER * quiet[name] + 0.05:
                yield f"{name}: {now / quiet[name]:.1f} times slower among all"
        yield from _beside(one)


def _write_countries(one: Slice) -> int:
    """Tiles of every other country beside Finland's rows, and all of them as Parquet, a row group each. Figures in all."""
    arrow, store = engine()
    columns = [
        ("i", arrow.int16()),
        ("c", arrow.int16()),
        ("a", arrow.int32()),
        ("y", arrow.int16()),
        ("v", arrow.float64()),
    ]
    count = 0
    with store.ParquetWriter(one.path, arrow.schema(columns), compression="zstd") as file:
        for number in range(one.indicators):
            made = []
            for country, size in enumerate(one.sizes):
                values = made_up(number if country == 0 else 10_000 + number * 100 + country, size)
                if country:
                    made.append(Cube(indicator=f"{code(number)}.{country}", **fields(number, values)))
                file.write_table(_long(arrow, number, country, values))
                count += values.size
            Cube.objects.bulk_create(made)
    return count


def _long(arrow: Any, number: int, country: int, values: Floats) -> Any:
    """(years, areas) of one tile as long rows."""
    years, areas = values.shape
    flat = values.ravel()
    return arrow.table(
        {
            "i": np.full(flat.size, number, np.int16),
            "c": np.full(flat.size, country, np.int16),
            "a": np.tile(np.arange(areas, dtype=np.int32), years),
            "y": np.repeat(np.arange(years, dtype=np.int16) + np.int16(YEARS[0]), areas),
            "v": arrow.array(flat, mask=np.isnan(flat)),
        }
    )


def _beside(one: Slice) -> Iterator[str]:
    """Each engine that is installed asked the profile of a municipality and the means of every country; both equal ours."""
    with one_reading():
        profile = comparable(one.finland.profile())
    began = time.perf_counter()
    means = _means(one)
    yield Note(f"all countries' means from the tiles {1000 * (time.perf_counter() - began):.0f} ms")
    scan = SCAN.format(last=LAST)
    for name, ask in _engines(one.path):
        began = time.perf_counter()
        answer = asked_by_sql(ask, one.finland, FINLAND)
        took = 1000 * (time.perf_counter() - began)
        if comparable(answer) != profile:
            yield f"{name}: another profile"
        began = time.perf_counter()
        other = [(int(i), int(c), float(v), int(n)) for i, c, v, n in ask(scan)]
        yield Note(f"{name}: profile {took:.0f} ms, all countries' means {1000 * (time.perf_counter() - began):.0f} ms")
        if len(other) != len(means) or any(
            a[:2] != b[:2] or a[3] != b[3] or abs(a[2] - b[2]) > 1e-6 for a, b in zip(other, means, strict=True)
        ):
            yield f"{name}: other means"


def _means(one: Slice) -> list[tuple[int, int, float, int]]:
    """(indicator, country, mean of the last year, how many) from the tiles."""
    found = []
    for number in range(one.indicators):
        tiles = {
            row[0]: row[1]
            for row in Cube.objects.filter(indicator__startswith=code(number)).values_list("indicator", "values")
        }
        for country, size in enumerate(one.sizes):
            name = f"{code(number)}.{country}" if country else code(number)
            row = unpack_floats(tiles[name], (len(YEARS), size))[-1]
            known = row[~np.isnan(row)]
            found.append((number, country, float(known.mean()), int(known.size)))
    return found


def _engines(path: Path) -> Iterator[tuple[str, Callable[[str], Any]]]:
    """(name, what asks it) of DuckDB and chdb. Raises NotInstalled when neither is here."""
    try:
        base = importlib.import_module("duckdb").connect()
    except ImportError as error:
        raise NotInstalled("DuckDB needs the extra: pip install 'yhdyspinta[analysis]'") from error
    yield "DuckDB", lambda sql: base.execute(sql.format(table=f"'{path}'")).fetchall()
    try:
        chdb = importlib.import_module("chdb.dbapi")
    except ImportError:
        return

    def ask(sql: str) -> Any:
        cursor = chdb.connect().cursor()
        cursor.execute(_clickhouse(sql).format(table=f"file('{path}', 'Parquet')"))
        return cursor.fetchall()

    yield "chdb", ask


def _clickhouse(sql: str) -> str:
    """The same question in ClickHouse's words."""
    return sql.replace("count(*) FILTER (n.v > own.v)", "countIf(n.v > own.v)").replace("count(*)", "count()")
