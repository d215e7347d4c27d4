"""Pages that write a matter: open, change, close and open again, a party's own record number."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import cases, rules, shelf
from yhdyspinta.core.matters.case_forms import MatterForm
from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, page, post, sent, submit, version_of


def own_of(who: Actor, area: Area) -> list[Org]:
    """Organisations of a region that the person acts for."""
    return [o for o in atlas().view(area.code, clock.today()).everybody() if o.public_id in who.organisations]


def told_by(who: Actor, area: Area) -> list[Org]:
    """Organisations of a region that the person may tell something of: one's own, as a coordinator everybody."""
    if may_coordinate(who, area.code):
        return list(atlas().view(area.code, clock.today()).everybody())
    return own_of(who, area)


def crumbs_of(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from a region to a page of a matter."""
    own = (area.name.get(lang), reverse("region", args=[area.slug]))
    return [own, (_("Matters"), reverse("matters-of-region", args=[area.slug])), *last]


def title_of(row: Matter) -> Text:
    """What it is called."""
    return Text.of(row, "title")


def _form(request: HttpRequest, area: Area, row: Matter | None) -> MatterForm:
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    book, view = books().get(area.code, NOTHING), atlas().view(area.code, today)
    themes = [(code, book.name_of(code).get(lang)) for code in book.themes_on(today)]
    mine = {t.theme_code for t in row.themes.all()} if row else set()
    every = [d for d in catalogue().duties.values() if not d.individual and (mine & set(d.themes))]
    duties = sorted(((d.code, d.title.get(lang)) for d in every), key=lambda c: c[1])
    own = own_of(who, area) if row is None else []
    return MatterForm(
        request.POST or None,
        initial=_initial(row),
        own=own,
        orgs=view.everybody(),
        themes=themes,
        duties=duties,
        lang=lang,
    )


def _initial(row: Matter | None) -> dict[str, Any]:
    if row is None:
        return {"visibility": "public"}
    found: dict[str, Any] = {f"title_{x}": getattr(row, f"title_{x}") for x in LANGUAGES}
    found |= {"visibility": row.visibility, "duties": row.duties, "themes": [t.theme_code for t in row.themes.all()]}
    return {**found, "parties": [str(p.organisation.public_id) for p in row.parties.all()]}


@form_page
@signed_in
def open_matter(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens a matter of a region, for one's own organisation or as its coordinator."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    own = own_of(who, area)
    require(rules.may_open(who, area.code, own[0].public_id if own else None))
    form = _form(request, area, None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data.get("owner")
        owner = next((o for o in own if str(o.public_id) == asked), own[0] if own else None)

        def do() -> str:
            home = Region.objects.get(code=area.code)
            made = cases.open_matter(by=who, region=home, owner=owner, subject=form.subject(()))
            return f"{reverse('matter', args=[made.public_id])}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("Open a matter"), reverse("matters-of-region", args=[slug])
    context = {"form": form, "title": title, "lead": area.name.get(lang), "back": back, "version": 0}
    crumbs = crumbs_of(area, lang, (title, ""))
    return page(request, "matters/matter_form.html", {**context, "crumbs": crumbs}, status=422 if form.errors else 200)


@form_page
@signed_in
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes a matter."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row = fetch(shelf.matters_visible_to(who), public_id=public_id)
    require(rules.may_keep_matter(who, row.region.code, row.owner.public_id if row.owner else None))
    area = atlas().areas[row.region.code]
    form, back = _form(request, area, row), reverse("matter", args=[row.public_id])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            subject = form.subject(row.duties)
            cases.change_matter(by=who, matter=row, version=version_of(request), subject=subject)
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = fetch(shelf.matters_visible_to(who), public_id=public_id)
    title = _("Change the matter")
    crumbs = crumbs_of(area, lang, (title_of(row).get(lang), back), (title, ""))
    context = {
        "form": form,
        "title": title,
        "lead": row.identifier,
        "back": back,
        "version": (theirs or row).version,
        "theirs": theirs,
        "crumbs": crumbs,
    }
    return page(request, "matters/matter_form.html", context, status=form_status(form, theirs))


@post
@signed_in
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Closes a matter, or opens a closed one again."""
    who = actor(request)
    row = fetch(shelf.matters_visible_to(who), public_id=public_id)

    def do() -> str:
        (cases.close if row.closed_on is None else cases.reopen)(by=who, matter=row)
        return f"{reverse('matter', args=[row.public_id])}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def number(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """What a party calls the matter in its own register."""
    who = actor(request)
    row = fetch(shelf.matters_visible_to(who), public_id=public_id)
    one = fetch(row.parties.all(), organisation__public_id=party)

    def do() -> str:
        org = atlas().orgs[one.organisation_id]
        cases.tell_number(by=who, matter=row, party=org, number=request.POST.get("number", "")[:60])
        return f"{reverse('matter', args=[row.public_id])}?tehty=tallennettu"

    return redirect(submit(request, do))
