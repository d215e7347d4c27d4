"""Pages that make a survey: begin, change, ask, move, invite, print cards, remind."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput, EditConflict
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import form_page, form_status, page, post, sent, slow_down, submit, version_of
from yhdyspinta.rooms.surveys import actions, closing, inviting, queries, rules
from yhdyspinta.rooms.surveys.codes import drawn
from yhdyspinta.rooms.surveys.forms import AskedForm, CardsForm, InviteForm, ManyForm, PlanForm
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.views import crumbs_of, shown


def page_of(row: Survey) -> str:
    """Where a survey is kept."""
    return reverse("surveys:survey", args=[row.public_id])


def _form(request: HttpRequest, form: Form, title: str, lead: str, back: str, crumbs: Any, **more: Any) -> HttpResponse:
    status = form_status(form, more.get("theirs"))
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": crumbs, "version": 0, "theirs": None}
    return page(request, "surveys/form.html", {**context, **more}, status=status)


def _of_survey(request: HttpRequest, row: Survey, form: Form, title: str, **more: Any) -> HttpResponse:
    """A form of a survey on a page of its own."""
    lang, area, name = request.LANGUAGE_CODE, atlas().areas[row.region.code], queries.title_of(row)
    way = crumbs_of(area, lang, (name.get(lang), page_of(row)), (title, ""))
    return _form(request, form, title, name.get(lang), page_of(row), way, **more)


def _themes(region: str, lang: str) -> list[tuple[str, str]]:
    book = books().get(region, NOTHING)
    return [(code, book.name_of(code).get(lang)) for code in book.themes_on(clock.today())]


def _first(themes: list[tuple[str, str]]) -> dict[str, Any]:
    """A survey of two weeks that begins tomorrow."""
    opens = clock.today() + timedelta(days=1)
    return {
        "opens_on": opens,
        "closes_on": opens + timedelta(days=14),
        "pooling": "none",
        "visibility": "public",
        "themes": [code for code, _name in themes[:8]],
    }


@form_page
@signed_in
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins a survey of a region."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_organise(who, area.code))
    themes = _themes(area.code, lang)
    form = PlanForm(request.POST or None, themes=themes, lang=lang, initial=_first(themes))
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            made = actions.begin(by=who, region=Region.objects.get(code=area.code), plan=form.plan())
            return f"{page_of(made)}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("A new survey"), reverse("surveys:region", args=[slug])
    return _form(request, form, title, area.name.get(lang), back, crumbs_of(area, lang, (title, "")))


@form_page
@signed_in
def begin_many(request: HttpRequest) -> HttpResponse:
    """An analyst begins the same survey in many regions: the national themes, each region's own results."""
    who, lang = actor(request), request.LANGUAGE_CODE
    require(rules.may_organise(who, ""))
    themes, areas = _themes("", lang), atlas().areas
    regions = [(a.code, a.name.get(lang)) for a in areas.values()]
    initial = {**_first(themes), "regions": list(areas)}
    form = ManyForm(request.POST or None, themes=themes, regions=regions, lang=lang, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            for region in Region.objects.filter(code__in=form.cleaned_data["regions"]).order_by("code"):
                actions.begin(by=who, region=region, plan=form.plan())
            return f"{reverse('surveys:country')}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("The same survey in many regions"), reverse("surveys:country")
    return _form(request, form, title, _("The whole country"), back, [(_("Surveys"), back), (title, "")])


@form_page
@signed_in
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Another title, other days or themes, until it opens."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = shown(who, public_id)
    require(rules.may_change(who, row))
    names = ("title_fi", "title_sv", "title_en", "opens_on", "closes_on", "themes", "pooling", "visibility")
    themes = _themes(row.region.code, lang)
    form = PlanForm(request.POST or None, themes=themes, lang=lang, initial={n: getattr(row, n) for n in names})
    more: dict[str, Any] = {"version": row.version}
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.change(by=who, survey=row, version=version_of(request), plan=form.plan())
            return f"{page_of(row)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            row.refresh_from_db()
            more = {"version": row.version, "theirs": row}
    return _of_survey(request, row, form, _("Change the survey"), **more)


@form_page
@signed_in
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An own question."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = shown(who, public_id)
    require(rules.may_change(who, row))
    form = AskedForm(request.POST or None, lang=lang)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.ask(by=who, survey=row, asked=form.asked())
            return f"{page_of(row)}?tehty=tallennettu#kysymykset"

        if answer := sent(request, form, do):
            return answer
    return _of_survey(request, row, form, _("An own question"))


@post
@signed_in
def leave_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes an own question away."""
    who = actor(request)
    row = shown(who, public_id)

    def do() -> str:
        actions.leave_out(by=who, survey=row, code=request.POST.get("question", "")[:80])
        return f"{page_of(row)}?tehty=tallennettu#kysymykset"

    return redirect(submit(request, do))


@post
@signed_in
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Confirms, opens, closes or cancels."""
    who, step = actor(request), request.POST.get("step", "")
    row = shown(who, public_id)

    def do() -> str:
        if step == "confirm":
            actions.confirm(by=who, survey=row, version=version_of(request))
        elif step == "open":
            actions.open_now(by=who, survey=row)
        elif step == "close":
            closing.close(by=who, survey=row)
            return f"{reverse('survey-results', args=[row.public_id])}?tehty=tallennettu"
        elif step == "cancel":
            actions.cancel(by=who, survey=row)
            return f"{reverse('surveys:region', args=[atlas().areas[row.region.code].slug])}?tehty=tallennettu"
        else:
            raise BadInput("bad_choice", given=step[:40], example="confirm, open, close, cancel")
        return f"{page_of(row)}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def invite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Invites people of a group by letters."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = shown(who, public_id)
    require(rules.may_invite(who, row))
    form = InviteForm(request.POST, mine=rules.groups_for(who, row), lang=lang)
    if form.is_valid():

        def do() -> str:
            data = form.cleaned_data
            inviting.invite(by=who, survey=row, group=data["group"], emails=data["emails"])
            return f"{page_of(row)}?tehty=tallennettu#kutsut"

        if answer := sent(request, form, do):
            return answer
    return _of_survey(request, row, form, _("Invite by letters"))


@post
@signed_in
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes back invitations whose letters have not gone."""
    who = actor(request)
    row = shown(who, public_id)

    def do() -> str:
        inviting.take_back(by=who, survey=row)
        return f"{page_of(row)}?tehty=tallennettu#kutsut"

    return redirect(submit(request, do))


@post
@signed_in
def cards(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Cards to print, each with its link and code: shown once, kept nowhere."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = shown(who, public_id)
    require(rules.may_invite(who, row))
    form = CardsForm(request.POST, mine=rules.groups_for(who, row), lang=lang)
    if not form.is_valid():
        return _of_survey(request, row, form, _("Cards to print"))
    slow_down(request, 12)
    data = form.cleaned_data
    made = inviting.cards(by=who, survey=row, group=data["group"], count=data["count"])
    links = [request.build_absolute_uri(reverse("surveys:answer", args=[token])) for token in made]
    area = atlas().areas[row.region.code]
    context = {
        "row": row,
        "area": area,
        "group": data["group"],
        "cards": [(link, drawn(link)) for link in links],
        "back": page_of(row),
        "crumbs": crumbs_of(area, lang, (queries.title_of(row).get(lang), page_of(row)), (_("Cards to print"), "")),
    }
    return page(request, "surveys/cards.html", context)


@post
@signed_in
def remind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Letters go again."""
    who = actor(request)
    row = shown(who, public_id)

    def do() -> str:
        inviting.remind(by=who, survey=row)
        return f"{page_of(row)}?tehty=tallennettu#kutsut"

    return redirect(submit(request, do))


@post
@signed_in
def hide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a free answer out of the results."""
    who = actor(request)
    row = shown(who, public_id)

    def do() -> str:
        told = {n: request.POST.get(n, "") for n in ("question", "digest")}
        actions.hide(by=who, survey=row, **told)
        return f"{reverse('survey-results', args=[row.public_id])}?tehty=tallennettu#sanat"

    return redirect(submit(request, do))
