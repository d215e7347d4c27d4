"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.words import Param
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.rooms.surveys import queries
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.queries import Told
from yhdyspinta.rooms.surveys.results import Gap

BLOCK = "picture"
"""Where felt stands beside what the figures tell. The column is another room's: this one only adds findings."""
ABSENT = {
    "rules": "what is felt never changes a situation, so it has no rule of the map",
    "waiting": "no record waits here",
    "audience": "invitations go to those who are invited, not by notices",
    "packet_sections": "the site makes a packet of this room's queries",
    "timeline": "a survey is not part of a matter",
    "export": "results are given out on their own page, as far as they may be told",
    "examples": "no survey of a real region is invented",
}
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → how the theme was felt in the latest public survey that asked of it. Never a situation."""
    every = queries.all_told()
    found: dict[Key, Contribution] = {}
    for region in regions if every else ():
        for told in every.get(region, ()):
            if told.public and told.closed_on <= on:
                for gap in told.gaps:
                    theme = told.questions[gap.code].theme
                    if theme and (felt := felt_of(told, gap)):
                        found[region, theme, BLOCK] = Contribution("unknown", (felt,), base=False)
    return found


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """Surveys of the other side that wait for the actor, who coordinates in the region."""

    def about(row: Survey, org: Org) -> Unsigned:
        page = reverse("surveys:survey", args=[row.public_id])
        return Unsigned(queries.title_of(row), org, page, page)

    return speaking.unsigned(actor, reader, queries.waiting_for(actor), queries.visible_to, about)


def felt_of(told: Told, gap: Gap) -> Finding | None:
    """A question's result in words, with its page; None when neither side may be told."""
    day: tuple[str, Param] = ("day", told.closed_on)
    here = ("survey-results", (str(told.public_id),))
    if gap.m is not None and gap.c is not None:
        points = ("points", str(abs(gap.points or 0)))
        return Finding(f"felt_{gap.kind}", (("m", str(gap.m)), ("c", str(gap.c)), points, day), *here)
    if gap.m is not None:
        return Finding("felt_only_municipalities", (("m", str(gap.m)), day), *here)
    if gap.c is not None:
        return Finding("felt_only_county", (("c", str(gap.c)), day), *here)
    return None


def search_documents() -> Iterable[Findable]:
    """Surveys that have opened."""
    for row in Survey.objects.filter(state__in=queries.BEGUN).select_related("region").order_by("id"):
        closed = row.state == "closed"
        own = atlas().view(row.region.code, row.opens_on).own_public_ids
        yield Findable(
            kind="survey",
            key=f"survey:{row.public_id}",
            title=queries.title_of(row),
            path=f"/kyselyt/{row.public_id}/{'tulokset/' if closed else ''}",
            region=row.region.code,
            themes=frozenset(row.themes),
            year=row.opens_on.year,
            public=row.visibility == "public",
            orgs=own,
        )
