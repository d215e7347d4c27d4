"""Pages of what the parties propose to a forum, of informal meetings in a line, and of its seats."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, page, post, sent, submit, uuid_of, version_of
from yhdyspinta.rooms.forums import actions, backlog, meeting, queries, rules
from yhdyspinta.rooms.forums.actions import Seat
from yhdyspinta.rooms.forums.forms import JotForm, ProposalForm, SeatsForm
from yhdyspinta.rooms.forums.meetings import crumbs_of_meeting
from yhdyspinta.rooms.forums.models import Proposal
from yhdyspinta.rooms.forums.views import name_of


@form_page
@signed_in
def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A party proposes a point for a coming agenda."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    parties = queries.parties_of(row)
    own = [p for p in parties if p.public_id in who.organisations]
    asked = own[0].public_id if own else None
    require(rules.may_propose(who, asked, parties, ended=row.ended_on is not None))
    form = ProposalForm(request.POST or None, own=own, lang=lang)
    back = reverse("forums:forum", args=[row.public_id])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            party = next(p for p in own if str(p.public_id) == form.cleaned_data["party"])
            backlog.propose(by=who, forum=row, party=party, titles=form.texts("title"), texts=form.texts("text"))
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Propose a point")
    context = {"form": form, "title": title, "lead": name_of(row).get(lang), "back": back, "version": 0}
    context["crumbs"] = crumbs_of_meeting(row, lang, (title, ""))
    return page(request, "forums/plan.html", context, status=422 if form.errors else 200)


@post
@signed_in
def answer_proposal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leaves a proposal out with a reason, or takes one's own back."""
    who = actor(request)
    rows = Proposal.objects.filter(forum__in=queries.visible_to(who)).select_related("forum")
    row = fetch(rows, public_id=public_id)
    if not queries.sees_inside(who, row.forum, queries.parties_of(row.forum)):
        raise Http404

    def do() -> str:
        backlog.answer(by=who, proposal=row, reason=request.POST.get("reason", "")[:300])
        return f"{reverse('forums:forum', args=[row.forum.public_id])}?tehty=tallennettu"

    return redirect(submit(request, do))


@form_page
@signed_in
def jot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An informal meeting in one line: no agenda, no memo."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    require(queries.keeps(who, row))
    parties = queries.parties_of(row)
    everybody = [str(p.public_id) for p in parties]
    form = JotForm(request.POST or None, parties=parties, lang=lang, initial={"present": everybody})
    back = reverse("forums:forum", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        there = [p for p in parties if p.public_id in {uuid_of(x) for x in data["present"]}]

        def do() -> str:
            meeting.jot(by=who, forum=row, on=data["on"], notes={lang: data["note"]}, present=there)
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Tell of an informal meeting")
    context = {"form": form, "title": title, "lead": name_of(row).get(lang), "back": back, "version": 0}
    context["crumbs"] = crumbs_of_meeting(row, lang, (title, ""))
    return page(request, "forums/plan.html", context, status=422 if form.errors else 200)


@form_page
@signed_in
def seats(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who sits in the forum for each party. It is part of what the parties accept: a change asks them again."""
    who, lang, newer = actor(request), request.LANGUAGE_CODE, 0
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    require(queries.keeps(who, row))
    parties = queries.parties_of(row)
    form = SeatsForm(request.POST or None, parties=parties, seats=row.seats.all(), lang=lang)
    back = reverse("forums:forum", args=[row.public_id])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            told = [Seat(*one) for one in form.seats()]
            actions.compose(by=who, forum=row, version=version_of(request), seats=told)
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict as conflict:
            newer = conflict.current
            form.add_error(None, _("Somebody changed the forum while you were writing. Look at it first; if you send the form again, yours replaces theirs."))  # fmt: skip
    title = _("Seats of the forum")
    context = {
        "form": form,
        "title": title,
        "lead": name_of(row).get(lang),
        "back": back,
        "version": newer or row.version,
    }
    context["crumbs"] = crumbs_of_meeting(row, lang, (title, ""))
    return page(request, "forums/seats.html", context, status=form_status(form, newer))
