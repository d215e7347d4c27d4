"""What the store knows of the coefficient's inputs: every area's residents and its results' two latest values."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.hyte.coefficient import Area, Division, Pair, divide
from yhdyspinta.core.hyte.scheme import SCHEMES, Level, Scheme
from yhdyspinta.core.indicators.axes import Place, axis
from yhdyspinta.core.indicators.queries import Figures, figures
from yhdyspinta.core.registry.queries import atlas

PROBE = Fraction(1)
"""A price for the division when the year's is not known: coefficients do not depend on it."""


@dataclass(frozen=True, slots=True)
class Home:
    """An area that gets a share, with its address. `county`: code of the region it lies in or is."""

    code: str
    slug: str
    name: Text
    residents: int
    county: str


@dataclass(frozen=True)
class Country:
    """All areas of a level in a year. `periods`: of each result, the two whose values are compared."""

    scheme: Scheme
    year: int
    homes: Mapping[str, Home]
    areas: Mapping[str, Area]
    division: Division
    periods: Mapping[str, tuple[str, str]]

    @property
    def residents(self) -> int:
        """Of all areas together."""
        return sum(home.residents for home in self.homes.values())

    def by_slug(self, slug: str) -> Home | None:
        """The area at an address."""
        return next((home for home in self.homes.values() if home.slug == slug), None)


_COUNTRIES: Memo[Country] = Memo(8)


def country(level: Level, year: int) -> Country:
    """Every area of a level. At most one query beside the revisions. Raises ValueError for a year before the first."""
    key = (level, year, clock.today(), revision("indicators"), revision("registry"))
    return _COUNTRIES.get(key, lambda: _load(level, year))


def _load(level: Level, year: int) -> Country:
    scheme, homes = SCHEMES[level], _homes(level)
    last = year - int(scheme.at(year)["lag"].value)
    found = figures(r.indicator for r in scheme.results if r.indicator)
    compared = {r.code: both for r in scheme.results if (both := _compared(found.get(r.indicator), level, last))}
    areas = {}
    for code, home in homes.items():
        pairs = {}
        for result in scheme.results:
            if result.code in compared:
                pairs[result.code] = _pair(found[result.indicator], (level, code), compared[result.code])
        areas[code] = Area(code, home.residents, {}, pairs)
    price = scheme.price(year)
    each = divide(scheme, year, list(areas.values()), Fraction(price.value) if price else PROBE)
    return Country(scheme, year, homes, areas, each, compared)


def counted(region: str) -> bool:
    """Whether a region is a part of the country: an example's invented one is not."""
    return region not in axis().invented


def _homes(level: Level) -> dict[str, Home]:
    """Areas of the country; an example's invented ones are no part of it."""
    house, today, found = atlas(), clock.today(), {}
    for region in house.areas.values():
        if not counted(region.code):
            continue
        view = house.view(region.code, today)
        if level == "county":
            found[region.code] = Home(region.code, region.slug, region.name, view.population, region.code)
            continue
        for org in view.municipalities:
            found[org.code] = Home(org.code, org.slug, org.name, org.population or 0, region.code)
    return found


def _compared(known: Figures | None, level: Level, last: int) -> tuple[str, str] | None:
    """The two latest periods by a year in which some area of the level has a value."""
    if known is None:
        return None
    silent = np.isnan(known.totals[:, known.axis.spans[level]])
    held = [p for p, none in zip(known.table.periods, silent, strict=True) if not none.all() and int(p[:4]) <= last]
    return (held[-2], held[-1]) if len(held) > 1 else None


def _pair(known: Figures, place: Place, periods: tuple[str, str]) -> Pair:
    at = known.axis.index.get(place)
    if at is None:
        return Pair()
    before, now = (known.table.period(p)[at] for p in periods)
    return Pair(_exact(before), _exact(now))


def _exact(value: float) -> Fraction | None:
    """A figure as it was published: its shortest decimal, not its binary neighbour."""
    return None if np.isnan(value) else Fraction(repr(float(value)))
