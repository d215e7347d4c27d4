"""A packet's page: choose parts and their form; what stands in it is what the reader may see."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.publications import queries as publications
from yhdyspinta.core.publications.rules import may_publish
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.ui.pages import chosen, get, page, slow_down
from yhdyspinta.site.packets.asked import language, parts_of, region_asked, town_asked
from yhdyspinta.site.packets.document import packet
from yhdyspinta.site.packets.making import own_of
from yhdyspinta.site.packets.parts import PARTS, Subject

FORMS = ("pdf", "docx", "pptx", "html")


@get
def of_region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's packet."""
    return _packet(request, Subject(region_asked(slug), None, language(request), actor(request)))


@get
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """A municipality's packet."""
    return _packet(request, Subject(*town_asked(slug), language(request), actor(request)))


def _packet(request: HttpRequest, of: Subject) -> HttpResponse:
    parts = parts_of(request.GET.getlist("osa"))
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
        "chosen": parts if len(parts) < len(PARTS) else [],
        "parts": [(code, code in parts) for code in PARTS],
        "address": "?" + urlencode([*(("osa", p) for p in parts if len(parts) < len(PARTS)), ("kieli", of.lang)]),
        "towns": [] if of.org else of.view.municipalities,
        "frozen": frozen[:10],
        "freezing": _freezing(of) if who.user is not None else "",
        "public": may_publish(who, of.region, own_of(of.view)),
        "crumbs": way_to(of.view.area, request.LANGUAGE_CODE, (_("Negotiation packet"), "")),
    }
    return page(request, "site/packet.html", context)


def _freezing(of: Subject) -> str:
    """Where the packet's freezing is sent."""
    if of.org:
        return reverse("packet-municipality-freeze", args=[of.org.slug])
    return reverse("packet-region-freeze", args=[of.view.area.slug])
