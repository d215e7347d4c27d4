"""Pages of changes that are known ahead: a region's, one change, telling and correcting it."""

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
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.matters.case_pages import own_of, told_by
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, post, sent, submit, version_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.agreements import queries, rules, telling, terms
from yhdyspinta.rooms.agreements.forms import NewsForm, initial_of
from yhdyspinta.rooms.agreements.models import Change
from yhdyspinta.rooms.agreements.views import crumbs_of
from yhdyspinta.rooms.agreements.writing import form_of, themes_of

TOLD = ("title", "text", "kind", "on", "statements_by", "notice_by", "prepares", "link", "visibility")


@get
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known ahead in a region, in order; by kind where asked; past ones with `?menneet=1`."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    kind, past = chosen(request, "laji", rules.CHANGES), chosen(request, "menneet", ("1",))
    rows = queries.changes_visible_to(who).filter(region__code=area.code)
    rows = rows.filter(on__lt=today).order_by("-on", "-id") if past else rows.filter(on__gte=today)
    book = books().get(area.code, NOTHING)
    shown = [_row(r, today, book.name_of(r.theme_code)) for r in (rows.filter(kind=kind) if kind else rows)]
    if not past:  # by what has to be done first, not by when the change happens
        shown.sort(key=lambda r: (r["day"] is None, r["day"]))
    if form := chosen(request, "muoto", FORMS):
        return table(f"muutokset-{area.slug}", form, _header(), [_cells(r, lang) for r in shown])
    title = _("Changes known ahead")
    context = {
        "area": area,
        "rows": shown,
        "kind": kind,
        "past": past,
        "kinds": [(k, f"change:{k}") for k in rules.CHANGES],
        "tells": bool(told_by(who, area)) if who.standings else False,
        "crumbs": crumbs_of(area, lang, (title, "")),
    }
    return page(request, "agreements/changes.html", context)


def _row(row: Change, today: date, theme: Text) -> dict[str, Any]:
    code, day = terms.next_of(queries.coming_of(row), today)
    warns = terms.warns(queries.coming_of(row), today)
    return {"row": row, "theme": theme, "act": code, "day": day, "warns": warns, "touched": queries.touched(row)}


def _header() -> list[str]:
    names = [_("Change"), _("What changes"), _("Theme"), _("Whose change it is"), _("When it happens")]
    return [*names, _("Statements by"), _("Last day to give notice"), _("Whom it touches"), _("Which office prepares it"), _("Link")]  # fmt: skip


def _cells(r: dict[str, Any], lang: str) -> list[str]:
    row: Change = r["row"]
    days = [show_date(d, lang) if d else "" for d in (row.on, row.statements_by, row.notice_by)]
    names = ", ".join(o.name.get(lang) for o in r["touched"])
    lead = [Text.of(row, "title").get(lang), say(f"change:{row.kind}", lang=lang), r["theme"].get(lang)]
    return [*lead, Text.of(row.organisation, "name").get(lang), *days, names, row.prepares, row.link]


@get
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One change: when, whom it touches, until when to act."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(queries.changes_visible_to(who), public_id=public_id)
    area, touched = atlas().areas[row.region.code], queries.touched(row)
    own = [row.organisation.public_id, *(o.public_id for o in touched)]
    note(who, "change", row.public_id, public=row.visibility == "public", own=own)
    name = Text.of(row, "title").get(lang)
    context = {
        **_row(row, today, books().get(area.code, NOTHING).name_of(row.theme_code)),
        "area": area,
        "tells": rules.may_correct(who, area.code, row.organisation.public_id, public=row.visibility == "public"),
        "crumbs": crumbs_of(
            area, lang, (_("Changes known ahead"), reverse("agreements:changes", args=[area.slug])), (name, "")
        ),
    }
    return page(request, "agreements/change.html", context)


@form_page
@signed_in
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells of a change."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    owners = told_by(who, area)
    require(rules.may_tell(who, area.code, owners[0].public_id) if owners else rules.may_keep(who, area.code))
    mine = own_of(who, area)
    initial = {"owner": str((mine or owners)[0].public_id), "visibility": "parties", "theme": "palveluverkko"}
    form = _form(request, area, owners, new=True, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            owner = form.owners[form.cleaned_data["owner"]]
            made = telling.tell(by=who, region=Region.objects.get(code=area.code), owner=owner, news=form.news())
            return f"{reverse('agreements:change', args=[made.public_id])}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("Tell of a change"), reverse("agreements:changes", args=[slug])
    return form_of(request, form, title, area.name.get(lang), back, crumbs_of(area, lang, (title, "")))


def _form(request: HttpRequest, area: Area, owners: list[Org], *, new: bool, initial: dict[str, Any]) -> NewsForm:
    lang = request.LANGUAGE_CODE
    orgs = atlas().view(area.code, clock.today()).everybody()
    themes = themes_of(area, lang)
    return NewsForm(request.POST or None, owners=owners, orgs=orgs, themes=themes, new=new, lang=lang, initial=initial)


def _told(request: HttpRequest, public_id: UUID) -> Change:
    """A change that the reader may correct. Raises Http404, Refused."""
    who = actor(request)
    row = fetch(queries.changes_visible_to(who), public_id=public_id)
    public = row.visibility == "public"
    require(rules.may_correct(who, row.region.code, row.organisation.public_id, public=public))
    return row


@form_page
@signed_in
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Corrects a change."""
    who, lang, theirs, row = actor(request), request.LANGUAGE_CODE, None, _told(request, public_id)
    area, back = atlas().areas[row.region.code], reverse("agreements:change", args=[row.public_id])
    touches = [str(o.public_id) for o in queries.touched(row)]
    initial = initial_of(row, TOLD) | {"theme": row.theme_code, "touches": touches}
    form = _form(request, area, [], new=False, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            telling.correct(by=who, change=row, version=version_of(request), news=form.news())
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = _told(request, public_id)
    title, lead = _("Correct the change"), Text.of(row, "title").get(lang)
    crumbs = crumbs_of(area, lang, (lead, back), (title, ""))
    return form_of(request, form, title, lead, back, crumbs, version=(theirs or row).version, theirs=theirs)


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A change does not happen after all."""
    who, row = actor(request), _told(request, public_id)

    def do() -> str:
        telling.withdraw(by=who, change=row)
        return f"{reverse('agreements:changes', args=[row.region.slug])}?tehty=paatetty"

    return redirect(submit(request, do))
