"""Reading forums and meetings: what the actor may see, and every public forum at once for the map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from yhdyspinta.core.audit.queries import revisions
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.ical import Happening
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.matters.queries import Asked, asked_from, last, missing_from
from yhdyspinta.core.matters.receipts import OPEN
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import rules as stance_rules
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.positions import Agreement, agreement_of
from yhdyspinta.core.stances.seeing import seen_by
from yhdyspinta.core.stances.speaking import Spoken, said, still_asked
from yhdyspinta.rooms.forums import rhythm, rules
from yhdyspinta.rooms.forums.models import Forum, ForumParty, ForumStance, Item, Meeting, Proposal
from yhdyspinta.rooms.forums.states import HELD, State

_RECORDS: Memo[Mapping[str, tuple[rhythm.Forum, ...]]] = Memo(2)


def visible_to(actor: Actor) -> QuerySet[Forum]:
    """Public forums; those of one's own region or in which one's organisation is a party; an administrator sees all."""
    rows = Forum.objects.select_related("region", "secretary")
    parties = ForumParty.objects.filter(organisation__public_id__in=actor.belongs_to)
    return seen_by(rows, actor, Q(pk__in=parties.values("forum")))


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of the forums that one may see; drafts and informal ones only by those who keep them or are parties."""
    rows = Meeting.objects.filter(forum__in=visible_to(actor)).select_related("forum__region", "forum__secretary")
    if actor.is_administrator:
        return rows
    own = Q(forum__region__code__in=actor.regions) | Q(forum__parties__organisation__public_id__in=actor.organisations)
    return rows.filter(~Q(state="draft") & ~Q(kind="informal") | Q(pk__in=Meeting.objects.filter(own).values("pk")))


def _points() -> "Prefetch[str]":
    """The points of agendas that stand, in their order."""
    return Prefetch("items", queryset=Item.objects.filter(withdrawn_at=None).order_by("number", "id"))


