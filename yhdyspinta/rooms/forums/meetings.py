"""Pages of meetings: planning, the meeting itself from its call to its approved memo, its points."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput, EditConflict
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.verdict import Verdict, require
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.queries import asked_from
from yhdyspinta.core.registry.atlas import units
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, sent, submit, uuid_of, version_of
from yhdyspinta.rooms.forums import meeting as actions
from yhdyspinta.rooms.forums import queries, rules
from yhdyspinta.rooms.forums.forms import MeetingForm, PointForm
from yhdyspinta.rooms.forums.meeting import Plan, Point
from yhdyspinta.rooms.forums.models import Forum, Item, Meeting
from yhdyspinta.rooms.forums.states import HELD, MEETING, MOVES, WRITTEN, State
from yhdyspinta.rooms.forums.views import crumbs_of, name_of


def crumbs_of_meeting(forum: Forum, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the regions to a page of a meeting."""
    area = atlas().areas[forum.region.code]
    own = (name_of(forum).get(lang), reverse("forums:forum", args=[forum.public_id]))
    return crumbs_of(area, lang, (_("Forums"), reverse("forums:region", args=[area.slug])), own, *last)


def _duties(forum: Forum, lang: str) -> list[tuple[str, str]]:
    """Duties of the forum's themes that bind somebody in its region and that a meeting can serve, by title."""
    themes, view = {t.theme_code for t in forum.themes.all()}, atlas().view(forum.region.code, clock.today())
    every = [d for d in catalogue().duties.values() if themes & set(d.themes) and not d.individual and d.in_force_from]
    found = [d for d in every if units(d, view)]
    return sorted(((d.code, d.title.get(lang)) for d in found), key=lambda c: c[1])


@form_page
@signed_in
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Plans a meeting of a forum."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    require(queries.keeps(who, row))
    return _planning(request, row, None)


@form_page
@signed_in
def replan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes a meeting's day, place, kind or duties."""
    who = actor(request)
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    require(rules.may_write(queries.keeps(who, row.forum), queries.state_of(row)))
    return _planning(request, row.forum, row)


def _planning(request: HttpRequest, forum: Forum, row: Meeting | None) -> HttpResponse:
    who, lang = actor(request), request.LANGUAGE_CODE
    initial = {"on": row.on, "kind": row.kind, "place": row.place, "duties": row.duties} if row else None
    form = MeetingForm(request.POST or None, initial=initial, duties=_duties(forum, lang), lang=lang)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = Plan(on=data["on"], kind=data["kind"], place=data["place"], duties=tuple(data["duties"]))

        def do() -> str:
            made = row
            if made is None:
                made = actions.plan(by=who, forum=forum, plan=said)
            else:
                actions.replan(by=who, meeting=made, version=version_of(request), plan=said)
            return f"{reverse('forums:meeting', args=[made.public_id])}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Change the meeting") if row else _("A new meeting")
    back = reverse("forums:meeting", args=[row.public_id]) if row else reverse("forums:forum", args=[forum.public_id])
    context = {
        "form": form,
        "title": title,
        "lead": name_of(forum).get(lang),
        "back": back,
        "version": row.version if row else 0,
        "crumbs": crumbs_of_meeting(forum, lang, (title, "")),
    }
    return page(request, "forums/plan.html", context, status=422 if form.errors else 200)


@get
def meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A meeting: when and where, what waits from earlier ones, the agenda and what came of it, what can be done now."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    keeps, state, points = queries.keeps(who, row.forum), queries.state_of(row), queries.items(row)
    parties = queries.parties_of(row.forum)
    present = set(row.present.values_list("organisation_id", flat=True))
    inside = queries.sees_inside(who, row.forum, parties)
    moves = [
        (
            m,
            rules.may_move(
                keeps, state, m, row.on, today, present=len(present), handled=all(p.outcome for p in points)
            ),
        )
        for m in MOVES
        if m in MEETING[state]
    ]
    duties = catalogue().duties
    context = {
        "meeting": row,
        "forum": row.forum,
        "name": name_of(row.forum).get(lang),
        "points": _told(points, keeps, state, len(parties)),
        "receipts": queries.receipts(row) if inside else None,
        "inside": inside,
        "shows_outcomes": inside or state == "approved",
        "successes": _successes(row) if inside else [],
        "postponed": queries.postponed(row) if keeps and state != "approved" else [],
        "duties": [duties[c] for c in row.duties if c in duties],
        "parties": [(p, p.id in present) for p in parties],
        "held": state in HELD,
        "keeps": keeps,
        "moves": moves if keeps else [],
        "writes": rules.may_write(keeps, state),
        "attends": rules.may_attend(keeps, state),
        "crumbs": crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), "")),
    }
    return page(request, "forums/meeting.html", context)


