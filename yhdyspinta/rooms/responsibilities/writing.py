"""Pages that write a division of labour: take it up, write a task, add and leave out tasks, a party's word."""

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
from yhdyspinta.core.indicators.sources.files import BadFile
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.stances.speaking import speak
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, page, post, sent, submit, version_of
from yhdyspinta.rooms.responsibilities import actions, bringing, checking, queries, rules
from yhdyspinta.rooms.responsibilities.conditions import CODES
from yhdyspinta.rooms.responsibilities.forms import FileForm, OwnTaskForm, TaskForm
from yhdyspinta.rooms.responsibilities.importing import CellFault
from yhdyspinta.rooms.responsibilities.models import Division
from yhdyspinta.rooms.responsibilities.queries import Sheet
from yhdyspinta.rooms.responsibilities.tasks import Task
from yhdyspinta.rooms.responsibilities.views import crumbs_of, name_of

SHOWN = 40
"""So many cells that cannot be used are told; then how many more."""


def _back(row: Division) -> str:
    return reverse("responsibilities:theme", args=[row.region.slug, row.theme_code])


def _kept(request: HttpRequest, public_id: UUID) -> tuple[Division, Sheet]:
    """A division that the reader may write, with its sheet. Raises Http404, Refused."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    require(rules.may_keep(who, row.region.code))
    return row, queries.sheet(atlas().view(row.region.code, clock.today()), row.theme_code, row)


@post
@signed_in
def begin(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """Takes up a theme's division: it begins as the law has it."""
    area, who = area_of(slug), actor(request)
    name_of(area, theme)
    region = Region.objects.get(code=area.code)
    visibility = "parties" if request.POST.get("visibility") == "parties" else "public"

    def do() -> str:
        actions.take_up(by=who, region=region, theme=theme, visibility=visibility)
        return f"{reverse('responsibilities:theme', args=[slug, theme])}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def check(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """What one's own organisation says of the conditions of good cooperation on the interface."""
    area, who = area_of(slug), actor(request)
    name_of(area, theme)
    org = next((o for o in own_of(who, area) if str(o.public_id) == request.POST.get("org", "")), None)
    if org is None:
        raise Refused(no("roles_not_your_checklist"))
    answers = {code: request.POST[f"answer-{code}"] for code in CODES if f"answer-{code}" in request.POST}
    were = {code: request.POST.get(f"was-{code}", "") for code in CODES}

    def do() -> str:
        region = Region.objects.get(code=area.code)
        checking.say(by=who, region=region, theme=theme, org=org, answers=answers, were=were)
        return f"{reverse('responsibilities:theme', args=[slug, theme])}?tehty=tallennettu#tarkistuslista"

    return redirect(submit(request, do))


@form_page
@signed_in
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Brings a table of roles: everything or nothing, and every cell that cannot be used is told."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_keep(who, area.code))
    form, faults = FileForm(request.POST or None, request.FILES or None), list[CellFault]()
    back = reverse("responsibilities:region", args=[slug])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            bringing.bring(by=who, body=form.cleaned_data["file"].read(), home=area)
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do, "file"):
                return answer
        except bringing.NotBrought as found:
            faults = list(found.faults)
        except BadFile as error:
            form.add_error("file", _("The file cannot be read: %(why)s.") % {"why": error})
    title = _("Bring a table")
    context = {
        "form": form,
        "faults": [f.told(lang) for f in faults[:SHOWN]],
        "more": max(0, len(faults) - SHOWN),
        "title": title,
        "area": area,
        "back": back,
        "crumbs": crumbs_of(area, lang, (title, "")),
    }
    return page(request, "responsibilities/bring.html", context, status=422 if form.errors or faults else 200)


@form_page
@signed_in
def task(request: HttpRequest, public_id: UUID, task: str) -> HttpResponse:
    """Who does what in a task, and who pays."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row, sheet = _kept(request, public_id)
    one = next((t for t in sheet.tasks if t.code == task), None)
    if one is None:
        raise Http404
    others = [o for o in atlas().view(row.region.code, clock.today()).everybody() if o not in sheet.orgs]
    orgs = [*sheet.orgs, *others]
    now = {o.id: sheet.cells.get((task, o.id), "") for o in orgs}
    form = TaskForm(request.POST or None, orgs=orgs, now=now, lang=lang, initial=_costs(row, task))
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.write_task(by=who, division=row, version=version_of(request), task=task, written=form.written())
            return f"{_back(row)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            row, theirs = _kept(request, public_id)
    return _page(request, row, form, one.name.get(lang), theirs=theirs, task=one)


def _costs(row: Division, task: str) -> dict[str, Any]:
    found = next((c for c in row.costs.all() if c.task_code == task), None)
    return {f"text_{x}": getattr(found, f"text_{x}") for x in LANGUAGES} if found else {}


def _page(
    request: HttpRequest,
    row: Division,
    form: Form,
    title: str,
    *,
    theirs: Sheet | None = None,
    task: Task | None = None,
) -> HttpResponse:
    lang, area = request.LANGUAGE_CODE, atlas().areas[row.region.code]
    name, back = name_of(area, row.theme_code).get(lang), _back(row)
    context = {
        "form": form,
        "row": row,
        "task": task,
        "title": title,
        "lead": f"{area.name.get(lang)}, {name}",
        "back": back,
        "version": row.version,
        "theirs": _theirs(theirs, task, lang) if theirs and task else [],
        "conflict": theirs is not None,
        "crumbs": crumbs_of(area, lang, (name, back), (title, "")),
    }
    status = form_status(form, theirs)
    return page(request, "responsibilities/task.html", context, status=status)


def _theirs(sheet: Sheet, task: Task, lang: str) -> list[tuple[str, str]]:
    """(organisation, code of its role) as somebody else has saved it."""
    return [(o.name.get(lang), sheet.cells.get((task.code, o.id), "")) for o in sheet.orgs]


@form_page
@signed_in
def add_task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Adds a task of the region's own."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row, _sheet = _kept(request, public_id)
    form, theirs = OwnTaskForm(request.POST or None, lang=lang), None
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            kinds = form.cleaned_data["kinds"]
            actions.add_task(by=who, division=row, version=version_of(request), names=form.names(), kinds=kinds)
            return f"{_back(row)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            row, theirs = _kept(request, public_id)
    return _page(request, row, form, _("A task of our own"), theirs=theirs)


@post
@signed_in
def end_task(request: HttpRequest, public_id: UUID, task: str) -> HttpResponse:
    """Leaves out a task of the region's own."""
    row, _sheet = _kept(request, public_id)
    who = actor(request)

    def do() -> str:
        actions.end_task(by=who, division=row, version=version_of(request), task=task)
        return f"{_back(row)}?tehty=paatetty"

    return redirect(submit(request, do))


@form_page
@signed_in
def stance(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """A party's view or decision of the theme's present division."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    one = next((s for s in queries.spoken(row, who) if s.org.public_id == party), None)
    if one is None:
        raise Http404
    require(one.may)
    area, back = atlas().areas[row.region.code], _back(row)
    name = name_of(area, row.theme_code).get(lang)

    def say(words: Words) -> None:
        actions.say(by=who, division=row, party=one.org, version=version_of(request), words=words)

    context = {
        "lead": f"{_('Division of labour')}: {name}",
        "text": _("The division of labour as its page shows it, version %(n)s.") % {"n": row.version},
        "version": row.version,
        "crumbs": crumbs_of(area, lang, (name, back), (one.org.name.get(lang), "")),
    }
    return speak(request, one, say, back=back, context=context)
