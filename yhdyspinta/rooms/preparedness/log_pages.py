"""Pages of the incident log: with and without JavaScript, with and without a network."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused, no
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, post, sent, submit, uuid_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.preparedness import keeping, log, queries, rules
from yhdyspinta.rooms.preparedness.forms import EntryForm, IncidentForm
from yhdyspinta.rooms.preparedness.keeping import Written
from yhdyspinta.rooms.preparedness.log import Log
from yhdyspinta.rooms.preparedness.models import Incident
from yhdyspinta.rooms.preparedness.scenarios import Subject, scenarios
from yhdyspinta.rooms.preparedness.views import crumbs_of, inside_or_404, room
from yhdyspinta.rooms.preparedness.writing import filled

ASSETS = ("ui/system.css", "ui/theme.css", "ui/yhdyspinta.css", "ui/pages.css", "ui/yhdyspinta.js", "ui/outbox.js", "preparedness/log.js", "ui/mark.svg")  # fmt: skip
"""What the page of a log needs without a network."""


SHOWN = 100
"""So many of the latest entries are on the page; all with `?kaikki=1` and in the files."""


def incidents_page(slug: str) -> str:
    """Where a region's logs are listed."""
    return reverse("preparedness:incidents", args=[slug])


def incident_page(row: Incident) -> str:
    """Where a log is read and written."""
    return reverse("preparedness:incident", args=[row.public_id])


def _circle(who: Any, area: Area) -> None:
    """Raises Http404 for strangers, Refused for insiders who are not of the circle of the log."""
    if not inside_or_404(who, area).log:
        raise Refused(no("preparedness_circle"))


@room
@get
@signed_in
def incidents(request: HttpRequest, slug: str) -> HttpResponse:
    """The logs of a region."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    _circle(who, area)
    subjects = scenarios().subjects
    rows = queries.incidents(who).filter(region__code=area.code)
    context = {
        "area": area,
        "areas": [area],
        "rows": [(r, subjects[r.subject].name) for r in rows if r.subject in subjects],
        "crumbs": crumbs_of(area, lang, (_("Incident logs"), "")),
    }
    return page(request, "preparedness/incidents.html", context)


@room
@form_page
@signed_in
def open_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens a log."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    _circle(who, area)
    orgs = queries.writers(who, area)
    form = IncidentForm(request.POST or None, orgs=orgs, lang=lang)

    def do() -> str:
        data = dict(form.cleaned_data)
        org = next(o for o in orgs if str(o.public_id) == data.pop("organisation"))
        region = Region.objects.get(code=area.code)
        made = keeping.open_incident(by=who, region=region, organisation=org, **data)
        return incident_page(made)

    title, back = _("Open a log"), incidents_page(slug)
    crumbs = crumbs_of(area, lang, (_("Incident logs"), back), (title, ""))
    return filled(request, form, do, title, area.name.get(lang), back, crumbs)


def _incident(request: HttpRequest, public_id: UUID) -> Incident:
    """A log of the reader's circle. Raises Http404."""
    return fetch(queries.incidents(actor(request)), public_id=public_id)


def _subject(row: Incident) -> Subject:
    return scenarios().subjects[row.subject]


def _people(area: Area) -> list[Org]:
    """The organisations that a status can be about."""
    return list(atlas().view(area.code, clock.today()).everybody())


def _form(request: HttpRequest, row: Incident, area: Area, told: Log | None, data: Any = None) -> EntryForm:
    lang, own = request.LANGUAGE_CODE, queries.writers(actor(request), area)
    tasks = log.open_tasks(told) if told else []
    initial = {"kind": "note", "writer": str(own[0].public_id) if own else "", "about": str(own[0].public_id) if own else ""}  # fmt: skip
    functions = (
        _subject(row).functions if told else tuple(scenarios().functions)
    )  # the shell does not tell which disruption
    return EntryForm(data, own=own, orgs=_people(area), functions=functions, tasks=tasks, lang=lang, initial=initial)


def _context(request: HttpRequest, row: Incident, area: Area, told: Log | None, form: EntryForm) -> dict[str, Any]:
    """What the page of a log shows; without `told` the shell that is kept on the device, which tells nothing."""
    lang = request.LANGUAGE_CODE
    return {
        "row": row if told else None,
        "public_id": row.public_id,
        "area": area,
        "subject": _subject(row) if told else None,
        "form": form,
        "entry_id": uuid4(),
        "seen": told.last if told else 0,
        "device": uuid4(),
        "config": _config(request, row, told),
        **(_told(told, every=bool(request.GET.get("kaikki"))) if told else {}),
        "shell": told is None,
        "writer_name": getattr(request.user, "name", ""),
        "one": len(form.fields["writer"].choices) == 1,  # type: ignore[attr-defined]  # a choice field
        "crumbs": crumbs_of(area, lang, (_("Incident logs"), incidents_page(area.slug)), (row.title, ""))
        if told
        else [],
    }


