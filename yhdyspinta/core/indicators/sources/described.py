"""What a source says of an indicator before its figures are asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats
from yhdyspinta.core.indicators.axes import Axis
from yhdyspinta.core.indicators.tidy import Observation


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
    """Figures as loose observations, absolute values beside them, and how many rows were of other kinds of areas."""

    observations: tuple[Observation, ...]
    absolutes: tuple[Observation, ...] = ()
    left_out: int = 0


def matrix_of(found: tuple[Observation, ...], like: Floats, periods: tuple[str, ...], genders: tuple[str, ...], along: Axis) -> Floats | None:  # fmt: skip
    """Absolute values laid as the figures they stand beside; None when there are none."""
    if not found:
        return None
    values = np.full_like(like, np.nan)
    at_period, at_gender = {p: i for i, p in enumerate(periods)}, {g: i for i, g in enumerate(genders)}
    for o in found:
        area = along.index.get(o.place)
        if area is not None and o.period in at_period and o.gender in at_gender:
            values[at_gender[o.gender], at_period[o.period], area] = o.value
    return values
