"""Figures from a file: TEAviisari, the School Health Promotion study, other tables as CSV or XLSX.

The file is read in a process of its own with limits. A table is wide (an area a row, a period a column) or long (area,
period, value). Every row that cannot be used is told with sheet, row, column and reason, and then nothing is imported.
"""

import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from yhdyspinta.core.indicators.axes import Place
from yhdyspinta.core.indicators.laying import Observation
from yhdyspinta.core.indicators.tidy import parsed

MEMORY, SECONDS = 512_000_000, 4
LARGEST = 10_000_000
SHEET = "yhdyspinta.core.indicators.sources.sheet"
AREA_WORDS = frozenset({"alue", "kunta", "kuntanumero", "kuntakoodi", "aluekoodi", "koodi", "code", "area", "kommun", "område", "municipality"})  # fmt: skip
PERIOD_WORDS = frozenset({"vuosi", "ajankohta", "aika", "year", "period", "år", "tidpunkt"})
VALUE_WORDS = frozenset({"arvo", "luku", "value", "värde", "tal"})

POINTED, THOUSANDS = re.compile(r"[-−+]?\d+\.\d+"), re.compile(r"[-−+]?[1-9]\d{0,2}\.\d{3}")


class BadFile(Exception):  # noqa: N818  (names the file, told to whoever sent it)
    """A file that is not read at all. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be used. Rows and columns are counted from one, as spreadsheets do."""

    sheet: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}, column {self.column}: {self.reason}"


class Sheet(msgspec.Struct):
    """A sheet's cells."""

    name: str
    rows: list[list[Any]]


class Read(msgspec.Struct):
    """What the reading process said."""

    sheets: list[Sheet] = []
    refused: str = ""


def fetch(body: bytes) -> list[Sheet]:
    """The cells of a file. Raises BadFile."""
    if not body:
        raise BadFile("the file is empty")
    if len(body) > LARGEST:
        raise BadFile(f"the file is larger than {LARGEST // 1_000_000} MB")
    with tempfile.NamedTemporaryFile(suffix=".table") as file:
        file.write(body)
        file.flush()
        found = _read_apart(Path(file.name))
    if found.refused:
        raise BadFile(found.refused)
    if not (told := [s for s in found.sheets if any(any(str(c).strip() for c in row) for row in s.rows)]):
        raise BadFile("the file has no cells")
    return told


def _read_apart(path: Path) -> Read:
    root = str(Path(__file__).resolve().parents[4])
    program = f"import sys; sys.path.insert(0, {root!r}); from {SHEET} import main; sys.exit(main())"
    command = [sys.executable, "-I", "-c", program, str(path)]
    try:
        done = subprocess.run(  # noqa: S603  (our own program)
            command, capture_output=True, timeout=SECONDS, check=False, preexec_fn=_limit, env={}
        )
    except subprocess.TimeoutExpired:
        raise BadFile("the file takes too long to read: a table of figures is small") from None
    if done.returncode != 0:
        raise BadFile("the file needs more memory or time than a table of figures should")
    try:
        return msgspec.json.decode(done.stdout, type=Read)
    except msgspec.MsgspecError as error:
        raise BadFile(f"the file cannot be read: {error}") from error


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def tidy(sheets: Sequence[Sheet], names: Mapping[str, Place]) -> tuple[list[Observation], list[Fault]]:
    """Observations and every fault. `names`: areas by code and by name, case folded."""
    found: list[Observation] = []
    faults: list[Fault] = []
    for sheet in sheets:
        faults += _doubtful(sheet)
        head, start = _head(sheet)
        if head is None:
            faults.append(Fault(sheet.name, start, "A", "no heading row with a column of areas (Alue) and of periods"))
            continue
        for number, row in enumerate(sheet.rows[start:], start=start + 1):
            if any(str(c).strip() for c in row):
                _row(sheet.name, number, row, head, names, found, faults)
    return found, faults


