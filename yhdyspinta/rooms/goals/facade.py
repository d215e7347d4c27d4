"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import Word
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.indicators.queries import Figures, figures
from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.goals import queries
from yhdyspinta.rooms.goals.models import Goal
from yhdyspinta.rooms.goals.progress import GOAL_RULES, Look, followed, situation

BLOCK = "goals"
ABSENT = {
    "waiting": "no record waits here; goals wait for signatures, and measures for their owners on the page of a goal",
    "audience": "notices of measures come with the yearly review",
    "packet_sections": "the site makes a packet of this room's queries",
    "timeline": "a goal is not part of a matter",
    "export": "a region's goals are given out on their own page",
    "examples": "no goal of a real region is invented",
}
NAMED = 3
"""So many goals are named one by one; the rest are on the page."""
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what this room says, where a public goal serves the theme."""
    every = queries.records()
    if not every:
        return {}
    agreed, found = books(), dict[Key, Contribution]()
    for region in regions:
        goals = [g for g in every.get(region, ()) if g.begun_on <= on and (g.ended_on is None or on < g.ended_on)]
        if goals:
            kept = figures(f.indicator for g in goals for f in g.figures.all())
            for theme in agreed.get(region, NOTHING).themes_on(on):
                serving = [g for g in goals if any(t.theme_code == theme for t in g.themes.all())]
                if serving:
                    found[region, theme, BLOCK] = _contribution(serving, on, kept)
    return found


def _contribution(goals: list[Goal], on: date, kept: Mapping[str, Figures]) -> Contribution:
    agreed = [g for g in goals if (since := queries.agreement(g).since) is not None and since <= on]
    owned = sum(1 for g in agreed if any(_cared_for(d, on) for d in queries.done(g, on)))
    told = sum(1 for g in agreed if followed([n.on for n in g.notes.all()], on))
    look = Look(len(goals), len(agreed), owned, told)
    return Contribution(situation(look), tuple(_findings(goals, agreed, on, kept)))


def _cared_for(one: queries.Done, on: date) -> bool:
    """A measure that was there on the day and is done, or goes on with somebody in charge."""
    there = clock.date_of(one.row.recorded_at) <= on
    return there and (one.timing == "done" or (one.timing != "stopped" and one.ownership == "accepted"))


def _findings(goals: list[Goal], agreed: list[Goal], on: date, kept: Mapping[str, Figures]) -> Iterable[Finding]:
    for goal in goals[:NAMED]:
        here, name = ("goals:goal", (str(goal.public_id),)), ("name", Text.of(goal, "title"))
        now = queries.agreement(goal)
        if goal in agreed and now.since is not None:
            yield Finding("goals_agreed", (name, ("day", now.since)), *here, good=True)
        else:
            counts = (("count", str(len(now.accepted))), ("of", str(now.parties)))
            yield Finding("goals_proposed", (name, *counts), *here)
        for one in queries.told(goal, on, kept):
            what = (name, ("what", Word(f"course:{one.progress.course}")))
            good = one.progress.course in ("reached", "on_track")
            yield Finding("goals_course", what, *here, good=good)


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """Goals whose present text waits for the decision of one of the actor's organisations, as far as the reader sees them."""

    def about(row: Goal, org: Org) -> Unsigned:
        page, sign = reverse("goals:goal", args=[row.public_id]), [row.public_id, org.public_id]
        return Unsigned(Text.of(row, "title"), org, page, reverse("goals:stance", args=sign))

    return speaking.unsigned(actor, reader, queries.unanswered(actor), queries.visible_to, about)


def rules() -> list[tuple[str, list[str]]]:
    """How this room computes its column: headings and the codes of its rules, from the table the rule runs on."""
    return [("rules:goals", [r.code for r in GOAL_RULES])]


def search_documents() -> Iterable[Findable]:
    """Every goal that has not ended."""
    rows = Goal.objects.filter(ended_on=None).select_related("programme__region", "programme__owner")
    for row in rows.prefetch_related("themes", "parties", "measures").order_by("id").iterator(chunk_size=500):
        programme = row.programme
        parties = queries.parties_of(row)
        owner = {programme.owner.public_id} if programme.owner else set()
        yield Findable(
            kind="goal",
            key=f"goal:{row.public_id}",
            title=Text.of(row, "title"),
            path=f"/tavoitteet/{row.public_id}/",
            about=Text.of(programme, "title"),
            body=" ".join(
                [
                    row.text_fi,
                    row.text_sv,
                    row.text_en,
                    *(m.title_fi for m in row.measures.all() if m.withdrawn_at is None),
                ]
            ),
            region=programme.region.code,
            themes=frozenset(t.theme_code for t in row.themes.all()),
            year=row.begun_on.year,
            public=programme.visibility == "public",
            orgs=frozenset({p.public_id for p in parties} | owner),
        )