def _told(told: Log, *, every: bool = False) -> dict[str, Any]:
    """The situation and the log, as the fragment shows them."""
    lead, lines = told.picture.lead, log.lines(told)
    return {
        "picture": told.picture,
        "cells": log.cells(told),
        "tasks": [(t, log.name_of(t.entry.about)) for t in told.picture.tasks],
        "lines": lines if every else lines[:SHOWN],
        "more": 0 if every else max(0, len(lines) - SHOWN),
        "lead": (log.name_of(lead.entry.about), lead, [(e, log.name_of(e.about), log.name_of(e.writer)) for e in lead.others]) if lead else None,
    }  # fmt: skip


def _config(request: HttpRequest, row: Incident, told: Log | None) -> dict[str, Any]:
    """What the device needs to keep entries and to send them."""
    names = ("state", "send", "shell")
    return {
        "user": str(actor(request).user),
        "incident": str(row.public_id),
        "urls": {n: reverse(f"preparedness:{n}", args=[row.public_id]) for n in names}
        | {"page": incident_page(row), "enter": f"{reverse('accounts:enter')}?next={incident_page(row)}", "worker": reverse("preparedness:worker")},
        "assets": [static(a) for a in ASSETS],
        "bases": log.bases(told) if told else {},
        "last": told.last if told else 0,
        "texts": _texts(),
    }  # fmt: skip


def _texts() -> dict[str, str]:
    """What the script says."""
    return {
        "kept": _("Kept on this device. It is sent when there is a connection."),
        "waiting": _("On this device, not sent yet: %s"),
        "none": _("Everything has been sent."),
        "offline": _("No connection. Go on writing: entries stay on this device and are sent when the connection returns."),
        "expired": _("Your session has ended. Sign in again: what you wrote stays on this device and is sent then."),
        "enter": _("Sign in"),
        "full": _("The device's storage is full, so this entry could not be kept. Your text is still in the field. Free space, or write it on paper."),
        "failed": _("The device could not keep the entry. Your text is still in the field."),
        "refused": _("Not taken: %s"),
        "again": _("Take back to the field"),
        "overwrite": _("There is text in the field. Put this entry in its place?"),
        "discard": _("Throw away"),
        "sure": _("Throw this entry away? It has not been sent to anybody."),
        "others": _("On this device somebody else has entries that have not been sent: %s. They are sent when that person signs in here."),
        "empty": _("Write something."),
    }  # fmt: skip


