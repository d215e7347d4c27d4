"""Pages: rehabilitative work by area; telling of a steering group, of a year, of one's own people."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
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
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict, require
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.press.tree import Document, Map, Tile
from yhdyspinta.core.registry.addresses import org_of
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas, municipal_shapes
from yhdyspinta.core.registry.shapes import window
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, form_status, get, page, post, sent, submit, version_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.ui.templatetags.ui import written_change
from yhdyspinta.rooms.employment import actions, queries, rules
from yhdyspinta.rooms.employment.cited import cited, needs
from yhdyspinta.rooms.employment.forms import GroupForm, PeopleForm, YearForm, chosen_people, seat_rows
from yhdyspinta.rooms.employment.models import SteeringGroup, TymYear
from yhdyspinta.rooms.employment.queries import Parties, Rehabilitation

SPACE = "tyollisyysalueet"


def area_of(slug: str) -> Org:
    """An employment area at an address, or 404."""
    return org_of(SPACE, slug)


def crumbs_of(area: Org, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to an area's page."""
    whole = (_("Employment areas"), reverse("employment-areas"))
    return [whole, (area.name.get(lang), reverse("tym", args=[area.slug])), *last]


@get
def rehabilitative(request: HttpRequest) -> HttpResponse:
    """Rehabilitative work by area, changed from a year before: computed once the figures are here, until then as it was told."""
    lang, told = request.LANGUAGE_CODE, cited()
    found = queries.rehabilitation()
    month = chosen(request, "kausi", found.periods if found else [])
    if found is not None and month:
        found = queries.rehabilitation(month)
    if (form := chosen(request, "muoto", FORMS)) and found is not None:
        header = [
            _("Employment area"),
            shown(found.period),
            _("A year before"),
            _("Change, persons"),
            _("Change, per cent"),
        ]
        lines = [
            [o.name.get(lang), *(_plain(v) for v in (c.now, c.before, c.persons, c.percent))] for o, c in found.areas
        ]
        return table(f"kuntouttava-tyotoiminta-{found.period}", form, header, lines)
    names = {o.code: o for o in atlas().of_kind("employment_area", clock.today())}
    context = {
        "found": found,
        "rows": sorted(found.areas, key=lambda r: (r[1].percent is None, r[1].percent or 0)) if found else [],
        "month": shown(found.period) if found else "",
        "months": [(p, shown(p)) for p in found.periods] if found else [],
        "source": _source(found, lang) if found else "",
        "document": _map(found, lang) if found else None,
        "told_month": shown(told.rehabilitative.period),
        "told": told.rehabilitative,
        "told_areas": [
            (names[c], v) for c, v in sorted(told.rehabilitative.areas.items(), key=lambda a: a[1]) if c in names
        ],
        "transfer": told.transfer,
        "crumbs": [(_("Employment areas"), reverse("employment-areas")), (_("Rehabilitative work"), "")],
    }
    return page(request, "employment/rehabilitative.html", context)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".removesuffix(".0")


def _source(found: Rehabilitation, lang: str) -> str:
    one, day = found.figures.indicator, found.figures.source_updated
    name = law().sources[one.source].name.get(lang)
    return f"{name}, {one.id}" + (f", {show_date(day, lang)}" if day else "")


def _map(found: Rehabilitation, lang: str) -> Document | None:
    """Municipalities in the tone of their employment area's change; a municipality's own count is often too small to tell."""
    house, today = atlas(), clock.today()
    towns = {t.code: (t, a, c) for a, c in found.areas for t in house.linked_to(a, "area_member", today)}
    part = window(municipal_shapes(), list(towns))
    if part is None:
        return None
    tiles = []
    for code, (town, area, change) in towns.items():
        if code in part.shapes.paths:
            value = "–" if change.percent is None else f"{written_change(change.percent, 1, lang)} %"
            tiles.append(
                Tile(part.shapes.paths[code], change.tone, f"{town.name.get(lang)} ({area.name.get(lang)})", value)
            )
    about = _(
        "The darker the tone, the more people there are than a year before. The tones change at −30, −10, 10 and 30 per cent."
    )
    title = _("Rehabilitative work %(month)s, change from a year before") % {"month": shown(found.period)}
    return Document(title, "", lang, today, "", (Map(title, about, part.box, tuple(tiles)),))


def may_open(request: HttpRequest, of: Parties) -> Verdict:
    """Whether the reader may begin to tell of an area."""
    return rules.may_open(actor(request), of.keepers, [r.code for r in of.regions])


def _form(request: HttpRequest, form: Form, area: Org, title: str, **more: Any) -> HttpResponse:
    lang = request.LANGUAGE_CODE
    context = {
        "form": form,
        "title": title,
        "lead": area.name.get(lang),
        "back": reverse("tym", args=[area.slug]),
        "crumbs": crumbs_of(area, lang, (title, "")),
        "version": 0,
        "theirs": None,
        "told": None,
        "gone": False,
    }
    status = form_status(form, more.get("theirs") or more.get("gone"))
    template = "employment/group.html" if isinstance(form, GroupForm) else "employment/form.html"
    return page(request, template, {**context, **more}, status=status)


