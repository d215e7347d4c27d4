"""Pages of problems: a region's with what they tell for the yearly negotiation, one problem, and its steps."""

from datetime import date
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
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, post, sent, submit, version_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.agreements import escalation, queries, raising, rules, settling
from yhdyspinta.rooms.agreements.escalation import Act
from yhdyspinta.rooms.agreements.forms import SaidForm, TroubleForm
from yhdyspinta.rooms.agreements.models import Problem
from yhdyspinta.rooms.agreements.raising import Said
from yhdyspinta.rooms.agreements.views import crumbs_of
from yhdyspinta.rooms.agreements.writing import form_of, themes_of

STEPS: dict[str, Act] = {
    "kerro": "tried",
    "nosta": "climbed",
    "esita": "offered",
    "hylkaa": "rejected",
    "sulje": "withdrawn",
}
ANSWERS: dict[str, Act] = {"hyvaksy": "accepted", "peru": "withdrawn"}
YEARS = 6


def _inside(who: Actor, area: Area) -> None:
    """Raises Refused unless the reader is of the region's organisations or keeps it: problems are between the parties."""
    everybody = [o.public_id for o in atlas().view(area.code, clock.today()).everybody()]
    mine = who.belongs_to & frozenset(everybody)
    if not mine and not sees_inside(who, area.code, everybody):
        raise Refused(no("agreements_not_your_problem"))


