"""The country drawn as 22 hexagons, one a region. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from yhdyspinta.core.registry.files import rows
from yhdyspinta.core.registry.shapes import laid
from yhdyspinta.core.registry.tiles import outline

WIDTH = 92.0
"""Of a region's tile, in SVG units."""
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
    at, right, low = laid({r["code"]: (int(r["col"]), int(r["row"])) for r in rows("region_tiles.csv")}, WIDTH)
    return {code: Tile(x, y, outline((x, y), WIDTH - GAP)) for code, (x, y) in at.items()}, right, low
