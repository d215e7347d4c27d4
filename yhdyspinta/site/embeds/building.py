"""The page on which one chooses what to show elsewhere, sees it and takes its code."""

from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, get, page
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics.places import SPACES, Where
from yhdyspinta.site.embeds.frames import COLOURS
from yhdyspinta.site.embeds.views import LISTS

KINDS = {"kartta": 760, "luettelo": 560, "luku": 520}
"""What can be shown, with the height that suits it, in pixels."""
COUNTRY_TALL = 640


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown elsewhere: the frame's address on this installation, its title in its language, its height in pixels."""

    path: str
    title: str
    height: int

    @property
    def code(self) -> str:
        """HTML to put on another page."""
        return format_html(
            '<iframe src="{}{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>',
            settings.ADDRESS,
            self.path,
            self.title,
            self.height,
        )


@get
def build(request: HttpRequest) -> HttpResponse:
    """Three choices: a map, a list, a chart; for what was chosen its code and how it looks. Raises BadInput."""
    lang, areas = request.LANGUAGE_CODE, atlas().areas.values()
    latest = queries.latest_of_country()
    indicators = [i for i in law().indicators.values() if i.code in latest and not i.region]
    context: dict[str, Any] = {
        "regions": sorted(((a.slug, a.name) for a in areas), key=lambda r: sort_key(r[1].get(lang))),
        "lists": [(code, say(f"embed:{code}", lang=lang)) for code in LISTS],
        "indicators": sorted(((i.code, i.name) for i in indicators), key=lambda r: sort_key(r[1].get(lang))),
        "places": [(say(f"level:{k}", lang=lang), queries.listed(lang, k)) for k in SPACES if k != "country"],
        "colours": COLOURS,
        "chosen": {k: request.GET.get(k, "") for k in ("mika", "alue", "luettelo", "luku", "vari", "kieli")},
        "drawn": queries.asked(request.GET.getlist("paikka")),
        "frame": _frame(request),
        "crumbs": [(_("On your own site"), "")],
    }
    answer = page(request, "site/embedded/build.html", context)
    answer._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # what csp's decorator sets, typed
    return answer


def _frame(request: HttpRequest) -> Frame | None:
    """What was chosen, if anything was. Raises BadInput for what is not there."""
    kind = chosen(request, "mika", KINDS)
    codes = [code for code, _name in settings.LANGUAGES]
    lang = chosen(request, "kieli", codes) or request.LANGUAGE_CODE
    slugs = {a.slug: a for a in atlas().areas.values()}
    slug = chosen(request, "alue", slugs)
    colour = chosen(request, "vari", COLOURS)
    with override(lang):
        region = slugs[slug].name.get(lang) if slug else ""
        if kind == "luku" and (code := chosen(request, "luku", law().indicators)):
            return Frame(
                _asked("embed-chart", [code], colour, queries.asked(request.GET.getlist("paikka"))),
                law().indicators[code].name.get(lang),
                KINDS[kind],
            )
        if kind == "luettelo" and slug and (what := chosen(request, "luettelo", LISTS)):
            title = f"{say(f'embed:{what}', lang=lang)}, {region}"
            return Frame(_asked("embed-list", [what, slug], colour), title, KINDS[kind])
        if kind == "kartta" and slug:
            return Frame(
                _asked("embed-region", [slug], colour),
                _("Interface map of %(region)s") % {"region": region},
                KINDS[kind],
            )
        if kind == "kartta":
            return Frame(
                _asked("embed-country", [], colour),
                _("What is agreed between municipalities and counties"),
                COUNTRY_TALL,
            )
    return None


def _asked(name: str, args: list[str], colour: str, places: list[Where] | None = None) -> str:
    """A frame's address with what it was asked for."""
    asked = QueryDict(mutable=True)
    if places:
        asked.setlist("paikka", [f"{w.space}/{w.slug}" for w in places])
    if colour:
        asked["vari"] = colour
    return reverse(name, args=args) + (f"?{asked.urlencode(safe='/')}" if asked else "")