def _doubtful(sheet: Sheet) -> list[Fault]:
    """Text such as 1.234 when nothing on the sheet tells whether its point begins decimals or parts thousands."""
    told = [(r, c, cell) for r, row in enumerate(sheet.rows, 1) for c, cell in enumerate(row) if isinstance(cell, str)]
    pointed = [(r, c, cell.strip()) for r, c, cell in told if POINTED.fullmatch(cell.strip())]
    thousands = [p for p in pointed if THOUSANDS.fullmatch(p[2])]
    if len(thousands) < len(pointed):
        return []  # some other figure has one, two or four decimals, or begins with 0.: the point begins decimals
    words = "can mean two things: write {} or {}"
    return [
        Fault(sheet.name, r, letter(c), f"{text} " + words.format(text.replace(".", ""), text.replace(".", ",")))
        for r, c, text in thousands
    ]


@dataclass(frozen=True, slots=True)
class Head:
    """Where things stand: the column of areas, and either columns of periods or one of periods and one of values."""

    area: int
    periods: Mapping[int, str]
    period: int = -1
    value: int = -1


def _head(sheet: Sheet) -> tuple[Head | None, int]:
    """The heading among the first ten rows, and the row after it."""
    for number, row in enumerate(sheet.rows[:10], start=1):
        words = [str(c).strip().casefold() for c in row]
        area = next((i for i, w in enumerate(words) if w in AREA_WORDS), None)
        if area is None:
            continue
        periods = {i: p for i, c in enumerate(row) if i != area and (p := period_of(c))}
        if periods:
            return Head(area, periods), number
        period = next((i for i, w in enumerate(words) if w in PERIOD_WORDS), None)
        value = next((i for i, w in enumerate(words) if w in VALUE_WORDS), None)
        if period is not None and value is not None:
            return Head(area, {}, period, value), number
    return None, 1


def period_of(cell: Any) -> str:
    """A year or a month as the store writes it, or ""."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if re.fullmatch(r"(19|20)\d{2}(M(0[1-9]|1[0-2]))?", text):
        return text
    match = re.fullmatch(r"(0?[1-9]|1[0-2])/((?:19|20)\d{2})", text)
    return f"{match[2]}M{int(match[1]):02d}" if match else ""


def _row(
    sheet: str, number: int, row: Sequence[Any], head: Head, names: Mapping[str, Place],
    found: list[Observation], faults: list[Fault],
) -> None:  # fmt: skip
    cell = row[head.area] if head.area < len(row) else ""
    place = place_of(cell, names)
    if place is None:
        faults.append(Fault(sheet, number, letter(head.area), f"no such area: {str(cell)[:40]!r}"))
        return
    for column, period, value in _cells(sheet, number, row, head, faults):
        try:
            figure, mark = parsed(_written(value))
        except ValueError as error:
            faults.append(Fault(sheet, number, letter(column), str(error)))
            continue
        if mark or figure == figure:
            found.append(Observation(place, period, "total", figure, mark))


def _cells(
    sheet: str, number: int, row: Sequence[Any], head: Head, faults: list[Fault]
) -> Iterator[tuple[int, str, Any]]:
    """(column, period, cell) of a row."""
    if head.periods:
        yield from ((i, p, row[i]) for i, p in head.periods.items() if i < len(row))
        return
    told = row[head.period] if head.period < len(row) else ""
    period = period_of(told)
    if not period:
        faults.append(Fault(sheet, number, letter(head.period), f"not a year or a month: {str(told)[:40]!r}"))
    elif head.value < len(row):
        yield head.value, period, row[head.value]


def _written(cell: Any) -> str:
    """A cell as text with a decimal point; thin and hard spaces between thousands are left out."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        return repr(float(cell))
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell)).replace("−", "-").replace("…", "...")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def place_of(cell: Any, names: Mapping[str, Place]) -> Place | None:
    """An area by its code (91, "091", "KU091") or name."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    if re.fullmatch(r"\d{1,3}", text):
        text = text.zfill(3)
    return names.get(text.casefold())


def letter(column: int) -> str:
    """A column as spreadsheets call it: 0 → A, 27 → AB."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