def _told(points: list[Item], keeps: Verdict, state: State, parties: int) -> list[dict[str, Any]]:
    """Each point with what the parties have been asked of it, and whether they may be asked now."""
    asked = asked_from([queries.origin_of(p) for p in points])
    found = []
    for point in points:
        one = asked.get(queries.origin_of(point))
        left = one is None or one.progress.asked < parties
        found.append({"item": point, "asked": one, "may_ask": left and rules.may_ask(keeps, state, point.outcome)})
    return found


def _successes(row: Meeting) -> list[Item]:
    """Successes that the meeting before told: they open this one."""
    before = Meeting.objects.filter(forum=row.forum, on__lt=row.on, state__in=HELD).order_by("-on", "-id").first()
    return list(before.items.filter(outcome="success", withdrawn_at=None)) if before else []


@post
@signed_in
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One step of a meeting's table of states."""
    who = actor(request)
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    step = next((m for m in MOVES if m == request.POST.get("move")), None)
    if step is None:
        raise BadInput("bad_choice", given=request.POST.get("move", "")[:40], example=", ".join(MOVES))

    def do() -> str:
        actions.move(by=who, meeting=row, step=step)
        return f"{reverse('forums:meeting', args=[row.public_id])}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def present(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which parties were there."""
    who = actor(request)
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    wanted = {uuid_of(p) for p in request.POST.getlist("present")}
    parties = [p for p in queries.parties_of(row.forum) if p.public_id in wanted]

    def do() -> str:
        actions.tell_present(by=who, meeting=row, parties=parties)
        return f"{reverse('forums:meeting', args=[row.public_id])}?tehty=tallennettu"

    return redirect(submit(request, do))


@form_page
@signed_in
def add_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Adds a point to the agenda; `?jatkaa=` takes up one that was postponed."""
    who = actor(request)
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    require(rules.may_write(queries.keeps(who, row.forum), queries.state_of(row)))
    given = request.GET.get("jatkaa", "")
    follows = next((i for i in queries.postponed(row) if str(i.public_id) == given), None)
    return _pointing(request, row, None, follows)


@form_page
@signed_in
def write_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Writes a point: its words, and once the meeting has begun what came of it."""
    who = actor(request)
    rows = Item.objects.filter(meeting__in=queries.meetings_visible_to(who), withdrawn_at=None)
    item = fetch(
        rows.select_related("meeting__forum__region", "meeting__forum__secretary", "owner"), public_id=public_id
    )
    require(rules.may_write(queries.keeps(who, item.meeting.forum), queries.state_of(item.meeting)))
    return _pointing(request, item.meeting, item, None)


def _pointing(request: HttpRequest, row: Meeting, item: Item | None, follows: Item | None) -> HttpResponse:
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    parties = queries.parties_of(row.forum)
    started = queries.state_of(row) in WRITTEN
    form = PointForm(request.POST or None, initial=_now(item, follows), parties=parties, held=started, lang=lang)
    back = reverse("forums:meeting", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        data, ids = form.cleaned_data, {str(p.public_id): p.id for p in parties}
        said = Point(
            titles={x: data[f"title_{x}"] for x in LANGUAGES},
            texts={x: data[f"text_{x}"] for x in LANGUAGES},
            outcome=data.get("outcome", ""),
            owner=ids.get(data.get("owner", "")),
            due=data.get("due"),
        )

        def do() -> str:
            if item is None:
                actions.add_point(by=who, meeting=row, point=said, follows=follows)
            else:
                actions.write_point(by=who, item=item, version=version_of(request), point=said)
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = item = Item.objects.select_related("owner").get(pk=item.pk) if item else None
    title = _("Write the point") if item else _("A new point")
    context = {
        "form": form,
        "title": title,
        "item": item,
        "theirs": theirs,
        "lead": f"{name_of(row.forum).get(lang)}, {show_date(row.on, lang)}",
        "back": back,
        "version": item.version if item else 0,
        "crumbs": crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), back), (title, "")),
    }
    return page(request, "forums/point.html", context, status=409 if theirs else 422 if form.errors else 200)


def _now(item: Item | None, follows: Item | None) -> dict[str, Any]:
    """A point as it is; one that takes up a postponed point begins with its words."""
    source = item or follows
    if source is None:
        return {}
    found: dict[str, Any] = {f"{n}_{x}": getattr(source, f"{n}_{x}") for n in ("title", "text") for x in LANGUAGES}
    if item is not None:
        found |= {"outcome": item.outcome, "owner": str(item.owner.public_id) if item.owner else "", "due": item.due}
    return found


@post
@signed_in
def withdraw_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a point off the agenda."""
    who = actor(request)
    item = fetch(Item.objects.filter(meeting__in=queries.meetings_visible_to(who)), public_id=public_id)

    def do() -> str:
        actions.withdraw_point(by=who, item=item)
        return f"{reverse('forums:meeting', args=[item.meeting.public_id])}?tehty=paatetty"

    return redirect(submit(request, do))
