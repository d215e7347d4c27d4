"""Pages to read: a region's preparedness, who does what, one plan, its card."""

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.second import ask_second, is_needed
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.press.files import answer as document_answer
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.stances.speaking import spoken
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.preparedness import cards, queries, rules
from yhdyspinta.rooms.preparedness.gaps import Gap
from yhdyspinta.rooms.preparedness.models import DutyContact, Plan
from yhdyspinta.rooms.preparedness.queries import Sight, sight
from yhdyspinta.rooms.preparedness.scenarios import KINDS, Subject, scenarios

View = Callable[..., HttpResponse]
OPEN = ("region", "worker", "manifest")
"""Pages that are also for those who have given one factor only: what they tell is public, or inside."""


def room(view: View) -> View:
    """The pages of the room exist where the installation has it."""

    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.is_open():
            raise Http404
        if view.__name__ not in OPEN and actor(request).responds_for and is_needed(request):
            return ask_second(request)  # here also to read: a link in somebody's mailbox opens no secret
        answer = view(request, *args, **kwargs)
        if actor(request).signed_in:
            answer["Cache-Control"] = "no-store"
        return answer

    return inner


def crumbs_of(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the regions to a page of a region's preparedness."""
    return way_to(area, lang, (_("Preparedness"), reverse("preparedness:region", args=[area.slug])), *last)


def inside_or_404(who: Actor, area: Area) -> Sight:
    """What an insider sees of a region. Raises Http404 for everybody else."""
    seen = sight(who, area.code)
    if not (seen.inside or seen.details):
        raise Http404
    return seen


def circle_or_404(who: Actor, area: Area) -> Sight:
    """What the circle of a region sees. Raises Http404 for everybody else."""
    seen = sight(who, area.code)
    if not seen.details:
        raise Http404
    return seen


@room
@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region: to everybody which plans hold and since when, exercises as days; inside also who has agreed, and what lacks."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    seen, told = sight(who, area.code), queries.dates(area.code, today)
    if is_needed(request):
        seen = Sight(seen.inside, details=False, log=False)
    plans = queries.plans(area.code) if seen.inside else {}
    held = queries.contacts(area.code) if seen.details else None
    since = dict(told.plans)
    groups = []
    for kind in KINDS:
        subjects = [s for s in scenarios().subjects.values() if s.kind == kind]
        rows = [_row(s, since.get(s.code), plans.get(s.code), held, today) for s in subjects]
        groups.append((kind, rows, any(r["plan"] or r["since"] for r in rows)))
    own = queries.own_ids(area.code, today)
    context = {
        "area": area,
        "seen": seen,
        "dates": told,
        "groups": groups,
        "plans_may": rules.may_plan(who, area.code),
        "trains": bool(rules.may_train(who, area.code, own)),
        "partners": list(queries.partners(area.code)) if seen.inside else [],
        "coming": list(queries.exercises(who).filter(region__code=area.code, held_on=None, called_off_at=None))
        if seen.inside
        else [],
        "joined": _joined(area.code) if seen.inside else {},
        "joins": list(atlas().by_public_id(who.organisations & own)),
        "crumbs": way_to(area, lang, (_("Preparedness"), "")),
    }
    return page(request, "preparedness/region.html", context)


def _row(subject: Subject, since: date | None, plan: Plan | None, held: Sequence[DutyContact] | None, today: date) -> dict[str, Any]:  # fmt: skip
    """A subject as the page of a region shows it."""
    now = queries.agreement(plan) if plan else None
    gaps = queries.gaps_of(plan, held, today) if plan else []
    return {"subject": subject, "since": since, "plan": plan, "agreed": now, "gaps": len(gaps)}


def _joined(region: str) -> dict[str, list[Any]]:
    """Who has taken what into use."""
    found: dict[str, list[Any]] = {"details": [], "log": []}
    for joining in queries.joinings(region):
        found[joining.part].append(joining)
    return found


@room
@get
@signed_in
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Who leads, acts and is told, in every disruption; of one organisation with `?kuka=`; as a table file."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    inside_or_404(who, area)
    orgs = atlas().view(area.code, today).everybody()
    asked = chosen(request, "kuka", [str(o.public_id) for o in orgs])
    only = next((o for o in orgs if str(o.public_id) == asked), None)
    rows = []
    plans = queries.plans(area.code)
    for subject in scenarios().subjects.values():
        if (plan := plans.get(subject.code)) is None:
            continue
        roles = queries.roles_of(plan)
        for function in subject.functions:
            cells = queries.by_role(roles, function)
            if only is None or any(only in each for each in cells.values()):
                rows.append((subject, plan, scenarios().functions[function], cells))
    if form := chosen(request, "muoto", FORMS):
        header = [_("Disruption or work"), _("Activity"), _("Leads"), _("Acts"), _("Is informed")]
        lines = [
            [s.name.get(lang), f.get(lang), *(", ".join(o.name.get(lang) for o in each) for each in c.values())]
            for s, _p, f, c in rows
        ]
        return table(f"varautuminen-{area.slug}", form, header, lines)
    context = {
        "area": area,
        "rows": rows,
        "only": only,
        "orgs": orgs,
        "crumbs": crumbs_of(area, lang, (_("Who does what"), "")),
    }
    return page(request, "preparedness/matrix.html", context)


@room
@get
@signed_in
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One plan: who does what, what lacks, what each party has decided; the circle also reads how."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    area, subject, seen = atlas().areas[row.region.code], scenarios().subjects[row.subject], sight(who, row.region.code)
    held = queries.contacts(area.code) if seen.details else None
    roles = queries.roles_of(row)
    functions = [(f, scenarios().functions[f], queries.by_role(roles, f).items()) for f in subject.functions]
    context = {
        "plan": row,
        "area": area,
        "subject": subject,
        "seen": seen,
        "functions": functions,
        "gaps": [(g, _named_gap(g)) for g in queries.gaps_of(row, held, today)],
        "numbers": queries.numbers_of(row, held or []),
        "agreed": queries.agreement(row),
        "signed": queries.signed_on(row, today),
        "spoken": said_of(row, who),
        "writes": rules.may_plan(who, area.code),
        "crumbs": crumbs_of(area, lang, (subject.name.get(lang), "")),
    }
    return page(request, "preparedness/plan.html", context)


def _named_gap(gap: Gap) -> tuple[Text | None, Text | None]:
    """The function and the organisation of a gap."""
    org = atlas().orgs.get(gap.organisation)
    return scenarios().functions.get(gap.function), org.name if org else None


def said_of(row: Plan, who: Actor) -> Any:
    """Every party and its words side by side."""
    return spoken(
        who,
        queries.parties_of(row),
        row.stances.all(),
        row.version,
        keeper=rules.may_plan(who, row.region.code),
        inside=sees_inside(who, row.region.code, [o.public_id for o in queries.parties_of(row)]),
        href=lambda party: reverse("preparedness:stance", args=[row.public_id, party]),
    )


@room
@get
@signed_in
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The card as a file, always made of what is true now: PDF, Word or a page to print."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    area = atlas().areas[row.region.code]
    circle_or_404(who, area)
    if not scenarios().subjects[row.subject].disrupts:
        raise Http404
    form = chosen(request, "muoto", ("pdf", "docx")) or "pdf"
    slow_down(request, 4)
    where = _("Preparedness in %(name)s") % {"name": area.name.get(lang)}
    address = request.build_absolute_uri(reverse("preparedness:plan", args=[row.public_id]))
    made = cards.card(row, queries.contacts(area.code), where, lang, clock.now(), address)
    return document_answer(made, form, f"{say('preparedness_card', lang=lang)}-{row.subject}")
