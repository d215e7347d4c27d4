"""Pages that write programmes and goals: begin, change, propose, rewrite, set a target, a party's word, end."""

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
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, units
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.stances.speaking import speak
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, form_status, page, post, sent, submit, version_of
from yhdyspinta.rooms.goals import actions, queries, rules
from yhdyspinta.rooms.goals.aims import AIMS
from yhdyspinta.rooms.goals.forms import AimForm, PlanForm, TargetForm
from yhdyspinta.rooms.goals.models import Goal, Programme
from yhdyspinta.rooms.goals.views import crumbs_of, title_of


def form_of(
    request: HttpRequest, form: Form, title: str, lead: str, back: str, crumbs: list[tuple[str, str]], **more: Any
) -> HttpResponse:
    """A page with a form: 409 with `theirs` when somebody saved first, 422 with what is wrong."""
    status = form_status(form, more.get("theirs"))
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "crumbs": crumbs,
        "version": 0,
        "theirs": None,
        "shown": "title",
    }
    return page(request, "goals/form.html", {**context, **more}, status=status)


def page_of(goal: Goal) -> str:
    """Where a goal is read."""
    return reverse("goals:goal", args=[goal.public_id])


@form_page
@signed_in
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins a programme: shared as the region's coordinator, or one's own organisation's."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    view = atlas().view(area.code, clock.today())
    own = [o for o in view.everybody() if o.public_id in who.organisations]
    require(rules.may_keep(who, area.code, own[0].public_id if own else None))
    year = clock.today().year
    initial = {"first_year": year, "last_year": year + 3, "visibility": "public", "kind": "interface"}
    form = PlanForm(request.POST or None, orgs=own, new=True, lang=lang, initial=initial)
    back = reverse("goals:region", args=[slug])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.begin(by=who, region=Region.objects.get(code=area.code), plan=form.plan())
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("A new programme")
    return form_of(request, form, title, area.name.get(lang), back, crumbs_of(area, lang, (title, "")))


@form_page
@signed_in
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes a programme."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row = fetch(queries.programmes_visible_to(who), public_id=public_id)
    require(queries.keeps(who, row))
    area = atlas().areas[row.region.code]
    fields = ("kind", "first_year", "last_year", "link", "visibility", *(f"title_{x}" for x in LANGUAGES))
    initial = {n: getattr(row, n) for n in fields}
    form = PlanForm(request.POST or None, orgs=[], new=False, lang=lang, initial=initial)
    back = reverse("goals:region", args=[area.slug])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.change(by=who, programme=row, version=version_of(request), plan=form.plan())
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = fetch(queries.programmes_visible_to(who), public_id=public_id)
    title = _("Change the programme")
    crumbs = crumbs_of(area, lang, (title, ""))
    lead = Text.of(row, "title").get(lang)
    return form_of(request, form, title, lead, back, crumbs, version=(theirs or row).version, theirs=theirs)


def _aiming(request: HttpRequest, area: Area, initial: dict[str, Any], row: Goal | None = None) -> AimForm:
    """Duties can be chosen once the goal has its themes: those of its themes that bind somebody in the region."""
    lang, today = request.LANGUAGE_CODE, clock.today()
    book, view = books().get(area.code, NOTHING), atlas().view(area.code, today)
    themes = [(code, book.name_of(code).get(lang)) for code in book.themes_on(today)]
    mine = {t.theme_code for t in row.themes.all()} if row else set()
    every = [d for d in catalogue().duties.values() if mine & set(d.themes) and units(d, view)]
    duties = sorted(((d.code, d.title.get(lang)) for d in every), key=lambda c: c[1])
    return AimForm(
        request.POST or None, orgs=view.everybody(), themes=themes, duties=duties, lang=lang, initial=initial
    )


