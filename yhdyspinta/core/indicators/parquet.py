"""The whole store as Parquet: long rows, a row group for each indicator. Needs the extra `analysis`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from yhdyspinta.core.common.parquet import engine
from yhdyspinta.core.indicators.axes import Axis
from yhdyspinta.core.indicators.queries import Figures, figures_of, stamps

COLUMNS = ("indicator", "kind", "area", "period", "gender", "value", "mark")


def export(path: Path) -> Iterator[tuple[str, int]]:
    """Writes every indicator's figures to a file; (code, rows) as each is written.

    A row: indicator, kind of area, its code, period, gender, value (null where absent), mark (why, where the source says so).
    Absent values without a mark are left out. Raises NotInstalled. The file appears when it is whole.
    """
    arrow, store = engine()
    part = path.with_name(f"{path.name}.part")
    writer = None
    try:
        for code in stamps():
            found = figures_of(code)
            batch = None if found is None else _batch(arrow, found)
            if batch is None:
                continue
            writer = writer or store.ParquetWriter(part, batch.schema, compression="zstd")
            writer.write_table(batch)
            yield code, batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    if writer is not None:
        part.replace(path)


def _batch(arrow: Any, found: Figures) -> Any:
    """One indicator's rows; None when there are none."""
    table = found.table
    gender, period, area = np.nonzero(~np.isnan(table.values) | (table.marks > 0))
    if not gender.size:
        return None
    values, marks = table.values[gender, period, area], table.marks[gender, period, area]
    kinds, codes = _places(found.axis)

    def words(at: Any, names: Any) -> Any:
        return arrow.DictionaryArray.from_arrays(arrow.array(at.astype(np.int32)), arrow.array(list(names)))

    columns = [
        words(np.zeros(gender.size), [found.code]),
        words(area, kinds),
        words(area, codes),
        words(period, table.periods),
        words(gender, table.genders),
        arrow.array(values, mask=np.isnan(values)),
        arrow.array(marks),
    ]
    return arrow.table(dict(zip(COLUMNS, columns, strict=True)))


def _places(axis: Axis) -> tuple[list[str], list[str]]:
    return [kind for kind, _code in axis.places], [code for _kind, code in axis.places]