def with_points(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with their agendas, parties and who was there, in a constant number of queries."""
    return rows.prefetch_related("present", "forum__parties", _points())


def with_agenda() -> QuerySet[Meeting]:
    """Every meeting with its agenda, for what keeps who may see it beside: the index."""
    return Meeting.objects.order_by("on", "id").prefetch_related(_points())


def decisions_visible_to(actor: Actor) -> QuerySet[Item]:
    """What has been agreed or decided and somebody has to do something about: of approved memos; before that to those inside."""
    rows = Item.objects.filter(
        withdrawn_at=None, outcome__in=rules.BINDING, meeting__in=meetings_visible_to(actor).order_by().values("pk")
    ).select_related("meeting__forum__region", "owner", "matter")
    if actor.is_administrator:
        return rows
    own = ForumParty.objects.filter(organisation__public_id__in=actor.organisations).values("forum")
    inside = Q(meeting__forum__region__code__in=actor.regions) | Q(meeting__forum__in=own)
    return rows.filter(Q(meeting__state="approved") | inside)


def whole_meeting(pk: int) -> Meeting:
    """A meeting with its forum and parties."""
    return Meeting.objects.select_related("forum__region", "forum__secretary").get(pk=pk)


def happening(meeting: Meeting, lang: str, base: str, *, cancelled: bool = False) -> Happening:
    """A meeting as calendars tell it. `base`: the address of the service."""
    return Happening(
        uid=f"meeting.{meeting.public_id}",
        on=meeting.on,
        title=Text.of(meeting.forum, "name").get(lang),
        begins=meeting.begins,
        ends=meeting.ends,
        place=meeting.place,
        url=f"{base}/{lang}/kokoukset/{meeting.public_id}/",
        sequence=meeting.version,
        cancelled=cancelled or meeting.state == "cancelled",
    )


def in_calendars(rows: QuerySet[Meeting], today: date) -> QuerySet[Meeting]:
    """Of meetings those that calendars show: called or later, not informal, from a year ago on."""
    rows = rows.filter(on__gte=today.replace(month=1, day=1) - timedelta(days=365))
    return rows.exclude(state="draft").exclude(kind="informal").order_by("on", "id")


def meetings_of(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of the forums in which one's organisations are parties or that one's region has."""
    own = ForumParty.objects.filter(organisation__public_id__in={*actor.belongs_to, *actor.organisations})
    mine = Q(forum__in=own.values("forum")) | Q(forum__region__code__in=actor.regions)
    return meetings_visible_to(actor).filter(mine)


def followed_by(actor: Actor, today: date) -> list[Item]:
    """What one's organisations have promised to follow up, from today on."""
    rows = Item.objects.filter(
        withdrawn_at=None,
        due__gte=today,
        outcome__in=rules.BINDING,
        owner__public_id__in=actor.organisations,
        meeting__in=meetings_visible_to(actor),
    )
    return list(rows.select_related("meeting__forum__region").order_by("due", "id"))


def told_of(actor: Actor, points: Iterable[Item], owner: UUID) -> list[Item]:
    """Of the points that an organisation follows up those that the reader may know of: others than those inside wait for
    the memo's approval."""
    inside = actor.is_administrator or owner in actor.organisations
    return [
        p for p in points if inside or p.meeting.state == "approved" or p.meeting.forum.region.code in actor.regions
    ]


def sees_inside(actor: Actor, forum: Forum, parties: Iterable[Org]) -> bool:
    """Whether minutes that are not approved, and views in preparation, are shown."""
    return stance_rules.sees_inside(actor, forum.region.code, [p.public_id for p in parties])


def keeps(actor: Actor, forum: Forum) -> Verdict:
    """Whether the actor keeps the forum."""
    return rules.may_keep(actor, forum.region.code, forum.secretary.public_id, ended=forum.ended_on is not None)


def writable(actor: Actor, meeting: Meeting) -> Verdict:
    """Whether the actor may write the meeting's agenda and material now."""
    return rules.may_write(keeps(actor, meeting.forum), state_of(meeting))


def parties_of(forum: Forum) -> tuple[Org, ...]:
    """The parties as the registry's frozen organisations, in the order they were named."""
    return atlas().known(p.organisation_id for p in forum.parties.all())


def agreement(forum: Forum) -> Agreement:
    """What the parties' decisions amount to."""
    return agreement_of([p.organisation_id for p in forum.parties.all()], said(forum.stances.all()), forum.version)


def spoken(forum: Forum, actor: Actor) -> list[Spoken]:
    """Every party and its words side by side. Views in preparation only to those inside."""
    parties = parties_of(forum)
    return speaking.spoken(
        actor,
        parties,
        forum.stances.all(),
        forum.version,
        keeper=keeps(actor, forum),
        inside=sees_inside(actor, forum, parties),
        ended=forum.ended_on is not None,
        href=lambda party: reverse("forums:stance", args=[forum.public_id, party]),
    )


def whole(rows: QuerySet[Forum]) -> QuerySet[Forum]:
    """With parties, themes and stances, in a constant number of queries."""
    stances = Prefetch("stances", queryset=ForumStance.objects.order_by("id"))
    return rows.select_related("chair").prefetch_related("parties", "themes", "seats", stances)


def of_region(actor: Actor, region: str) -> list[Forum]:
    """The forums of a region that one may see, standing ones first, by level."""
    rows = whole(visible_to(actor).filter(region__code=region)).prefetch_related("meetings")
    order = {level: i for i, level in enumerate(LEVELS)}
    return sorted(rows.order_by("id"), key=lambda f: (f.ended_on is not None, order[f.level], f.pk))


def look_of(forum: Forum, on: date) -> rhythm.Look:
    """A forum on the day, with its meetings at hand."""
    return _record(forum).look(on)


def _record(forum: Forum) -> rhythm.Forum:
    told = agreement(forum)
    return rhythm.Forum(
        public_id=forum.public_id,
        region=forum.region.code,
        themes=tuple(t.theme_code for t in forum.themes.all()),
        name=Text.of(forum, "name"),
        rhythm=forum.rhythm_months,
        founded=forum.founded_on,
        ended=forum.ended_on,
        agreed=told.since,
        accepted=len(told.accepted),
        parties=told.parties,
        held=tuple(m.on for m in forum.meetings.all() if m.state in HELD and m.kind != "informal"),
        ahead=tuple(m.on for m in forum.meetings.all() if m.state == "called" and m.kind != "informal"),
    )


def records() -> Mapping[str, tuple[rhythm.Forum, ...]]:
    """Every public forum by region code. One query when nothing has changed, eight when something has."""
    now = revisions()
    return _RECORDS.get((now.get("forums", 0), now.get("matters", 0)), _load)


def _load() -> Mapping[str, tuple[rhythm.Forum, ...]]:
    rows = whole(Forum.objects.filter(visibility="public").select_related("region").order_by("id"))
    forums = list(rows.prefetch_related("meetings"))
    told = _receipts() if forums else {}
    found: dict[str, list[rhythm.Forum]] = {}
    for row in forums:
        record = replace(_record(row), receipts=told.get(row.pk, ()))
        found.setdefault(row.region.code, []).append(record)
    return {region: tuple(each) for region, each in found.items()}


def _receipts() -> Mapping[int, tuple[tuple[date, date | None], ...]]:
    """By forum: of each question when it was asked, and when it was handled to the end."""
    points = Item.objects.filter(meeting__forum__visibility="public", withdrawn_at=None, outcome__in=rules.BINDING)
    forum_of = {_origin(i): f for i, f in points.values_list("public_id", "meeting__forum_id")}
    found: dict[int, list[tuple[date, date | None]]] = {}
    for origin, asked in asked_from(forum_of).items():
        for row in asked.rows:
            one = last(row)
            done = one.decided_on if one is not None and one.outcome not in OPEN else None
            found.setdefault(forum_of[origin], []).append((row.asked_on, done))
    return {forum: tuple(each) for forum, each in found.items()}


def items(meeting: Meeting) -> list[Item]:
    """The agenda in order."""
    return list(
        meeting.items.filter(withdrawn_at=None)
        .select_related("owner", "matter", "follows__meeting")
        .order_by("number", "id")
    )


def points_of(matters: Iterable[int], actor: Actor) -> QuerySet[Item]:
    """Points of matters in the meetings that one may see, in order."""
    told = Q(meeting__state__in=("called", "approved"))  # in between, points are minutes that nobody has approved
    rows = Item.objects.filter(
        told, matter__in=list(matters), withdrawn_at=None, meeting__in=meetings_visible_to(actor)
    )
    return rows.select_related("meeting__forum").order_by("meeting__on", "number", "id")


def postponed(meeting: Meeting) -> QuerySet[Item]:
    """Points of the forum's earlier meetings that were postponed and that no later point takes up, the newest first."""
    rows = Item.objects.filter(
        meeting__forum=meeting.forum, outcome="postponed", withdrawn_at=None, meeting__on__lt=meeting.on
    )
    left = rows.exclude(followed_by__withdrawn_at=None, followed_by__isnull=False)
    return left.select_related("meeting").order_by("-meeting__on", "number")


def proposals(forum: Forum) -> list[Proposal]:
    """What the parties have proposed and no agenda has taken up, the oldest first."""
    return list(forum.proposals.filter(closed_at=None).select_related("organisation").order_by("proposed_on", "id"))


def served_before(meeting: Meeting) -> list[Item]:
    """What was agreed when the forum last met on one of the same duties, and is neither handled nor past its year."""
    duties = set(meeting.duties)
    held = Meeting.objects.filter(forum=meeting.forum, on__lt=meeting.on, state="approved").order_by("-on", "-id")
    last = next((m for m in held[:60] if duties & set(m.duties)), None)
    if last is None:
        return []
    rows = list(last.items.filter(withdrawn_at=None, outcome__in=rules.BINDING).select_related("meeting", "owner"))
    asked = asked_from(origin_of(p) for p in rows)
    missing = missing_from(asked)
    return [p for p in rows if origin_of(p) in missing or origin_of(p) not in asked]


def open_follow_ups(forum: Forum, today: date) -> list[Item]:
    """What was agreed with a day and an owner, the nearest day first, for a year after the day."""
    rows = Item.objects.filter(meeting__forum=forum, withdrawn_at=None, due__isnull=False, outcome__in=rules.BINDING)
    return list(
        rows.filter(due__gte=date(today.year - 1, today.month, 1))
        .select_related("meeting", "owner")
        .order_by("due", "id")
    )


def origin_of(item: Item) -> str:
    """What a point is called where the parties are asked of it."""
    return _origin(item.public_id)


def of_meeting(meeting: Meeting) -> str:
    """What a meeting is called where documents are used in it."""
    return f"forums.meeting:{meeting.public_id}"


def _origin(point: UUID) -> str:
    return f"forums.item:{point}"


@dataclass(frozen=True, slots=True)
class Receipts:
    """What opens an agenda: the newest points that some party has not handled to the end, and how many more there are."""

    shown: tuple[tuple[Item, Asked], ...]
    more: int


SHOWN = 8
POSTPONED = 20
"""How many postponed points an agenda offers."""


def receipts(meeting: Meeting) -> Receipts:
    """Of the forum's earlier meetings. Only what is shown is read whole."""
    rows = Item.objects.filter(
        meeting__forum=meeting.forum, withdrawn_at=None, outcome__in=rules.BINDING, meeting__on__lt=meeting.on
    )
    known = {_origin(i): i for i in rows.order_by("-meeting__on", "number").values_list("public_id", flat=True)}
    missing = missing_from(known)
    left = [origin for origin in known if origin in missing]
    asked = asked_from(left[:SHOWN])
    shown = rows.filter(public_id__in=[known[o] for o in left[:SHOWN]]).select_related("meeting")
    points = {origin_of(p): p for p in shown}
    return Receipts(tuple((points[o], asked[o]) for o in left[:SHOWN]), max(0, len(left) - SHOWN))


def unanswered(actor: Actor) -> list[tuple[Forum, Org]]:
    """(forum, party): forums whose present text waits for the decision of one of the actor's organisations."""
    if not actor.organisations:
        return []
    rows = whole(
        visible_to(actor).filter(ended_on=None, parties__organisation__public_id__in=actor.organisations).distinct()
    )
    return [(forum, org) for forum in rows.order_by("id") for org in still_asked(actor, agreement(forum))]


def state_of(meeting: Meeting) -> State:
    """The meeting's state, typed."""
    return cast(State, meeting.state)


def content_of(forum: Forum) -> dict[str, Any]:
    """A forum's text as plain data, for keeping versions."""
    fields = (
        "name_fi",
        "name_sv",
        "name_en",
        "text_fi",
        "text_sv",
        "text_en",
        "unready",
        "level",
        "rhythm_months",
        "visibility",
    )
    found: dict[str, Any] = {name: getattr(forum, name) for name in fields}
    found["themes"] = [t.theme_code for t in forum.themes.all()]
    found["parties"] = [str(p.public_id) for p in parties_of(forum)]
    found["secretary"] = str(forum.secretary.public_id)
    found["chair"] = str(forum.chair.public_id) if forum.chair else ""
    orgs = {p.id: str(p.public_id) for p in parties_of(forum)}
    found["seats"] = [
        [orgs[s.organisation_id], s.body, s.count] for s in forum.seats.all() if s.organisation_id in orgs
    ]
    return found
