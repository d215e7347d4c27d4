"""Coming changes that concern a person's organisations: those they touch, and those that the division of labour says they are
consulted or informed of. One room keeps changes, another who listens; the house joins them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.registry.atlas import NATIONAL
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.responsibilities import facade as responsibilities

FRESH = timedelta(days=30)
"""What was told longer ago is no news to those who are only informed."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A coming change, and what it asks: a statement by a day (`why` "consulted"), or to know (`why` "informed")."""

    title: Text
    href: str
    why: str
    day: date


def concerning(who: Actor, on: date) -> Iterator[Concern]:
    """In the order of the days. What the person may not see is not there."""
    if not who.organisations:
        return
    own, house = atlas().by_public_id(who.organisations), atlas()
    mine = {o.id for o in own}
    where = {a.code for o in own for a in (house.regions_of(o, on) if o.kind not in NATIONAL else house.areas.values())}
    known: dict[tuple[str, str], Mapping[int, frozenset[str]]] = {}
    for row in agreements.changes_visible_to(who).filter(region__code__in=where, on__gte=on):
        if row.organisation_id in mine:
            continue
        key = (row.region.code, row.theme_code)
        if key not in known:
            known[key] = responsibilities.audience(*key, on)
        touched = bool(mine & {p.organisation_id for p in row.parties.all()})
        roles = frozenset().union(*(known[key].get(i, frozenset()) for i in mine))
        asked = row.statements_by is not None and row.statements_by >= on
        title, href = Text.of(row, "title"), reverse("agreements:change", args=[row.public_id])
        if asked and row.statements_by is not None and (touched or "consulted" in roles):
            yield Concern(title, href, "consulted", row.statements_by)
        elif (touched or roles) and on - row.told_on <= FRESH:
            yield Concern(title, href, "informed", row.on)
