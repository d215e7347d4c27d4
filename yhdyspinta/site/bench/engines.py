"""The profile's question asked of DuckDB, Polars and pandas on the same figures: only where the extra `bench` is installed."""

import importlib
import statistics
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.indicators.arrays import Floats
from yhdyspinta.site.bench.questions import PROFILE, YEARS, Asked, Measured, Row, assert_equal, timed

ENGINES = ("duckdb", "polars", "pandas")
LAST, BEFORE = int(YEARS[-1]), int(YEARS[-6])
SQL = """
WITH now AS (SELECT i, a, v FROM figures WHERE i < {profile} AND y = {last} AND v IS NOT NULL),
own AS (SELECT i, v FROM now WHERE a = {town}),
country AS (SELECT n.i, 1 + count(*) FILTER (n.v > own.v) AS p, count(*) AS c
            FROM now n JOIN own USING (i) WHERE a BETWEEN {first} AND {until} GROUP BY n.i),
region AS (SELECT n.i, 1 + count(*) FILTER (n.v > own.v) AS p, count(*) AS c
           FROM now n JOIN own USING (i) WHERE a IN ({county}) GROUP BY n.i),
old AS (SELECT i, v FROM figures WHERE i < {profile} AND y = {before} AND a = {town})
SELECT own.i, own.v, region.p, region.c, country.p, country.c, own.v - old.v
FROM own JOIN country USING (i) JOIN region USING (i) JOIN old USING (i) ORDER BY own.i
"""
AROUND = """
SELECT i, y, a, v FROM figures
WHERE i < {profile} AND v IS NOT NULL AND (a = {town} OR a IN ({around}) AND y = {last}) ORDER BY i, y
"""


def profile_beside(cube: Floats, store: Asked, count: int) -> Iterator[Measured]:
    """Of each engine that is installed: how many times slower than the store; the best of them is to be 25 times slower."""
    frame = _long(cube, count)
    want = comparable(store.profile())
    for name in ENGINES:
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        ask = MAKERS[name](module, frame, store)
        assert_equal(name, comparable(ask()), want)
        with one_reading():  # as within a request: what has changed is asked once
            pairs = [(_warm(store.profile), _warm(ask)) for _ in range(5)]
        ours, theirs = (statistics.median(p[i] for p in pairs) for i in (0, 1))
        ratio = statistics.median(a / b for a, b in pairs)
        yield Measured(f"Q3 store beside {name}", round(ours, 3), round(theirs, 3), round(ratio, 4), 1 / 25)


def _warm(question: Callable[[], Any]) -> float:
    """The median of a few answers after a first one: the engine before has emptied the processor's caches."""
    question()
    return statistics.median(timed(question) for _ in range(5))


