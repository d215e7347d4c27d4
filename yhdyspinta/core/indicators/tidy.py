"""From loose observations to a matrix along an axis: areas that merged, marks of missing values, sums. Plain numpy."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from yhdyspinta.core.indicators.arrays import (
    ILLOGICAL,
    NOT_AVAILABLE,
    SUPPRESSED,
    Floats,
    Ints,
    Marks,
    Table,
    share,
    summed,
    table,
)
from yhdyspinta.core.indicators.axes import Axis, Place, merged
from yhdyspinta.core.indicators.catalogue import Derived, Indicator

SIGNS = {"...": SUPPRESSED, "..": NOT_AVAILABLE, ".": ILLOGICAL}
"""How the sources write that a value is missing, and why."""
WRITTEN = {mark: sign for sign, mark in SIGNS.items()}
"""The same the other way."""


class BadFigures(Exception):  # noqa: N818  (names the figures, shown to whoever brings them)
    """Figures that cannot be used. The message says which and why."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure: its place, period, gender, value (NaN when missing) and mark."""

    place: Place
    period: str
    gender: str
    value: float
    mark: int = 0


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


def laid(found: Iterable[Observation], indicator: Indicator, along: Axis) -> Table:
    """Observations as a matrix along an axis.

    A municipality that ended counts into the one that goes on when the indicator is a sum; otherwise it is left out, for
    a share of two areas is not the share of their union. Where its own figure is not told, neither is the sum.
    Raises BadFigures: unknown area, the same figure twice.
    """
    rows = list(found)
    periods = sorted({o.period for o in rows})
    genders = sorted({o.gender for o in rows} | {"total"}, key=lambda g: (g != "total", g))
    if not periods:
        raise BadFigures(f"{indicator.code}: no figures")
    shape = (len(genders), len(periods), len(along))
    values, marks = np.full(shape, np.nan), np.zeros(shape, np.uint8)
    at_period = {p: i for i, p in enumerate(periods)}
    at_gender = {g: i for i, g in enumerate(genders)}
    seen: set[tuple[int, int, Place]] = set()
    ended: dict[tuple[int, int, str], Observation] = {}
    for o in rows:
        key = (at_gender[o.gender], at_period[o.period], o.place)
        if key in seen:
            raise BadFigures(f"{indicator.code}: {o.place[0]} {o.place[1]} {o.period} {o.gender} is there twice")
        seen.add(key)
        area = along.index.get(o.place)
        if area is None:
            new, _ = merged().get(o.place[1], ("", "")) if o.place[0] == "municipality" else ("", "")
            if not new:
                raise BadFigures(f"{indicator.code}: no such area: {o.place[0]} {o.place[1]}")
            ended[(*key[:2], o.place[1])] = o
            continue
        values[(*key[:2], area)], marks[(*key[:2], area)] = o.value, o.mark
    if indicator.additive:
        _add_ended(values, marks, ended, periods, along)
    return table(periods, genders, values, marks)


def _add_ended(
    values: Floats, marks: Marks, ended: Mapping[tuple[int, int, str], Observation], periods: Sequence[str], along: Axis
) -> None:
    """Adds municipalities that ended to those that go on, in place; an untold part makes an untold sum."""
    for old in {code for _g, _p, code in ended}:
        new, day = merged()[old]
        at = along.index["municipality", new]
        for g in range(values.shape[0]):
            for p, period in enumerate(periods):
                part = ended.get((g, p, old))
                if part is not None and not np.isnan(part.value):
                    values[g, p, at] += part.value
                elif part is not None or period[:4] < day[:4]:
                    values[g, p, at], marks[g, p, at] = np.nan, part.mark if part else marks[g, p, at]


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
