"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.agreements import queries
from yhdyspinta.rooms.agreements.models import Agreement, Change
from yhdyspinta.rooms.agreements.terms import MODEL_RULES, Look, situation

BLOCK = "models"
ABSENT = {
    "waiting": "no record waits here; agreements wait for decisions, and problems for their parties on their own pages",
    "audience": "problems and agreements tell their parties in the letters of what waits",
    "packet_sections": "the site makes a packet of this room's queries",
    "timeline": "an agreement is not part of a matter",
    "export": "a region's agreements, changes and problems are given out on their own pages",
    "examples": "no agreement of a real region is invented",
}
NAMED = 3
"""So many agreements are named one by one; the rest are on the page."""
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what this room says, where a public agreement or model covers the theme."""
    every = queries.records()
    if not every:
        return {}
    agreed, found = books(), dict[Key, Contribution]()
    for region in regions:
        rows = [r for r in every.get(region, ()) if r.begun_on <= on]
        for theme in agreed.get(region, NOTHING).themes_on(on) if rows else ():
            covering = [r for r in rows if theme in queries.themes_on(r, on)]
            if covering:
                found[region, theme, BLOCK] = _contribution(covering, on)
    return found


def _contribution(rows: Sequence[Agreement], on: date) -> Contribution:
    states = [(row, queries.state_of(row, on)) for row in rows]
    in_force = [row for row, state in states if state == "in_force"]
    alarms = {row.pk: queries.alarms(row, on) for row in in_force}
    look = Look(
        proposed=sum(state in ("proposed", "waits") for _row, state in states),
        in_force=len(in_force),
        expiring=sum("expiring" in a for a in alarms.values()),
        unreviewed=sum("unreviewed" in a for a in alarms.values()),
    )
    return Contribution(situation(look), tuple(_findings(states, alarms, on)))


def _findings(states: Sequence[tuple[Agreement, str]], alarms: Mapping[int, list[str]], on: date) -> Iterable[Finding]:
    order = ("in_force", "waits", "proposed", "ended")
    for row, state in sorted(states, key=lambda x: order.index(x[1]))[:NAMED]:
        here, name = ("agreements:agreement", (str(row.public_id),)), ("name", Text.of(row, "title"))
        now, held = queries.agreement(row), queries.held(row, on)
        if state in ("in_force", "waits") and held is not None:
            yield Finding("models_agreed", (name, ("day", held.since)), *here, good=True)
        elif state == "proposed":
            counts = (("count", str(len(now.accepted))), ("of", str(now.parties)))
            yield Finding("models_proposed", (name, *counts), *here)
        elif last := row.ended_on or queries.term_of(row, on).ends:
            yield Finding("models_ended", (name, ("day", last)), *here)
        for code in alarms.get(row.pk, []):
            if day := queries.alarm_day(row, code, on):
                yield Finding(f"models_{code}", (name, ("day", day)), *here)


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """Agreements whose present text waits for the decision of one of the actor's organisations, as far as the reader sees them."""

    def about(row: Agreement, org: Org) -> Unsigned:
        page, sign = reverse("agreements:agreement", args=[row.public_id]), [row.public_id, org.public_id]
        return Unsigned(Text.of(row, "title"), org, page, reverse("agreements:stance", args=sign))

    return speaking.unsigned(actor, reader, queries.unanswered(actor), queries.visible_to, about)


def rules() -> list[tuple[str, list[str]]]:
    """How this room computes its column: headings and the codes of its rules, from the table the rule runs on."""
    return [("rules:models", [r.code for r in MODEL_RULES])]


def search_documents() -> Iterable[Findable]:
    """Every agreement, and every change that is known ahead."""
    for row in (
        Agreement.objects.select_related("region")
        .prefetch_related("themes", "parties", "parts")
        .order_by("id")
        .iterator(chunk_size=500)
    ):
        texts = [
            row.text_fi,
            row.text_sv,
            row.text_en,
            *(f"{p.title_fi} {p.text_fi} {p.title_sv} {p.text_sv}" for p in row.parts.all()),
        ]
        yield Findable(
            kind="agreement",
            key=f"agreement:{row.public_id}",
            title=Text.of(row, "title"),
            path=f"/sopimukset/{row.public_id}/",
            body=" ".join(texts),
            region=row.region.code,
            themes=frozenset(t.theme_code for t in row.themes.all()),
            year=row.begun_on.year,
            public=row.visibility == "public",
            orgs=frozenset(p.public_id for p in queries.parties_of(row)),
        )
    changes = (
        Change.objects.filter(withdrawn_at=None).select_related("region", "organisation").prefetch_related("parties")
    )
    for change in changes.order_by("id").iterator(chunk_size=500):
        yield Findable(
            kind="change",
            key=f"change:{change.public_id}",
            title=Text.of(change, "title"),
            path=f"/muutokset/{change.public_id}/",
            body=" ".join([change.text_fi, change.text_sv, change.text_en]),
            region=change.region.code,
            themes=frozenset({change.theme_code}),
            year=change.on.year,
            public=change.visibility == "public",
            orgs=frozenset({change.organisation.public_id, *(p.public_id for p in queries.touched(change))}),
        )
