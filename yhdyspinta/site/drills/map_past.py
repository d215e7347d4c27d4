"""The map of past months: computed twice it is the same, and nothing is overdue without declared records."""

from collections.abc import Sequence
from datetime import date

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import EARLIEST, add_months
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.map.queries import compute


def pieces() -> Sequence[str]:
    """The first day of each month until today."""
    found, day = [], EARLIEST
    while day <= clock.today():
        found.append(day.isoformat())
        day = add_months(day, 1)
    return found


def examine(piece: str) -> list[str]:
    """Broken promises of one month's map."""
    on = date.fromisoformat(piece)
    codes = list(atlas().areas)
    first, second = compute(codes, on), compute(list(reversed(codes)), on)
    faults = [f"{key}: two computations differ" for key, cell in first.items() if second[key] != cell]
    faults += [
        f"{key}: overdue without declared records"
        for key, cell in first.items()
        if "overdue" in cell.flags and cell.records_from is None
    ]
    return faults[:5]
