"""For robots: which pages there are, in three languages, and what is not worth their time."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import get
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.site.organisations.views import PAGE_OF_SPACE

Place = tuple[str, tuple[Any, ...]]
OF_REGION = ("region", "obligations:region", "forums:region", "goals:region", "agreements:region", "agreements:changes", "responsibilities:region", "surveys:region")  # fmt: skip
FIXED = ("country", "regions", "municipalities", "employment-areas", "statistics:index", "obligations:duties", "obligations:calendar", "responsibilities:counterpart", "forums:events", "hyte", "how", "sources", "accessibility", "interface-for-programs", "way-in", "material")  # fmt: skip


class Pages(Sitemap):  # type: ignore[type-arg]  # generic only in its stubs
    """Addresses of one kind, each in every language with its alternates."""

    i18n = alternates = x_default = True
    limit = 3000
    protocol = settings.ADDRESS.partition("://")[0]

    def __init__(self, places: Any) -> None:
        self.places = places

    def items(self) -> list[Place]:
        """(name, arguments) of each."""
        return list(self.places())

    def location(self, item: Place) -> str:
        """Its path in the language of the moment."""
        return reverse(item[0], args=list(item[1]))

    def get_domain(self, site: Any = None) -> str:
        """Where this installation is."""
        return settings.ADDRESS.partition("://")[2]


def _fixed() -> Iterable[Place]:
    return ((name, ()) for name in FIXED)


def _regions() -> Iterable[Place]:
    for area in atlas().areas.values():
        yield from ((name, (area.slug,)) for name in OF_REGION)
        yield from (("interface", (area.slug, theme)) for theme in THEMES)


def _organisations() -> Iterable[Place]:
    today = clock.today()
    there = (o for o in atlas().orgs.values() if o.valid_until is None or o.valid_until >= today)
    return ((PAGE_OF_SPACE[o.space], (o.slug,)) for o in there)


def _catalogues() -> Iterable[Place]:
    yield from (("obligations:duty", (code,)) for code in catalogue().duties)
    yield from (("statistics:indicator", (i.code,)) for i in law().indicators.values() if not i.ended)


def _together() -> Iterable[Place]:
    rows: tuple[tuple[str, Any], ...] = (
        ("forums:forum", forums.visible_to(ANONYMOUS)),
        ("forums:meeting", forums.meetings_visible_to(ANONYMOUS)),
        ("goals:goal", goals.visible_to(ANONYMOUS)),
        ("agreements:agreement", agreements.visible_to(ANONYMOUS)),
    )
    for name, found in rows:
        yield from ((name, (str(i),)) for i in found.order_by("public_id").values_list("public_id", flat=True))


SITEMAPS = {
    "sivut": Pages(_fixed),
    "alueet": Pages(_regions),
    "organisaatiot": Pages(_organisations),
    "luettelot": Pages(_catalogues),
    "yhdessa": Pages(_together),
}


@get
def robots(request: HttpRequest) -> HttpResponse:
    """What robots are asked to leave alone: other days of the map, documents made on request, one's own pages."""
    lines = [
        "User-agent: *",
        *(f"Disallow: /{lang}/{path}/" for lang, _name in settings.LANGUAGES for path in ("oma", "kirjaudu", "haku", "yllapito", "kysely")),
        "Disallow: /*?*on=",
        "Disallow: /*?*muoto=",
        "Disallow: /*?*vs=",
        f"Sitemap: {settings.ADDRESS}/sitemap.xml",
    ]  # fmt: skip
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
