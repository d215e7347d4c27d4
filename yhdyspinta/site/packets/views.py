"""A packet's page: choose parts and their form; what stands in it is what the reader may see."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.publications import queries as publications
from yhdyspinta.core.publications.rules import may_publish
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, slow_down
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.site.packets.asked import language, parts_of, region_asked, town_asked
from yhdyspinta.site.packets.document import packet
from yhdyspinta.site.packets.parts import Subject, parts_for

FORMS = ("pdf", "docx", "pptx", "html")


@get
def of_region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's packet."""
    return _packet(request, Subject(region_asked(slug), None, language(request), actor(request)))


@get
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """A municipality's packet."""
    return _packet(request, Subject(*town_asked(slug), language(request), actor(request)))


@get
@signed_in
def of_meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A meeting's packet, for the people of its forum: the agenda, then what the region has."""
    who = actor(request)
    row = fetch(forums.meetings_visible_to(who), public_id=public_id)
    if not (who.is_administrator or forums.sees_inside(who, row.forum, forums.parties_of(row.forum))):
        raise Http404
    view = atlas().view(row.forum.region.code, clock.today())
    return _packet(request, Subject(view, None, language(request), who, row))


def _orders(parts: list[str], lang: str) -> list[tuple[str, str]]:
    """Each chosen part with the address in which it stands one place earlier, "" for the first."""
    found = []
    for number, code in enumerate(parts):
        moved = [*parts[: max(0, number - 1)], code, *parts[max(0, number - 1) : number], *parts[number + 1 :]]
        found.append((code, "?" + urlencode([*(("osa", p) for p in moved), ("kieli", lang)]) if number else ""))
    return found


def _packet(request: HttpRequest, of: Subject) -> HttpResponse:
    known = parts_for(of)
    parts = parts_of(request.GET.getlist("osa"), known)
    address = request.build_absolute_uri(request.path)
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, 8)
    document = packet(of, parts, address)
    if form:
        return answer(document, form, f"neuvottelu-{(of.org or of.view.area).slug}-{of.on}")
    who = of.reader
    frozen = publications.of_region(who, of.region, "packet").filter(organisation=of.org.id if of.org else None)
    context = {
        "document": document,
        "of": of,
        "chosen": [] if parts == list(known) else parts,
        "parts": [(code, code in parts) for code in known],
        "orders": _orders(parts, of.lang),
        "address": "?" + urlencode([*(("osa", p) for p in parts if parts != list(known)), ("kieli", of.lang)]),
        "towns": [] if of.org or of.meeting else of.view.municipalities,
        "frozen": frozen[:10],
        "freezing": _freezing(of) if who.user is not None and not of.meeting else "",
        "public": may_publish(who, of.region, of.view.own_public_ids),
        "crumbs": way_to(of.view.area, request.LANGUAGE_CODE, (_("Negotiation packet"), "")),
    }
    return page(request, "site/packet.html", context)


def _freezing(of: Subject) -> str:
    """Where the packet's freezing is sent."""
    if of.org:
        return reverse("packet-municipality-freeze", args=[of.org.slug])
    return reverse("packet-region-freeze", args=[of.view.area.slug])
