"""Calendars and invitations as iCalendar (RFC 5545, 5546). Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import one_line

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on a day. `uid` stays the same for ever; `sequence` grows when it is changed. Without `begins`: the whole day."""

    uid: str
    on: date
    title: str
    begins: time | None = None
    ends: time | None = None
    text: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar(title: str, happenings: Iterable[Happening]) -> bytes:
    """A calendar to subscribe."""
    made = _empty("PUBLISH")
    made.add("x-wr-calname", one_line(title))
    for one in happenings:
        made.add_component(_event(one))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def invitation(happening: Happening, method: Method, organiser: tuple[str, str], guest: tuple[str, str]) -> bytes:
    """An invitation, its change or its cancelling, for one guest. `organiser`, `guest`: (name, address)."""
    made, event = _empty(method), _event(happening)
    event["organizer"] = _address(*organiser)
    event.add("attendee", _address(*guest), encode=False)
    made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _empty(method: Method) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Yhdyspinta//calendar//")
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _address(name: str, address: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    made.params["cn"] = vText(one_line(name))
    return made


def _event(one: Happening) -> Event:
    event = Event()
    event.add("uid", f"{one.uid}@yhdyspinta")
    event.add("dtstamp", clock.now())
    if one.begins is None:
        event.add("dtstart", one.on)
        if one.on < date.max:
            event.add("dtend", one.on + timedelta(days=1))
    else:
        begins = datetime.combine(one.on, one.begins, clock.HELSINKI)
        event.add("dtstart", begins)
        ends = datetime.combine(one.on, one.ends, clock.HELSINKI) if one.ends else begins
        event.add("dtend", ends)
    event.add("summary", one_line(one.title))
    event.add("sequence", one.sequence)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    for name, value in (("description", one.text), ("location", one_line(one.place)), ("url", one.url)):
        if value:
            event.add(name, value)
    return event
