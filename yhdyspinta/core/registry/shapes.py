"""Municipalities to draw: as 308 tiles or as imported shapes, whole or a part of the map. Plain Python."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from yhdyspinta.core.registry.tiles import Cell, Point, centre, municipal_tiles, neighbours, outline

SMALL = 20.0
"""Width of a municipality's tile, in SVG units."""


def laid(cells: Mapping[str, Cell], width: float) -> tuple[dict[str, Point], float, float]:
    """Centres in SVG units with everything inside the picture, and the picture's width and height."""
    found = {code: centre(cell) for code, cell in cells.items()}
    west = min(x for x, _ in found.values()) - 0.5
    north = min(y for _, y in found.values()) - 1 / math.sqrt(3)
    at = {code: (round((x - west) * width, 1), round((y - north) * width, 1)) for code, (x, y) in found.items()}
    right = round(max(x for x, _ in at.values()) + width / 2, 1)
    return at, right, round(max(y for _, y in at.values()) + width / math.sqrt(3), 1)


@dataclass(frozen=True)
class Shapes:
    """Municipalities to draw: an SVG path, and a point for its label, by code; the picture's width and height."""

    paths: Mapping[str, str]
    at: Mapping[str, Point]
    width: float
    height: float
    source: str = ""
    """Whose the shapes are; empty for the tiles, which are ours."""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    """Empty when the shapes are real ones."""

    def joined(self, codes: Collection[str]) -> str:
        """One path of several municipalities."""
        return "".join(self.paths[c] for c in sorted(codes) if c in self.paths)

    def borders(self, groups: Mapping[str, str]) -> str:
        """The path between tiles of different groups: drawn in the colour of paper it makes a gap, not a cage."""
        who = {cell: code for code, cell in self.cells.items()}
        half, tall = SMALL / 2, SMALL / math.sqrt(3)
        sides = [((half, -tall / 2), (half, tall / 2)), ((half, tall / 2), (0, tall)), ((0, tall), (-half, tall / 2))]
        found = []
        for code, cell in self.cells.items():
            x, y = self.at[code]
            for (a, b), near in zip(sides, neighbours(cell)[:3], strict=True):
                other = who.get(near)
                if other is not None and groups.get(other) != groups.get(code):
                    found.append(f"M{x + a[0]:.1f} {y + a[1]:.1f}L{x + b[0]:.1f} {y + b[1]:.1f}")
        return "".join(found)

    def middle(self, codes: Collection[str]) -> Point:
        """Where the label of a group fits: the mean of its tiles, moved to the nearest of them in height."""
        points = [self.at[c] for c in codes if c in self.at]
        x, y = (math.fsum(p[i] for p in points) / len(points) for i in (0, 1))
        return round(x, 1), round(min((p[1] for p in points), key=lambda h: abs(h - y)) + 3.5, 1)


@cache
def tile_shapes() -> Shapes:
    """The 308 tiles."""
    cells = municipal_tiles()
    at, right, low = laid(cells, SMALL)
    return Shapes({code: outline(point, SMALL) for code, point in at.items()}, at, right, low, cells=cells)


@dataclass(frozen=True)
class Window:
    """A part of the municipal map, cut to some municipalities: for the page of a region."""

    shapes: Shapes
    codes: tuple[str, ...]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """x, y, width and height of what is shown."""
        points = [self.shapes.at[c] for c in self.codes]
        room = SMALL * 0.62
        west, north = min(x for x, _ in points) - room, min(y for _, y in points) - room
        east, south = max(x for x, _ in points) + room, max(y for _, y in points) + room
        return round(west, 1), round(north, 1), round(east - west, 1), round(south - north, 1)


def window(shapes: Shapes, codes: Collection[str]) -> Window | None:
    """The part of the map with some municipalities, or None when it has none of them."""
    known = tuple(c for c in codes if c in shapes.at)
    return Window(shapes, known) if known else None


def short_names(names: Mapping[str, str], room: int = 8) -> dict[str, str]:
    """Names cut to fit a tile, each still its own: "Hankasalmi" → "Hankas."."""
    found: dict[str, str] = {}
    taken: defaultdict[str, int] = defaultdict(int)
    for code, name in names.items():
        short = name if len(name) <= room else name[: room - 2].rstrip(" -") + "."
        taken[short] += 1
        found[code] = short if taken[short] == 1 else name[: room - 1] + "."
    return found
