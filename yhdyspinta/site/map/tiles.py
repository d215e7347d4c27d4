"""The country's regions as a small map of hexagons, in rows, odd rows half a tile to the right. Plain Python."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from yhdyspinta.core.registry.files import rows

WIDTH = 92.0
"""Of a tile, in SVG units."""
GAP = 3.0
LINE = 17
"""Between lines of a name."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One hexagon: its outline and centre in SVG units."""

    x: float
    y: float
    path: str

    @property
    def low(self) -> float:
        """Where the mark under the name lies."""
        return round(self.y + WIDTH * 0.4, 1)

    def lines(self, name: str) -> list[tuple[str, float]]:
        """The name in lines that fit, each with its height."""
        parts = broken(name)
        return [(part, round(self.y + 5 + LINE * (i - (len(parts) - 1) / 2), 1)) for i, part in enumerate(parts)]


def hex_centre(column: int, row: int) -> tuple[float, float]:
    """Centre of a tile, in tile widths."""
    return column + (0.5 if row % 2 else 0.0), row * math.sqrt(3) / 2


def outline(x: float, y: float) -> str:
    """Path of a hexagon that stands on its corner."""
    half, tall = (WIDTH - GAP) / 2, (WIDTH - GAP) / math.sqrt(3)
    corners = ((0, tall), (half, tall / 2), (half, -tall / 2), (0, -tall), (-half, -tall / 2), (-half, tall / 2))
    return "M" + "L".join(f"{x + a:.1f} {y + b:.1f}" for a, b in corners) + "z"


def broken(name: str) -> list[str]:
    """A name in at most two lines: after its hyphen, else at its middle-most space."""
    if "-" in name:
        head, tail = name.split("-", 1)
        return [head + "-", tail]
    words = name.split(" ")
    cut = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(name) / 2), default=0)
    return [" ".join(words[:cut]), " ".join(words[cut:])] if cut else [name]


@cache
def region_map() -> tuple[Mapping[str, Tile], float, float]:
    """Tiles by region, placed by hand in region_tiles.csv, and the picture's width and height. Raises InvalidFile."""
    centres = {r["code"]: hex_centre(int(r["col"]), int(r["row"])) for r in rows("region_tiles.csv")}
    west = min(x for x, _ in centres.values()) - 0.5
    north = min(y for _, y in centres.values()) - 1 / math.sqrt(3)
    tiles = {}
    for code, (a, b) in centres.items():
        x, y = round((a - west) * WIDTH, 1), round((b - north) * WIDTH, 1)
        tiles[code] = Tile(x, y, outline(x, y))
    right = round(max(t.x for t in tiles.values()) + WIDTH / 2, 1)
    return tiles, right, round(max(t.y for t in tiles.values()) + WIDTH / math.sqrt(3), 1)
