"""Pages that set preparedness beside the other rooms."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.fields import DayField, choose
from yhdyspinta.core.ui.pages import form_page, form_status, get, page, submit, tell_refusal
from yhdyspinta.rooms.goals import actions as goal_actions
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.preparedness import queries, training
from yhdyspinta.rooms.preparedness.facade import is_open
from yhdyspinta.rooms.preparedness.queries import THEME
from yhdyspinta.rooms.preparedness.scenarios import scenarios
from yhdyspinta.site.map.access import seen
from yhdyspinta.site.map.queries import maps
from yhdyspinta.site.preparedness.steps import STEPS, operative


def _crumbs(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    return way_to(area, lang, (_("Preparedness"), reverse("preparedness:region", args=[area.slug])), *last)


@get
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """The five steps of partnership: how far each has come in a region, and by what evidence."""
    if not is_open():
        raise Http404
    area, lang, today = area_of(slug), request.LANGUAGE_CODE, clock.today()
    found, told = seen(request, area, today), queries.dates(area.code, today)
    cells = maps().region(area.code, today) if found.shown else {}
    asked = [s.code for s in scenarios().subjects.values() if s.kind == "disruption"]
    signed = [(scenarios().subjects[c].name, on) for c, on in told.plans if c in asked]
    last = told.exercises[0][2] if told.exercises else None
    context = {
        "area": area,
        "shown": found.shown,
        "steps": [
            {"code": code, "cell": cells.get((area.code, THEME, block)), "block": block} for code, block in STEPS
        ],
        "operative": operative(len(signed), len(asked), last, told.reached, today),
        "signed": signed,
        "asked": len(asked),
        "exercised": last,
        "dates": told,
        "crumbs": _crumbs(area, lang, (_("Five steps of partnership"), "")),
    }
    return page(request, "site/preparedness_steps.html", context)


class MeasureForm(forms.Form):
    """What is done about a lesson, under which goal, and who is asked to own it."""

    goal = forms.ChoiceField(label=gettext_lazy("Under which goal"))
    title_fi = forms.CharField(label=gettext_lazy("Name in Finnish"), max_length=200, required=False)
    title_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=200, required=False)
    title_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who is asked to own it"))
    ends = DayField(label=gettext_lazy("Done by"), required=False)


@form_page
@signed_in
def measure(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was proposed after an exercise becomes a measure of the goals; both are written, or neither."""
    who, lang = actor(request), request.LANGUAGE_CODE
    lesson = queries.proposal(who, public_id) if is_open() else None
    if lesson is None:
        raise Http404
    area = atlas().areas[lesson.exercise.region.code]
    mine = {str(g.public_id): g for g in goals.of_region(who, area.code) if goals.keeps(who, g.programme)}
    orgs = {str(o.public_id): o for o in atlas().view(area.code, clock.today()).everybody()}
    form = MeasureForm(request.POST or None, initial={f"title_{lang}": lesson.proposal})
    choose(form, goal=[(k, Text.of(g, "title").get(lang)) for k, g in mine.items()], owner=[(k, o.name.get(lang)) for k, o in orgs.items()])  # fmt: skip
    back = reverse("preparedness:exercise", args=[lesson.exercise.public_id])
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data

        def do() -> str:
            titles = {x: data[f"title_{x}"] for x in ("fi", "sv", "en")}
            work = goal_actions.Work(titles, owner=orgs[data["owner"]].id, ends=data["ends"])
            with transaction.atomic():
                made = goal_actions.add_measure(by=who, goal=mine[data["goal"]], work=work)
                training.became_measure(by=who, lesson=lesson, measure=made.public_id)
            return f"{back}?tehty=tallennettu#opit"

        try:
            return redirect(submit(request, do))
        except Refused as refused:
            tell_refusal(request, form, refused)
    context = {
        "form": form,
        "goals": mine,
        "area": area,
        "proposal": lesson.proposal,
        "back": back,
        "crumbs": _crumbs(area, lang, (_("Make it a measure"), "")),
    }
    return page(request, "site/lesson_measure.html", context, status=form_status(form))
