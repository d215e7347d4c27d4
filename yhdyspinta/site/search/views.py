"""The search page: everything one may see, narrowed by kind, region, theme and year."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.finding.queries import Narrowed
from yhdyspinta.core.finding.records import KINDS
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, get, page
from yhdyspinta.site.search.finding import result

LONGEST = 100
YEARS = range(2020, 2041)


@get
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words, the best first."""
    words, lang = request.GET.get("q", "").strip()[:LONGEST], request.LANGUAGE_CODE
    areas = {a.slug: a for a in atlas().areas.values()}
    kind, slug = chosen(request, "laji", KINDS), chosen(request, "alue", areas)
    theme, year = chosen(request, "teema", THEMES), chosen(request, "vuosi", [str(y) for y in YEARS])
    by = Narrowed(kind, areas[slug].code if slug else "", theme, int(year) if year else None)
    number = int(chosen(request, "sivu", [str(n) for n in range(1, 16)]) or 1)
    found = result(words, actor(request), by, number)
    kept = {k: v for k, v in (("q", words), ("alue", slug), ("teema", theme), ("vuosi", year)) if v}
    context = {
        "words": words,
        "root": f"/{lang}",
        "found": found,
        "kinds": [(k, f"found:{k}", n, f"?{urlencode({**kept, 'laji': k})}") for k, n in found.kinds.items()],
        "kind": kind,
        "every": f"?{urlencode(kept)}",
        "regions": sorted(((s, a.name.get(lang)) for s, a in areas.items()), key=lambda x: sort_key(x[1])),
        "region": slug,
        "themes": [(code, t.name.get(lang)) for code, t in THEMES.items()],
        "theme": theme,
        "years": YEARS,
        "year": year,
        "narrowed": bool(slug or theme or year),
        "before": _page(kept, kind, number - 1) if number > 1 else "",
        "after": _page(kept, kind, number + 1) if found.more else "",
        "crumbs": [(_("Search page"), "")],
    }
    return page(request, "site/search.html", context)


def _page(kept: dict[str, str], kind: str, number: int) -> str:
    return "?" + urlencode({**kept, **({"laji": kind} if kind else {}), "sivu": str(number)})
