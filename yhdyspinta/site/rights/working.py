"""Employment of the scene: a steering group and a year of Kuhmo's employment area, told by its county."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.employment import actions
from yhdyspinta.rooms.employment.actions import Group, Seat, Year
from yhdyspinta.rooms.employment.queries import parties_of

LINK = "https://example.org/tym"


def group_told(by: Actor, area: Org, *, set_on: date | None = None) -> Any:
    """Two years old, the area's chair and the county's vice chair."""
    of = parties_of(area, clock.today())
    begun = set_on or clock.today() - timedelta(days=400)
    seats = [
        Seat(area.id, "chair", "Työllisyysjohtaja"),
        Seat(of.counties[0].id, "vice", "Palvelujohtaja"),
        *(Seat(k.id, "member", "Suunnittelija") for k in of.kela),
    ]
    return actions.set_group(by=by, area=area, group=Group(begun, begun + timedelta(days=1800), seats, LINK))


def year_told(by: Actor, area: Org) -> Any:
    """This year's goals, with the staff looked at."""
    of, today = parties_of(area, clock.today()), clock.today()
    staff = {o.id: (Decimal("2.5"), Decimal("2.0")) for o in (area, *of.counties)}
    said = Year(today.year, {"fi": "Palveluun kahdessa viikossa."}, today, today, LINK, staff)
    return actions.agree_year(by=by, area=area, year=said, version=0)


def employment_args(by: Actor, area: Org, county: Org) -> dict[str, list[Any]]:
    """Addresses around them."""
    group, year = group_told(by, area), year_told(by, area)
    return {
        "tym": [area.slug],
        "integration": ["kainuu"],
        "employment:group": [area.slug],
        "employment:year": [area.slug, clock.today().year],
        "employment:people": [area.slug, county.space, county.slug],
        "employment:withdraw-group": [group.public_id],
        "employment:withdraw-year": [year.public_id],
    }


def seats_sent(area: Org, county: Org) -> dict[str, Any]:
    """What the form of a group sends: a chair, a vice chair, and empty rows."""
    sent: dict[str, Any] = {f"role{n}": "member" for n in range(8)}
    seats = ((area, "chair", "Johtaja"), (county, "vice", "Palvelujohtaja"))
    for n, (org, role, function) in enumerate(seats):
        sent |= {f"org{n}": str(org.public_id), f"role{n}": role, f"function{n}": function}
    return sent
