"""Reading the store: matrices from a bounded memory of this process, checked by version."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from django.db.models import OuterRef, Subquery

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common.memo import Lots, Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.arrays import (
    Floats,
    Ints,
    Table,
    latest,
    table,
    unpack_floats,
    unpack_latest,
    unpack_marks,
    unpack_together,
)
from yhdyspinta.core.indicators.axes import Axis, axis
from yhdyspinta.core.indicators.catalogue import Catalogue, Indicator, catalogue
from yhdyspinta.core.indicators.models import Absolute, Cube, Edition, OwnIndicator, SourceRun

BUDGET = 64_000_000
"""Bytes of matrices that a process keeps."""


@dataclass(frozen=True)
class Figures:
    """An indicator's present figures, frozen. `origin`: where they come from, as it was when they were read."""

    code: str
    version: str
    axis: Axis
    table: Table
    fetched_at: datetime | None
    source_updated: date | None
    origin: Mapping[str, Any] = field(default_factory=dict)

    @property
    def indicator(self) -> Indicator:
        """What the catalogue says of it."""
        return law().indicators[self.code]

    @cached_property
    def totals(self) -> Floats:
        """(periods, areas) of all genders together."""
        return self.table.gender("total")

    @cached_property
    def latest(self) -> tuple[Floats, Ints]:
        """The latest total of each area and its period's index, −1 where there is none."""
        return latest(self.totals)

    @property
    def last_period(self) -> str:
        """The latest period of all."""
        return self.table.periods[-1]

    @cached_property
    def stamp(self) -> "Stamp":
        """What tells that these are still the figures."""
        return self.code, self.version, self.fetched_at


_KEPT: Lots[Figures] = Lots(BUDGET)
"""By code. Those read together lie together."""
LOT = 8_000_000
"""Bytes of matrices that are opened into one piece of memory."""
Stamp = tuple[str, str, datetime | None]
"""(code, version, when brought): the same figures asked for again have a new day."""
_STAMPS: Memo[Mapping[str, Stamp]] = Memo(2)
_SEEN: Memo[dict[str, Stamp | None]] = Memo(2)
"""By revision: what is known of each indicator asked for since, None where it has no figures. Grows as more are asked."""
_COLUMNS = (
    "indicator", "version", "axis", "periods", "genders", "values", "marks", "fetched_at", "source_updated", "origin",
)  # fmt: skip


_LAW: Memo[Catalogue] = Memo(2)


def law() -> Catalogue:
    """The catalogue of the package with the regions' own figures. One query when something has changed."""
    return _LAW.get((catalogue().digest, revision("indicators")), _load_law)


def _load_law() -> Catalogue:
    own = {row.code: _own(row) for row in OwnIndicator.objects.order_by("region", "code")}
    files = catalogue()
    return replace(files, indicators=MappingProxyType({**files.indicators, **own}))


def _own(row: OwnIndicator) -> Indicator:
    return Indicator(
        code=row.code,
        source="own",
        id="",
        name=Text.of(row, "name"),
        unit=row.unit,  # type: ignore[arg-type]  # the form's choices
        decimals=row.decimals,
        direction=row.direction,  # type: ignore[arg-type]  # the form's choices
        themes=(row.theme,),
        levels=("municipality", "county"),
        producer=row.producer,
        additive=row.additive,
        every=row.every,  # type: ignore[arg-type]  # the form's choices
        note=Text(row.note),
        region=row.region,
        ended=row.ended_at is not None,
    )


def stamps() -> Mapping[str, Stamp]:
    """(code, version, when brought) by indicator, of those that have figures. One query when something has changed."""
    return _STAMPS.get(revision("indicators"), _load_stamps)


def _load_stamps() -> Mapping[str, Stamp]:
    return {row[0]: row for row in Cube.objects.values_list("indicator", "version", "fetched_at")}


def figures(codes: Iterable[str]) -> dict[str, Figures]:
    """Figures by code, of those that have any, in the asked order. One query; one more when older ones are at hand."""
    wanted = list(dict.fromkeys(codes))
    seen: dict[str, Stamp | None] = _SEEN.get(revision("indicators"), dict)
    kept = dict(zip(wanted, _KEPT.all_kept(wanted), strict=True))
    if any(at_hand is not None and code not in seen for code, at_hand in kept.items()):
        now = stamps()
        seen.update({code: now.get(code) for code in wanted})
    found = {code: at_hand for code, at_hand in kept.items() if at_hand is not None and at_hand.stamp == seen[code]}
    if missing := [code for code in wanted if code not in found and seen.get(code, code) is not None]:
        found.update(read_anew(missing))
        seen.update({code: found[code].stamp if code in found else None for code in missing})
        found = {code: found[code] for code in wanted if code in found}
    return found