@room
@get
@signed_in
def incident(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A log: the situation, the form, the entries; as a file with `?muoto=`."""
    row, lang = _incident(request, public_id), request.LANGUAGE_CODE
    area, told = atlas().areas[row.region.code], log.read(row)
    if form := chosen(request, "muoto", FORMS):
        return _file(row, told, form, lang)
    return page(request, "preparedness/incident.html", _context(request, row, area, told, _form(request, row, area, told)))  # fmt: skip


def _file(row: Incident, told: Log, form: str, lang: str) -> HttpResponse:
    header = [_("Device's time"), _("Server's time"), _("Written by whom"), _("What"), _("Activity"), _("Organisation"), _("How it works"), _("Text")]  # fmt: skip
    rows = []
    for line in reversed(log.lines(told)):
        one = line.placed.entry
        rows.append([
            _moment(one.device_at), _moment(one.server_at), line.writer.name.get(lang) if line.writer else "",
            say(f"entry:{one.kind}", lang=lang), line.function.get(lang) if line.function else "",
            line.about.name.get(lang) if line.about else "",
            say(f"entry_status:{one.value}", lang=lang) if one.value else "",
            one.text or (line.task.text if line.task else ""),
        ])  # fmt: skip
    return table(f"hairioloki-{clock.date_of(row.opened_at)}", form, header, rows)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


@room
@get
@signed_in
def shell(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page as a device keeps it for when there is no network: the form alone. It tells nothing of what has happened."""
    row = _incident(request, public_id)
    area = atlas().areas[row.region.code]
    context = _context(request, row, area, None, _form(request, row, area, None))
    return page(request, "preparedness/incident.html", context)


@room
@post
@signed_in
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An entry without JavaScript: the same form, sent at once."""
    row, who = _incident(request, public_id), actor(request)
    area, seen = atlas().areas[row.region.code], _whole(request.POST.get("seen"))
    told = log.read(row)
    form = _form(request, row, area, told, request.POST)
    if form.is_valid():
        data, now = form.cleaned_data, clock.now()
        about = UUID(data["about"]) if data["about"] else None
        kind = data["kind"]
        one = Written(
            id=uuid_of(request.POST.get("entry", "")),
            kind=kind,
            writer=UUID(data["writer"]),
            device=uuid_of(request.POST.get("device", "")),
            number=1,
            device_at=now,
            function=data["function"] if kind in ("status", "note", "task") else "",
            about=about if kind in ("status", "lead", "task") else None,
            value=data["value"],
            text=data["text"],
            base=_base(row, seen, kind, data["function"], about),
            of=UUID(data["of"]) if data["of"] and kind == "done" else None,
        )

        def do() -> str:
            receipt = keeping.keep(by=who, incident=row, entries=[one])
            for verdict in receipt.refused.values():
                raise Refused(verdict)
            return f"{incident_page(row)}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    return page(request, "preparedness/incident.html", _context(request, row, area, told, form), status=422)


def _base(row: Incident, seen: int, kind: str, function: str, about: UUID | None) -> UUID | None:
    """The word that the page showed of the same thing; the log is read as it was then only for what has one."""
    if kind not in ("status", "lead"):
        return None
    org = next((o.id for o in atlas().by_public_id([about])), 0) if about else 0
    return log.base_of(log.read(row, seen), kind, function, org)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0


@room
@get
@signed_in
def state(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is new, for the page that is open: the fragment when the log has grown since `?nahty=`, and a fresh form token."""
    row = _incident(request, public_id)
    answer: dict[str, Any] = {"csrf": get_token(request), "user": str(actor(request).user)}
    if chosen(request, "vain", ("avain",)):
        return JsonResponse(answer)
    answer["last"] = log.last_of(row)
    if _whole(request.GET.get("nahty")) != answer["last"]:
        told = log.read(row)
        answer["last"] = told.last
        context = {**_told(told), "row": row}
        answer |= {
            "html": render_to_string("preparedness/_log.html", context, request),
            "bases": log.bases(told),
            "tasks": log.open_tasks(told),
        }
    return JsonResponse(answer)


@room
@post
@signed_in
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes what a device has kept. What the answer calls kept is in the database, durably, once."""
    row, who, lang = _incident(request, public_id), actor(request), request.LANGUAGE_CODE
    try:
        data = json.loads(request.body)
        sent_at = _instant(data["sent_at"])
        if data["user"] != str(who.user):  # what somebody else wrote on this device waits for that person
            return JsonResponse({"error": say("login_needed", lang=lang)}, status=403)
        entries = [_read(raw) for raw in data["entries"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"error": say("preparedness_cannot_read", lang=lang)}, status=400)
    receipt = keeping.keep(by=who, incident=row, entries=entries, sent_at=sent_at)
    refused = {str(k): say(v.code, v.params, lang) for k, v in receipt.refused.items()}
    return JsonResponse({"kept": [str(k) for k in receipt.kept], "refused": refused})


def _instant(text: str) -> datetime:
    """An instant as ISO 8601 with its zone. Raises ValueError."""
    found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    if found.tzinfo is None or not 1970 <= found.year <= 2999:
        raise ValueError(text)
    return found.astimezone(UTC)


def _read(raw: Mapping[str, Any]) -> Written:
    """An entry as the device sends it. Raises ValueError, KeyError, TypeError."""

    def key(name: str) -> UUID | None:
        return UUID(str(raw[name])) if raw.get(name) else None

    def text(name: str, most: int) -> str:
        value = raw.get(name) or ""
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise ValueError(name)
        return value

    if type(raw["number"]) is not int:
        raise ValueError("number")
    return Written(
        id=UUID(str(raw["id"])),
        kind=text("kind", 8),
        writer=UUID(str(raw["writer"])),
        device=UUID(str(raw["device"])),
        number=raw["number"],
        device_at=_instant(raw["device_at"]),
        function=text("function", 40),
        about=key("about"),
        value=text("value", 8),
        text=text("text", rules.ENTRY * 2),
        base=key("base"),
        of=key("of"),
    )


@room
@post
@signed_in
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is over, or goes on after all."""
    who, row = actor(request), _incident(request, public_id)

    def do() -> str:
        keeping.close(by=who, incident=row, reopen=request.POST.get("tila") == "avoin")
        return f"{incident_page(row)}?tehty=tallennettu"

    return redirect(submit(request, do))


@room
@get
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the shell of a log for when there is no network. The same for everybody; it knows nothing."""
    text = render_to_string("preparedness/worker.js")
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@room
@get
def manifest(request: HttpRequest) -> HttpResponse:
    """So that the log can be put on the home screen of a phone."""
    told: dict[str, Sequence[Any] | str] = {
        "name": _("Yhdyspinta: incident log"),
        "short_name": _("Incident log"),
        "lang": request.LANGUAGE_CODE,
        "start_url": reverse("preparedness:logs"),
        "scope": f"/{request.LANGUAGE_CODE}/varautuminen/hairio/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5563",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@room
@get
@signed_in
def logs(request: HttpRequest) -> HttpResponse:
    """Every open log of one's circles: where the phone's icon leads."""
    subjects = scenarios().subjects
    rows = queries.incidents(actor(request)).filter(closed_at=None)
    context = {
        "area": None,
        "areas": queries.log_areas(actor(request)),
        "rows": [(r, subjects[r.subject].name) for r in rows if r.subject in subjects],
        "crumbs": [(_("Incident logs"), "")],
    }
    return page(request, "preparedness/incidents.html", context)
