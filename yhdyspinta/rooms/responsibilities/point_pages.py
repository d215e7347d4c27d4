"""The page of a municipality's service points."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import Text, search_key, sort_key
from yhdyspinta.core.registry.addresses import org_of
from yhdyspinta.core.ui.pages import chosen, get, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.responsibilities import points
from yhdyspinta.rooms.responsibilities.models import ServicePoint


@get
def of_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """Places where services are given in a municipality, by organisation; filtered by a word of name, service or organisation."""
    town, lang = org_of("kunnat", slug), request.LANGUAGE_CODE
    words = search_key(request.GET.get("q", "")[:60]).split()
    rows = [p for p in points.of(town) if all(w in _key(p) for w in words)]
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, 4)
        header = [_("Organisation"), _("Name"), _("Address"), _("Telephone"), _("E-mail"), _("Services")]
        return table(f"palvelupaikat-{slug}", form, header, [_line(p, lang) for p in rows])
    groups: dict[str, list[ServicePoint]] = {}
    for one in rows:
        groups.setdefault(Text.of(one, "organisation").get(lang), []).append(one)
    context = {
        "town": town,
        "words": request.GET.get("q", "").strip()[:60],
        "groups": sorted(groups.items(), key=lambda g: (not g[0], sort_key(g[0]))),
        "count": len(rows),
        "reading": points.reading_of(town),
        "crumbs": [
            (_("Find your counterpart"), reverse("responsibilities:counterpart")),
            (_("Service points"), ""),
        ],
    }
    return page(request, "responsibilities/points.html", context)


def _key(point: ServicePoint) -> str:
    names = [getattr(point, f"{n}_{x}") for n in ("name", "organisation") for x in ("fi", "sv", "en")]
    return search_key(*names, *point.services)


def _line(point: ServicePoint, lang: str) -> list[str]:
    texts = [Text.of(point, n).get(lang) for n in ("organisation", "name", "address")]
    return [*texts, point.phone, point.email, "; ".join(point.services)]
