"""A profile's lines, counted for all indicators at once, against the same counted one by one; its small lines and changes."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.arrays import table
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.rooms.statistics import places
from yhdyspinta.rooms.statistics.profile import Source, lines, spark_of, strips_of

AREAS, PERIODS = 8, 7
matrix = st.lists(
    st.one_of(st.just(math.nan), st.integers(-5, 5).map(float)), min_size=AREAS * PERIODS, max_size=AREAS * PERIODS
)


@given(st.lists(matrix, min_size=1, max_size=4))
def test_all_lines_at_once_are_the_lines_one_by_one(given_: list[list[float]]) -> None:
    """Counted for each indicator by itself in plain Python: latest, changes, mean, places with ties, what lacks a figure."""
    here = places.Where(("municipality", "x"), 2, Text("X"), "x", np.arange(6), np.arange(4), 6)
    names = tuple(str(y) for y in range(2019, 2019 + PERIODS))
    one = catalogue().indicators["sotkanet-3219"]
    grids = [np.array(g).reshape(1, PERIODS, AREAS) for g in given_]
    made = iter(lines([Source(one, table(names, ["total"], g)) for g in grids], here, np.array([0, 5]), 7))
    for grid in (g[0] for g in grids):
        known = [p for p in range(PERIODS) if not math.isnan(grid[p, 2])]
        if not known:
            continue
        at, found = known[-1], next(made)
        own, row = grid[at, 2], [None if math.isnan(v) else v for v in grid[at]]
        assert (found.period, found.value, found.region, found.country) == (names[at], own, row[6], row[7])
        near = [v for v in (row[0], row[5]) if v is not None]
        assert found.near == (sum(near) / len(near) if near else None)
        for group, place in ((row[:4], found.in_region), (row[:6], found.in_group)):
            told = [v for v in group if v is not None]
            assert place == (1 + sum(v > own for v in told), len(told))
        for years, change in ((1, found.year), (5, found.five)):
            before = grid[at - years, 2] if at >= years else math.nan
            assert change == (None if math.isnan(before) else own - before)
        alone = strips_of(grid[at][None], here, 7, [one.proposed])
        assert found.strip == alone[0]
    assert next(made, None) is None


@given(st.lists(st.one_of(st.just(math.nan), st.floats(-1e9, 1e9)), max_size=40))
def test_a_small_line_stays_in_its_picture_and_breaks_at_gaps(values_: list[float]) -> None:
    """One spot a known value, inside the picture, the first and the last at its edges; a new stroke after every gap."""
    path = spark_of(np.array(values_))
    known = [i for i, v in enumerate(values_) if not math.isnan(v)]
    if len(known) < 3:
        assert path == ""
        return
    spots = [(int(x), int(y)) for x, y in re.findall(r"[ML](\d+) (\d+)", path)]
    assert len(spots) == len(known)
    assert (spots[0][0], spots[-1][0]) == (4, 140)
    assert all(0 <= y <= 40 for _x, y in spots)
    assert path.count("M") == 1 + sum(b - a > 1 for a, b in pairwise(known))


@pytest.mark.django_db
def test_a_profile_tells_changes_over_one_and_five_years(reader: Client) -> None:
    """Of Laukaa's residents: 18,808 in 2025 after 18,823 in 2020, and none of 2024: the row says what there is."""
    text = reader.get("/fi/tilastot/kunnat/laukaa/").content.decode()
    row = text[text.index('paikka=kunnat/laukaa">Väkiluku') :]
    row = row[: row.index("</tr>")]
    assert 'data-l="Muutos"' in row
    assert 'class="y-spark"' in row
    assert "5 v −15" in row.replace("\xa0", " ")
    assert "1 v" not in row
    csv = reader.get("/fi/tilastot/kunnat/laukaa/?muoto=csv").content.decode()
    assert "Muutos, 1 vuosi" in csv.splitlines()[0]
    assert "Muutos, 5 vuotta" in csv.splitlines()[0]
