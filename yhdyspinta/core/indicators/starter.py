"""The starter figures: real ones, in files of the package, so that a machine without a network shows them. Plain Python.

A file is wide: kind, code, (gender), then one column a period. Provenance stands in provenance.toml.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from yhdyspinta.core.indicators.arrays import Table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import Indicator, catalogue
from yhdyspinta.core.indicators.laying import Observation, laid
from yhdyspinta.core.indicators.tidy import parsed
from yhdyspinta.core.interfaces.catalogue import InvalidFile

FOLDER = Path(__file__).with_name("starter")
STARTER = "starter"
"""Key of the origin of figures that came from a file of the package: its hash."""


@dataclass(frozen=True, slots=True)
class Starter:
    """One file. `via`: where its figures were read; `taken`: on which day, where that is known."""

    indicator: Indicator
    text: str
    via: str
    taken: date | None

    @property
    def digest(self) -> str:
        """A short hash of the file."""
        return sha256(self.text.encode()).hexdigest()[:16]

    def table(self) -> Table:
        """Its figures along the latest axis. Raises InvalidFile: file, line, reason."""
        return laid(observations(self.text, f"{self.indicator.code}.csv"), self.indicator, axis())


def starters() -> list[Starter]:
    """Every starter file, by name. Raises InvalidFile."""
    try:
        groups = tomllib.loads((FOLDER / "provenance.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InvalidFile(f"provenance.toml: {error}") from error
    known = {name: group for group in groups.values() for name in group["files"]}
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        if path.stem not in known or path.stem not in catalogue().indicators:
            raise InvalidFile(f"{path.name}: not in provenance.toml or not in the catalogue")
        group = known[path.stem]
        text = path.read_text(encoding="utf-8")
        found.append(Starter(catalogue().indicators[path.stem], text, group["via"], group.get("taken")))
    return found


def observations(text: str, name: str) -> Iterator[Observation]:
    """The figures of a wide file. Raises InvalidFile: file, line, reason."""
    reader = csv.DictReader(text.splitlines())
    head = reader.fieldnames or []
    periods = [c for c in head if c not in ("kind", "code", "gender")]
    if head[:2] != ["kind", "code"] or not periods:
        raise InvalidFile(f"{name}: the first line must be kind, code, (gender), periods")
    for number, row in enumerate(reader, start=2):
        for period in periods:
            try:
                value, mark = parsed(row[period])
            except (ValueError, TypeError, AttributeError) as error:
                raise InvalidFile(f"{name}, line {number}: {period}: {error}") from error
            if mark or value == value:
                place = (row["kind"], row["code"])
                yield Observation(place, period, row.get("gender") or "total", value, mark)  # type: ignore[arg-type]  # checked by the axis
