"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import search_key
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.registry import queries as registry
from yhdyspinta.core.ui.pages import get, page
from yhdyspinta.rooms.obligations.queries import search_duties


@get
def search(request: HttpRequest) -> HttpResponse:
    """Regions, municipalities, other organisations, themes and duties that match every word."""
    words = request.GET.get("q", "").strip()[:100]
    lang = request.LANGUAGE_CODE
    wanted = search_key(words).split()
    regions, orgs, themes, duties = [], [], [], []
    if wanted:
        areas = registry.atlas().areas.values()
        regions = [a for a in areas if all(f" {w}" in search_key(a.name.fi, a.name.sv, a.name.en) for w in wanted)]
        themes = [t for t in THEMES.values() if all(f" {w}" in search_key(t.name.fi, t.name.get(lang)) for w in wanted)]
        orgs = list(registry.search(words))
        duties = search_duties(words, lang)[:30]
    total = len(regions) + len(orgs) + len(duties) + len(themes)
    context = {"words": words, "regions": regions, "orgs": orgs, "themes": themes, "duties": duties, "total": total}
    return page(request, "site/search.html", {**context, "crumbs": [(_("Search page"), "")]})
