"""Pages of contacts: who is my counterpart, and how an organisation is reached."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.texts import search_key, sort_key
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.registry.addresses import org_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Kind, Organisation
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, kept, page, post, sent, slow_down, submit
from yhdyspinta.rooms.responsibilities import actions, queries, reading, rules
from yhdyspinta.rooms.responsibilities.forms import ContactForm
from yhdyspinta.rooms.responsibilities.models import Contact
from yhdyspinta.rooms.responsibilities.queries import Reached, Sheet
from yhdyspinta.rooms.responsibilities.tasks import Task, tasks

SHOWN = 12
"""So many tasks are shown at once."""


@cache
def _keys() -> dict[str, str]:
    """Of each task its search text: names in every language, and the theme's."""
    return {t.code: search_key(*(getattr(n, x) for n in (t.name, THEMES[t.theme].name) for x in ("fi", "sv", "en"))) for t in tasks().values()}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """Tasks that the same organisations organise at a place, with how each is reached."""

    tasks: tuple[Task, ...]
    organisers: tuple[tuple[Org, Reached | None], ...]


@get
@kept
def counterpart(request: HttpRequest) -> HttpResponse:
    """Who answers for a task at a place, and how that is reached: by task, theme and municipality."""
    lang, today = request.LANGUAGE_CODE, clock.today()
    words = request.GET.get("q", "").strip()[:60]
    theme, house = chosen(request, "teema", THEMES), atlas()
    towns = sorted(house.of_kind(Kind.MUNICIPALITY, today), key=lambda o: sort_key(o.name.get(lang)))
    town = next((o for o in towns if o.slug == request.GET.get("kunta", "")), None)
    found = reading.matching(tasks().values(), search_key(words).split(), _keys()) if words or theme else []
    found = [t for t in found if not theme or t.theme == theme]
    areas = house.regions_of(town, today) if town else []
    if found and areas:
        slow_down(request)
    answers = _answers(request, areas[0], town, found[:SHOWN]) if town and areas else []
    context = {
        "words": words,
        "theme": theme,
        "town": town,
        "towns": towns,
        "themes": [(code, entry.name) for code, entry in THEMES.items()],
        "tasks": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "answers": answers,
        "asked": bool(words or theme),
        "area": areas[0] if areas else None,
        "crumbs": [(_("Find your counterpart"), "")],
    }
    return page(request, "responsibilities/counterpart.html", context)


def _answers(request: HttpRequest, area: Area, town: Org, found: list[Task]) -> list[Answer]:
    """Who organises each task for the municipality's residents, by what is public or the reader's own."""
    written = queries.of_region(actor(request), area.code)
    view, sheets = atlas().view(area.code, clock.today()), dict[str, Sheet]()
    grouped: dict[tuple[tuple[Org, Reached | None], ...], list[Task]] = {}
    for task in found:
        sheet = sheets.get(task.theme) or queries.sheet(view, task.theme, written.get(task.theme))
        sheets[task.theme] = sheet
        serving = {p.id for p in sheet.parties if town.id in p.serves}
        organisers = [o for o in sheet.orgs if o.id in serving and sheet.cells.get((task.code, o.id)) == "organises"]
        grouped.setdefault(tuple((o, sheet.contacts.get(o.id)) for o in organisers), []).append(task)
    return [Answer(tuple(each), organisers) for organisers, each in grouped.items()]


@get
def of_organisation(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """How an organisation is reached: in every theme, and in those that have a contact of their own."""
    org, who, lang = org_of(space, slug), actor(request), request.LANGUAGE_CODE
    year_ago = add_years(clock.today(), -1)
    context = {
        "org": org,
        "rows": [(c, c.confirmed_on <= year_ago) for c in queries.contacts_of(org.id)],
        "themes": THEMES,
        "may": rules.may_tell_contact(who, org.public_id),
        "own": rules.may_confirm_contact(who, org.public_id),
        "crumbs": [(org.name.get(lang), reverse("organisation-any", args=[space, slug])), (_("Contacts"), "")],
    }
    return page(request, "responsibilities/contacts.html", context)


def _page_of(organisation: Organisation) -> str:
    return reverse("responsibilities:contacts", args=[organisation.space, organisation.slug])


@form_page
@signed_in
def tell(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """Tells how an organisation is reached; `?teema=` opens what is told of that theme now."""
    org, who, lang = org_of(space, slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_tell_contact(who, org.public_id))
    row = Organisation.objects.get(pk=org.id)
    now = queries.contacts().by.get((org.id, chosen(request, "teema", THEMES)))
    own = bool(rules.may_confirm_contact(who, org.public_id))
    themes = [(code, entry.name.get(lang)) for code, entry in THEMES.items()]
    form = ContactForm(request.POST or None, themes=themes, own=own, initial=_now(now))
    back = _page_of(row)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.tell_contact(by=who, organisation=row, card=form.card())
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("How we are reached") if own else _("How the organisation is reached")
    crumbs = [(org.name.get(lang), reverse("organisation-any", args=[space, slug])), (_("Contacts"), back), (title, "")]
    context = {"form": form, "title": title, "org": org, "back": back, "crumbs": crumbs}
    return page(request, "responsibilities/contact_form.html", context, status=422 if form.errors else 200)


def _now(known: Reached | None) -> dict[str, str]:
    if known is None:
        return {}
    ways = {n: getattr(known, n) for n in ("theme", "email", "phone", "person", "deputy", "deputy_email", "source_url")}
    return {**ways, **{f"name_{x}": getattr(known.name, x) for x in ("fi", "sv", "en")}}


def _standing(public_id: UUID) -> Contact:
    return fetch(Contact.objects.filter(withdrawn_at=None).select_related("organisation"), public_id=public_id)


@post
@signed_in
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It still holds."""
    row, who = _standing(public_id), actor(request)

    def do() -> str:
        actions.confirm_contact(by=who, contact=row)
        return f"{_page_of(row.organisation)}?tehty=vahvistettu"

    return redirect(submit(request, do))


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It holds no longer."""
    row, who = _standing(public_id), actor(request)

    def do() -> str:
        actions.withdraw_contact(by=who, contact=row)
        return f"{_page_of(row.organisation)}?tehty=paatetty"

    return redirect(submit(request, do))


@post
def hide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody takes their name away from a contact, without an account; the function stays."""
    slow_down(request, 8)
    row, who = _standing(public_id), actor(request)

    def do() -> str:
        actions.hide_person(by=who, contact=row)
        return f"{_page_of(row.organisation)}?tehty=tallennettu"

    return redirect(submit(request, do))
