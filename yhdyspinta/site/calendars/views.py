"""A person's own calendar: its address, and what programs read at it without signing in."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yhdyspinta.core.accounts import calendars
from yhdyspinta.core.accounts.access import signed_in
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.ical import Happening
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.queries import waiting as questions_to
from yhdyspinta.core.ui.feeds import ics
from yhdyspinta.core.ui.pages import get, page, post, submit
from yhdyspinta.rooms.agreements.queries import days_of
from yhdyspinta.rooms.forums import queries as forums


@post
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Makes the address of one's calendar, shown this once, or ends it (`loppu`)."""
    address = ""

    def do() -> str:
        nonlocal address
        if isinstance(request.user, User):
            if "loppu" in request.POST:
                calendars.end(user=request.user)
            else:
                token = calendars.make(user=request.user)
                address = request.build_absolute_uri(reverse("own-calendar-feed", args=[token]))
        return reverse("mine")

    submit(request, do)
    context = {"address": address, "ended": "loppu" in request.POST}
    crumbs = [(_("Mine"), reverse("mine")), (_("My calendar"), "")]
    return page(request, "site/own_calendar.html", {**context, "crumbs": crumbs})


@get
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the person may see now: meetings of one's forums, what is waited for, what one's organisations follow up."""
    user = calendars.user_of(token)
    if user is None:
        raise Http404
    base = f"{request.scheme}://{request.get_host()}"
    who, today = actor_of(user, clock.today()), clock.today()
    return ics(_("My calendar"), _happenings(who, today, request.LANGUAGE_CODE, base))


def _happenings(who: Actor, today: date, lang: str, base: str) -> Iterator[Happening]:
    for meeting in forums.in_calendars(forums.meetings_of(who), today):
        yield forums.happening(meeting, lang, base)
    for row in questions_to(who):
        if row.due is not None:
            title = _("To be handled: %(title)s") % {"title": Text.of(row, "title").get(lang)}
            url = base + reverse("matters:consultation", args=[row.public_id])
            yield Happening(uid=f"question.{row.public_id}", on=row.due, title=title, url=url)
    for point in forums.followed_by(who, today):
        title = _("To be followed up: %(title)s") % {"title": Text.of(point, "title").get(lang)}
        url = base + reverse("forums:meeting", args=[point.meeting.public_id])
        if point.due is not None:
            yield Happening(uid=f"point.{point.public_id}", on=point.due, title=title, url=url)
    for ahead in days_of(who, today):
        url = base + reverse(ahead.what.url_name, args=list(ahead.what.url_args))
        title = say(ahead.what.code, ahead.what.params, lang)
        yield Happening(uid=f"{ahead.what.code}.{ahead.what.url_args[0]}", on=ahead.on, title=title, url=url)
