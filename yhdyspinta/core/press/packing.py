"""A document cut into slides: a heading begins one; what does not fit goes on under the same heading. Plain Python.

Sizes are estimates by the letter, wide enough for the widest of the house's languages: a slide never runs over.
"""

import itertools
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from yhdyspinta.core.press.tree import Block, Bullets, Grid, Heading, Map, Note, Paragraph, Picture, Sources

LETTERS = 88
"""Of the body's size that fit on one line."""
LINES = 11.0
"""Of the body's size that fit on one slide."""
PIECE = 7 * LETTERS
"""A longer paragraph is cut between words."""
CELLS = 125
"""Letters of a table's size across the slide."""
ROW, CELL_LINE, TABLE = 0.14, 0.2, 4.7
"""Inches: the margins of a row, one line in a cell, room for a whole table with its heading row."""
WIDEST = 26
"""A column counts as at most so many characters wide: longer cells are set on several lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a slide. `bullet`: an item of a list; `quiet`: a remark."""

    text: str
    bullet: bool = False
    quiet: bool = False


Content = tuple[Line, ...] | Grid | Picture | Map


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its heading, what it shows, where that comes from, and which it is of how many under its heading."""

    title: str
    content: Content
    sources: tuple[str, ...] = ()
    number: int = 1
    of: int = 1


def widths(grid: Grid) -> list[int]:
    """How wide each column is beside the others, by its longest cell; the heading may break between words."""
    found = []
    for i, head in enumerate(grid.columns):
        words = min(12, max((len(w) for w in head.split()), default=1))
        found.append(min(WIDEST, max([4, words, *(len(row[i]) for row in grid.rows)])))
    return found


def slides(blocks: Sequence[Block], title: str) -> list[Slide]:
    """The slides of a document. What stands before the first heading goes under `title`."""
    found: list[Slide] = []
    for part in _split(blocks, 1):
        sources = tuple(dict.fromkeys(item for b in part if isinstance(b, Sources) for item in b.items))
        above = part[0].text if isinstance(part[0], Heading) else title
        for section in _split(part, 9):
            head = section[0]
            own = f"{above}: {head.text}" if isinstance(head, Heading) and head.level > 1 else above
            shown = [*_contents(section)]
            found += [Slide(own, each, sources, n, len(shown)) for n, each in enumerate(shown, 1)]
    return found


def _split(blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    """Runs that begin with a heading of at most this level."""
    starts = [i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level <= level]
    bounds = [0, *(i for i in starts if i), len(blocks)]
    return (blocks[a:b] for a, b in itertools.pairwise(bounds) if a < b)


def _contents(section: Sequence[Block]) -> Iterator[Content]:
    """What each slide of a section shows: texts that stand together are packed together."""
    lines: list[Line] = []
    for block in section:
        if isinstance(block, Grid | Picture | Map):
            yield from packed(lines)
            lines = []
            yield from _grids(block) if isinstance(block, Grid) else [block]
        elif isinstance(block, Paragraph | Note):
            quiet = isinstance(block, Note)
            lines += [Line(t, quiet=quiet) for part in block.text.split("\n\n") for t in _pieces(part)]
        elif isinstance(block, Bullets):
            lines += [Line(t, bullet=True) for item in block.items for t in _pieces(item)]
    yield from packed(lines)


def _pieces(text: str) -> list[str]:
    """Cut between words when it is too long for one slide."""
    return textwrap.wrap(text, PIECE) if len(text) > PIECE else [text] if text.strip() else []


def packed(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """As many lines a slide as fit, in their order."""
    here: list[Line] = []
    used = 0.0
    for line in lines:
        needs = math.ceil(len(line.text) / LETTERS) + 0.35
        if here and used + needs > LINES:
            yield tuple(here)
            here, used = [], 0.0
        here.append(line)
        used += needs
    if here:
        yield tuple(here)


def _grids(grid: Grid) -> Iterator[Grid]:
    """The table in pieces that fit, each with the heading row."""
    heights = row_heights(grid)
    room = TABLE - heights[0]
    rows: list[tuple[str, ...]] = []
    used = 0.0
    for row, needs in zip(grid.rows, heights[1:], strict=True):
        if rows and used + needs > room:
            yield replace(grid, rows=tuple(rows))
            rows, used = [], 0.0
        rows.append(row)
        used += needs
    if rows:
        yield replace(grid, rows=tuple(rows))


def row_heights(grid: Grid) -> list[float]:
    """Inches of the heading row and of each row after it."""
    sizes = widths(grid)
    letters = [max(4, math.floor(CELLS * s / sum(sizes)) - 1) for s in sizes]
    return [
        ROW + CELL_LINE * max(math.ceil(len(text) / room) or 1 for text, room in zip(row, letters, strict=True))
        for row in (grid.columns, *grid.rows)
    ]
