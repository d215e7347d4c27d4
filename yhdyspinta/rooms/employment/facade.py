"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.employment import queries

BLOCK = "forums"
"""A steering group is a forum of the interface; the column is another room's, this one only adds findings."""
THEME = "tyollisyys"
ABSENT = {
    "rules": "what it tells is evidence of duties, and the columns are computed by other rooms",
    "waiting": "no record waits here",
    "unsigned": "the agreement of an area waits for its parties in the room of agreements",
    "audience": "its days are days of duties",
    "search_documents": "areas are found by the registry",
    "packet_sections": "the site makes a packet of rooms' queries",
    "timeline": "it is not part of a matter",
    "export": "figures are given out on their own page",
    "examples": "no group of a real area is invented",
}
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what is told of the areas of a region: groups, goals of the year, counterparts. Never a situation."""
    if not (queries.groups() or queries.years() or queries.resources()):
        return {}
    house, found = atlas(), dict[Key, Contribution]()
    for region in regions:
        told: dict[str, list[Finding]] = {}
        for area in house.view(region, on).employment_areas:
            for block, finding in _findings(area, on):
                told.setdefault(block, []).append(finding)
        for block, findings in told.items():
            found[region, THEME, block] = Contribution("unknown", tuple(findings), base=False)
    return found


def _findings(area: Org, on: date) -> Iterable[tuple[str, Finding]]:
    here, name = ("tym", (area.slug,)), ("name", area.name)
    if (group := queries.group_of(area.id, on)) is not None:
        yield "forums", Finding("tym_group", (name, ("day", group.ends_on)), *here, good=True)
    if queries.year_of(area.id, on.year, on) is not None:
        yield "goals", Finding("tym_goals", (name, ("year", str(on.year))), *here, good=True)
    if area.id in queries.resources():
        wide = [c for c in queries.counterparts(queries.parties_of(area, on), on) if c.gap is not None and c.gap > 0]
        if wide:
            yield "roles", Finding("tym_gap", (name, ("count", str(len(wide)))), *here)
