"""A region's matters, and one matter with everything that belongs to it, from every room."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import queries, rules, shelf
from yhdyspinta.core.matters.case_pages import crumbs_of, own_of
from yhdyspinta.core.matters.models import Consultation, Matter, MatterParty
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, fetch, get, page
from yhdyspinta.core.visits.reading import note
from yhdyspinta.site.following.news import line_of
from yhdyspinta.site.following.things import button

STATES = ("avoimet", "paattyneet")


@get
def of_region(request: HttpRequest, slug: str) -> HttpResponse:
    """The matters of a region that one may see, open or closed ones."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    closed = chosen(request, "tila", STATES) == "paattyneet"
    rows = shelf.matters_visible_to(who).filter(region__code=area.code)
    rows = rows.filter(closed_on__isnull=not closed).order_by("-year", "-number")
    own = own_of(who, area)
    context = {
        "area": area,
        "closed": closed,
        "rows": rows[:200],
        "may": rules.may_open(who, area.code, own[0].public_id if own else None),
        "crumbs": [*crumbs_of(area, lang)[:-1], (_("Matters"), "")],
    }
    return page(request, "site/matters.html", context)


@get
def matter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One matter: whom it concerns, what each calls it, what has happened, its documents, how far the parties are."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(shelf.matters_visible_to(who), public_id=public_id)
    concerned = [p.organisation.public_id for p in row.parties.all()]
    note(who, "matter", row.public_id, public=row.visibility == "public", own=concerned)
    area, duties = atlas().areas[row.region.code], catalogue().duties
    book = books().get(area.code, NOTHING)
    owner, region = row.owner.public_id if row.owner else None, row.region.code
    asked = queries.of_matter(row, who)
    context = {
        "row": row,
        "area": area,
        "themes": [(t.theme_code, book.name_of(t.theme_code).get(lang)) for t in row.themes.all()],
        "duties": [duties[c] for c in row.duties if c in duties],
        "parties": _parties(who, row, asked.rows),
        "documents": shelf.documents_visible_to(who).filter(matter=row),
        "asked": asked,
        "line": line_of(row, who, clock.today()),
        **button(request, "matter", row.public_id),
        "keeps": rules.may_keep_matter(who, region, owner),
        "files": bool(own_of(who, area)) and bool(shelf.linkable(who, row)),
        "crumbs": crumbs_of(area, lang, (Text.of(row, "title").get(lang), "")),
    }
    return page(request, "site/matter.html", context)


def _parties(who: Actor, row: Matter, asked: Iterable[Consultation]) -> list[tuple[MatterParty, Verdict]]:
    """Whom it concerns. Who came along by being asked and has not answered is between the parties: others do not see it."""
    region, parties = row.region.code, list(row.parties.all())
    inside = {p.organisation.public_id for p in parties} & who.belongs_to or region in who.regions
    if not (inside or who.is_administrator):
        answered = {c.organisation_id for c in asked}
        parties = [p for p in parties if not p.asked or p.organisation_id in answered]
    return [(p, rules.may_number(who, p.organisation.public_id, region)) for p in parties]
