"""Calendars of the room as iCal."""

from collections.abc import Sequence

from django.http import HttpResponse

from yhdyspinta.core.common.ical import Happening
from yhdyspinta.core.common.words import say
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.ui.feeds import ics
from yhdyspinta.rooms.obligations.queries import CalendarEntry


def feed(title: str, entries: Sequence[CalendarEntry], lang: str, base: str) -> HttpResponse:
    """An iCal feed of coming days: whole-day events, stable ids, an address back to the duty."""
    return ics(title, [_happening(entry, lang, base) for entry in entries])


def _happening(entry: CalendarEntry, lang: str, base: str) -> Happening:
    duty, unit = entry.assessment.duty, entry.assessment.unit
    return Happening(
        uid=f"{duty.code}.{entry.region}.{unit.key.replace(':', '-')}.{entry.day:%Y%m%d}",
        on=entry.day,
        title=duty.title.get(lang),
        text=f"{say(f'basis:{entry.basis}', lang=lang)}. {duty.statute} {cite(duty.sections, lang)}",
        url=f"{base}/{lang}/velvoitteet/{duty.code}/",
    )
