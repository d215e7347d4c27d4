"""Reads one spreadsheet or CSV file and prints its cells as JSON: python -m yhdyspinta.core.indicators.sources.sheet FILE.

Run only in a process of its own with little memory and time (files.py does): the file may be made to hurt its reader.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring

from python_calamine import CalamineError, CalamineWorkbook

UNPACKED, ENTRIES = 60_000_000, 2_000
"""Bytes and files that a workbook may have when unpacked."""
ROWS, COLUMNS = 60_000, 400
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\st=["']e["'])(?=[^>]*\sr=["']([A-Z]{1,3})(\d{1,7})["'])[^>/]*(?:/>|>"""
    rb"""(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?(?:<(?:\w+:)?v>([^<]{1,20})<)?)"""
)
"""A cell whose formula failed: its column, row and what it shows. The reader of workbooks gives such cells as empty."""


class Refused(Exception):  # noqa: N818  (names the file's fate, told to whoever sent it)
    """A file that is not read. The message says why."""


def sheets(path: Path) -> list[dict[str, Any]]:
    """[{name, rows}] of a file. Raises Refused."""
    head = path.open("rb").read(8)
    if head[:4] == b"PK\x03\x04":
        _check_zip(path)
        return _workbook(path)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused("an old or an encrypted workbook: save it as .xlsx without a password")
    return [{"name": "CSV", "rows": _csv(path.read_bytes())}]


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refused("the file is broken") from error
    if len(entries) > ENTRIES or sum(e.file_size for e in entries) > UNPACKED:
        raise Refused("the file is too large when it is unpacked")
    if any(e.filename.startswith("/") or ".." in e.filename for e in entries):
        raise Refused("the file is not a workbook: it has addresses outside itself")
    if not any(e.filename.startswith(("xl/", "content.xml")) for e in entries):
        raise Refused("the file is not a workbook")


def _workbook(path: Path) -> list[dict[str, Any]]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        found: list[dict[str, Any]] = []
        cells: dict[str, list[list[Any]]] = {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > ROWS or sheet.total_width > COLUMNS:
                raise Refused(f"the sheet {name[:40]!r} is larger than {ROWS:,} rows or {COLUMNS} columns")
            rows = sheet.to_python(skip_empty_area=False)
            cells[name] = [[_plain(c) for c in row] for row in rows]
            found.append({"name": name, "rows": cells[name]})
        for name, row, column, text in _failed(path):
            _show(cells.get(name, []), row, column, text)
    except (CalamineError, OSError, ValueError, KeyError, ParseError, zipfile.BadZipFile) as error:
        raise Refused(f"the workbook cannot be read: {str(error)[:120]}") from error
    return found


def _failed(path: Path) -> Iterator[tuple[str, int, int, str]]:
    """(sheet, row, column, text) of each cell that shows an error such as #N/A, rows and columns from zero."""
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return
        targets = {e.get("Id"): e.get("Target", "") for e in fromstring(archive.read("xl/_rels/workbook.xml.rels"))}  # noqa: S314  (in a process of its own)
        for sheet in fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314  (in a process of its own)
            if not sheet.tag.endswith("}sheet") or sheet.get(RELATION) not in targets:
                continue
            target = targets[sheet.get(RELATION)]
            body = archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
            for column, row, text in ERROR_CELL.findall(body):
                shown = text.decode("utf-8", "replace") or "#"
                yield sheet.get("name", ""), int(row) - 1, _number(column.decode()), shown


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _show(rows: list[list[Any]], row: int, column: int, text: str) -> None:
    if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
        rows[row][column] = text


def _csv(body: bytes) -> list[list[str]]:
    if b"\x00" in body:
        raise Refused("the file is neither a workbook nor text")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    csv.field_size_limit(10_000)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Refused(f"the text cannot be read as a table: {error}") from error
    if len(rows) > ROWS or any(len(r) > COLUMNS for r in rows):
        raise Refused(f"the table is larger than {ROWS:,} rows or {COLUMNS} columns")
    return rows


def _plain(cell: Any) -> Any:
    return (
        cell.isoformat()
        if isinstance(cell, date | datetime)
        else cell
        if isinstance(cell, int | float | str | bool)
        else str(cell)
    )


def main() -> int:
    """Prints the cells, or why they are not read."""
    try:
        answer: dict[str, Any] = {"sheets": sheets(Path(sys.argv[1]))}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "the file needs more memory than a table of figures should"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
