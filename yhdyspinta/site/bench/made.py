"""Made-up figures, the same each time, written to the store and beside it."""

from typing import Any

import numpy as np

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.indicators.arrays import Floats, pack, pack_latest
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.models import Cube
from yhdyspinta.core.indicators.queries import stamps
from yhdyspinta.site.bench.questions import YEARS, code


def made_up(number: int, areas: int) -> Floats:
    """(years, areas) of one indicator: a level an area, a slow drift, one decimal; a few absent. The same each time."""
    chance = np.random.default_rng(number)
    level = chance.uniform(2, 60, areas)
    drift = chance.normal(0, 0.4, (len(YEARS), areas)).cumsum(axis=0)
    found: Floats = np.round(np.abs(level + drift), 1)
    found[chance.random(found.shape) < 0.02] = np.nan
    return found


def fields(number: int, values: Floats) -> dict[str, Any]:
    """What a row of the store says beside its indicator, of (years, areas)."""
    return {
        "source": "own",
        "version": f"{number:016x}",
        "axis": axis().code,
        "periods": list(YEARS),
        "genders": ["total"],
        "values": pack(values[None]),
        "marks": pack(np.zeros((1, *values.shape), np.uint8)),
        "latest": pack_latest(values),
        "observations": int((~np.isnan(values)).sum()),
        "fetched_at": clock.now(),
    }


def fill_catalogue() -> int:
    """Makes up figures of every indicator of the catalogue that has none, so that pages are as full as they get. How many."""
    known, along = stamps(), axis()
    lacking = [i for i in catalogue().indicators.values() if i.code not in known and not i.forecast_of]
    rows = [Cube(indicator=i.code, **fields(n, made_up(n, len(along)))) for n, i in enumerate(lacking)]
    Cube.objects.bulk_create(rows, batch_size=100)
    forget_all()
    return len(rows)


def fill(count: int, cube: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> None:
    """Writes the same figures to the store and to the cube."""
    rows = []
    for number in range(count):
        cube[number] = values = made_up(number, len(axis()))
        rows.append(Cube(indicator=code(number), **fields(number, values)))
        if len(rows) == 100 or number == count - 1:
            Cube.objects.bulk_create(rows)
            rows = []
    forget_all()