@form_page
@signed_in
def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Proposes a goal to its parties."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row: Programme = fetch(queries.programmes_visible_to(who), public_id=public_id)
    require(queries.keeps(who, row))
    area = atlas().areas[row.region.code]
    view = atlas().view(area.code, clock.today())
    parties = [str(o.public_id) for o in view.both_sides]
    ready = AIMS.get(chosen(request, "malli", AIMS))
    initial: dict[str, Any] = {"horizon": "plan", "parties": parties}
    if ready is not None:
        texts = {f"{n}_{x}": v for n in ("title", "text") for x, v in getattr(ready, n).by_language().items()}
        initial |= {**texts, "themes": [ready.theme]}
    form = _aiming(request, area, initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            return f"{page_of(actions.propose(by=who, programme=row, aim=form.aim()))}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("Propose a goal"), reverse("goals:region", args=[area.slug])
    lead = Text.of(row, "title").get(lang)
    more = {"aims": list(AIMS.values()) if ready is None else []}
    return form_of(request, form, title, lead, back, crumbs_of(area, lang, (title, "")), **more)


def kept(request: HttpRequest, public_id: UUID) -> Goal:
    """A goal that the reader may write. Raises Http404, Refused."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who)).filter(ended_on=None), public_id=public_id)
    require(queries.keeps(who, row.programme))
    return row


@form_page
@signed_in
def rewrite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rewrites a goal: every party is asked again."""
    who, lang, theirs, row = actor(request), request.LANGUAGE_CODE, None, kept(request, public_id)
    area, back = atlas().areas[row.programme.region.code], page_of(row)
    form = _aiming(request, area, queries.content_of(row), row)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.rewrite(by=who, goal=row, version=version_of(request), aim=form.aim(row.duties))
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = kept(request, public_id)
    title, lead = _("Rewrite the goal"), title_of(row).get(lang)
    crumbs = crumbs_of(area, lang, (lead, back), (title, ""))
    return form_of(request, form, title, lead, back, crumbs, version=(theirs or row).version, theirs=theirs, again=True)


@post
@signed_in
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends a goal."""
    row, who = kept(request, public_id), actor(request)

    def do() -> str:
        actions.end(by=who, goal=row)
        return f"{page_of(row)}?tehty=paatetty"

    return redirect(submit(request, do))


@form_page
@signed_in
def target(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sets where a figure is to be; one that is there already is replaced."""
    who, lang, theirs, row = actor(request), request.LANGUAGE_CODE, None, kept(request, public_id)
    area, back = atlas().areas[row.programme.region.code], page_of(row)
    serving = {t.theme_code for t in row.themes.all()}
    every = [i for i in law().indicators.values() if not i.forecast_of and (not i.region or i.region == area.code)]
    every.sort(key=lambda i: (not serving & set(i.themes), i.name.get(lang)))
    form = TargetForm(request.POST or None, indicators=[(i.code, i.name.get(lang)) for i in every], lang=lang)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            data = form.cleaned_data
            actions.aim_at(
                by=who, goal=row, version=version_of(request), indicator=data["indicator"], target=data["goes"]
            )
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = kept(request, public_id)
    title, lead = _("Set a target"), title_of(row).get(lang)
    crumbs = crumbs_of(area, lang, (lead, back), (title, ""))
    return form_of(request, form, title, lead, back, crumbs, version=(theirs or row).version, theirs=theirs, again=True)


@post
@signed_in
def leave_out(request: HttpRequest, public_id: UUID, indicator: str) -> HttpResponse:
    """A figure no longer tells of the goal."""
    row, who = kept(request, public_id), actor(request)

    def do() -> str:
        actions.leave_out(by=who, goal=row, version=version_of(request), indicator=indicator)
        return f"{page_of(row)}?tehty=paatetty"

    return redirect(submit(request, do))


@form_page
@signed_in
def stance(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """A party's view or decision of the goal's present text."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    one = next((s for s in queries.spoken(row, who) if s.org.public_id == party), None)
    if one is None:
        raise Http404
    require(one.may)
    area, back, title = atlas().areas[row.programme.region.code], page_of(row), title_of(row).get(lang)

    def say(words: Words) -> None:
        actions.say(by=who, goal=row, party=one.org, version=version_of(request), words=words)

    context = {
        "lead": title,
        "text": Text.of(row, "text").get(lang),
        "version": row.version,
        "crumbs": crumbs_of(area, lang, (title, back), (one.org.name.get(lang), "")),
    }
    return speak(request, one, say, back=back, context=context)
