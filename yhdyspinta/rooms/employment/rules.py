"""Who tells of an area's joint support, and what a steering group has to be."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.identifiers import NEVER, identifiers
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no

TERM = 5
"""Years of a steering group (VNA 388/2024 1 §)."""
FIRST_YEAR = 2025
"""The act came into force."""
SEATS = 30
"""So many people sit in a group at most."""
PEOPLE = 10_000
"""No organisation has so many people for a need."""


def may_tell(actor: Actor, keepers: Collection[UUID], regions: Collection[str], link: str = "") -> Verdict:
    """The employment authority's and its partners' people; from a public source also the regions' coordinators."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.organisations & frozenset(keepers):
        return YES
    if any(may_coordinate(actor, r) for r in regions):
        return YES if link else no("employment_needs_link")
    return no("employment_not_yours")


def may_open(actor: Actor, keepers: Collection[UUID], regions: Collection[str]) -> Verdict:
    """Who may begin to tell: the source is asked when it is saved."""
    return may_tell(actor, keepers, regions, link="later")


def may_withdraw(actor: Actor, keepers: Collection[UUID], regions: Collection[str]) -> Verdict:
    """Those whose it is; a coordinator only where the area is of that region alone."""
    if actor.signed_in and not actor.organisations & frozenset(keepers):
        return YES if regions and all(may_coordinate(actor, r) for r in regions) else no("employment_not_yours")
    return may_open(actor, keepers, regions)


def tells_nobody(text: str) -> Verdict:
    """A public text never has a personal code or an account."""
    return no("employment_code") if any(one.kind in NEVER for one in identifiers(text)) else YES


def group_fits(set_on: date, ends_on: date, chairs: Sequence[UUID], vices: Sequence[UUID], authority: Collection[UUID], counties: Collection[UUID], today: date) -> Verdict:  # fmt: skip
    """Set by now, for five years at most; one chair of the employment authority, one vice chair of the county."""
    if set_on > today:
        return no("employment_future")
    if not set_on < ends_on <= add_years(set_on, TERM):
        return no("employment_term", years=str(TERM))
    if len(chairs) != 1 or chairs[0] not in authority:
        return no("employment_chair")
    if len(vices) != 1 or vices[0] not in counties:
        return no("employment_vice")
    return YES


def year_fits(year: int, agreed_on: date, staff_on: date | None, today: date) -> Verdict:
    """From the act's first year to this one; goals are agreed on by the end of their year, the staff is looked at during it."""
    if not FIRST_YEAR <= year <= today.year:
        return no("employment_year", first=str(FIRST_YEAR), last=str(today.year))
    if agreed_on.year > year or agreed_on.year < year - 1 or (staff_on is not None and staff_on.year != year):
        return no("employment_year_days", year=str(year))
    if agreed_on > today or (staff_on is not None and staff_on > today):
        return no("employment_future")
    return YES