def figures_of(code: str) -> Figures | None:
    """Figures of one indicator, or None when there are none yet."""
    at_hand = _KEPT.kept(code)
    if at_hand is not None and at_hand.stamp == _SEEN.get(revision("indicators"), dict).get(code):
        return at_hand
    return figures([code]).get(code)


def read_anew(codes: Sequence[str]) -> dict[str, Figures]:
    """Figures from the database, whatever is at hand, kept in lots. One query."""
    found: dict[str, Figures] = {}
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in Cube.objects.filter(indicator__in=codes).order_by("indicator").values_list(*_COLUMNS):
        rows.append(row)
        size += 8 * math.prod(_shape(*row[:5]))
        if size >= LOT:
            found.update(_lot(rows, size))
            rows, size = [], 0
    return {**found, **_lot(rows, size)}


def _shape(
    _code: str, _version: str, along: str, periods: Sequence[str], genders: Sequence[str]
) -> tuple[int, int, int]:
    return len(genders), len(periods), len(axis(along))


def _lot(rows: Sequence[tuple[Any, ...]], size: int) -> dict[str, Figures]:
    """Rows (`_COLUMNS`) as Figures of one piece of memory, kept. `size`: bytes of their values."""
    values = unpack_together([(row[5], _shape(*row[:5])) for row in rows])
    made = {row[0]: _figures(row, one) for row, one in zip(rows, values, strict=True)}
    marks = sum(one.table.marks.nbytes for one in made.values())
    _KEPT.put(made, size + marks)
    return made


def _figures(row: tuple[Any, ...], values: Floats) -> Figures:
    code, version, along, periods, genders, _, marks, fetched_at, source_updated, origin = row
    found = table(periods, genders, values, unpack_marks(marks, values.shape))
    return Figures(code, version, axis(along), found, fetched_at, source_updated, origin)


@dataclass(frozen=True, slots=True)
class Summary:
    """The latest totals of all indicators of one axis: (indicators, areas), and which period each is of."""

    codes: tuple[str, ...]
    values: Floats
    periods: tuple[tuple[str, ...], ...]
    at: Ints

    def of(self, area: int) -> dict[str, tuple[float, str]]:
        """(value, period) by code of one area, of those that have any."""
        known = np.flatnonzero(self.at[:, area] >= 0)
        return {self.codes[i]: (float(self.values[i, area]), self.periods[i][self.at[i, area]]) for i in known}


_SUMMARIES: Memo[Summary] = Memo(2)


def summary() -> Summary:
    """The latest totals of every indicator with figures on the latest axis; from a small column, not the matrices."""
    return _SUMMARIES.get(revision("indicators"), _load_summary)


def _load_summary() -> Summary:
    along = axis()
    rows = list(
        Cube.objects.filter(axis=along.code).order_by("indicator").values_list("indicator", "periods", "latest")
    )
    both = np.empty((len(rows), 2, len(along)))
    for i, (_, _, blob) in enumerate(rows):
        both[i] = unpack_latest(blob, len(along))
    both.flags.writeable = False
    return Summary(tuple(r[0] for r in rows), both[:, 0], tuple(tuple(r[1]) for r in rows), both[:, 1].astype(np.intp))


def absolutes(code: str) -> Floats | None:
    """Absolute values beside the rates, in the same shape; None when the source gives none."""
    known = figures_of(code)
    row = Absolute.objects.filter(indicator=code).first()
    if known is None or row is None or row.version != known.version:
        return None
    return unpack_floats(row.values, known.table.values.shape)


def editions(code: str, limit: int = 10) -> list[Edition]:
    """Replacements of an indicator's figures, newest first."""
    return list(Edition.objects.filter(indicator=code).order_by("-id")[:limit])


def failing(source: str) -> list[SourceRun]:
    """The latest try of each indicator of a source whose latest try failed, newest first."""
    latest_of = (
        SourceRun.objects.filter(source=source, indicator=OuterRef("indicator")).order_by("-id").values("pk")[:1]
    )
    return list(SourceRun.objects.filter(source=source, ok=False, pk=Subquery(latest_of)).order_by("-id"))


def runs(source: str = "", *, limit: int = 50) -> list[SourceRun]:
    """Tries to bring figures, newest first."""
    found = SourceRun.objects.order_by("-id")
    return list((found.filter(source=source) if source else found)[:limit])
