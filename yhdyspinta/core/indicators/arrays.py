"""An indicator as a matrix, and what is asked of it: latest values, changes, ranks, sums, shares. Plain numpy.

Every matrix is `[gender][period][area]` of float64; NaN is absent. `marks` has the same shape in uint8: why a value is
absent, where the source says so. Areas lie along an axis (axes.py), so matrices of one axis align by plain indexing.
"""

import math
import threading
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.uint8]
Ints = NDArray[np.intp]
Blob = bytes | memoryview

PLAIN, SUPPRESSED, NOT_AVAILABLE, ILLOGICAL = 0, 1, 2, 3
"""Marks: nothing said · hidden because it is small · not available yet · makes no sense."""
LEVEL = 3
"""Of Zstandard, its usual one: whole numbers of few decimals shrink to two thirds, and a matrix opens in 15 µs."""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of one indicator: `values` and `marks` of shape (genders, periods, areas)."""

    periods: tuple[str, ...]
    genders: tuple[str, ...]
    values: Floats
    marks: Marks

    def gender(self, name: str = "total") -> Floats:
        """(periods, areas) of one gender. Raises ValueError for one that is not there."""
        found: Floats = self.values[self.genders.index(name)]
        return found

    def marks_of(self, period: str, gender: str = "total") -> Marks:
        """(areas,) of marks of one period. Raises ValueError for one that is not there."""
        found: Marks = self.marks[self.genders.index(gender), self.periods.index(period)]
        return found

    def period(self, name: str, gender: str = "total") -> Floats:
        """(areas,) of one period. Raises ValueError for one that is not there."""
        found: Floats = self.gender(gender)[self.periods.index(name)]
        return found


def table(periods: Sequence[str], genders: Sequence[str], values: Floats, marks: Marks | None = None) -> Table:
    """A checked Table. Raises ValueError when shapes or order do not fit."""
    shape = (len(genders), len(periods), values.shape[-1])
    if values.shape != shape or (marks is not None and marks.shape != shape):
        raise ValueError(f"shape {values.shape} is not {shape}")
    if list(periods) != sorted(set(periods)) or "total" not in genders:
        raise ValueError("periods must rise and genders have a total")
    found = np.ascontiguousarray(values, dtype=np.float64)
    why = np.zeros(shape, np.uint8) if marks is None else np.asarray(marks, dtype=np.uint8)
    found.flags.writeable = why.flags.writeable = False
    return Table(tuple(periods), tuple(genders), found, why)


def pack(array: NDArray[np.generic]) -> bytes:
    """An array as it is stored: figures of few decimals as whole numbers when they come back to the last bit.

    Whole numbers are a quarter of the bytes to store and to read. Nothing else is lost: what does not fit stays float64.
    """
    given = np.ascontiguousarray(array)
    if given.dtype == np.uint8 and not given.any():
        return NOTHING
    if given.dtype == np.float64:
        for decimals in range(MOST_DECIMALS + 1):
            if (scaled := _scaled(given, 10.0**decimals)) is not None:
                head = bytes([WHOLE, decimals, scaled.dtype.itemsize])
                return head + zstandard.compress(scaled.tobytes(), LEVEL)
    return bytes([AS_IS]) + zstandard.compress(given.tobytes(), LEVEL)


NOTHING, WHOLE, AS_IS, MOST_DECIMALS = b"0", ord("W"), ord("A"), 3
"""How a blob begins: no marks at all · whole numbers · the array as it is."""
OLD_WHOLE, OLD = ord("S"), ord("x")
"""How a blob of before began, under zlib: it is read as long as there is a row of it."""


def _scaled(values: NDArray[np.generic], by: float) -> NDArray[np.integer[Any]] | None:
    """Values × `by` as whole numbers, the smallest for absent ones; None when some value would not come back as it is."""
    absent = np.isnan(values)
    known = np.where(absent, 0.0, values)
    with np.errstate(all="ignore"):
        whole = np.rint(known * by)
        same = (whole / by == known) & ~((known == 0) & np.signbit(known))
    largest = float(np.abs(whole).max(initial=0.0))
    if not same.all() or not largest < np.iinfo(np.int32).max:
        return None
    kind: type[np.int16] | type[np.int32] = np.int16 if largest < np.iinfo(np.int16).max else np.int32
    return np.where(absent, np.iinfo(kind).min, whole).astype(kind)


class _Own(threading.local):
    """Each thread's own reader: making one costs as much as a matrix."""

    def __init__(self) -> None:
        self.zstd = zstandard.ZstdDecompressor()


