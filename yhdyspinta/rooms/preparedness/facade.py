"""What the house may ask of this room, in bulk and on a day. Only dates leave it. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.rooms.preparedness import queries
from yhdyspinta.rooms.preparedness.models import Plan
from yhdyspinta.rooms.preparedness.queries import THEME
from yhdyspinta.rooms.preparedness.rules import is_open as is_open
from yhdyspinta.rooms.preparedness.scenarios import scenarios

ABSENT = {
    "rules": "what it tells are dates; the columns are computed by other rooms",
    "waiting": "no record waits here",
    "audience": "nothing of it goes into notices: what is secret never leaves its circle",
    "search_documents": "nothing of it is found by search: what is secret never leaves its circle",
    "packet_sections": "nothing of it goes into packets: what is secret never leaves its circle",
    "timeline": "it is not part of a matter",
    "export": "the circle takes its own copies: cards and the log as files on their pages",
    "examples": "no plan of a real region is invented",
}
NAMED = 3
"""So many plans and exercises are told one by one; the rest are on the page."""
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → signed plans, exercises that were held, contacts that were reached: dates only, never a situation."""
    found = dict[Key, Contribution]()
    for region, told in queries.every_dates(regions, on).items():
        if told == queries.NOTHING:
            continue
        here = ("preparedness:region", (atlas().areas[region].slug,))
        subjects = scenarios().subjects
        signed = [
            Finding("preparedness_signed", (("name", subjects[code].name), ("day", day)), *here, good=True)
            for code, day in told.plans
            if code in subjects
        ]
        trained = [
            Finding(f"preparedness_{kind}", (("day", day),), *here, good=True)
            for kind, _, day in told.exercises[:NAMED]
        ]
        if signed:
            found[region, THEME, "models"] = Contribution("unknown", tuple(signed[:NAMED]), base=False)
        if trained:
            found[region, THEME, "forums"] = Contribution("unknown", tuple(trained), base=False)
        if told.reached:
            day = Finding("preparedness_reached", (("day", told.reached),), *here, good=True)
            found[region, THEME, "roles"] = Contribution("unknown", (day,), base=False)
    return found


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """Plans whose present text waits for the decision of one of the actor's organisations, as far as the reader sees them."""
    if not is_open():
        return []

    def about(row: Plan, org: Org) -> Unsigned:
        sign = reverse("preparedness:stance", args=[row.public_id, org.public_id])
        return Unsigned(
            scenarios().subjects[row.subject].name, org, reverse("preparedness:plan", args=[row.public_id]), sign
        )

    return speaking.unsigned(actor, reader, queries.unanswered(actor), queries.visible_to, about)
