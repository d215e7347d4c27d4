"""A document as a tree of blocks, the same for every form that it is given out in. Plain Python.

Every text is text: no form reads markup from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yhdyspinta.core.ui.charts import Chart


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands right below the document's title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `numeric`: columns that are numbers, set to the right. The first column is each row's heading.

    Raises ValueError when a row has not one cell a column.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption}: row {number} has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, with the same in words for those who do not see it."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Tile:
    """An area of a map: its outline (SVG path data), its tone from 1 (the lowest fifth) to 5, 0 without a figure, its name
    and its figure as it is written."""

    path: str
    tone: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Map:
    """A map of areas by tone, with the same as a table for those who do not see it. `box`: its part of the plane.

    Raises ValueError for a tone that there is not.
    """

    title: str
    description: str
    box: tuple[float, float, float, float]
    tiles: tuple[Tile, ...]

    def __post_init__(self) -> None:
        for tile in self.tiles:
            if not 0 <= tile.tone <= 5:
                raise ValueError(f"{self.title}: {tile.name} has tone {tile.tone}")

    @property
    def told(self) -> str:
        """The map in words."""
        return f"{self.title}. {self.description}. " + "; ".join(f"{t.name}: {t.value}" for t in self.tiles)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that stands apart."""

    text: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where everything comes from."""

    items: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Grid | Picture | Map | Note | Sources


@dataclass(frozen=True)
class Document:
    """A document. `day`: the day it tells of, which is all it knows of time: the same tree gives the same file.

    Raises ValueError when a heading skips a level: those who listen would look for the one between.
    """

    title: str
    subtitle: str
    lang: str
    day: date
    address: str
    blocks: tuple[Block, ...]
    landscape: bool = False

    def __post_init__(self) -> None:
        above = 0
        for heading in (b for b in self.blocks if isinstance(b, Heading)):
            if heading.level > above + 1:
                raise ValueError(
                    f"{self.title}: the heading {heading.text!r} skips from level {above} to {heading.level}"
                )
            above = heading.level

    def grids(self) -> Sequence[Grid]:
        """Its tables."""
        return [b for b in self.blocks if isinstance(b, Grid)]
