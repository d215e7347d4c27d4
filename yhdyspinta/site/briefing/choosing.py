"""Which parts of a map are worth asking about. Plain Python but for the map's own types."""

from collections.abc import Mapping, Sequence

from yhdyspinta.core.interfaces.cells import Cell
from yhdyspinta.core.law.duties import catalogue

ASKED = 3
BLOCKS_ASKED = ("goals", "roles", "law", "picture", "models", "forums")
"""Which column an elected official asks about first."""
ORDER = ("under_preparation", "not_started", "unknown", "partly", "in_place")


def worth_asking(grid: Mapping[str, Sequence[Cell]], *, one_theme: bool = False) -> list[Cell]:
    """Three cells, each of another column and, unless only `one_theme` is asked, another theme: first what is late, then
    what is to be confirmed anew, then what is on its way, then silence where the law asks most."""
    weight = {t: sum(t in d.themes and d.binding == "shall" for d in catalogue().duties.values()) for t in grid}
    open_ = [c for line in grid.values() for c in line if c.situation not in ("in_place", "not_applicable") or c.flags]

    def urgency(cell: Cell) -> tuple[int, int, int, int]:
        flag = 0 if "overdue" in cell.flags else 1 if "stale" in cell.flags else 2
        return (
            flag,
            ORDER.index(cell.situation),
            -weight[cell.theme] if flag == 2 else 0,
            BLOCKS_ASKED.index(cell.block),
        )

    chosen: list[Cell] = []
    for cell in sorted(open_, key=urgency):
        others = [c for c in chosen if c.block == cell.block or (c.theme == cell.theme and not one_theme)]
        if not others and len(chosen) < ASKED:
            chosen.append(cell)
    return chosen
