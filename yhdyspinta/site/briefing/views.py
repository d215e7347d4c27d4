"""Five minutes, the way in for a new elected official, the start of a term, links to read more, calls for grants."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts import following, sitting
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.ical import Happening
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.catalogue import BLOCKS, SITUATION_NAMES, THEMES
from yhdyspinta.core.interfaces.cells import SITUATIONS
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.feeds import ics
from yhdyspinta.core.ui.pages import chosen, get, kept, other_day, page, post, uuid_of
from yhdyspinta.core.visits.looking import looked, seen
from yhdyspinta.site.briefing.five import Five, Reader, five
from yhdyspinta.site.briefing.homes import homes, since
from yhdyspinta.site.briefing.texts import CALLS, GLOSSARY, MATERIALS, OFFICIALS, PATH, ROLES, TERM, Page
from yhdyspinta.site.map.access import Seen
from yhdyspinta.site.map.access import seen as seen_region
from yhdyspinta.site.map.queries import maps

OPENED = "perehdytys:"


@get
@kept
def five_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's five minutes, for everybody: of a municipality, in a role, of one theme, since a day."""
    area, today, lang = area_of(slug), clock.today(), request.LANGUAGE_CODE
    found = seen_region(request, area, today)
    org = org_of("kunnat", request.GET["kunta"]) if request.GET.get("kunta") else None
    if org and org not in found.view.municipalities:
        raise Http404
    role, theme = chosen(request, "rooli", ROLES), chosen(request, "teema", found.themes)
    who = actor(request)
    start = other_day(request, "alkaen") or since(who, area.code, today)
    told = five(Reader(found, org, who, lang, min(start, today), theme))
    context = {
        **shown(found, told, role),
        "org": org,
        "chosen_theme": theme,
        "themes": [(t, found.label(t, lang)) for t in found.themes],
        "roles": [(code, OFFICIALS[code]) for code in ROLES],
        "can_follow": isinstance(request.user, User),
        "follows": isinstance(request.user, User)
        and request.user.follows.filter(region__code=area.code, theme_code=theme).exists(),
        "crumbs": found.crumbs(lang, (_("Five minutes"), "")),
    }
    return page(request, "site/five.html", context)


@post
@signed_in
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follows a theme of a region, or all of it; or no longer."""
    area, theme = area_of(slug), request.POST.get("teema", "")
    if theme and theme not in seen_region(request, area, clock.today()).themes:
        raise BadInput("bad_choice", given=theme[:40], example="hyte")
    if isinstance(request.user, User):
        verb = following.leave if request.POST.get("loppu") else following.follow
        verb(user=request.user, region=Region.objects.get(code=area.code), theme=theme)
    if request.POST.get("luettelo"):
        return redirect(f"{reverse('followed')}?tehty=tallennettu")
    back = f"{reverse('five-minutes', args=[slug])}?{urlencode({'teema': theme, 'tehty': 'tallennettu'})}"
    return redirect(back)


def shown(found: Seen, told: Five, role: str) -> dict[str, Any]:
    """What the five sections are written from."""
    return {
        "area": found.area,
        "seen": found,
        "five": told,
        "role": role,
        "official": OFFICIALS.get(role),
        "glossary": GLOSSARY,
    }


def briefed(request: HttpRequest) -> dict[str, Any]:
    """The five minutes of the person's own region, for their own page; their other regions as links."""
    who, today = actor(request), clock.today()
    mine = homes(who, today)
    if not mine:
        return {"homes": []}
    slug = chosen(request, "alue", [h.area.slug for h in mine])
    home = next((h for h in mine if h.area.slug == slug), mine[0])
    found = seen_region(request, home.area, today)
    reads = any(s.role in ("elected", "reader") for s in who.standings)
    told: dict[str, Any] = {"homes": mine, "home": home, **_seats(request, who)}
    if not reads:
        return told
    reader = Reader(found, home.org, who, request.LANGUAGE_CODE, since(who, home.area.code, today))
    return {**told, **shown(found, five(reader), home.role)}


def _seats(request: HttpRequest, who: Actor) -> dict[str, Any]:
    """The bodies that an elected official can sit in, and those that they have told."""
    if not isinstance(request.user, User) or not any(s.role == "elected" for s in who.standings):
        return {"seats": [], "bodies": []}
    today = clock.today()
    mine = sitting.sits_in(request.user, who, today)
    return {"seats": mine, "bodies": [(b, b in mine) for b in sitting.bodies_of(who, today)]}


@post
@signed_in
def choose_seats(request: HttpRequest) -> HttpResponse:
    """The bodies that one sits in."""
    if isinstance(request.user, User):
        sitting.choose(user=request.user, bodies=[uuid_of(b) for b in request.POST.getlist("toimielin")])
    return redirect(f"{reverse('mine')}?tehty=tallennettu")


@get
def choose(request: HttpRequest) -> HttpResponse:
    """One's municipality and role lead to the five minutes of its region."""
    today, lang = clock.today(), request.LANGUAGE_CODE
    role, house = chosen(request, "rooli", ROLES), atlas()
    towns = sorted(house.of_kind("municipality", today), key=lambda o: sort_key(o.name.get(lang)))
    if slug := request.GET.get("kunta", ""):
        areas = house.regions_of(org_of("kunnat", slug), today)
        if not areas:
            raise Http404
        asked = urlencode({"kunta": slug, **({"rooli": role} if role else {})})
        return redirect(f"{reverse('five-minutes', args=[areas[0].slug])}?{asked}")
    context = {
        "towns": [t for t in towns if house.regions_of(t, today)],
        "roles": [(code, OFFICIALS[code]) for code in ROLES],
        "crumbs": [(_("Five minutes"), "")],
    }
    return page(request, "site/five_choose.html", context)


