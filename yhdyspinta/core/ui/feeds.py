"""A calendar as an answer, and events as search engines read them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.ical import Happening, calendar


def ics(title: str, happenings: Iterable[Happening]) -> HttpResponse:
    """An iCal feed that calendar programs subscribe to."""
    response = HttpResponse(calendar(title, happenings), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="yhdyspinta.ics"'
    return response


def as_event(happening: Happening, organiser: str) -> dict[str, Any]:
    """A happening as a schema.org Event, without what is not known."""
    on, zone = happening.on, clock.HELSINKI
    begins = datetime.combine(on, happening.begins, tzinfo=zone).isoformat() if happening.begins else on.isoformat()
    ends = datetime.combine(on, happening.ends, tzinfo=zone).isoformat() if happening.ends else None
    place = {"@type": "Place", "name": happening.place, "address": happening.place} if happening.place else None
    state = "EventCancelled" if happening.cancelled else "EventScheduled"
    told = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": happening.title,
        "startDate": begins,
        "endDate": ends,
        "location": place,
        "eventStatus": f"https://schema.org/{state}",
        "organizer": {"@type": "Organization", "name": organiser},
        "url": happening.url or None,
    }
    return {k: v for k, v in told.items() if v is not None}
