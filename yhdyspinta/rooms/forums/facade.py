"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.words import Word, show_date
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.interfaces.cells import Contribution, Finding
from yhdyspinta.core.matters.timeline import Entry
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.forums import queries
from yhdyspinta.rooms.forums.models import Forum, Meeting
from yhdyspinta.rooms.forums.rhythm import FORUMS, Look, best, situation
from yhdyspinta.rooms.forums.rules import BINDING
from yhdyspinta.rooms.forums.states import WRITTEN

BLOCK = "forums"
ABSENT = {
    "waiting": "no record waits here; forums wait for signatures",
    "audience": "notices come with the way home of decisions",
    "packet_sections": "the site makes a packet of this room's queries",
    "export": "a forum's page is its own export",
    "examples": "no real forum is invented; a region founds its own from a template",
}
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what this room says, where a public forum serves the theme. At most ten queries."""
    every, agreed, found = queries.records(), books(), {}
    for region in regions:
        standing = [f for f in every.get(region, ()) if f.stands(on)]
        if not standing:
            continue
        for theme in agreed.get(region, NOTHING).themes_on(on):
            looks = [f.look(on) for f in standing if theme in f.themes]
            if (one := best(looks)) is not None:
                found[region, theme, BLOCK] = Contribution(situation(one), tuple(_findings(looks)))
    return found


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """Forums whose present text waits for the decision of one of the actor's organisations, as far as the reader sees them."""

    def about(row: Forum, org: Org) -> Unsigned:
        page, sign = reverse("forums:forum", args=[row.public_id]), [row.public_id, org.public_id]
        return Unsigned(Text.of(row, "name"), org, page, reverse("forums:stance", args=sign))

    return speaking.unsigned(actor, reader, queries.unanswered(actor), queries.visible_to, about)


def timeline(matters: Iterable[int], actor: Actor, on: date) -> Mapping[int, list[Entry]]:
    """By matter: points of the meetings that the actor may see, until the day. What came of them once that is shown. One query."""
    rows = queries.points_of(matters, actor).filter(meeting__on__lte=on)
    found: dict[int, list[Entry]] = {}
    for point in rows:
        meeting, told = (
            point.meeting,
            (("name", Text.of(point.meeting.forum, "name")), ("title", Text.of(point, "title"))),
        )
        came = point.outcome and meeting.state == "approved"
        what = (*told, ("what", Word(f"outcome:{point.outcome}"))) if came else told
        code = "forum_point_came" if came else "forum_point"
        entry = Entry(meeting.on, Finding(code, what, "forums:meeting", (str(meeting.public_id),), good=bool(came)))
        found.setdefault(point.matter_id or 0, []).append(entry)
    return found


def _findings(looks: Iterable[Look]) -> Iterable[Finding]:
    for look in looks:
        forum, here = look.forum, ("forums:forum", (str(look.forum.public_id),))
        name = ("name", forum.name)
        if look.agreed and forum.agreed is not None:
            yield Finding("forum_agreed", (name, ("day", forum.agreed)), *here, good=True)
        else:
            counts = (("count", str(forum.accepted)), ("of", str(forum.parties)))
            yield Finding("forum_proposed", (name, *counts), *here)
        if look.met is not None:
            yield Finding(
                "forum_met" if look.in_rhythm else "forum_late", (name, ("day", look.met)), *here, good=look.in_rhythm
            )
        else:
            yield Finding("forum_not_met", (name,), *here)
        if look.next is not None:
            yield Finding("forum_next", (name, ("day", look.next)), *here, good=True)
        else:
            yield Finding("forum_no_next", (name,), *here)
        if look.missing:
            yield Finding("forum_receipts", (name, ("count", str(look.missing))), *here)


def rules() -> list[tuple[str, list[str]]]:
    """How this room computes its column: headings and the codes of its rules, from the table the rule runs on."""
    return [("rules:forums", [r.code for r in FORUMS])]


def search_documents() -> Iterable[Findable]:
    """Forums, their called and held meetings with the agenda as everybody could read it, and what was decided in approved memos."""
    meetings = Prefetch("meetings", queryset=queries.with_agenda())
    rows = queries.whole(Forum.objects.select_related("region")).prefetch_related(meetings)
    for row in rows.order_by("id").iterator(chunk_size=100):
        parties = frozenset(p.public_id for p in queries.parties_of(row))
        name, themes = Text.of(row, "name"), frozenset(t.theme_code for t in row.themes.all())
        same: dict[str, Any] = {
            "region": row.region.code,
            "themes": themes,
            "public": row.visibility == "public",
            "orgs": parties,
        }
        yield Findable(
            kind="forum",
            key=f"forum:{row.public_id}",
            title=name,
            path=f"/foorumit/{row.public_id}/",
            body=" ".join(Text.of(row, "text").by_language().values()),
            year=row.founded_on.year,
            **same,
        )
        for held in row.meetings.all():
            yield from _of_meeting(held, name, same)


def _of_meeting(held: Meeting, name: Text, same: Mapping[str, Any]) -> Iterable[Findable]:
    if held.state in ("draft", "cancelled") or held.kind == "informal":
        return
    path, points = f"/kokoukset/{held.public_id}/", list(held.items.all())
    dated = Text(*(f"{name.get(x)} {show_date(held.on, x)}" for x in LANGUAGES))
    told = (
        held.agenda
        if held.state in WRITTEN
        else [{f"title_{x}": getattr(Text.of(p, "title"), x) for x in LANGUAGES} for p in points]
    )
    body = " ".join(p.get(f"title_{x}", "") for p in told for x in LANGUAGES)
    yield Findable(
        kind="meeting", key=f"meeting:{held.public_id}", title=dated, path=path, body=body, year=held.on.year, **same
    )
    for point in points if held.state == "approved" else ():
        if point.outcome in BINDING:
            yield Findable(
                kind="decision",
                key=f"decision:{point.public_id}",
                title=Text.of(point, "title"),
                path=path,
                about=dated,
                body=" ".join(Text.of(point, "text").by_language().values()),
                year=held.on.year,
                **same,
            )