@get
def way_in(request: HttpRequest) -> HttpResponse:
    """The pages of the way in, with those that the person has opened."""
    done = _opened(request)
    context = {
        "pages": [(p, p.slug in done) for p in PATH],
        "area": _own_area(request),
        "areas": _areas(request),
        "crumbs": [(_("For a new elected official"), "")],
    }
    return page(request, "site/way_in.html", context)


@get
def way_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page; its questions are answered from the map of a region."""
    number = next((n for n, p in enumerate(PATH) if p.slug == slug), None)
    if number is None:
        raise Http404
    here, who, area = PATH[number], actor(request), _own_area(request)
    if who.user is not None:
        looked(user=who.user, subject=OPENED + slug, on=clock.today())
    context = {
        "here": here,
        "number": number + 1,
        "count": len(PATH),
        "before": PATH[number - 1] if number else None,
        "next": PATH[number + 1] if number + 1 < len(PATH) else None,
        "area": area,
        "areas": _areas(request),
        "checks": _answers(request, here, area) if area else [],
        "materials": [MATERIALS[code] for code in here.materials],
        "crumbs": [
            (_("For a new elected official"), reverse("way-in")),
            (here.name.get(request.LANGUAGE_CODE), ""),
        ],
    }
    return page(request, "site/way_page.html", context)


def _opened(request: HttpRequest) -> frozenset[str]:
    user = actor(request).user
    return frozenset(s.removeprefix(OPENED) for s in seen(user=user, subjects=OPENED)) if user else frozenset()


def _areas(request: HttpRequest) -> list[Area]:
    lang = request.LANGUAGE_CODE
    return sorted(atlas().areas.values(), key=lambda a: sort_key(a.name.get(lang)))


def _own_area(request: HttpRequest) -> Area | None:
    """The asked region, else the person's own."""
    if slug := request.GET.get("alue", ""):
        return area_of(slug)
    mine = homes(actor(request), clock.today())
    return mine[0].area if mine else None


def _answers(request: HttpRequest, here: Page, area: Area) -> list[dict[str, Any]]:
    """Each question with its cells; without cells when the region's map is not open to the reader."""
    today = clock.today()
    found = seen_region(request, area, today)
    cells = maps().region(area.code, today) if found.shown else {}
    return [
        {"text": c.text, "cells": [cells[(area.code, *at)] for at in c.cells if (area.code, *at) in cells]}
        for c in here.checks
    ]


@get
def term_start(request: HttpRequest, slug: str) -> HttpResponse:
    """What to begin a council term with, and how far the region is by its map."""
    area, today, lang = area_of(slug), clock.today(), request.LANGUAGE_CODE
    found = seen_region(request, area, today)
    cells = maps().region(area.code, today) if found.shown else {}
    steps = []
    for step in TERM:
        themes = step.themes or found.themes
        row = [cells[area.code, t, b] for b in step.blocks for t in themes if (area.code, t, b) in cells]
        counts = [(s, sum(c.situation == s for c in row)) for s in SITUATIONS]
        steps.append({"step": step, "cells": row, "counts": [(s, n) for s, n in counts if n]})
    context = {
        "area": area,
        "seen": found,
        "steps": steps,
        "blocks": BLOCKS,
        "situations": SITUATION_NAMES,
        "crumbs": found.crumbs(lang, (_("Start of the council term"), "")),
    }
    return page(request, "site/term_start.html", context)


@get
def material(request: HttpRequest) -> HttpResponse:
    """Links to read more, by theme and role."""
    theme, role = chosen(request, "teema", THEMES), chosen(request, "rooli", ROLES)
    found = [
        m
        for m in MATERIALS.values()
        if (not theme or theme in m.themes) and (not role or role == "both" or role in m.roles)
    ]
    context = {
        "materials": found,
        "themes": THEMES,
        "theme": theme,
        "roles": [(code, OFFICIALS[code]) for code in ROLES],
        "role": role,
        "crumbs": [(_("Read more"), "")],
    }
    return page(request, "site/material.html", context)


@get
def grants(request: HttpRequest) -> HttpResponse:
    """Calls for grants: window, sum, priorities, source."""
    today = clock.today()
    context = {
        "calls": [(c, c.state(today)) for c in CALLS],
        "crumbs": [(_("HYTE coefficient"), reverse("hyte")), (_("Calls for grants"), "")],
    }
    return page(request, "site/grants.html", context)


@get
def grants_feed(request: HttpRequest) -> HttpResponse:
    """The first and last days of the calls, as a calendar that reminds."""
    lang = request.LANGUAGE_CODE
    days = [(c, "opens", c.opens) for c in CALLS] + [(c, "closes", c.closes) for c in CALLS]
    found = [
        Happening(
            uid=f"grant.{c.code}.{which}",
            on=on,
            title=f"{say(f'call_day:{which}')}: {c.name.get(lang)}",
            text=c.note.get(lang) if c.note else "",
            url=c.link,
        )
        for c, which, on in days
    ]
    return ics(_("Calls for grants"), found)
