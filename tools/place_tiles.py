# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=2", "scipy>=1.14"]
# ///
"""Places the tiles of the municipal map: `uv run tools/place_tiles.py`, or with numpy and scipy at hand `python tools/place_tiles.py`.

From the centre points in `reference/centres.csv` to `reference/tiles.csv`, the same result each time:
points are pushed apart until each has room for a tile, each then takes a cell of a hexagonal grid so that the sum
of squared distances is least, and swaps of tiles mend broken neighbourships while regions stay in one piece.
The quality is measured by `core/registry/tiles.py` and tested.
"""

import csv
import itertools
import math
import random
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import Delaunay

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
REFERENCE = ROOT / "yhdyspinta/core/registry/reference"

from yhdyspinta.core.registry.tiles import Cell, centre, gabriel, hole_cells, neighbours  # noqa: E402  (needs the path above)

SEED, STEPS = 2, 1_200_000
EDGE, PULL, COAST = 1.0, 0.22, 0.12
PIECE = (0.3, 8.0)
"""Weights: a broken neighbourship, squared distance from the packed point, an open edge; and a region's extra piece,
which costs more towards the end, so that a region may come apart and together again while there is heat."""


def read(name: str) -> list[dict[str, str]]:
    """Rows of a reference file."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def packed(points: np.ndarray, edges: list[tuple[int, int]]) -> np.ndarray:
    """Points (n, 2) moved so that none is nearer than a tile width to another and neighbours stay near."""
    lengths = [np.linalg.norm(points[a] - points[b]) for a, b in edges]
    moved = points / np.median(lengths)
    for step in range(600):
        gap = moved[:, None, :] - moved[None, :, :]
        far = np.linalg.norm(gap, axis=2)
        np.fill_diagonal(far, 9.0)
        push = np.where(far < 1.0, (1.0 - far) / np.maximum(far, 1e-9), 0.0)
        shift = 0.45 * (gap * push[:, :, None]).sum(axis=1)
        for a, b in edges:
            way = moved[b] - moved[a]
            length = np.linalg.norm(way)
            if length > 1.0:
                shift[a] += 0.06 * way * (length - 1.0) / length
                shift[b] -= 0.06 * way * (length - 1.0) / length
        moved = moved + shift * (1.0 if step < 500 else 0.5)
    return moved


def assigned(points: np.ndarray) -> list[Cell]:
    """Each point's cell: the least sum of squared distances over a grid a little larger than needed."""
    low, high = np.floor(points.min(axis=0)) - 2, np.ceil(points.max(axis=0)) + 2
    rows = range(int(low[1] / (math.sqrt(3) / 2)) - 1, int(high[1] / (math.sqrt(3) / 2)) + 2)
    cells = [(c, r) for r in rows for c in range(int(low[0]) - 1, int(high[0]) + 2)]
    spots = np.array([centre(cell) for cell in cells])
    cost = ((points[:, None, :] - spots[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    return [cells[i] for i in chosen]


class Board:
    """Tiles on cells, and what a change would cost."""

    def __init__(self, cells: list[Cell], points: np.ndarray, edges: list[tuple[int, int]], groups: list[str]) -> None:
        self.at, self.points, self.groups, self.piece = list(cells), points, groups, PIECE[0]
        self.who = {cell: i for i, cell in enumerate(cells)}
        self.friends: list[list[int]] = [[] for _ in cells]
        for a, b in edges:
            self.friends[a].append(b)
            self.friends[b].append(a)
        self.members = {g: [i for i, h in enumerate(groups) if h == g] for g in set(groups)}

    def local(self, tiles: set[int]) -> float:
        """The part of the cost that depends on where the tiles are."""
        total, seen = 0.0, set()
        for i in tiles:
            x, y = centre(self.at[i])
            total += PULL * ((x - self.points[i][0]) ** 2 + (y - self.points[i][1]) ** 2)
            for j in self.friends[i]:
                if (j, i) not in seen:
                    seen.add((i, j))
                    a, b = centre(self.at[j])
                    far = math.hypot(x - a, y - b)
                    total += EDGE * (0.0 if far < 1.1 else 1.0 + 0.3 * (far - 1.1))
        for group in {self.groups[i] for i in tiles}:
            total += self.piece * (self.pieces(group) - 1)
        return total

    def coast(self, cells: set[Cell]) -> float:
        """Open edges around some cells."""
        around = cells | {n for c in cells for n in neighbours(c)}
        return COAST * sum(1 for c in around if c in self.who for n in neighbours(c) if n not in self.who)

    def pieces(self, group: str) -> int:
        """How many pieces a region is in."""
        left, count = {self.at[i] for i in self.members[group]}, 0
        while left:
            count += 1
            front = [left.pop()]
            while front:
                for n in neighbours(front.pop()):
                    if n in left:
                        left.remove(n)
                        front.append(n)
        return count

    def put(self, i: int, cell: Cell) -> None:
        """Moves a tile to a cell; whoever is there takes its place."""
        here, other = self.at[i], self.who.get(cell)
        self.at[i], self.who[cell] = cell, i
        if other is None:
            del self.who[here]
        else:
            self.at[other], self.who[here] = here, other


def fill_holes(board: Board) -> None:
    """Shifts the tiles between a hole and the nearest coast by one cell, until only the sea is empty."""
    while empty := hole_cells(board.at):
        hole = min(empty)
        came: dict[Cell, Cell] = {hole: hole}
        front = [hole]
        for cell in front:
            for n in neighbours(cell):
                if n not in came and (n in board.who or n not in empty):
                    came[n] = cell
                    front.append(n)
            if cell in board.who and any(n not in board.who and n not in empty for n in neighbours(cell)):
                break
        path = [cell]
        while path[-1] != hole:
            path.append(came[path[-1]])
        for target, source in itertools.pairwise(reversed(path)):
            board.put(board.who[source], target)


def settle(board: Board, steps: int) -> None:
    """Simulated annealing with a fixed seed: swaps, and moves to open cells of the coast."""
    chance = random.Random(SEED)  # noqa: S311  (the same layout each time is the point)
    for step in range(steps):
        heat = 0.9 * (0.02 / 0.9) ** (step / steps)
        board.piece = PIECE[0] * (PIECE[1] / PIECE[0]) ** (step / steps)
        i = chance.randrange(len(board.at))
        here = board.at[i]
        cell = chance.choice(neighbours(here))
        if chance.random() < 0.3:
            cell = chance.choice(neighbours(cell))
        if cell == here:
            continue
        if cell not in board.who:
            opens = sum(n in board.who for n in neighbours(here)) > 4
            if opens or sum(n in board.who for n in neighbours(cell)) < 3:
                continue  # no holes, no capes
        other = board.who.get(cell)
        tiles = {i} if other is None else {i, other}
        before = board.local(tiles) + (board.coast({here, cell}) if other is None else 0.0)
        board.put(i, cell)
        after = board.local(tiles) + (board.coast({here, cell}) if other is None else 0.0)
        if after > before and chance.random() >= math.exp((before - after) / heat):
            board.put(i, here)


def placed(
    codes: list[str], centres: dict[str, tuple[float, float]], groups: dict[str, str], steps: int
) -> dict[str, Cell]:
    """Cells of some municipalities, in a grid of their own."""
    points = np.array([centres[c] for c in codes])
    points[:, 1] = -points[:, 1]
    edges = gabriel([tuple(p) for p in points.tolist()], Delaunay(points).simplices.tolist())
    goal = packed(points, edges)
    board = Board(assigned(goal), goal, edges, [groups[c] for c in codes])
    fill_holes(board)
    settle(board, steps)
    fill_holes(board)
    return dict(zip(codes, board.at, strict=True))


def main() -> None:
    """Places mainland and Åland apart, a tile of sea between, and writes the file."""
    centres = {r["code"]: (float(r["east"]), float(r["north"])) for r in read("centres.csv")}
    groups = {r["code"]: r["county"] or "aland" for r in read("municipalities.csv")}
    mainland = placed([c for c in centres if groups[c] != "aland"], centres, groups, STEPS)
    islands = placed([c for c in centres if groups[c] == "aland"], centres, groups, STEPS // 20)
    south = max(r for _, r in mainland.values()) - max(r for _, r in islands.values()) - 1
    south -= south % 2
    islands = {c: (col, row + south) for c, (col, row) in islands.items()}
    near = set(mainland.values()) | {n for cell in mainland.values() for n in neighbours(cell)}
    shift = 0
    while any((col - shift, row) in near for col, row in islands.values()):
        shift += 1
    cells = mainland | {c: (col - shift, row) for c, (col, row) in islands.items()}
    west, top = min(c for c, _ in cells.values()), min(r for _, r in cells.values())
    top -= top % 2
    with (REFERENCE / "tiles.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "code,col,row\n" + "".join(f"{code},{c - west},{r - top}\n" for code, (c, r) in sorted(cells.items()))
        )


if __name__ == "__main__":
    main()
