"""Pages of the coefficient: what it rests on, and one area's calculation with "what if". The address holds what was asked."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common.texts import Text, sort_key
from yhdyspinta.core.common.words import say
from yhdyspinta.core.hyte.scheme import LEVELS, SCHEMES, Level, Result, Scheme, published
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.ui.pages import chosen, get, kept, page
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.goals.models import Goal
from yhdyspinta.site.hyte.asking import answer, names, read
from yhdyspinta.site.hyte.carrying import address_of, carried
from yhdyspinta.site.hyte.inputs import Country, Home, country
from yhdyspinta.site.hyte.rows import cents_table, process_rows, result_rows

SPACES: dict[str, Level] = {"kunnat": "municipality", "alueet": "county"}
SPACE_OF = {level: space for space, level in SPACES.items()}


def year_of(request: HttpRequest, scheme: Scheme) -> int:
    """The asked year of those whose price is known, else the newest."""
    return int(chosen(request, "vuosi", [str(y) for y in scheme.years]) or scheme.years[0])


def rules_of(scheme: Scheme, year: int) -> list[dict[str, Any]]:
    """The rules of a year as sentences, with source and how sure they are."""
    return [
        {"text": say(f"hyte_rule:{p.name}={p.value}"), "status": f"hyte_status:{p.status}", "source": p.source, "sure": p.status != "assumption"}
        for p in scheme.at(year).values()
    ]  # fmt: skip


@get
@kept
def index(request: HttpRequest) -> HttpResponse:
    """What the coefficient is, what is known of its inputs, the way to an area's calculation."""
    if place := request.GET.get("paikka", ""):
        space, _slash, slug = place.partition("/")
        if space not in SPACES or not slug:
            raise Http404
        return redirect("hyte-area", space, slug[:80])
    lang, levels = request.LANGUAGE_CODE, []
    for level in LEVELS:
        scheme = SCHEMES[level]
        whole = country(level, scheme.years[0])
        homes = sorted(whole.homes.values(), key=lambda h: sort_key(h.name.get(lang)))
        levels.append(
            {
                "name": f"hyte_level:{level}",
                "space": SPACE_OF[level],
                "homes": homes,
                "whole": whole,
                "known": _known(whole),
                "rules": rules_of(scheme, whole.year),
                "prices": sorted(scheme.prices, key=lambda p: -p.year),
            }
        )
    return page(request, "site/hyte.html", {"levels": levels, "crumbs": [(_("HYTE coefficient"), "")]})


def _known(whole: Country) -> list[dict[str, Any]]:
    """Each input with how many areas it is known of."""
    every = list(whole.areas.values())
    found = [
        {"name": p.name, "field": f"hyte_field:{p.field}", "known": sum(p.code in a.process for a in every)}
        for p in whole.scheme.process
    ]
    for row in result_rows(whole, None, None):
        code = row["code"]
        known = sum(a.results[code].last is not None for a in every if code in a.results)
        found.append({**row, "field": "", "known": known})
    return found


@get
def area(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """One area's points, and what an answer or a changed figure would bring."""
    level = SPACES.get(space)
    if level is None:
        raise Http404
    scheme = SCHEMES[level]
    whole = country(level, year_of(request, scheme))
    home = whole.by_slug(slug)
    if home is None:
        raise Http404
    fields = {name: request.GET[name] for name in names(scheme) if request.GET.get(name, "").strip()}
    if any(name in request.GET and name not in fields for name in names(scheme)):
        asked_year = {"vuosi": str(whole.year)} if whole.year != scheme.years[0] else {}
        return redirect(f"{request.path}?{urlencode({**asked_year, **fields})}#tulos")
    if form := chosen(request, "muoto", ("xlsx", "csv")):
        return cents_table(whole, form, request.LANGUAGE_CODE)
    asked = read(scheme, fields)
    found = answer(whole, home.code, asked)
    changes = (
        carried(whole, country("county", SCHEMES["county"].years[0]), home, asked) if level == "municipality" else []
    )
    context = {
        "carried": [(c, _name_of(c.result)) for c in changes],
        "carry_to": address_of(changes),
        "home": home,
        "level": level,
        "space": space,
        "whole": whole,
        "asked": asked,
        "found": found,
        "changed": any(name.endswith("-n") for name in asked.given),
        "process": process_rows(scheme, asked),
        "results": result_rows(whole, home.code, asked, found),
        "price": scheme.price(whole.year),
        "rules": rules_of(scheme, whole.year),
        "published": published(level, home.code),
        "goals": _goals(request, whole, home),
        "county": _county_of(home) if level == "municipality" else None,
        "start": {name: asked.typed.get(name, "") for name in ("points", "mean")},
        "bad": {name: asked.wrong.get(name, "") for name in ("points", "mean")},
        "newest": scheme.years[0],
        "crumbs": [(_("HYTE coefficient"), reverse("hyte")), (home.name.get(request.LANGUAGE_CODE), "")],
    }
    return page(request, "site/hyte_area.html", context)


def _name_of(result: Result) -> Text:
    """As the catalogue of figures calls it."""
    known = law().indicators.get(result.indicator)
    return known.name if known else result.name


def _goals(request: HttpRequest, whole: Country, home: Home) -> list[tuple[Goal, list[Text]]]:
    """The region's shared goals that have a target in one of the coefficient's figures, with those figures' names."""
    every = law().indicators
    codes = [r.indicator for r in whole.scheme.results if r.indicator]
    found = goals.serving(actor(request), home.county, codes)
    return [(goal, [every[f.indicator].name for f in goal.figures.all()]) for goal in found]


def _county_of(home: Home) -> Home | None:
    """The region that a municipality lies in, which has a calculation of its own."""
    return country("county", SCHEMES["county"].years[0]).homes.get(home.county)
