"""A calendar as an answer."""

from collections.abc import Iterable

from django.http import HttpResponse

from yhdyspinta.core.common.ical import Happening, calendar


def ics(title: str, happenings: Iterable[Happening]) -> HttpResponse:
    """An iCal feed that calendar programs subscribe to."""
    response = HttpResponse(calendar(title, happenings), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="yhdyspinta.ics"'
    return response
