"""Reading the store: matrices from a bounded memory of this process, checked by version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from django.db.models import OuterRef, Subquery

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common.memo import Memo
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

    def bytes(self) -> int:
        """How much memory it takes."""
        return int(self.table.values.nbytes + self.table.marks.nbytes)


_KEPT: Memo[Figures] = Memo(BUDGET, weigh=Figures.bytes)
"""By code, version and day: the same figures asked for again have a new day."""
Stamp = tuple[str, str, datetime | None]
_STAMPS: Memo[Mapping[str, Stamp]] = Memo(2)
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
    """Figures by code, of those that have any, in the asked order. At most one query beside the stamps."""
    wanted = list(dict.fromkeys(codes))
    now = stamps()
    stamped = [now[code] for code in wanted if code in now]
    found = {stamp[0]: kept for stamp, kept in zip(stamped, _KEPT.all_kept(stamped), strict=True)}
    if missing := [code for code, kept in found.items() if kept is None]:
        for row in Cube.objects.filter(indicator__in=missing).order_by("indicator").values_list(*_COLUMNS):
            made = _figures(*row)
            _KEPT.put((made.code, made.version, made.fetched_at), made)
            found[made.code] = made
    return {code: kept for code, kept in found.items() if kept is not None}


def figures_of(code: str) -> Figures | None:
    """Figures of one indicator, or None when there are none yet."""
    stamp = stamps().get(code)
    if stamp is None:
        return None
    return _KEPT.kept(stamp) or figures([code]).get(code)


def _figures(
    code: str, version: str, axis_code: str, periods: Sequence[str], genders: Sequence[str], values: bytes, marks: bytes,
    fetched_at: datetime | None, source_updated: date | None, origin: Mapping[str, Any],
) -> Figures:  # fmt: skip
    along = axis(axis_code)
    shape = (len(genders), len(periods), len(along))
    found = table(periods, genders, unpack_floats(values, shape), unpack_marks(marks, shape))
    return Figures(code, version, along, found, fetched_at, source_updated, origin)


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
