"""The municipal map as hexagons: geometry, and how well it keeps the country. Plain Python.

Cells are (column, row) of rows of hexagons that stand on their corner, odd rows half a tile to the right ("odd-r").
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from yhdyspinta.core.registry.files import rows

Cell = tuple[int, int]
Point = tuple[float, float]


def centre(cell: Cell) -> Point:
    """Centre of a cell in tile widths, y downwards."""
    column, row = cell
    return column + (0.5 if row % 2 else 0.0), row * math.sqrt(3) / 2


def neighbours(cell: Cell) -> list[Cell]:
    """The six cells around, clockwise from the east."""
    c, r = cell
    right = r % 2
    return [
        (c + 1, r),
        (c + right, r + 1),
        (c + right - 1, r + 1),
        (c - 1, r),
        (c + right - 1, r - 1),
        (c + right, r - 1),
    ]


def outline(at: Point, width: float) -> str:
    """SVG path of a hexagon around a point, `width` across: its start, then the same short relative steps for all."""
    half, quarter = width / 2, width / math.sqrt(12)
    steps = f"l{half:.1f}-{quarter:.1f}v-{2 * quarter:.1f}l-{half:.1f}-{quarter:.1f}-{half:.1f} {quarter:.1f}v{2 * quarter:.1f}z"
    return f"M{at[0]:.1f} {at[1] + 2 * quarter:.1f}{steps}"


def gabriel(points: Sequence[Point], triangles: Iterable[Sequence[int]] | None = None) -> list[tuple[int, int]]:
    """Pairs of points with no third one in the circle over their distance: the natural neighbours.

    With the Delaunay triangles of the points only their edges are tried (Gabriel edges are a subset of them).
    """
    if triangles is None:
        pairs = [(a, b) for a in range(len(points)) for b in range(a + 1, len(points))]
    else:
        pairs = sorted({(min(p), max(p)) for t in triangles for p in ((t[0], t[1]), (t[1], t[2]), (t[0], t[2]))})
    found = []
    for a, b in pairs:
        x, y = (points[a][0] + points[b][0]) / 2, (points[a][1] + points[b][1]) / 2
        reach = math.dist(points[a], points[b]) ** 2 / 4
        if all((p[0] - x) ** 2 + (p[1] - y) ** 2 >= reach for i, p in enumerate(points) if i not in (a, b)):
            found.append((a, b))
    return found


def pieces(cells: Collection[Cell]) -> int:
    """How many connected pieces some cells make."""
    left, count = set(cells), 0
    while left:
        count += 1
        front = [left.pop()]
        while front:
            near = [n for n in neighbours(front.pop()) if n in left]
            left.difference_update(near)
            front.extend(near)
    return count


def hole_cells(cells: Collection[Cell]) -> set[Cell]:
    """Empty cells that the sea around cannot reach."""
    taken = set(cells)
    west, east = min(c for c, _ in taken) - 1, max(c for c, _ in taken) + 1
    north, south = min(r for _, r in taken) - 1, max(r for _, r in taken) + 1
    sea, front = {(west, north)}, [(west, north)]
    while front:
        for c, r in neighbours(front.pop()):
            if west <= c <= east and north <= r <= south and (c, r) not in taken and (c, r) not in sea:
                sea.add((c, r))
                front.append((c, r))
    inside = {(c, r) for c in range(west, east + 1) for r in range(north, south + 1)}
    return inside - sea - taken


@dataclass(frozen=True, slots=True)
class Quality:
    """How well tiles keep true places. Shares 0–1; displacement in tile widths from the scaled true map."""

    neighbours_kept: float
    nearest_kept: float
    displacement: float


def quality(cells: Mapping[str, Cell], true: Mapping[str, Point]) -> Quality:
    """Measured over the municipalities of `cells`; `true` are centre points in km, y northwards."""
    codes = sorted(cells)
    points = [(true[c][0], -true[c][1]) for c in codes]
    spots = [centre(cells[c]) for c in codes]
    touching = [math.dist(spots[a], spots[b]) < 1.1 for a, b in gabriel(points)]
    nearest = 0
    for i, point in enumerate(points):
        j = min((k for k in range(len(points)) if k != i), key=lambda k: math.dist(point, points[k]))
        nearest += math.dist(spots[i], spots[j]) < 1.1
    return Quality(sum(touching) / len(touching), nearest / len(codes), _displacement(points, spots))


def _displacement(points: Sequence[Point], spots: Sequence[Point]) -> float:
    """Mean distance after the best scaling and shift of the true map onto the tiles, each axis its own scale."""
    fitted = []
    for axis in (0, 1):
        a, b = [p[axis] for p in points], [s[axis] for s in spots]
        mean_a, mean_b = math.fsum(a) / len(a), math.fsum(b) / len(b)
        scale = math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
        scale /= math.fsum((x - mean_a) ** 2 for x in a)
        fitted.append([mean_b + scale * (x - mean_a) for x in a])
    return math.fsum(math.dist(f, s) for f, s in zip(zip(*fitted, strict=True), spots, strict=True)) / len(spots)


@cache
def municipal_tiles() -> Mapping[str, Cell]:
    """Cells by municipality code, from tiles.csv. Raises InvalidFile."""
    return {r["code"]: (int(r["col"]), int(r["row"])) for r in rows("tiles.csv")}


@cache
def centres() -> Mapping[str, Point]:
    """Centre points by municipality code in km (ETRS-TM35FIN: east, north). Raises InvalidFile."""
    return {r["code"]: (float(r["east"]), float(r["north"])) for r in rows("centres.csv")}
