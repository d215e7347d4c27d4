"""Pages of what is done for a goal: measures, who is in charge of them, what has happened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.matters.owner_pages import end_page, keep_page
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, form_page, post, sent, submit, version_of
from yhdyspinta.rooms.goals import actions, queries, rules
from yhdyspinta.rooms.goals.forms import NoteForm, ShareForm, WorkForm
from yhdyspinta.rooms.goals.models import FollowUp, Goal, Measure
from yhdyspinta.rooms.goals.views import crumbs_of, item_of, title_of
from yhdyspinta.rooms.goals.writing import form_of, kept, page_of


def _form(request: HttpRequest, goal: Goal, initial: dict[str, Any]) -> WorkForm:
    orgs = atlas().view(goal.programme.region.code, clock.today()).everybody()
    return WorkForm(request.POST or None, orgs=orgs, lang=request.LANGUAGE_CODE, initial=initial)


@form_page
@signed_in
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Adds a measure to a goal."""
    who, lang, row = actor(request), request.LANGUAGE_CODE, kept(request, public_id)
    area, back = atlas().areas[row.programme.region.code], page_of(row)
    form = _form(request, row, {"state": "planned"})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.add_measure(by=who, goal=row, work=form.work())
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, lead = _("Add a measure"), title_of(row).get(lang)
    return form_of(request, form, title, lead, back, crumbs_of(area, lang, (lead, back), (title, "")))


def _measure(who: Actor, public_id: UUID) -> Measure:
    """A measure of a goal that the reader sees."""
    rows = Measure.objects.filter(withdrawn_at=None, goal__in=queries.visible_to(who).order_by().values("pk"))
    wide = rows.select_related("owner", "goal__programme__region", "goal__programme__owner")
    return fetch(wide.prefetch_related("partners__organisation"), public_id=public_id)


@form_page
@signed_in
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Writes a measure: who keeps the goal, and who is in charge of it."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row = _measure(who, public_id)
    owner = row.owner.public_id if row.owner and row.accepted_on else None
    if not rules.may_own(who, owner, row.public_id):
        require(queries.keeps(who, row.goal.programme))
    area, back = atlas().areas[row.goal.programme.region.code], page_of(row.goal)
    form = _form(request, row.goal, _now(row))
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.write_measure(by=who, measure=row, version=version_of(request), work=form.work())
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = row = _measure(who, public_id)
    title, lead = _("Write the measure"), title_of(row.goal).get(lang)
    crumbs = crumbs_of(area, lang, (lead, back), (title, ""))
    remove = reverse("goals:withdraw-measure", args=[row.public_id]) if queries.keeps(who, row.goal.programme) else ""
    return form_of(request, form, title, lead, back, crumbs, version=row.version, theirs=theirs, remove=remove)


def _now(row: Measure) -> dict[str, Any]:
    found: dict[str, Any] = {f"title_{x}": getattr(row, f"title_{x}") for x in LANGUAGES}
    found |= {n: getattr(row, n) for n in ("function", "starts", "ends", "cost", "budget_line", "state", "level")}
    found["partners"] = [str(p.organisation.public_id) for p in row.partners.all()]
    return {**found, "owner": str(row.owner.public_id) if row.owner else ""}


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A measure is not done after all."""
    who = actor(request)
    row = _measure(who, public_id)

    def do() -> str:
        actions.withdraw_measure(by=who, measure=row)
        return f"{page_of(row.goal)}?tehty=paatetty"

    return redirect(submit(request, do))


@post
@signed_in
def own(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The organisation is in charge, or still is; or it is not."""
    who = actor(request)
    row = _measure(who, public_id)

    def do() -> str:
        actions.own(by=who, measure=row, accepts=request.POST.get("vastaus") != "ei")
        return f"{page_of(row.goal)}?tehty=vahvistettu"

    return redirect(submit(request, do))


@form_page
@signed_in
def tell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tells what has happened to a goal or one of its measures."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)).filter(ended_on=None), public_id=public_id)
    parties = [p.public_id for p in queries.parties_of(row)]
    known = {str(m.public_id): m for m in row.measures.all()}
    allowed = rules.may_tell(who, queries.keeps(who, row.programme), parties)
    if not allowed:
        known = {k: m for k, m in known.items() if m.public_id in who.owned("measure")}
    if not known:
        require(allowed)
    area, back = atlas().areas[row.programme.region.code], page_of(row)
    named = [
        *([("", _("The whole goal"))] if allowed else []),
        *((k, Text.of(m, "title").get(lang)) for k, m in known.items()),
    ]
    form = NoteForm(request.POST or None, measures=named)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            data = form.cleaned_data
            actions.tell(by=who, goal=row, text=data["text"], on=data["on"], measure=known.get(data["measure"]))
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, lead = _("Tell what has happened"), title_of(row).get(lang)
    return form_of(request, form, title, lead, back, crumbs_of(area, lang, (lead, back), (title, "")))


@form_page
@signed_in
def share(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """A party's own part in a goal."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row = fetch(queries.whole(queries.visible_to(who)).filter(ended_on=None), public_id=public_id)
    org = next((p for p in queries.parties_of(row) if p.public_id == party), None)
    if org is None:
        raise Http404
    if org.public_id not in who.organisations:
        raise Refused(no("goals_not_your_part"))
    now = next((s for s in row.shares.all() if s.organisation_id == org.id), None)
    written = Text.of(now, "text").by_language() if now else {}
    form = ShareForm(request.POST or None, initial={f"text_{x}": text for x, text in written.items()})
    area, back = atlas().areas[row.programme.region.code], page_of(row)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.tell_share(by=who, goal=row, party=org, version=version_of(request), texts=form.texts())
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            now = theirs = row.shares.filter(organisation_id=org.id).first()
    title, lead = _("Our part in the goal"), f"{title_of(row).get(lang)} · {org.name.get(lang)}"
    crumbs = crumbs_of(area, lang, (title_of(row).get(lang), back), (title, ""))
    return form_of(
        request, form, title, lead, back, crumbs, version=now.version if now else 0, theirs=theirs, shown="text"
    )


@form_page
@signed_in
def charge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which person is in charge of a measure, in its organisation."""
    return keep_page(request, item_of(_measure(actor(request), public_id)))


@post
@signed_in
def end_charge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The person is no longer in charge of the measure: the organisation is asked who goes on."""
    return end_page(request, item_of(_measure(actor(request), public_id)))


@post
@signed_in
def withdraw_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes back what one has told."""
    who = actor(request)
    rows = FollowUp.objects.filter(withdrawn_at=None, goal__in=queries.visible_to(who).order_by().values("pk"))
    row = fetch(rows.select_related("goal"), public_id=public_id)

    def do() -> str:
        actions.withdraw_note(by=who, note=row)
        return f"{page_of(row.goal)}?tehty=paatetty"

    return redirect(submit(request, do))
