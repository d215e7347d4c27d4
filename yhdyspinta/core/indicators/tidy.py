"""Matrices completed, joined, derived and compared; how the sources write what is missing. Plain numpy."""

import re
from collections.abc import Mapping

import numpy as np

from yhdyspinta.core.indicators.arrays import (
    ILLOGICAL,
    NOT_AVAILABLE,
    SUPPRESSED,
    Floats,
    Ints,
    Table,
    share,
    summed,
    table,
)
from yhdyspinta.core.indicators.axes import Axis
from yhdyspinta.core.indicators.catalogue import Derived, Indicator
from yhdyspinta.core.indicators.laying import BadFigures

SIGNS = {"...": SUPPRESSED, "..": NOT_AVAILABLE, ".": ILLOGICAL}
"""How the sources write that a value is missing, and why."""
WRITTEN = {mark: sign for sign, mark in SIGNS.items()}
"""The same the other way."""


def parsed(text: str) -> tuple[float, int]:
    """(value, mark) of a written figure; an empty one is absent. Raises ValueError for anything else."""
    text = text.strip()
    if text == "":
        return float("nan"), 0
    if text in SIGNS:
        return float("nan"), SIGNS[text]
    value = float(text) if re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", text) else float("nan")
    if not np.isfinite(value):
        raise ValueError(f"not a number: {text[:40]!r}")
    return value, 0


def joined(old: Table, new: Table, *, cells: bool = False) -> Table:
    """The new figures, and the old ones of periods that the new ones do not have; genders that either has.

    With `cells` the old ones also stay where the new ones say nothing of a single figure.
    """
    periods = sorted({*old.periods, *new.periods})
    genders = [*new.genders, *(g for g in old.genders if g not in new.genders)]
    shape = (len(genders), len(periods), new.values.shape[-1])
    values, marks = np.full(shape, np.nan), np.zeros(shape, np.uint8)
    for source in (old, new):
        for gender in source.genders:
            for period in source.periods:
                at = (genders.index(gender), periods.index(period))
                figures, why = source.period(period, gender), source.marks_of(period, gender)
                told = ~np.isnan(figures) | (why > 0) if cells or source is old else np.ones(len(figures), np.bool_)
                values[at] = np.where(told, figures, values[at])
                marks[at] = np.where(told, why, marks[at])
    return table(periods, genders, values, marks)


def completed(found: Table, indicator: Indicator, along: Axis) -> Table:
    """Sums for areas whose every municipality is known, when the indicator is a sum."""
    if not indicator.additive:
        return found
    return table(found.periods, found.genders, summed(found.values, _parts(along)), found.marks)


def _parts(along: Axis) -> list[tuple[int, Ints]]:
    """Each area that is a sum, and its municipalities."""
    return [(along.index[place], np.array(parts)) for place, parts in along.parts.items()]


def without_sums(found: Table, indicator: Indicator, along: Axis) -> Table:
    """The same without areas whose figure is the sum of their municipalities: to be summed anew when a part changes."""
    if not indicator.additive:
        return found
    values = found.values.copy()
    for target, parts in _parts(along):
        total = found.values[..., parts].sum(axis=-1)
        values[..., target] = np.where(np.isclose(values[..., target], total), np.nan, values[..., target])
    return table(found.periods, found.genders, values, found.marks)


def derived(how: Derived, of: Table, over: Table) -> Table:
    """The share of two matrices of one axis in the periods that both have. Raises BadFigures when there are none."""
    periods = tuple(p for p in of.periods if p in over.periods)
    if not periods:
        raise BadFigures("no period in common")
    above = np.stack([of.period(p) for p in periods])
    below = np.stack([over.period(p) for p in periods])
    values: Floats = share(above, below - above if how.before else below, how.per)
    hidden = (np.stack([of.marks_of(p) for p in periods]) == SUPPRESSED) & np.isnan(values)
    return table(periods, ("total",), values[None], np.where(hidden, SUPPRESSED, 0).astype(np.uint8)[None])


def differences(before: Table, after: Table, along: Axis) -> tuple[int, int, list[list[object]]]:
    """(new figures, figures that are gone, revisions) between two matrices of one axis.

    A revision is [period, kind, code, gender, old, new].
    """
    old, new = _by_key(before), _by_key(after)
    added = removed = 0
    revisions: list[list[object]] = []
    for key in old.keys() | new.keys():
        empty = np.full(len(along), np.nan)
        a, b = old.get(key, empty), new.get(key, empty)
        added += int((np.isnan(a) & ~np.isnan(b)).sum())
        removed += int((~np.isnan(a) & np.isnan(b)).sum())
        changed = ~np.isnan(a) & ~np.isnan(b) & (a != b)
        for i in np.flatnonzero(changed):
            revisions.append([key[1], *along.places[i], key[0], float(a[i]), float(b[i])])
    return added, removed, sorted(revisions, key=str)


def _by_key(found: Table) -> Mapping[tuple[str, str], Floats]:
    return {(g, p): found.values[i, j] for i, g in enumerate(found.genders) for j, p in enumerate(found.periods)}
