"""Parquet, the form that analysts' engines read: only where pyarrow is installed (the extra `analysis`).

Pages and jobs work without it, and import it only when somebody asks for a file.
"""

import importlib
import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any


class NotInstalled(Exception):  # noqa: N818  (a state of the machine, not a fault)
    """The extra is not installed; the text says how to install it."""


def installed() -> bool:
    """Whether files can be made here."""
    return find_spec("pyarrow") is not None


def engine() -> tuple[Any, Any]:
    """(pyarrow, pyarrow.parquet). Raises NotInstalled."""
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise NotInstalled("Parquet needs the extra: pip install 'yhdyspinta[analysis]'") from error


def columns_as_parquet(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A table as Parquet: a column in which every filled cell is a number is float64, others text. Empty cells are null.

    Columns of the same name are numbered from the second on. Raises NotInstalled.
    """
    arrow, store = engine()
    names: list[str] = []
    for name in header:
        names.append(f"{name} ({names.count(name) + 1})" if name in names else name)
    columns = [_typed([row[i] for row in rows]) for i in range(len(header))]
    stream = io.BytesIO()
    store.write_table(arrow.table([arrow.array(c) for c in columns], names=names), stream, compression="zstd")
    return stream.getvalue()


def _typed(cells: Sequence[str]) -> list[float | None] | list[str | None]:
    filled = [c for c in cells if c]
    if filled and all(_number(c) for c in filled):
        return [float(c) if c else None for c in cells]
    return [c or None for c in cells]


def _number(cell: str) -> bool:
    """Digits with a sign and a point, and no code that begins with a zero: 049 is a municipality."""
    digits = cell.removeprefix("-")
    plain = digits.replace(".", "", 1)
    return plain.isascii() and plain.isdigit() and not (len(digits) > 1 and digits[0] == "0" and digits[1] != ".")
