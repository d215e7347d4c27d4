"""Where a person belongs: their regions, municipality, and role as the briefing speaks to them."""

from dataclasses import dataclass
from datetime import date, timedelta

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.visits.looking import looked

LATELY = timedelta(days=30)
"""What counts as lately for somebody who has not looked before."""


@dataclass(frozen=True, slots=True)
class Home:
    """A region of a person, their municipality there if any, and their role in it ("" when none of the briefing's)."""

    area: Area
    org: Org | None
    role: str


def homes(who: Actor, today: date) -> list[Home]:
    """The person's regions by the organisations they belong to, and those that they coordinate; each once."""
    house = atlas()
    orgs = house.by_public_id(who.belongs_to)
    found: dict[str, Home] = {}
    for area in [a for o in orgs for a in house.regions_of(o, today)] + [house.areas[c] for c in sorted(who.regions)]:
        here = [o for o in orgs if area in house.regions_of(o, today)]
        town = next((o for o in here if o.kind == "municipality"), None)
        found.setdefault(area.code, Home(area, town, _role(here)))
    return list(found.values())


def _role(here: list[Org]) -> str:
    kinds = {o.kind for o in here}
    if {"municipality", "county"} <= kinds:
        return "both"
    return "municipal" if "municipality" in kinds else "county" if "county" in kinds else ""


def since(who: Actor, region: str, today: date) -> date:
    """The day when the person last looked at the region's five minutes, else a month ago."""
    last = looked(user=who.user, subject=f"five:{region}", on=today) if who.user is not None else None
    return last or today - LATELY
