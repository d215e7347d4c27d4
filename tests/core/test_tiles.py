"""The municipal tile map: one tile each, no holes, regions whole, and how well it keeps the country."""

import math
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.registry.tiles import (
    Cell,
    centre,
    centres,
    gabriel,
    hole_cells,
    municipal_tiles,
    neighbours,
    pieces,
    quality,
)

cells = st.tuples(st.integers(-30, 30), st.integers(-30, 30))
TODAY = date(2026, 11, 24)


def regions() -> dict[str, str]:
    """Region by municipality code; Åland's are "" together."""
    house = atlas()
    found = {o.code: "" for o in house.of_kind("municipality", TODAY)}
    for code in house.areas:
        found |= {m.code: code for m in house.view(code, TODAY).municipalities}
    return found


@pytest.mark.django_db
def test_every_municipality_has_exactly_one_tile() -> None:
    """The 308 of today, each alone on its cell, each with a centre point."""
    tiles = municipal_tiles()
    assert set(tiles) == set(regions()) == set(centres())
    assert len(set(tiles.values())) == len(tiles) == 308


@pytest.mark.django_db
def test_regions_are_whole_and_the_country_has_no_holes() -> None:
    """Every region in one piece, the mainland too, Åland apart by sea."""
    of, by = regions(), defaultdict[str, list[Cell]](list)
    for code, cell in municipal_tiles().items():
        by[of[code]].append(cell)
    assert {code: pieces(found) for code, found in by.items() if pieces(found) != 1} == {}
    mainland = [cell for code, found in by.items() if code for cell in found]
    assert pieces(mainland) == 1
    assert hole_cells(mainland) == set()
    assert not {n for cell in by[""] for n in neighbours(cell)} & set(mainland)


@pytest.mark.django_db
def test_the_map_keeps_neighbours_and_places() -> None:
    """Measured on the mainland; the figures of the reference (docs/decisions/0021) are 80 %, 90 % and 1.23."""
    of = regions()
    found = quality({c: cell for c, cell in municipal_tiles().items() if of[c]}, centres())
    assert found.neighbours_kept >= 0.87
    assert found.nearest_kept >= 0.93
    assert found.displacement <= 1.30


def test_a_perfect_map_measures_as_perfect() -> None:
    """Points already on the grid lose nothing; a scattered assignment loses much."""
    grid: dict[str, Cell] = {f"{c}-{r}": (c, r) for c in range(6) for r in range(6)}
    true = {code: (centre(cell)[0] * 30, -centre(cell)[1] * 30) for code, cell in grid.items()}
    best = quality(grid, true)
    assert (best.neighbours_kept, best.nearest_kept) == (1.0, 1.0)
    assert best.displacement < 1e-9
    codes = sorted(grid)
    mixed = {code: grid[codes[(i * 7) % 36]] for i, code in enumerate(codes)}
    assert quality(mixed, true).neighbours_kept < 0.6


@given(cells)
def test_neighbours_are_a_tile_away_and_mutual(cell: Cell) -> None:
    """Six of them, at the same distance, and each has the cell as its neighbour."""
    around = neighbours(cell)
    assert len(set(around)) == 6
    for near in around:
        assert math.isclose(math.dist(centre(cell), centre(near)), 1.0)
        assert cell in neighbours(near)


@given(st.sets(cells, min_size=1, max_size=40))
def test_pieces_and_holes_agree_with_a_flood(found: set[Cell]) -> None:
    """Adding a hole's cells leaves no hole and never makes more pieces."""
    inside = hole_cells(found)
    assert not inside & found
    assert hole_cells(found | inside) == set()
    assert pieces(found | inside) <= pieces(found)


def test_gabriel_neighbours_have_nobody_between_them() -> None:
    """A rectangle with a point in the middle: its short sides and the four spokes; long sides and diagonals are cut."""
    points = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.4), (0.0, 1.4), (0.5, 0.7)]
    assert gabriel(points) == [(0, 1), (0, 4), (1, 4), (2, 3), (2, 4), (3, 4)]
    assert gabriel(points, [(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)]) == gabriel(points)
