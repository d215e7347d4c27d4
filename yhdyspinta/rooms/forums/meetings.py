"""Pages of meetings: planning, the meeting itself from its call to its approved memo, its points."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict, require
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.ahead import known_ahead
from yhdyspinta.core.matters.models import Use
from yhdyspinta.core.matters.queries import asked_from
from yhdyspinta.core.matters.shelf import matters_visible_to, used_at
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.atlas import Org, units
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.feeds import as_event
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, sent, submit, uuid_of, version_of
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.forums import meeting as actions
from yhdyspinta.rooms.forums import queries, rules
from yhdyspinta.rooms.forums.checklist import Checklist, needed
from yhdyspinta.rooms.forums.forms import MeetingForm
from yhdyspinta.rooms.forums.meeting import Plan
from yhdyspinta.rooms.forums.models import Forum, Item, Meeting
from yhdyspinta.rooms.forums.states import AHEAD, HELD, MEETING, MOVES, WRITTEN, State
from yhdyspinta.rooms.forums.views import name_of


def crumbs_of_meeting(forum: Forum, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the regions to a page of a meeting."""
    area = atlas().areas[forum.region.code]
    own = (name_of(forum).get(lang), reverse("forums:forum", args=[forum.public_id]))
    return way_to(area, lang, (_("Forums"), reverse("forums:region", args=[area.slug])), own, *last)


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
    told = ("on", "begins", "ends", "kind", "place", "duties")
    initial = {name: getattr(row, name) for name in told} if row else None
    form = MeetingForm(request.POST or None, initial=initial, duties=_duties(forum, lang), lang=lang, new=row is None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = Plan(**{**{name: data[name] for name in told}, "duties": tuple(data["duties"])})

        def do() -> str:
            made = row
            if made is None:
                made = actions.plan_series(by=who, forum=forum, plan=said, count=data["series"] or 1)[0]
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
    public = (
        row.forum.visibility == "public" and state in ("called", "approved", "cancelled") and row.kind != "informal"
    )
    note(who, "meeting", row.public_id, public=public, own=[p.public_id for p in parties])
    present = set(row.present.values_list("organisation_id", flat=True))
    material = used_at(who, [queries.of_meeting(row), *(queries.origin_of(p) for p in points)])
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
        "frozen": [SimpleNamespace(**p) for p in row.agenda] if state in WRITTEN and not inside else None,
        "points": _told(who, points, keeps, state, len(parties), material),
        "receipts": queries.receipts(row) if inside else None,
        "inside": inside,
        "shows_outcomes": inside or state == "approved",
        "successes": _successes(row) if inside else [],
        "postponed": list(queries.postponed(row)[: queries.POSTPONED]) if keeps and state != "approved" else [],
        "proposals": queries.proposals(row.forum) if keeps and state != "approved" else [],
        "checklist": _checklist(row, parties, points, state, material) if keeps and row.duties else None,
        "material": [
            u for u in material.get(queries.of_meeting(row), []) if inside or state == "approved" or u.role != "memo"
        ],
        "ahead": known_ahead(who, row.forum.region.code, [t.theme_code for t in row.forum.themes.all()], today)
        if state in AHEAD
        else [],
        "minutes": sum(p.minutes or 0 for p in points),
        "both": _sits_on_both_sides(who),
        "duties": [duties[c] for c in row.duties if c in duties],
        "parties": [(p, p.id in present) for p in parties],
        "held": state in HELD,
        "keeps": keeps,
        "moves": moves if keeps else [],
        "writes": rules.may_write(keeps, state),
        "attends": rules.may_attend(keeps, state),
        "event": _event(row, lang) if public else None,
        "crumbs": crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), "")),
    }
    return page(request, "forums/meeting.html", context)


def _event(row: Meeting, lang: str) -> dict[str, Any]:
    """A public meeting as search engines read it."""
    return as_event(queries.happening(row, lang, settings.ADDRESS), Text.of(row.forum.secretary, "name").get(lang))


def _checklist(
    row: Meeting, parties: tuple[Org, ...], points: list[Item], state: State, material: Mapping[str, list[Use]]
) -> Checklist[Item] | None:
    """What the negotiation still needs, until it begins."""
    if state not in AHEAD:
        return None
    view, known = atlas().view(row.forum.region.code, row.on), catalogue().duties
    return Checklist(
        needed=needed([known[c] for c in row.duties if c in known], view, parties),
        called=state == "called",
        agenda=bool(points),
        material=any(material.values()),
        open_points=tuple(queries.served_before(row)),
    )


def _sits_on_both_sides(who: Actor) -> bool:
    """Whether the reader belongs both to a county and to a municipality: then each asks oneself about disqualification."""
    kinds = {o.kind for o in atlas().by_public_id(who.belongs_to)}
    return {"county", "municipality"} <= kinds


def _told(
    who: Actor, points: list[Item], keeps: Verdict, state: State, parties: int, material: Mapping[str, list[Use]]
) -> list[dict[str, Any]]:
    """Each point with its material, what the parties have been asked of it, and whether they may be asked now."""
    asked = asked_from([queries.origin_of(p) for p in points])
    shown = set(
        matters_visible_to(who).filter(pk__in=[p.matter_id for p in points if p.matter_id]).values_list("pk", flat=True)
    )
    found: list[dict[str, Any]] = []
    part = ""
    for point in points:
        one = asked.get(queries.origin_of(point))
        left = one is None or one.progress.asked < parties
        found.append(
            {
                "item": point,
                "matter": point.matter if point.matter_id in shown else None,
                "begins": point.section if point.section != part else "",
                "asked": one,
                "material": material.get(queries.origin_of(point), []),
                "may_ask": left and rules.may_ask(keeps, state, point.outcome),
            }
        )
        part = point.section
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
