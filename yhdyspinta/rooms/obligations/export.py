"""Calendars of the room as iCal."""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from icalendar import Calendar, Event

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.words import say
from yhdyspinta.core.law.citations import cite
from yhdyspinta.rooms.obligations.queries import CalendarEntry


def feed(title: str, entries: Sequence[CalendarEntry], lang: str, base: str) -> HttpResponse:
    """An iCal feed of coming days: whole-day events, stable ids, an address back to the duty."""
    calendar = Calendar()
    calendar.add("prodid", "-//Yhdyspinta//calendar//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for entry in entries:
        duty, unit = entry.assessment.duty, entry.assessment.unit
        event = Event()
        event.add("uid", f"{duty.code}.{entry.region}.{unit.key.replace(':', '-')}.{entry.day:%Y%m%d}@yhdyspinta")
        event.add("dtstamp", clock.now())
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", duty.title.get(lang))
        event.add(
            "description", f"{say(f'basis:{entry.basis}', lang=lang)}. {duty.statute} {cite(duty.sections, lang)}"
        )
        event.add("url", f"{base}/{lang}/velvoitteet/{duty.code}/")
        calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="yhdyspinta.ics"'
    return response
