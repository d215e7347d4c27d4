"""Reading the registry's reference files. Plain Python: a bad file stops the start with file, line, reason."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, text_of

FOLDER = Path(__file__).with_name("reference")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "regions.csv": ("code", "slug", "name_fi", "name_sv", "name_en", "collaborative_area"),
    "counties.csv": ("code", "slug", "name_fi", "name_sv", "name_en", "valid_from", "bilingual", "hus_member"),
    "municipalities.csv": (
        "code",
        "slug",
        "name_fi",
        "name_sv",
        "county",
        "regional_council",
        "employment_area",
        "language_status",
        "sami_homeland",
        "population",
        "valid_until",
    ),
    "employment_areas.csv": (
        "code",
        "slug",
        "name_fi",
        "name_sv",
        "name_en",
        "model",
        "authority",
        "authority_source",
        "valid_from",
    ),
    "regional_councils.csv": ("code", "slug", "name_fi", "name_sv", "name_en"),
    "rescue_departments.csv": ("slug", "name_fi", "name_sv", "name_en", "host", "serves"),
    "region_tiles.csv": ("code", "col", "row"),
    "tiles.csv": ("code", "col", "row"),
    "centres.csv": ("code", "east", "north"),
    "national.csv": ("slug", "kind", "name_fi", "name_sv", "name_en"),
    "successors.csv": ("old", "new", "on", "source"),
}
Row = dict[str, str]
_ALSO: list[Path] = []
INVENTED = "example"
"""Key of a row that came from a folder beside the package's own: what it tells of is invented."""


def read_also(folder: Path) -> None:
    """Reads an invented region's files beside the package's own, from now on. Called when the house starts, before any reading."""
    if folder not in _ALSO:
        _ALSO.append(folder)


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Where a group of facts comes from."""

    files: tuple[str, ...]
    facts: Text
    source: str
    licence: str
    as_of: date


def rows(name: str, folder: Path = FOLDER) -> list[Row]:
    """The rows of one file; of the package's own files also those of an invented region that is read beside them.

    Raises InvalidFile for a wrong header, a short or long row, a repeated or empty key.
    """
    found = _rows(name, folder)
    for other in _ALSO if folder == FOLDER else ():
        if (other / name).exists():
            found += [{**row, INVENTED: "yes"} for row in _rows(name, other)]
    _no_repeats(name, found)
    return found


def _rows(name: str, folder: Path) -> list[Row]:
    path = folder / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = tuple(next(reader, ()))
            if header != COLUMNS[name]:
                raise InvalidFile(
                    f"{name}, line 1: columns are {', '.join(header)}; expected {', '.join(COLUMNS[name])}"
                )
            found = [_row(name, header, values, reader.line_num) for values in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidFile(f"{name}: {error}") from error
    return found


def _row(name: str, header: tuple[str, ...], values: list[str], line: int) -> Row:
    if len(values) != len(header):
        raise InvalidFile(f"{name}, line {line}: {len(values)} values; expected {len(header)}")
    row = dict(zip(header, values, strict=True))
    for key in ("valid_from", "valid_until", "on"):
        if row.get(key):
            try:
                date.fromisoformat(row[key])
            except ValueError as error:
                raise InvalidFile(f"{name}, line {line}: {key} {row[key]!r}: {error}") from error
    for key in ("population", "col", "row"):
        if row.get(key) and not row[key].isdigit():
            raise InvalidFile(f"{name}, line {line}: {key} {row[key]!r} is not a number")
    return row


def _no_repeats(name: str, found: list[Row]) -> None:
    key = "slug" if "slug" in COLUMNS[name] else COLUMNS[name][0]
    seen: set[str] = set()
    for line, row in enumerate(found, start=2):
        if not row[key] or row[key] in seen:
            raise InvalidFile(f"{name}, line {line}: {key} {row[key]!r} is empty or there twice")
        seen.add(row[key])


def known_code(name: str, line: int, value: str, codes: Mapping[str, object], what: str) -> None:
    """Raises InvalidFile when a row names a code that its file does not have."""
    if value and value not in codes:
        raise InvalidFile(f"{name}, line {line}: {what} {value!r} does not exist")


@cache
def sources() -> tuple[SourceGroup, ...]:
    """The provenance of every fact group. Raises InvalidFile."""
    try:
        data = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
        groups = tuple(
            SourceGroup(tuple(g["files"]), text_of(g["facts"]), g["source"], g["licence"], g["as_of"])
            for g in data["group"]
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InvalidFile(f"sources.toml: {error!r}") from error
    covered = {f for g in groups for f in g.files}
    if missing := set(COLUMNS) - covered:
        raise InvalidFile(f"sources.toml: no source for {', '.join(sorted(missing))}")
    return groups


def population_date() -> date:
    """The day the population figures are of."""
    return next(g.as_of for g in sources() if "121w" in g.source)


def digest(folder: Path = FOLDER) -> str:
    """Changes when any reference file does."""
    every = [p for each in (folder, *(_ALSO if folder == FOLDER else ())) for p in sorted(each.glob("*.*"))]
    return sha256(b"".join(p.read_bytes() for p in every)).hexdigest()
