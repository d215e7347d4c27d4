"""From loose figures to a matrix along an axis, by columns: an area that ended counts into the one that goes on. Plain numpy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats, Ints, Marks, Table, table
from yhdyspinta.core.indicators.axes import Axis, Place, merged
from yhdyspinta.core.indicators.catalogue import Indicator


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


@dataclass(frozen=True, slots=True)
class Columns:
    """The same, a million at a time: arrays of one length. Places are those of `spots`, `periods` and `genders`.

    `spots(along)` are the axis's areas, then the municipalities that ended, in the order of `merged()`.
    """

    periods: tuple[str, ...]
    genders: tuple[str, ...]
    area: Ints
    period: Ints
    gender: Ints
    value: Floats
    mark: Marks

    def cells(self, areas: int) -> Ints:
        """Where each figure lies in a matrix (genders, periods, areas), counted through."""
        found: Ints = (self.gender * len(self.periods) + self.period) * areas + self.area
        return found


def spots(along: Axis) -> dict[Place, int]:
    """Where figures of an area are laid: along the axis, then what ended."""
    return {**along.index, **{("municipality", old): len(along) + i for i, old in enumerate(merged())}}


def gathered(found: Iterable[Observation], indicator: Indicator, along: Axis) -> Columns:
    """Loose observations as columns. Raises BadFigures: unknown area."""
    rows, at = list(found), spots(along)
    if lost := next((o.place for o in rows if o.place not in at), None):
        raise BadFigures(f"{indicator.code}: no such area: {lost[0]} {lost[1]}")
    periods, genders = sorted({o.period for o in rows}), sorted({o.gender for o in rows})
    at_period, at_gender = {p: i for i, p in enumerate(periods)}, {g: i for i, g in enumerate(genders)}
    return Columns(
        tuple(periods),
        tuple(genders),
        np.array([at[o.place] for o in rows], np.intp),
        np.array([at_period[o.period] for o in rows], np.intp),
        np.array([at_gender[o.gender] for o in rows], np.intp),
        np.array([o.value for o in rows], np.float64),
        np.array([o.mark for o in rows], np.uint8),
    )


def laid(found: Iterable[Observation], indicator: Indicator, along: Axis) -> Table:
    """Observations as a matrix along an axis. Raises BadFigures: unknown area, the same figure twice, none at all."""
    return laid_columns(gathered(found, indicator, along), indicator, along)


def laid_columns(found: Columns, indicator: Indicator, along: Axis) -> Table:
    """Columns as a matrix along an axis, the total first; periods that nothing is told of are left out.

    A municipality that ended counts into the one that goes on when the indicator is a sum; otherwise it is left out, for
    a share of two areas is not the share of their union. Where its own figure is not told, neither is the sum.
    Raises BadFigures: the same figure twice, none at all.
    """
    areas = len(along) + len(merged())
    shape = (len(found.genders), len(found.periods), areas)
    cells = found.cells(areas)
    count = np.bincount(cells, minlength=int(np.prod(shape)))
    if (count > 1).any():
        g, p, a = np.unravel_index(int(count.argmax()), shape)
        kind, code = next(place for place, i in spots(along).items() if i == a)
        raise BadFigures(f"{indicator.code}: {kind} {code} {found.periods[p]} {found.genders[g]} is there twice")
    values, marks = np.full(shape, np.nan), np.zeros(shape, np.uint8)
    values.ravel()[cells], marks.ravel()[cells] = found.value, found.mark
    told = ~np.isnan(values) | (marks > 0)
    if not told.any():
        raise BadFigures(f"{indicator.code}: no figures")
    if indicator.additive:
        _add_ended(values, marks, told | (count.reshape(shape) > 0), found.periods, along)
    genders = sorted({*found.genders, "total"}, key=lambda g: (g != "total", g))
    periods = sorted(p for p, any_told in zip(found.periods, told.any(axis=(0, 2)), strict=True) if any_told)
    like = genders, periods
    values, marks = _arranged(found, values, like, np.nan), _arranged(found, marks, like, 0)
    return table(periods, genders, values[..., : len(along)], marks[..., : len(along)])


def _arranged(found: Columns, cube: Floats | Marks, like: tuple[Sequence[str], Sequence[str]], empty: float) -> Any:
    """(genders, periods, areas) of the columns in the order of `like` (genders, periods); `empty` where they have none."""
    genders, periods = like
    made = np.full((len(genders), len(periods), cube.shape[-1]), empty, cube.dtype)
    rows = [(p, found.periods.index(period)) for p, period in enumerate(periods) if period in found.periods]
    for g, gender in enumerate(genders):
        if gender in found.genders and rows:
            to, of = zip(*rows, strict=True)
            made[g, list(to)] = cube[found.genders.index(gender), list(of)]
    return made


def _add_ended(
    values: Floats,
    marks: Marks,
    seen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    periods: Sequence[str],
    along: Axis,
) -> None:
    """Adds municipalities that ended to those that go on, in place; an untold part makes an untold sum."""
    for i, (new, day) in enumerate(merged().values()):
        old, at = len(along) + i, along.index["municipality", new]
        if not seen[..., old].any():
            continue
        before = np.array([p[:4] < day[:4] for p in periods])
        known = ~np.isnan(values[..., old])
        untold = ~known & (seen[..., old] | before)
        values[..., at] = np.where(known, values[..., at] + values[..., old], values[..., at])
        values[..., at] = np.where(untold, np.nan, values[..., at])
        marks[..., at] = np.where(untold & seen[..., old], marks[..., old], marks[..., at])


def spread(found: Columns, beside: Floats, like: Table, along: Axis) -> Floats:
    """Other values of the same rows (absolute counts beside rates), laid as the matrix that they stand beside."""
    areas = len(along) + len(merged())
    whole = np.full(len(found.genders) * len(found.periods) * areas, np.nan)
    whole[found.cells(areas)] = beside
    cube = whole.reshape(len(found.genders), len(found.periods), areas)[..., : len(along)]
    made: Floats = _arranged(found, cube, (like.genders, like.periods), np.nan)
    return made