def comparable(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Rounded rows of indicators that have a figure of both years; of the trend the known values."""

    def near(value: float) -> float | None:
        return None if np.isnan(value) else round(float(value), 4)

    return [
        (near(v), region, country, near(d), near(county), near(whole), [near(x) for x in trend if x == x])
        for v, region, country, d, county, whole, trend in rows
        if near(v) is not None and near(d) is not None
    ]


def _long(cube: Floats, count: int) -> dict[str, Any]:
    """The cube as columns: indicator, year, area, value."""
    years, areas = cube.shape[1:]
    i, y, a = np.indices((count, years, areas), dtype=np.int32)
    return {"i": i.ravel(), "y": (y + int(YEARS[0])).ravel(), "a": a.ravel(), "v": np.asarray(cube).ravel()}


def asked_by_sql(ask: Callable[[str], Any], store: Asked, of: str = "FROM figures") -> list[Row]:
    """The profile's question in SQL, two of them, asked of a table."""
    places = {"first": int(store.towns[0]), "until": int(store.towns[-1]), "county": ",".join(map(str, store.county))}
    places |= {"town": store.town, "around": ",".join(map(str, store.around))}
    one, two = (
        sql.replace("FROM figures", of).format(profile=PROFILE, last=LAST, before=BEFORE, **places)
        for sql in (SQL, AROUND)
    )
    around = _around(ask(two), store)
    return [
        (v, (int(p), int(c)), (int(q), int(e)), d if d is not None else np.nan, *around(i))
        for i, v, p, c, q, e, d in ask(one)
    ]


def _around(rows: Iterable[Any], store: Asked) -> Callable[[int], tuple[float, float, list[float]]]:
    """What gives an indicator's values of the region and the country and its own trend, from (i, year, area, value)."""
    beside: dict[tuple[int, int], float] = {}
    trend: dict[int, list[float]] = {}
    for i, _y, a, v in rows:
        if a == store.town:
            trend.setdefault(i, []).append(v)
        else:
            beside[i, a] = v
    return lambda i: (beside.get((i, store.around[0]), np.nan), beside.get((i, store.around[1]), np.nan), trend[i])


def _duckdb(module: Any, frame: dict[str, Any], store: Asked) -> Callable[[], list[Row]]:
    base = module.connect()
    base.register("given", _arrow(frame))
    base.execute("CREATE TABLE figures AS SELECT i, y, a, CASE WHEN isnan(v) THEN NULL ELSE v END AS v FROM given")
    return lambda: asked_by_sql(lambda sql: base.execute(sql).fetchall(), store)


def _arrow(frame: dict[str, Any]) -> Any:
    return importlib.import_module("pyarrow").table(frame)


def _polars(module: Any, frame: dict[str, Any], store: Asked) -> Callable[[], list[Row]]:
    whole = module.DataFrame(frame).with_columns(module.col("v").fill_nan(None))
    col, towns, county = module.col, (int(store.towns[0]), int(store.towns[-1])), [int(c) for c in store.county]

    def ask() -> list[Row]:
        part = whole.filter(col("i") < PROFILE)
        now = part.filter((col("y") == LAST) & col("v").is_not_null())
        own = now.filter(col("a") == store.town).select("i", own="v")
        old = part.filter((col("y") == BEFORE) & (col("a") == store.town)).select("i", old="v")
        joined = now.join(own, on="i")

        def place(rows: Any, name: str) -> Any:
            above = 1 + (col("v") > col("own")).sum()
            return rows.group_by("i").agg(above.alias(f"p{name}"), module.len().alias(f"c{name}"))

        country = place(joined.filter(col("a").is_between(*towns)), "c")
        region = place(joined.filter(col("a").is_in(county)), "r")
        rows = own.join(region, on="i").join(country, on="i").join(old, on="i").sort("i").rows()
        near = (col("a") == store.town) | (col("a").is_in(store.around) & (col("y") == LAST))
        around = _around(part.filter(near & col("v").is_not_null()).sort("i", "y").rows(), store)
        return [(v, (p, c), (q, e), np.nan if o is None else v - o, *around(i)) for i, v, p, c, q, e, o in rows]

    return ask


def _pandas(module: Any, frame: dict[str, Any], store: Asked) -> Callable[[], list[Row]]:
    whole = module.DataFrame(frame)
    first, until, county = int(store.towns[0]), int(store.towns[-1]), [int(c) for c in store.county]

    def ask() -> list[Row]:
        part = whole[whole.i < PROFILE]
        now = part[(part.y == LAST) & part.v.notna()]
        own = now[now.a == store.town].set_index("i").v
        old = part[(part.y == BEFORE) & (part.a == store.town)].set_index("i").v
        beside = now.assign(above=now.v.to_numpy() > now.i.map(own).to_numpy())
        country = beside[beside.a.between(first, until)].groupby("i").above.agg(["sum", "count"])
        region = beside[beside.a.isin(county)].groupby("i").above.agg(["sum", "count"])
        near = part[part.v.notna() & ((part.a == store.town) | (part.a.isin(store.around) & (part.y == LAST)))]
        around = _around(near.itertuples(index=False, name=None), store)
        return [
            (float(v), (int(region["sum"][i]) + 1, int(region["count"][i])), (int(country["sum"][i]) + 1, int(country["count"][i])), float(v - old[i]), *around(i))
            for i, v in own.items()
        ]  # fmt: skip

    return ask


MAKERS: dict[str, Callable[[Any, dict[str, Any], Asked], Callable[[], list[Row]]]] = {
    "duckdb": _duckdb,
    "polars": _polars,
    "pandas": _pandas,
}
