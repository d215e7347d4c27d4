"""Pages that write plans: joining, beginning, roles, what is secret, a party's word, partners."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.stances.speaking import speak
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, page, post, sent, submit, version_of
from yhdyspinta.rooms.preparedness import actions, queries, rules
from yhdyspinta.rooms.preparedness.forms import JoinForm, PartiesForm, PartnerForm, RolesForm, SecretForm
from yhdyspinta.rooms.preparedness.models import Joining, Partner, Plan
from yhdyspinta.rooms.preparedness.scenarios import scenarios
from yhdyspinta.rooms.preparedness.views import circle_or_404, crumbs_of, inside_or_404, room, said_of


def form_of(request: HttpRequest, form: Form, title: str, lead: str, back: str, crumbs: list[tuple[str, str]], **more: Any) -> HttpResponse:  # fmt: skip
    """A page with a form: 409 with `theirs` when somebody saved first, 422 with what is wrong."""
    status = form_status(form, more.get("theirs"))
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": crumbs, "version": 0, "theirs": None}
    return page(request, "preparedness/form.html", {**context, **more}, status=status)


def filled(request: HttpRequest, form: Form, do: Callable[[], str], title: str, lead: str, back: str, crumbs: list[tuple[str, str]]) -> HttpResponse:  # fmt: skip
    """Sends a form that changes nothing that somebody else may have changed meanwhile, or shows it with what is wrong."""
    if request.method == "POST" and form.is_valid() and (answer := sent(request, form, do)):
        return answer
    return form_of(request, form, title, lead, back, crumbs)


def page_of(slug: str) -> str:
    """Where a region's preparedness is read."""
    return reverse("preparedness:region", args=[slug])


def plan_page(row: Plan) -> str:
    """Where a plan is read."""
    return reverse("preparedness:plan", args=[row.public_id])


@room
@form_page
@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells that one's own organisation has decided to use details, or the log."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    inside_or_404(who, area)
    orgs = atlas().by_public_id(who.organisations & queries.own_ids(area.code, today))
    if not orgs:
        raise Refused(no("preparedness_own_word"))
    form = JoinForm(request.POST or None, orgs=orgs, lang=lang, initial={"said_on": today})

    def do() -> str:
        org = next(o for o in orgs if str(o.public_id) == form.cleaned_data["organisation"])
        region = Region.objects.get(code=area.code)
        actions.join(by=who, region=region, organisation=org, part=form.cleaned_data["part"], words=form.words())
        return f"{page_of(slug)}?tehty=tallennettu"

    title = _("Take into use")
    return filled(request, form, do, title, area.name.get(lang), page_of(slug), crumbs_of(area, lang, (title, "")))


@room
@post
@signed_in
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An organisation does not use it any more."""
    who = actor(request)
    row = fetch(Joining.objects.select_related("region", "organisation"), public_id=public_id)
    inside_or_404(who, atlas().areas[row.region.code])

    def do() -> str:
        actions.leave(by=who, joining=row)
        return f"{page_of(row.region.slug)}?tehty=tallennettu"

    return redirect(submit(request, do))


@room
@form_page
@signed_in
def begin(request: HttpRequest, slug: str, subject: str) -> HttpResponse:
    """Begins a plan: whose it is."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    found = scenarios().subjects.get(subject)
    if found is None:
        raise Http404
    require(rules.may_plan(who, area.code))
    view = atlas().view(area.code, clock.today())
    initial = {"parties": [str(o.public_id) for o in view.both_sides]}
    form = PartiesForm(request.POST or None, orgs=view.everybody(), lang=lang, initial=initial)

    def do() -> str:
        region = Region.objects.get(code=area.code)
        made = actions.begin(by=who, region=region, subject=subject, parties=form.chosen())
        return f"{plan_page(made)}?tehty=tallennettu"

    title = found.name.get(lang)
    return filled(request, form, do, title, area.name.get(lang), page_of(slug), crumbs_of(area, lang, (title, "")))


def _row(request: HttpRequest, public_id: UUID) -> Plan:
    """A plan that the reader sees. Raises Http404."""
    return fetch(queries.whole(queries.visible_to(actor(request))), public_id=public_id)


def _writing(request: HttpRequest, row: Plan, form: Form, title: str, do: Callable[[int], object]) -> HttpResponse:
    """Sends a form that changes a plan; the later of two writers is told, and what they wrote stays in the form."""
    lang, area, theirs = request.LANGUAGE_CODE, atlas().areas[row.region.code], None
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            do(version_of(request))
            return f"{plan_page(row)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, write):
                return answer
        except EditConflict:
            theirs = _row(request, row.public_id)
    lead = scenarios().subjects[row.subject].name.get(lang)
    crumbs = crumbs_of(area, lang, (lead, plan_page(row)), (title, ""))
    more = {"version": (theirs or row).version, "theirs": theirs, "again": True}
    return form_of(request, form, title, lead, plan_page(row), crumbs, **more)


