"""A packet's page: choose parts and their form; what stands in it is what the reader may see."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.registry.addresses import area_of, org_of, way_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, get, page, slow_down
from yhdyspinta.site.packets.document import packet
from yhdyspinta.site.packets.parts import PARTS, Subject

FORMS = ("pdf", "docx", "pptx", "html")


@get
def of_region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's packet."""
    view = atlas().view(area_of(slug).code, clock.today())
    return _packet(request, Subject(view, None, _language(request), actor(request)))


@get
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """A municipality's packet."""
    house, today = atlas(), clock.today()
    org = org_of("kunnat", slug)
    homes = house.regions_of(org, today)
    if not homes:
        raise Http404
    return _packet(request, Subject(house.view(homes[0].code, today), org, _language(request), actor(request)))


def _language(request: HttpRequest) -> str:
    """The packet's own language: another party may read another one than the page's."""
    return chosen(request, "kieli", LANGUAGES) or request.LANGUAGE_CODE


def parts_asked(request: HttpRequest) -> list[str]:
    """The asked parts in their asked order, each once; all when none is named. Raises BadInput."""
    asked = list(dict.fromkeys(p for p in request.GET.getlist("osa") if p))
    if lost := [p for p in asked if p not in PARTS]:
        raise BadInput("bad_choice", given=lost[0][:40], example=", ".join(PARTS))
    return asked or list(PARTS)


def _packet(request: HttpRequest, of: Subject) -> HttpResponse:
    parts = parts_asked(request)
    address = request.build_absolute_uri(request.path)
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, 8)
    document = packet(of, parts, address)
    if form:
        return answer(document, form, f"neuvottelu-{(of.org or of.view.area).slug}-{of.on}")
    context = {
        "document": document,
        "of": of,
        "parts": [(code, code in parts) for code in PARTS],
        "address": "?" + urlencode([*(("osa", p) for p in parts if len(parts) < len(PARTS)), ("kieli", of.lang)]),
        "towns": [] if of.org else of.view.municipalities,
        "crumbs": way_to(of.view.area, request.LANGUAGE_CODE, (_("Negotiation packet"), "")),
    }
    return page(request, "site/packet.html", context)