_own = _Own()


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored array read but not yet turned into float64: `by` is what whole numbers are divided by, None for float64."""

    cells: NDArray[Any]
    by: float | None

    def into(self, out: Floats) -> None:
        """Writes the values to `out` of the same size. Raises ValueError when it is not."""
        if self.by is None:
            out[...] = self.cells.reshape(out.shape)
            return
        whole = self.cells.reshape(out.shape)
        np.divide(whole, self.by, out=out)
        np.copyto(out, np.nan, where=whole == np.iinfo(whole.dtype).min)


def opened(blob: Blob) -> Opened:
    """A stored array of figures. Raises ValueError for bytes that are none."""
    head = blob[0]
    if head in (WHOLE, OLD_WHOLE):
        packed = memoryview(blob)[3:]
        cells = _own.zstd.decompress(packed) if head == WHOLE else zlib.decompress(packed)
        return Opened(np.frombuffer(cells, f"<i{blob[2]}"), 10.0 ** blob[1])
    return Opened(np.frombuffer(_as_is(blob), np.float64), None)


def _as_is(blob: Blob) -> bytes:
    return zlib.decompress(blob) if blob[0] == OLD else _own.zstd.decompress(memoryview(blob)[1:])


def unpack_floats(blob: Blob, shape: tuple[int, ...]) -> Floats:
    """Stored float64 values, read only. Raises ValueError when the blob does not fit."""
    return unpack_together([(blob, shape)])[0]


def unpack_together(blobs: Sequence[tuple[Blob, tuple[int, ...]]]) -> list[Floats]:
    """Many arrays, read only, in one piece of memory: the system gives that in large pages, many times faster than small.

    The memory is free again when none of them is used. Raises ValueError when a blob does not fit its shape.
    """
    found = []
    sizes = [math.prod(shape) for _, shape in blobs]
    room = np.empty(sum(sizes))
    at = 0
    for (blob, shape), size in zip(blobs, sizes, strict=True):
        piece = room[at : at + size].reshape(shape)
        opened(blob).into(piece)
        piece.flags.writeable = False
        found.append(piece)
        at += size
    return found


@lru_cache(maxsize=256)
def _no_marks(shape: tuple[int, ...]) -> Marks:
    return np.broadcast_to(np.uint8(0), shape)


def unpack_marks(blob: Blob, shape: tuple[int, ...]) -> Marks:
    """Stored marks, read only. Raises ValueError when the blob does not fit."""
    if bytes(blob[:1]) == NOTHING:
        return _no_marks(shape)
    return np.frombuffer(_as_is(blob), np.uint8).reshape(shape)


def latest(values: Floats) -> tuple[Floats, Ints]:
    """Of (periods, areas): the latest known value of each area and its period's index; NaN and −1 where there is none."""
    known = ~np.isnan(values)
    last = values.shape[0] - 1 - known[::-1].argmax(axis=0)
    has = known.any(axis=0)
    picked = np.where(has, values[last, np.arange(values.shape[1])], np.nan)
    return picked, np.where(has, last, -1)


def pack_latest(totals: Floats) -> bytes:
    """The small column beside a matrix: of (periods, areas) each area's latest value and its period's index."""
    values, at = latest(totals)
    return pack(np.stack([values, at.astype(np.float64)]))


def unpack_latest(blob: Blob, areas: int) -> Floats:
    """(2, areas): values and periods' indexes, as `pack_latest` stored them."""
    return unpack_floats(blob, (2, areas))


def number(value: float) -> float | None:
    """A value as plain Python, None where it is absent."""
    return None if np.isnan(value) else float(value)


def ranks(values: Floats) -> tuple[Floats, int]:
    """Place from the largest of each value, equal values sharing the best place; NaN where there is none.

    Returns the places and how many values there are.
    """
    known = values[~np.isnan(values)]
    ordered = np.sort(known)
    places = 1.0 + len(ordered) - np.searchsorted(ordered, values, side="right")
    return np.where(np.isnan(values), np.nan, places), len(ordered)


def place_of(values: Floats, at: int) -> tuple[int, int] | None:
    """(place from the largest, how many) of one area among others; None when it has no value."""
    own = values[at]
    if np.isnan(own):
        return None
    return 1 + int((values > own).sum()), int((~np.isnan(values)).sum())


def streak(values: Floats, at: int, *, largest: bool = True) -> int:
    """For how many latest periods in a row (of those with values) one area has been alone at the top or the bottom.

    `values` is (periods, areas). A period in which the area or two others lack a value ends the streak.
    """
    count = 0
    for row in values[::-1]:
        others = np.delete(row, at)
        others = others[~np.isnan(others)]
        if np.isnan(row[at]) or len(others) < 2:
            if count == 0 and np.isnan(row).all():
                continue
            break
        if not (row[at] > others.max() if largest else row[at] < others.min()):
            break
        count += 1
    return count


def summed(values: Floats, sums: Iterable[tuple[int, Ints]]) -> Floats:
    """Fills areas that lack a value by the sum of their parts, where every part is known. `values`: (…, areas)."""
    found = values.copy()
    for target, parts in sums:
        total = values[..., parts].sum(axis=-1)
        found[..., target] = np.where(np.isnan(found[..., target]), total, found[..., target])
    return found


def share(of: Floats, over: Floats, per: float) -> Floats:
    """per × of ÷ over, where both are known and `over` is not zero."""
    with np.errstate(all="ignore"):
        found = per * of / over
    return np.where(np.isfinite(found), found, np.nan)


def distances(features: Floats, at: int) -> Floats:
    """How far each area is from one, over standardised features. `features`: (features, areas).

    Features that the area itself lacks are left out; an area that lacks one of the others is infinitely far.
    """
    own = ~np.isnan(features[:, at])
    used = features[own]
    if not used.size:
        return np.full(features.shape[1], np.inf)
    spread = np.nanstd(used, axis=1, keepdims=True)
    scaled = (used - np.nanmean(used, axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)
    gap = np.sqrt(((scaled - scaled[:, [at]]) ** 2).sum(axis=0))
    gap = np.where(np.isnan(gap), np.inf, gap)
    gap[at] = np.inf
    found: Floats = gap
    return found