@room
@form_page
@signed_in
def parties(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whose plan it is."""
    who, row, lang = actor(request), _row(request, public_id), request.LANGUAGE_CODE
    require(rules.may_plan(who, row.region.code))
    orgs = atlas().view(row.region.code, clock.today()).everybody()
    initial = {"parties": [str(o.public_id) for o in queries.parties_of(row)]}
    form = PartiesForm(request.POST or None, orgs=orgs, lang=lang, initial=initial)

    def do(version: int) -> None:
        actions.rewrite(by=who, plan=row, version=version, parties=form.chosen())

    return _writing(request, row, form, _("Parties"), do)


@room
@form_page
@signed_in
def roles(request: HttpRequest, public_id: UUID, function: str) -> HttpResponse:
    """Who leads, acts and is told in one function."""
    who, row, lang = actor(request), _row(request, public_id), request.LANGUAGE_CODE
    require(rules.may_plan(who, row.region.code))
    if function not in scenarios().subjects[row.subject].functions:
        raise Http404
    told = queries.roles_of(row)
    orgs = queries.parties_of(row)
    initial = {f"role-{o.public_id}": told.get((function, o.id), "") for o in orgs}
    form = RolesForm(request.POST or None, orgs=orgs, lang=lang, initial=initial)

    def do(version: int) -> None:
        actions.assign(by=who, plan=row, version=version, function=function, roles=form.roles())

    return _writing(request, row, form, scenarios().functions[function].get(lang), do)


@room
@form_page
@signed_in
def secret(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The procedure and the flow of information: the circle's."""
    who, row = actor(request), _row(request, public_id)
    circle_or_404(who, atlas().areas[row.region.code])
    initial = {f"{n}_{x}": getattr(row, f"{n}_{x}") for n in actions.TEXTS for x in LANGUAGES}
    form = SecretForm(request.POST or None, initial=initial)

    def do(version: int) -> None:
        actions.write(by=who, plan=row, version=version, secret=form.secret())

    return _writing(request, row, form, _("Procedure and flow of information"), do)


@room
@form_page
@signed_in
def stance(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """A party's view or decision of the present version."""
    who, row, lang = actor(request), _row(request, public_id), request.LANGUAGE_CODE
    one = next((s for s in said_of(row, who) if s.org.public_id == party), None)
    if one is None:
        raise Http404
    require(one.may)
    area, title = atlas().areas[row.region.code], scenarios().subjects[row.subject].name.get(lang)

    def tell(words: Words) -> None:
        actions.say(by=who, plan=row, party=one.org, version=version_of(request), words=words)

    text = _("The plan as its page shows it, version %(n)s. What is secret in it is read by those who answer for preparedness.")  # fmt: skip
    crumbs = crumbs_of(area, lang, (title, plan_page(row)), (one.org.name.get(lang), ""))
    context = {"lead": title, "text": text % {"n": row.version}, "version": row.version, "crumbs": crumbs}
    return speak(request, one, tell, back=plan_page(row), context=context)


@room
@post
@signed_in
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A plan is not needed any more."""
    who, row = actor(request), _row(request, public_id)

    def do() -> str:
        actions.end(by=who, plan=row)
        return f"{page_of(row.region.slug)}?tehty=paatetty"

    return redirect(submit(request, do))


@room
@form_page
@signed_in
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells of a strategic partner."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_train(who, area.code, queries.own_ids(area.code, clock.today())))
    form = PartnerForm(request.POST or None, lang=lang)

    def do() -> str:
        actions.tell_partner(by=who, region=Region.objects.get(code=area.code), **form.cleaned_data)
        return f"{page_of(slug)}?tehty=tallennettu#kumppanit"

    title = _("Strategic partner")
    return filled(request, form, do, title, area.name.get(lang), page_of(slug), crumbs_of(area, lang, (title, "")))


@room
@post
@signed_in
def withdraw_partner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An organisation is no partner any more."""
    who = actor(request)
    row = fetch(Partner.objects.filter(withdrawn_at=None).select_related("region"), public_id=public_id)
    inside_or_404(who, atlas().areas[row.region.code])

    def do() -> str:
        actions.withdraw_partner(by=who, partner=row)
        return f"{page_of(row.region.slug)}?tehty=tallennettu#kumppanit"

    return redirect(submit(request, do))
