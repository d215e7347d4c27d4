"""Tables and calendars of the room as files: CSV, XLSX, iCal."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

import xlsxwriter
from django.http import HttpResponse
from icalendar import Calendar, Event

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.words import say
from yhdyspinta.core.law.citations import cite
from yhdyspinta.rooms.obligations.queries import CalendarEntry

Row = Sequence[str]


def table(name: str, kind: str, header: Row, rows: Sequence[Row]) -> HttpResponse:
    """A table as CSV (UTF-8 with BOM, so spreadsheets read ä) or XLSX. Text stays text: nothing becomes a formula."""
    if kind == "xlsx":
        stream = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(stream, options) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for number, row in enumerate([header, *rows]):
                sheet.write_row(number, 0, row)
            sheet.autofit()
        response = HttpResponse(
            stream.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    else:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerows([[_harmless(v) for v in row] for row in [header, *rows]])
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _harmless(value: str) -> str:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{value}" if value.lstrip()[:1] in ("=", "+", "-", "@") or value[:1] in ("\t", "\r") else value


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
