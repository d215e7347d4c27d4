"""Calendars to subscribe, and the events that are open to all."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.ical import Happening
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.feeds import as_event, ics
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, sent, submit
from yhdyspinta.rooms.forums import opening, queries, rules
from yhdyspinta.rooms.forums.events import Known
from yhdyspinta.rooms.forums.forms import EventForm
from yhdyspinta.rooms.forums.models import OpenEvent
from yhdyspinta.rooms.forums.opening import Announced


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@get
def forum_feed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Meetings of a forum."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.visible_to(who), public_id=public_id)
    rows = queries.in_calendars(queries.meetings_visible_to(who).filter(forum=row), clock.today())
    return ics(row.name_fi or row.name_sv, [queries.happening(m, lang, _base(request)) for m in rows])


@get
def region_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings of a region's forums that one may see."""
    area, lang = area_of(slug), request.LANGUAGE_CODE
    rows = queries.meetings_visible_to(actor(request)).filter(forum__region__code=area.code)
    found = [queries.happening(m, lang, _base(request)) for m in queries.in_calendars(rows, clock.today())]
    return ics(f"{area.name.get(lang)}: {_('Forums')}", found)


@get
def events(request: HttpRequest) -> HttpResponse:
    """Events that are open to all: the coming ones, and those that have been."""
    today, who, lang = clock.today(), actor(request), request.LANGUAGE_CODE
    every = opening.all_events(who)
    areas = atlas().areas
    context = {
        "coming": [(e, areas.get(e.region)) for e in every if e.on >= today],
        "events": [as_event(_happening(e, lang, _base(request)), e.organiser) for e in every if e.on >= today],
        "past": [(e, areas.get(e.region)) for e in reversed(every) if e.on < today],
        "may": bool(_regions(who, request.LANGUAGE_CODE)),
        "crumbs": [(_("Open events"), "")],
    }
    return page(request, "forums/events.html", context)


@get
def event_feed(request: HttpRequest) -> HttpResponse:
    """The open events as a calendar of their own."""
    lang = request.LANGUAGE_CODE
    return ics(_("Open events"), [_happening(e, lang, _base(request)) for e in opening.all_events(actor(request))])


def _happening(e: Known, lang: str, base: str) -> Happening:
    url = e.link or base + reverse("forums:events")
    return Happening(
        uid=f"event.{e.code}", on=e.on, title=e.title.get(lang), begins=e.begins, ends=e.ends,
        text=e.organiser, place=e.place, url=url,
    )  # fmt: skip


def _regions(who: Actor, lang: str) -> list[tuple[str, str]]:
    """Where the person may add events, the whole country first."""
    country = [("", _("The whole country"))] if rules.may_announce(who, "") else []
    own = [(a.code, a.name.get(lang)) for a in atlas().areas.values() if a.code in who.regions]
    return country + own


@form_page
@signed_in
def add_event(request: HttpRequest) -> HttpResponse:
    """Adds an event that is open to all."""
    who, lang = actor(request), request.LANGUAGE_CODE
    regions = _regions(who, lang)
    require(rules.may_announce(who, regions[0][0] if regions else ""))
    form = EventForm(request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        names = ("organiser", "on", "begins", "ends", "place", "link")
        said = Announced(titles=form.titles(), **{n: data[n] for n in names})

        def do() -> str:
            region = Region.objects.get(code=data["region"]) if data["region"] else None
            opening.add_event(by=who, region=region, said=said)
            return f"{reverse('forums:events')}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("Add an open event"), reverse("forums:events")
    context = {"form": form, "title": title, "lead": "", "back": back, "version": 0}
    context["crumbs"] = [(_("Open events"), back), (title, "")]
    return page(request, "forums/plan.html", context, status=422 if form.errors else 200)


@post
@signed_in
def withdraw_event(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes an event off the calendar."""
    who = actor(request)
    row = fetch(OpenEvent.objects.filter(withdrawn_at=None).select_related("region"), public_id=public_id)

    def do() -> str:
        opening.withdraw_event(by=who, event=row)
        return f"{reverse('forums:events')}?tehty=paatetty"

    return redirect(submit(request, do))