@form_page
@signed_in
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells of the present steering group, or corrects what was told; `?uusi=1` tells of the next one."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    of = queries.parties_of(area, today)
    require(may_open(request, of))
    told, gone = _told_group(request, area, today)
    seats = list(told.seats.all()) if told else []
    initial: dict[str, Any] = {"set_on": told.set_on, "ends_on": told.ends_on, "link": told.link} if told else {}
    for n, seat in enumerate(seats):
        initial |= {f"org{n}": str(seat.organisation.public_id), f"role{n}": seat.role, f"function{n}": seat.function}
    if not seats:
        initial |= {"role0": "chair", "role1": "vice"}
    orgs = [*of.all, *(m for m in of.members if m not in of.all)]
    rows = max(seat_rows(len(seats)), min(rules.SEATS, number_of(request.POST.get("rows", ""))))
    form = GroupForm(request.POST or None, orgs=orgs, rows=rows, lang=lang, initial=initial)
    more: dict[str, Any] = {"version": told.version if told else 0, "told": told}
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            if gone:
                raise EditConflict(0)
            version = version_of(request) if told else 0
            actions.set_group(by=who, area=area, group=form.group(), told=told, version=version)
            return f"{reverse('tym', args=[slug])}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = queries.group_of(area.id, today)
            more = {
                "version": theirs.version if theirs else 0,
                "told": theirs,
                "theirs": theirs,
                "gone": theirs is None,
            }
    return _form(request, form, area, _("Steering group"), **more)


def _told_group(request: HttpRequest, area: Org, today: date) -> tuple[SteeringGroup | None, bool]:
    """(the group that the form is of, whether it has been withdrawn meanwhile); none for the next one."""
    if request.method != "POST":
        return (None if request.GET.get("uusi") else queries.group_of(area.id, today)), False
    asked = request.POST.get("told", "")
    told = next((g for g in queries.groups().get(area.id, ()) if str(g.public_id) == asked), None)
    return told, bool(asked) and told is None


def number_of(text: str) -> int:
    """A small number of a hidden field; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@form_page
@signed_in
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A year's goals and the staff of the parties."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    if not rules.FIRST_YEAR <= year <= today.year:
        raise Http404
    of = queries.parties_of(area, today)
    require(may_open(request, of))
    told = queries.year_of(area.id, year)
    initial: dict[str, Any] = {"agreed_on": today}
    if told is not None:
        names = ("text_fi", "text_sv", "text_en", "agreed_on", "staff_on", "link")
        initial = {n: getattr(told, n) for n in names}
        for s in told.staff.all():
            initial |= {f"agreed-{s.organisation.public_id}": s.agreed, f"now-{s.organisation.public_id}": s.now}
    form = YearForm(request.POST or None, of=of, lang=lang, initial=initial)
    more: dict[str, Any] = {"version": told.version if told else 0}
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.agree_year(by=who, area=area, year=form.year(year), version=version_of(request))
            return f"{reverse('tym', args=[slug])}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            told = queries.year_of(area.id, year)
            more = {"version": told.version if told else 0, "theirs": told}
    return _form(request, form, area, _("Goals and staff of %(year)s") % {"year": year}, **more)


@form_page
@signed_in
def people(request: HttpRequest, slug: str, space: str, org: str) -> HttpResponse:
    """How many people one's own organisation has for each need."""
    area, owner, who, lang = area_of(slug), org_of(space, org), actor(request), request.LANGUAGE_CODE
    of = queries.parties_of(area, clock.today())
    if owner not in (*of.sides, *of.counties):
        raise Http404
    require(rules.may_tell(who, {owner.public_id}, ()))
    now = queries.own_resources(area.id, owner.id)
    form = PeopleForm(request.POST or None, lang=lang, initial=chosen_people(now))
    more: dict[str, Any] = {"version": queries.mark_of(now)}
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            seen = version_of(request)
            actions.tell_people(by=who, area=area, organisation=owner, persons=form.persons(), seen=seen)
            return f"{reverse('tym', args=[slug])}?tehty=tallennettu#vastinparit"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict as conflict:
            more = {"version": conflict.current, "theirs": {"version": "", "people": _told_people(now)}}
    title = _("People for joint support: %(name)s") % {"name": owner.name.get(lang)}
    return _form(request, form, area, title, **more)


def _told_people(now: Mapping[str, Decimal]) -> list[tuple[Text, Decimal | None]]:
    """What has been told, need by need."""
    return [(name, now.get(code)) for code, name in needs().items()]


def _withdrawn(request: HttpRequest, row: SteeringGroup | TymYear, do: Callable[[], None]) -> HttpResponse:
    def done() -> str:
        do()
        return f"{reverse('tym', args=[atlas().orgs[row.area_id].slug])}?tehty=tallennettu"

    return redirect(submit(request, done))


@post
@signed_in
def withdraw_group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a group back."""
    who = actor(request)
    row = fetch(SteeringGroup.objects.filter(withdrawn_at=None), public_id=public_id)

    return _withdrawn(request, row, lambda: actions.withdraw_group(by=who, group=row))


@post
@signed_in
def withdraw_year(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a year back."""
    who = actor(request)
    row = fetch(TymYear.objects.filter(withdrawn_at=None), public_id=public_id)

    return _withdrawn(request, row, lambda: actions.withdraw_year(by=who, year=row))
