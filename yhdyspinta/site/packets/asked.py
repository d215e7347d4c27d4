"""What a packet's pages are asked for: whose, which parts, in which language."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import Org, RegionView
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.packets.parts import PARTS


def region_asked(slug: str, *, by_code: bool = False) -> RegionView:
    """A region today, by its slug or code. Raises Http404."""
    return atlas().view(slug if by_code else area_of(slug).code, clock.today())


def town_asked(slug: str) -> tuple[RegionView, Org]:
    """A municipality and its region today. Raises Http404."""
    house, today, org = atlas(), clock.today(), org_of("kunnat", slug)
    homes = house.regions_of(org, today)
    if not homes:
        raise Http404
    return house.view(homes[0].code, today), org


def language(request: HttpRequest) -> str:
    """The packet's own language: another party may read another one than the page's. Raises BadInput."""
    asked = (request.POST if request.method == "POST" else request.GET).get("kieli", "")
    if asked and asked not in LANGUAGES:
        raise BadInput("bad_choice", given=asked[:40], example=", ".join(LANGUAGES))
    return asked or request.LANGUAGE_CODE


def parts_of(asked: Iterable[str], known: Iterable[str] = PARTS) -> list[str]:
    """The asked parts in their asked order, each once; all when none is named. Raises BadInput."""
    named, there = list(dict.fromkeys(p for p in asked if p)), list(known)
    if lost := [p for p in named if p not in there]:
        raise BadInput("bad_choice", given=lost[0][:40], example=", ".join(there))
    return named or there
