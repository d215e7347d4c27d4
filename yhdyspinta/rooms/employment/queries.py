"""Reading: who an area's parties are, its present group and years, counterparts side by side, the change of rehabilitative work."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.catalogue import Kind
from yhdyspinta.core.indicators.periods import earlier
from yhdyspinta.core.indicators.queries import Figures, figures_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.employment import changing
from yhdyspinta.rooms.employment.changing import Change
from yhdyspinta.rooms.employment.cited import needs
from yhdyspinta.rooms.employment.models import Resource, SteeringGroup, TymYear

REHABILITATIVE = "tyonv-kuntouttava"
"""The indicator of the store."""


@dataclass(frozen=True)
class Parties:
    """Who an employment area's joint support is of: the area, its authority if known, the counties where it works, Kela."""

    area: Org
    authority: tuple[Org, ...]
    regions: tuple[Area, ...]
    counties: tuple[Org, ...]
    kela: tuple[Org, ...]
    members: tuple[Org, ...]

    @property
    def all(self) -> tuple[Org, ...]:
        """Each once, the employment side first."""
        return tuple(dict.fromkeys((self.area, *self.authority, *self.counties, *self.kela)))

    @property
    def sides(self) -> tuple[Org, ...]:
        """Who may tell the number of the employment side. A county that is the authority too tells as a county."""
        return tuple(o for o in (self.area, *self.authority) if o not in self.counties)

    @property
    def employment_side(self) -> frozenset[UUID]:
        """Who speaks for the employment authority."""
        return frozenset(o.public_id for o in (self.area, *self.authority))

    @property
    def keepers(self) -> frozenset[UUID]:
        """Everybody who may tell."""
        return frozenset(o.public_id for o in self.all)


def parties_of(area: Org, on: date) -> Parties:
    """Of an area on a day, by the registry: also of one that crosses a county's border."""
    house = atlas()
    regions = tuple(house.regions_of(area, on))
    views = [house.view(r.code, on) for r in regions]
    counties = tuple(v.county for v in views if v.county is not None)
    kela = views[0].by_actor.get("kela", ()) if views else ()
    members = tuple(house.linked_to(area, "area_member", on))
    authority = tuple(house.linked_from(area, "authority", on))
    return Parties(area, authority, regions, counties, kela, members)


_GROUPS: Memo[Mapping[int, tuple[SteeringGroup, ...]]] = Memo(2)
_YEARS: Memo[Mapping[int, tuple[TymYear, ...]]] = Memo(2)
_RESOURCES: Memo[Mapping[int, tuple[Resource, ...]]] = Memo(2)


Row = TypeVar("Row", SteeringGroup, TymYear, Resource)


def _by_area(rows: Iterable[Row]) -> Mapping[int, tuple[Row, ...]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.area_id, []).append(row)
    return {area: tuple(each) for area, each in found.items()}


def groups() -> Mapping[int, tuple[SteeringGroup, ...]]:
    """Every area's groups, the latest first. Two queries when something has changed."""
    return _GROUPS.get(revision("employment"), _load_groups)


def _load_groups() -> Mapping[int, tuple[SteeringGroup, ...]]:
    return _by_area(SteeringGroup.objects.filter(withdrawn_at=None).prefetch_related("seats__organisation"))


def years() -> Mapping[int, tuple[TymYear, ...]]:
    """Every area's years, the latest first. Two queries when something has changed."""
    return _YEARS.get(revision("employment"), _load_years)


def _load_years() -> Mapping[int, tuple[TymYear, ...]]:
    return _by_area(TymYear.objects.filter(withdrawn_at=None).prefetch_related("staff__organisation"))


def resources() -> Mapping[int, tuple[Resource, ...]]:
    """What organisations have told of their people, by area. One query when something has changed."""
    return _RESOURCES.get(revision("employment"), lambda: _by_area(Resource.objects.select_related("organisation")))


def group_of(area: int, on: date) -> SteeringGroup | None:
    """The group whose term it is on the day."""
    return next((g for g in groups().get(area, ()) if g.set_on <= on <= g.ends_on), None)


def year_of(area: int, year: int, on: date | None = None) -> TymYear | None:
    """What has been agreed for a year; `on`: by the day."""
    return next((y for y in years().get(area, ()) if y.year == year and (on is None or y.agreed_on <= on)), None)


@dataclass(frozen=True, slots=True)
class Counterparts:
    """A need with the people of the employment side and of the counties; None where nobody has told."""

    code: str
    name: Text
    employment: Decimal | None
    county: Decimal | None
    counties: tuple[bool, ...] = ()
    """Which of the counties have told, in their order."""

    @property
    def gap(self) -> Decimal | None:
        """How many more the employment side has; None until both have told."""
        return None if self.employment is None or self.county is None else self.employment - self.county

    @property
    def told(self) -> bool:
        """Whether anybody has told."""
        return self.employment is not None or any(self.counties)

    @property
    def waits(self) -> bool:
        """Whether one county has told and another has not."""
        return any(self.counties) and not all(self.counties)


def mark_of(persons: Mapping[str, Decimal]) -> int:
    """A number of nine digits that another content of the form would not have."""
    return zlib.crc32(repr(sorted((n, f"{c:.1f}") for n, c in persons.items())).encode()) % 10**9


def counterparts(of: Parties, on: date | None = None) -> list[Counterparts]:
    """Need by need. The area's own number goes before its authority's, for they are the same people; the counties of an
    area that crosses a border are summed once each has told. `on`: only what had been told by the day."""
    rows = resources().get(of.area.id, ())
    told = {(r.need, r.organisation_id): r.persons for r in rows if on is None or r.told_on <= on}
    found = []
    for code, name in needs().items():
        ours = [told[code, o.id] for o in of.sides if (code, o.id) in told]
        theirs = [told.get((code, o.id)) for o in of.counties]
        whole = [n for n in theirs if n is not None]
        county = sum(whole, Decimal()) if whole and len(whole) == len(theirs) else None
        found.append(Counterparts(code, name, ours[0] if ours else None, county, tuple(n is not None for n in theirs)))
    return found


def own_resources(area: int, organisation: int) -> dict[str, Decimal]:
    """What one organisation has told, by need."""
    return {r.need: r.persons for r in resources().get(area, ()) if r.organisation_id == organisation}


@dataclass(frozen=True)
class Rehabilitation:
    """The change of a month from the year before: the country, every employment area; months there are."""

    period: str
    periods: Sequence[str]
    country: Change
    areas: tuple[tuple[Org, Change], ...]
    figures: Figures

    def of(self, area: Org) -> Change | None:
        """Of one area."""
        return next((change for org, change in self.areas if org == area), None)


def rehabilitation(period: str = "") -> Rehabilitation | None:
    """Computed from the figures at hand; None when no month can be compared, or the asked one cannot."""
    found = figures_of(REHABILITATIVE)
    months = changing.comparable(found.table.periods) if found else []
    if found is None or not months or (period and period not in months):
        return None
    now = period or months[0]
    rows = {p: found.totals[found.table.periods.index(p)] for p in (now, earlier(now, 1))}

    def of(kind: Kind, codes: Sequence[str]) -> list[Change]:
        values = {}
        for p, row in rows.items():
            for code in codes:
                at = found.axis.index.get((kind, code))
                value = float(row[at]) if at is not None else float("nan")
                values[p, code] = None if value != value else value
        return changing.changes(now, codes, values)

    orgs = atlas().of_kind("employment_area", clock.today())
    areas = tuple(zip(orgs, of("employment_area", [o.code for o in orgs]), strict=True))
    return Rehabilitation(now, months, of("country", [""])[0], areas, found)
