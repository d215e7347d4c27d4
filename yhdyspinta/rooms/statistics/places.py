"""Areas as the room sees them: who is compared with whom, never across types. Plain Python and numpy."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.arrays import Floats, Ints, distances
from yhdyspinta.core.indicators.axes import COUNTRY, Axis, Place
from yhdyspinta.core.indicators.catalogue import Kind

ALAND = "91"
SPACES: Mapping[Kind, str] = {
    "municipality": "kunnat",
    "employment_area": "tyollisyysalueet",
    "county": "alueet",
    "country": "maa",
}
"""The word of each kind of area in addresses."""
MEASURES: Mapping[str, tuple[str, ...]] = {
    "kaikki": ("statfin-vaesto", "statfin-yli64", "tyonv-tyottomyysaste", "statfin-mediaanitulo"),
    "koko": ("statfin-vaesto",),
    "ika": ("statfin-yli64", "statfin-alle15"),
    "tyottomyys": ("tyonv-tyottomyysaste",),
    "tulot": ("statfin-mediaanitulo",),
}
"""By what areas can be near each other. Population counts by its logarithm: 1,000 and 2,000 are as far as 10,000 and 20,000."""
NEAREST = 5


@dataclass(frozen=True)
class Where:
    """An area on the axis and those it is compared with: all of its kind, and of its own region where it has one."""

    place: Place
    at: int
    name: Text
    slug: str
    group: Ints
    region: Ints
    parent: int | None
    """Where the region of a municipality lies on the axis."""

    @property
    def kind(self) -> Kind:
        """What kind of an area it is."""
        return self.place[0]

    @property
    def space(self) -> str:
        """Its kind's word in addresses."""
        return SPACES[self.kind]


def group_of(along: Axis, place: Place) -> str:
    """Among whom an area is compared: "" the mainland, "aland", or "invented" those that an example has made up."""
    kind, code = place
    home = along.county[code] if kind == "municipality" else code
    if home in along.invented:
        return "invented"
    return "aland" if home == ALAND or (kind == "employment_area" and code == "46") else ""


def of_kind(along: Axis, kind: Kind, *, group: str = "") -> Ints:
    """Areas of a kind that are compared with each other: the mainland's, Åland's by themselves, invented ones by themselves."""
    found = [
        i
        for place, i in along.index.items()
        if place[0] == kind and (kind == "country" or group_of(along, place) == group)
    ]
    return np.array(found, dtype=np.intp)


def in_county(along: Axis, county: str) -> Ints:
    """Municipalities of a region."""
    return np.array(along.parts["county", county], dtype=np.intp)


def fifth(place: int, count: int) -> int:
    """In which fifth a place from the largest lies: 1 the lowest, 5 the highest."""
    return 5 - (place - 1) * 5 // count


def where(along: Axis, place: Place, name: Text, slug: str) -> Where:
    """An area with its groups. Raises KeyError for one that is not on the axis."""
    kind, code = place
    at = along.index[place]
    if kind == "municipality":
        county = along.county[code]
        region, parent = in_county(along, county), along.index["county", county]
        return Where(place, at, name, slug, of_kind(along, kind, group=group_of(along, place)), region, parent)
    group = "invented" if code in along.invented else ""
    return Where(place, at, name, slug, of_kind(along, kind, group=group), np.array([], dtype=np.intp), None)


def nearest(found: Mapping[str, Floats], here: Where, measure: str, count: int = NEAREST) -> Ints:
    """The areas of the same group nearest by a named measure, nearest first. `found`: latest values by indicator."""
    features = [
        np.log(np.maximum(found[c], 1.0)) if c == "statfin-vaesto" else found[c]
        for c in MEASURES[measure]
        if c in found
    ]
    own = np.flatnonzero(here.group == here.at)
    if not features or not own.size:
        return np.array([], dtype=np.intp)
    gap = distances(np.stack(features)[:, here.group], int(own[0]))
    order = np.argsort(gap, kind="stable")
    return here.group[order[np.isfinite(gap[order])]][:count]


def country_at(along: Axis) -> int:
    """Where the whole country lies."""
    return along.index[COUNTRY]
