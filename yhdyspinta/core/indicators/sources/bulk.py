"""Sotkanet's CSV read a million rows at a time: eight characters of every row are parsed at once. Plain numpy.

The form: a header, then `indicator;region;year;gender;value;absolute`, decimal points, the last two empty where absent.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yhdyspinta.core.indicators.arrays import Floats, Ints

HEADER = b"indicator;region;year;gender;primary value;absolute value"
GENDERS = (b"total", b"male", b"female")
FIELDS = 6
WORD = 8
"""Characters that are read at once; longer numbers, which are few, one by one."""
LONG = re.compile(rb"-?\d{1,20}(?:\.\d{1,20})?")
Words = NDArray[np.uint64]
_POWERS = 10.0 ** np.arange(WORD + 1)


class BadRows(Exception):  # noqa: N818  (names the file's fault, shown to the operator)
    """The text is not what it should be. The message says which row and what is wrong."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of one length. `gender` is a place in GENDERS; NaN where a figure is absent."""

    indicator: Ints
    region: Ints
    year: Ints
    gender: Ints
    value: Floats
    absolute: Floats


def is_csv(body: bytes) -> bool:
    """Whether an answer is this form, by how it begins."""
    return body[:80].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(HEADER[:30])


def read(body: bytes) -> Rows:
    """Columns of the text. Raises BadRows: another header, a row of other than six fields, a field that is no number."""
    header, _, text = body.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    if header.strip().lower() != HEADER:
        raise BadRows(f"the header is {header[:80].decode(errors='replace')!r}")
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    if text and not text.endswith(b"\n"):
        text += b"\n"
    chars = np.frombuffer(b" " * WORD + text + b" " * WORD, np.uint8)
    ends = ((chars == 59) | (chars == 10)).nonzero()[0].astype(np.int32)
    lines = (chars[ends] == 10).nonzero()[0]
    if len(ends) != FIELDS * len(lines) or (lines % FIELDS != FIELDS - 1).any():
        fields = np.diff(lines, prepend=-1)
        odd = int((fields != FIELDS).argmax())
        raise BadRows(f"row {odd + 2} has {int(fields[odd])} fields, not {FIELDS}")
    starts = np.concatenate([[WORD], ends[:-1] + 1]).astype(np.int32)
    cells = [Cells(chars, starts[i::FIELDS].copy(), ends[i::FIELDS].copy()) for i in range(FIELDS)]
    whole = [_whole(cells[i], name) for i, name in enumerate(("indicator", "region", "year"))]
    numbers = [_number(cells[i], name) for i, name in ((4, "value"), (5, "absolute value"))]
    return Rows(whole[0], whole[1], whole[2], _gender(cells[3]), numbers[0], numbers[1])


@dataclass(frozen=True, slots=True)
class Cells:
    """A field of every row: where its characters begin and end."""

    chars: NDArray[np.uint8]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def words(self, at: NDArray[np.int32]) -> Words:
        """Eight characters from each place as one number, the first in its lowest byte."""
        views = np.ndarray((len(self.chars) - WORD + 1,), dtype="<u8", buffer=self.chars.data, strides=(1,))
        found: Words = views[at]
        return found


def _every(byte: int) -> np.uint64:
    """The same byte in all eight places."""
    return np.uint64(int.from_bytes(bytes([byte]) * WORD, "little"))


def _before(width: NDArray[np.int32]) -> Words:
    """Of the last `width` characters of eight: a mask of the places before them."""
    return (_ONE << ((WORD - width).astype(np.uint64) * np.uint64(8))) - _ONE  # a width of 8 shifts by nothing


_ONE, _ZEROS, _DOTS, _LOW, _HIGH = np.uint64(1), _every(0x30), _every(0x2E), _every(0x01), _every(0x80)
_NINES = _every(0x76)
"""Added to a digit it does not reach the highest bit; added to anything larger it does."""


def _digits(words: Words) -> tuple[Words, NDArray[np.bool_]]:
    """Eight digits, the first in the lowest byte, as one number each; and where one is no digit."""
    bad = (((words + _NINES) | words) & _HIGH) != 0
    pairs = (words * np.uint64(2561)) >> np.uint64(8)
    fours = ((pairs & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    return ((fours & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32), bad


def _whole(cells: Cells, name: str) -> Ints:
    """Whole numbers of one to eight digits."""
    width = cells.end - cells.start
    bad = (width < 1) | (width > WORD)
    words = (cells.words(cells.end - WORD) ^ _ZEROS) & ~_before(np.clip(width, 1, WORD))
    found, odd = _digits(words)
    _refuse(bad | odd, name)
    return found.astype(np.intp)


def _gender(cells: Cells) -> Ints:
    """The place in GENDERS."""
    width = cells.end - cells.start
    words = cells.words(cells.end - WORD) & ~_before(np.clip(width, 1, WORD))
    found = np.full(len(width), -1, np.intp)
    for place, word in enumerate(GENDERS):
        found[(width == len(word)) & (words == np.uint64(int.from_bytes(word.rjust(WORD, b"\0"), "little")))] = place
    _refuse(found < 0, "gender")
    return found


def _number(cells: Cells, name: str) -> Floats:
    """Decimal numbers, exactly as `float` reads them; NaN where the field is empty."""
    empty = cells.start == cells.end
    minus = (cells.chars[cells.start] == ord("-")) & ~empty
    width = cells.end - cells.start - minus
    long = width > WORD
    bad = (width < 1) & ~empty
    words = cells.words(cells.end - WORD)
    before = _before(np.clip(width, 1, WORD))
    near = words ^ _DOTS
    dot = (near - _LOW) & ~near & _HIGH & ~before
    point = dot != 0
    left = np.where(point, (dot >> np.uint64(7)) - _ONE, before)  # places up to the point
    digits = (words ^ _ZEROS) & ~before
    joined = np.where(
        point, (digits & ~left & ~((left << np.uint64(8)) | np.uint64(255))) | ((digits & left) << np.uint64(8)), digits
    )
    found, odd = _digits(joined)
    decimals = np.where(point, WORD - np.frexp(left.astype(np.float64) + 1.0)[1] // 8 - 1, 0)
    bad |= odd | (point & ((decimals < 1) | (decimals > width - 2)))
    value = found / _POWERS[np.clip(decimals, 0, WORD)]
    value = np.where(minus, -value, value)
    for at in (long & ~empty).nonzero()[0].tolist():
        value[at], bad[at] = _one(bytes(cells.chars[cells.start[at] : cells.end[at]]))
    _refuse(bad & ~empty, name)
    return np.where(empty, np.nan, value)


def _one(text: bytes) -> tuple[float, bool]:
    """A long number by itself, and whether it is none."""
    return (float(text), False) if LONG.fullmatch(text) else (0.0, True)


def _refuse(bad: NDArray[np.bool_], name: str) -> None:
    """Raises BadRows of the first row that is bad. The header is row 1."""
    if bad.any():
        raise BadRows(f"row {int(bad.argmax()) + 2}: the {name} is not what it should be")
