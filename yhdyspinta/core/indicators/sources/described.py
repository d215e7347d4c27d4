"""What a source says of an indicator before its figures are asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yhdyspinta.core.indicators.arrays import Floats
from yhdyspinta.core.indicators.laying import Columns


def day_of(text: str) -> date | None:
    """A day as the sources write it, or None for anything else."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Described:
    """When the figures were last changed, which periods and genders there are, and what the client needs to ask."""

    updated: date | None
    periods: tuple[str, ...]
    genders: tuple[str, ...] = ("total",)
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brought:
    """Figures as columns, absolute values of the same rows, and how many rows were of other kinds of areas."""

    columns: Columns
    absolute: Floats | None = None
    left_out: int = 0