@get
@signed_in
def problems(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's problems that the reader settles or keeps, and how many each interface has had in a year."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    _inside(who, area)
    year = int(chosen(request, "vuosi", [str(today.year - n) for n in range(YEARS)]) or today.year)
    rows = list(settling.problems_visible_to(who).filter(region__code=area.code))
    book = books().get(area.code, NOTHING)
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    counted = [(theme, book.name_of(theme), t) for theme, t in settling.tallies(rows, first, last).items()]
    counted.sort(key=lambda c: (-c[2].climbed, -c[2].raised, c[0]))
    if form := chosen(request, "muoto", FORMS):
        lines = [[name.get(lang), str(year), *_counts(t)] for _theme, name, t in counted]
        return table(f"ongelmat-{area.slug}-{year}", form, _header(), lines)
    states = [(p, s) for p in rows if (s := settling.state_of(p, today)) is not None]
    title = _("Problems and how they are settled")
    context = {
        "area": area,
        "open": [_row(p, s, book) for p, s in states if s.name not in escalation.CLOSED],
        "closed": [_row(p, s, book) for p, s in states if s.name in escalation.CLOSED][:20],
        "counted": counted,
        "year": year,
        "years": [today.year - n for n in range(YEARS)],
        "raises": bool(own_of(who, area)),
        "crumbs": crumbs_of(area, lang, (title, "")),
    }
    return page(request, "agreements/problems.html", context)


def _row(row: Problem, state: escalation.State, book: Any) -> dict[str, Any]:
    return {"row": row, "state": state, "level": LEVELS[state.level].name, "theme": book.name_of(row.theme_code)}


def _header() -> list[str]:
    names = [_("Theme"), _("Year"), _("Raised"), _("Open now"), _("Solved"), _("Agreed to disagree")]
    return [*names, _("Climbed"), _("Past their days"), _("Days to settle, median")]


def _counts(t: escalation.Tally) -> list[str]:
    numbers = (t.raised, t.open, t.solved, t.disagreed, t.climbed, t.late)
    return [*(str(n) for n in numbers), "" if t.days is None else str(t.days)]


@form_page
@signed_in
def raise_problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Raises a problem with others of the region."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    own = own_of(who, area)
    if not own:
        raise Refused(no("agreements_not_your_problem"))
    orgs = list(atlas().view(area.code, today).everybody())
    initial = {"theme": request.GET.get("teema", ""), "org": str(own[0].public_id)}
    form = TroubleForm(
        request.POST or None, own=own, orgs=orgs, themes=themes_of(area, lang), lang=lang, initial=initial
    )
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            region = Region.objects.get(code=area.code)
            made = raising.raise_problem(by=who, region=region, org=form.acting(), trouble=form.trouble())
            return f"{_page_of(made)}?tehty=tallennettu"

        if answer := sent(request, form, do, "text"):
            return answer
    title, back = _("Raise a problem"), reverse("agreements:problems", args=[slug])
    crumbs = crumbs_of(area, lang, (_("Problems"), back), (title, ""))
    return form_of(request, form, title, area.name.get(lang), back, crumbs)


def _page_of(row: Problem) -> str:
    return reverse("agreements:problem", args=[row.public_id])


@get
@signed_in
def problem(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One problem: where it is, by when, what has been tried, what can be done now."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(settling.problems_visible_to(who), public_id=public_id)
    area, parties, state = atlas().areas[row.region.code], settling.parties_of(row), settling.state_of(row, today)
    if state is None:
        raise Http404
    note(who, "problem", row.public_id, public=False, own=[p.public_id for p in parties])
    own, limits = settling.own_in(who, row), settling.limits_of(row)
    context = {
        "problem": row,
        "area": area,
        "theme": books().get(area.code, NOTHING).name_of(row.theme_code),
        "state": state,
        "ladder": [_rung(level, state, limits) for level in escalation.levels(limits)],
        "parties": parties,
        "waits": [p for p in parties if p.id in state.waits],
        "steps": row.steps.all(),
        "can": {
            act for act in (*STEPS.values(), *ANSWERS.values()) if own and escalation.may_follow(state, act, limits)
        },
        "answers": [o for o in own if o.id in state.waits],
        "raised_by_us": any(o.id == row.steps.all()[0].organisation_id for o in own),
        "closes": bool(rules.may_keep(who, area.code)) and escalation.may_follow(state, "withdrawn", limits),
        "seen": row.agreement_id is not None and queries.visible_to(who).filter(pk=row.agreement_id).exists(),
        "crumbs": crumbs_of(
            area, lang, (_("Problems"), reverse("agreements:problems", args=[area.slug])), (row.title, "")
        ),
    }
    return page(request, "agreements/problem.html", context)


def _rung(level: escalation.Level, state: escalation.State, limits: escalation.Limits) -> dict[str, Any]:
    """A level of the ladder: passed, present or ahead."""
    ladder = escalation.levels(limits)
    place = ladder.index(level) - (ladder.index(state.level) if state.level in ladder else 0)
    return {"name": LEVELS[level].name, "days": limits.get(level), "now": place == 0, "passed": place < 0}


@form_page
@signed_in
def step(request: HttpRequest, public_id: UUID, way: str) -> HttpResponse:
    """Tells what was tried, takes it to the next level, offers a settlement, or does not accept one."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(settling.problems_visible_to(who), public_id=public_id)
    own, act = settling.own_in(who, row), STEPS.get(way)
    if act is None:
        raise Http404
    if act == "withdrawn":
        require(rules.may_keep(who, row.region.code))
        own = [o for o in settling.parties_of(row) if o.id == row.steps.all()[0].organisation_id]
    if not own:
        raise Refused(no("agreements_not_your_problem"))
    if not escalation.may_follow(settling.state_of(row, today), act, settling.limits_of(row)):
        raise Refused(no("agreements_not_now"))
    form, moved = SaidForm(request.POST or None, act=act, own=own, lang=lang), False
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            raising.act(by=who, problem=row, org=form.acting(), said=form.said(), seen=version_of(request))
            return f"{_page_of(row)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do, "text"):
                return answer
        except EditConflict:
            row, moved = fetch(settling.problems_visible_to(who), public_id=public_id), True
    titles = {
        "withdrawn": _("Close the problem"),
        "tried": _("Tell what was tried"),
        "climbed": _("Take it to the next level"),
        "offered": _("Offer a settlement"),
        "rejected": _("Do not accept the settlement"),
    }
    area, title = atlas().areas[row.region.code], titles[act]
    crumbs = crumbs_of(area, lang, (row.title, _page_of(row)), (title, ""))
    last = list(row.steps.all())
    return form_of(request, form, title, row.title, _page_of(row), crumbs, version=len(last), moved=last[-1] if moved else None)  # fmt: skip


@post
@signed_in
def answer(request: HttpRequest, public_id: UUID, way: str, party: UUID) -> HttpResponse:
    """Accepts a settlement in a party's name, or takes the problem back."""
    who = actor(request)
    row = fetch(settling.problems_visible_to(who), public_id=public_id)
    org: Org | None = next((o for o in settling.parties_of(row) if o.public_id == party), None)
    if org is None or way not in ANSWERS:
        raise Http404

    def do() -> str:
        raising.act(by=who, problem=row, org=org, said=Said(ANSWERS[way]), seen=version_of(request))
        return f"{_page_of(row)}?tehty=tallennettu"

    return redirect(submit(request, do))
