"""Pages of strategies and budgets side by side: when each organisation prepares, decides and looks again."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.matters.case_pages import own_of, told_by
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.charts import Chart, Task, gantt_chart
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, post, sent, submit, version_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.goals import cycles
from yhdyspinta.rooms.goals.forms import CycleForm
from yhdyspinta.rooms.goals.models import Cycle
from yhdyspinta.rooms.goals.views import crumbs_of
from yhdyspinta.rooms.goals.writing import form_of


@get
def strategies(request: HttpRequest, slug: str) -> HttpResponse:
    """Every organisation's rounds on one line, and what several have to prepare at the same time."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    lines = cycles.side_by_side(atlas().view(area.code, today).everybody(), today)
    if form := chosen(request, "muoto", FORMS):
        return table(
            f"strategiat-{area.slug}", form, _header(), [_cells(o, c, lang) for o, each in lines for c in each]
        )
    rounds = [c for _org, each in lines for c in each]
    title = _("Strategies and budgets side by side")
    context = {
        "area": area,
        "lines": [(o, [(c, bool(cycles.may_write(who, o, c.link))) for c in each]) for o, each in lines],
        "together": [(kind, each) for kind, each in cycles.together(rounds, today)],
        "chart": _chart(lines, today, lang),
        "tells": bool(told_by(who, area)) if who.standings else False,
        "crumbs": crumbs_of(area, lang, (title, "")),
    }
    return page(request, "goals/strategies.html", context)


def _chart(lines: Sequence[tuple[Org, list[Cycle]]], today: date, lang: str) -> Chart | None:
    """A line an organisation: from preparation to the day it is looked at again, the decision as a dot."""
    tasks = [
        Task(
            Text.of(c, "title").get(lang),
            c.prepared_from,
            c.reviewed_on or c.decided_on,
            "hva" if o.kind == "county" else "kunta",
            line=o.name.get(lang),
            mark=c.decided_on,
        )
        for o, each in lines
        for c in each
    ]
    if not tasks:
        return None
    about = _("From the beginning of preparation to the day when it is looked at again; the dot is the decision.")
    title = _("When each prepares, decides and looks again")
    return gantt_chart(title, about, (_("Preparation begins"), _("Looked at again")), tasks, on=today)


def _header() -> list[str]:
    names = [_("Organisation"), _("What is decided"), _("Title"), _("Preparation begins"), _("Decided on")]
    return [*names, _("Looked at again on"), _("Link")]


def _cells(org: Org, row: Cycle, lang: str) -> list[str]:
    days = [show_date(d, lang) if d else "" for d in (row.prepared_from, row.decided_on, row.reviewed_on)]
    return [org.name.get(lang), say(f"cycle:{row.kind}", lang=lang), Text.of(row, "title").get(lang), *days, row.link]


@form_page
@signed_in
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells of a round."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    owners = told_by(who, area)
    if not owners:
        raise Refused(no("goals_not_your_cycle"))
    mine = own_of(who, area)
    initial = {"owner": str((mine or owners)[0].public_id), "kind": "strategy"}
    form = CycleForm(request.POST or None, owners=owners, new=True, lang=lang, initial=initial)
    back = reverse("goals:strategies", args=[slug])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            cycles.tell(by=who, owner=form.owners[form.cleaned_data["owner"]], told=form.told())
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Tell of a strategy or a budget")
    crumbs = crumbs_of(area, lang, (_("Strategies and budgets side by side"), back), (title, ""))
    return form_of(request, form, title, area.name.get(lang), back, crumbs)


def _told(request: HttpRequest, public_id: UUID) -> tuple[Cycle, Org]:
    """A round that the reader may correct. Raises Http404, Refused."""
    row = fetch(cycles.standing(), public_id=public_id)
    org = atlas().orgs[row.organisation_id]
    require(cycles.may_write(actor(request), org, row.link or "public"))
    return row, org


def _region(org: Org) -> Area | None:
    return next(iter(atlas().regions_of(org, clock.today())), None)


def _back(org: Org) -> str:
    area = _region(org)
    return reverse("goals:strategies", args=[area.slug]) if area else reverse("regions")


@form_page
@signed_in
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Corrects a round."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row, org = _told(request, public_id)
    initial: dict[str, Any] = {n: getattr(row, n) for n in (*cycles.FIELDS, *(f"title_{x}" for x in LANGUAGES))}
    form, back = CycleForm(request.POST or None, owners=[], new=False, lang=lang, initial=initial), _back(org)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            cycles.correct(by=who, cycle=row, version=version_of(request), told=form.told())
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            row, org = _told(request, public_id)
            theirs = row
    title, area = _("Correct it"), _region(org)
    crumbs = crumbs_of(area, lang, (title, "")) if area else [(title, "")]
    lead = f"{org.name.get(lang)} · {Text.of(row, 'title').get(lang)}"
    remove = reverse("goals:withdraw-cycle", args=[row.public_id])
    return form_of(
        request,
        form,
        title,
        lead,
        back,
        crumbs,
        version=row.version,
        theirs=theirs,
        remove=remove,
        remove_word=_("Take it away"),
    )


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It was told wrongly, or is not done."""
    who = actor(request)
    row, org = _told(request, public_id)

    def do() -> str:
        cycles.withdraw(by=who, cycle=row)
        return f"{_back(org)}?tehty=paatetty"

    return redirect(submit(request, do))
