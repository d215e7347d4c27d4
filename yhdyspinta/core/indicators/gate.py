"""The gate before publishing: figures that cannot be true are not published, and the last good ones stay. Plain numpy."""

import re
from datetime import date

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats, Table
from yhdyspinta.core.indicators.axes import COUNTRY, Axis
from yhdyspinta.core.indicators.catalogue import Indicator

RANGES = {
    "percent": (0.0, 100.0),
    "per_1000": (-1_000.0, 100_000.0),
    "per_10000": (-10_000.0, 1_000_000.0),
    "per_100000": (-100_000.0, 10_000_000.0),
    "persons": (-10_000_000.0, 10_000_000.0),
    "count": (0.0, 100_000_000.0),
    "euro": (0.0, 1_000_000.0),
    "euro_per_capita": (-1_000_000.0, 1_000_000.0),
    "thousand_euro": (0.0, 10_000_000.0),
    "million_euro": (0.0, 1_000_000.0),
    "litres": (0.0, 1_000.0),
    "years": (0.0, 120.0),
    "points": (0.0, 100.0),
    "index": (-100_000.0, 100_000.0),
}
"""What a value of a unit can be."""
KEPT = 0.9
"""Of the figures that were there, so many must be there again."""
AHEAD = 60
"""No forecast goes further, in years."""
JUMP, SMALL, SHARE = 10.0, 5.0, 0.05
"""A figure that grows or shrinks tenfold between periods is a jump, when both are at least SMALL; so many may."""


def faults(
    found: Table, before: Table | None, indicator: Indicator, along: Axis, today: date | None = None
) -> list[str]:
    """Why the figures cannot be published; empty when they can. `before`: what is published now."""
    wrong = _periods(found, indicator, today)
    if np.isinf(found.values).any():
        wrong.append("a value is infinite")
    if not (~np.isnan(found.values)).any():
        return [*wrong, "no figures at all"]
    low, high = indicator.range or RANGES[indicator.unit]
    outside = (found.values < low) | (found.values > high)
    if outside.any():
        g, p, a = (int(i[0]) for i in np.nonzero(outside))
        wrong.append(
            f"{int(outside.sum())} values outside {low:g} – {high:g} {indicator.unit}: "
            f"{found.values[g, p, a]:g} ({' '.join(along.places[a])} {found.periods[p]})"
        )
    if before is not None:
        wrong += _against(found, before)
    return wrong + _jumps(found, along)


def _periods(found: Table, indicator: Indicator, today: date | None) -> list[str]:
    """Periods of another rhythm than the indicator's, or later than the present one."""
    form = r"\d{4}M\d{2}" if indicator.every == "month" else r"\d{4}"
    wrong = []
    if strange := [p for p in found.periods if not re.fullmatch(form, p)]:
        wrong.append(f"periods that are no {indicator.every}s: {', '.join(strange[:4])}")
    if indicator.forecast_of:
        return wrong + [f"no year of a forecast: {p}" for p in found.periods if today and p > f"{today.year + AHEAD}"]
    if today and (later := [p for p in found.periods if p > f"{today:%YM%m}"[: len(p)]]):
        wrong.append(f"periods that have not begun: {', '.join(later[:4])}")
    return wrong


def _against(found: Table, before: Table) -> list[str]:
    wrong = []
    if gone := sorted(set(before.periods) - set(found.periods)):
        wrong.append(f"periods that were there are missing: {', '.join(gone)}")
    if lost := sorted(set(before.genders) - set(found.genders)):
        wrong.append(f"genders that were there are missing: {', '.join(lost)}")
    had, has = int((~np.isnan(before.values)).sum()), int((~np.isnan(found.values)).sum())
    if has < had * KEPT:
        wrong.append(f"{has} figures, there were {had}")
    return wrong


def _jumps(found: Table, along: Axis) -> list[str]:
    """Tenfold jumps between the last two periods of the totals: of the country, or of many areas."""
    values = found.gender("total")
    if len(values) < 2:
        return []
    old, new = values[-2], values[-1]
    jumped = _tenfold(old, new)
    compared = int((~np.isnan(old) & ~np.isnan(new)).sum())
    country = along.index[COUNTRY]
    if jumped[country] or (compared and jumped.sum() > max(2, SHARE * compared)):
        where = country if jumped[country] else int(np.flatnonzero(jumped)[0])
        what = f"{int(jumped.sum())} of {compared} areas jump tenfold from {found.periods[-2]} to {found.periods[-1]}"
        return [f"{what}: {old[where]:g} → {new[where]:g} ({' '.join(along.places[where]).strip()})"]
    return []


def _tenfold(old: Floats, new: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    a, b = np.abs(old), np.abs(new)
    large = np.fmax(a, b) >= SMALL * JUMP
    return np.asarray(large & ((a >= JUMP * b) | (b >= JUMP * a)) & ~np.isnan(old) & ~np.isnan(new))
