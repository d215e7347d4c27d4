"""Calls to meetings, as verbs: each party is sent an invitation of a calendar (iTIP), its change and its cancelling, by mail."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.queries import acting_addresses
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.ical import invitation
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.mail.sending import send
from yhdyspinta.core.matters.letters import language_of
from yhdyspinta.core.matters.models import RegistryAddress
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.rooms.forums import queries
from yhdyspinta.rooms.forums.models import Call, Forum, Meeting

TRIES = 8
"""Each after twice the time of the one before: four hours in all."""
FRESH = timedelta(days=7)
"""An older one is not sent: mail has been turned on in between."""
log = logging.getLogger("yhdyspinta.calls")
TAKEN = timedelta(minutes=10)
"""How long a worker has for one."""


def put(meeting: Meeting, *, cancels: bool = False) -> None:
    """Every party is to be told of the meeting as it is now, in the transaction of the action that changed it.

    Who was called and is no party any more is told that it is off for them, and nothing else.
    """
    parties = {p.id for p in queries.parties_of(meeting.forum)}
    called = _called(meeting)
    told = dict.fromkeys(parties, cancels) | dict.fromkeys(called - parties, True)
    _put(meeting, told)


def parties_changed(forum: Forum) -> None:
    """Of the coming meetings that have been called: who has come is called, who has gone is told so."""
    parties = {p.id for p in queries.parties_of(forum)}
    for meeting in Meeting.objects.filter(forum=forum, state="called", on__gte=clock.today()).order_by("id"):
        called = _called(meeting)
        told = dict.fromkeys(parties - called, False) | dict.fromkeys(called - parties, True)
        if told:
            Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
            meeting.refresh_from_db(fields=["version"])
            _put(meeting, told)


def _called(meeting: Meeting) -> set[int]:
    """Whose calendar has the meeting: the last that they were told of it is no cancelling."""
    told = Call.objects.filter(meeting=meeting).order_by("sequence").values_list("organisation", "cancels")
    return {party for party, off in dict(told).items() if not off}


def _put(meeting: Meeting, told: Mapping[int, bool]) -> None:
    """`told`: by registry id, whether it is cancelled for them."""
    now = clock.now()
    Call.objects.bulk_create(
        [
            Call(meeting=meeting, organisation_id=i, sequence=meeting.version, cancels=off, made_at=now, next_at=now)
            for i, off in sorted(told.items())
        ]
    )


def send_all() -> str:
    """Sends what waits (a job of every minute). What the server refuses is tried again, less and less often."""
    if not settings.MAIL_ON:
        return "mail is not set up"
    now = clock.now()
    due = Call.objects.filter(ended_at=None, next_at__lte=now).order_by("id").values_list("pk", flat=True)[:200]
    letters = 0
    for pk in list(due):
        try:
            letters += _send(pk)
        except Exception:  # one that cannot be written does not hold the others back
            log.exception("an invitation could not be written")
            Call.objects.filter(pk=pk, tries__gte=TRIES).update(ended_at=now)
    return f"{letters} invitations"


def _send(pk: int) -> int:
    """One party's call, to its registry and to the people who act for it. How many letters went.

    Taken first and sent outside a transaction, so that nobody waits for a mail server. A worker that dies in between
    sends it again: calendars know it by its id and sequence.
    """
    now = clock.now()
    taken = Call.objects.filter(pk=pk, ended_at=None, next_at__lte=now)
    if not taken.update(next_at=now + TAKEN, tries=F("tries") + 1):
        return 0
    call = Call.objects.select_related("organisation").get(pk=pk)
    meeting, org = queries.whole_meeting(call.meeting_id), call.organisation
    newer = Call.objects.filter(meeting=meeting, organisation=org, sequence__gt=call.sequence).exists()
    gone = not call.cancels and org.pk not in {p.id for p in queries.parties_of(meeting.forum)}
    if newer or gone or meeting.on < clock.today() or call.made_at < now - FRESH:
        return _end(call, meeting, 0)
    guests = _guests(org)
    letters = sum(_letter(call, meeting, guest) for guest in guests)
    if letters or not guests or call.tries >= TRIES:
        return _end(call, meeting, letters)
    Call.objects.filter(pk=pk).update(next_at=clock.now() + timedelta(minutes=2**call.tries))
    return 0


@transaction.atomic
def _end(call: Call, meeting: Meeting, letters: int) -> int:
    Call.objects.filter(pk=call.pk).update(ended_at=clock.now(), letters=letters)
    told = {"party": str(call.organisation.public_id), "letters": letters}
    record_event(verb="call_sent", subject_type="meeting", subject_id=meeting.public_id, by=None, data=told)
    return letters


def _guests(org: Organisation) -> list[str]:
    """Where the organisation is reached: its registry, and its own people who act for it. Each address once."""
    registry = RegistryAddress.objects.filter(organisation=org, withdrawn_at=None).values_list("email", flat=True)
    return list(dict.fromkeys(a.casefold() for a in (*registry[:1], *acting_addresses(org, clock.today()))))


def _letter(call: Call, meeting: Meeting, guest: str) -> bool:
    org = call.organisation
    lang = language_of(org)
    with translation.override(lang):
        happening = queries.happening(meeting, lang, settings.ADDRESS, cancelled=call.cancels)
        what = _("Cancelled: %(name)s, %(day)s") if call.cancels else _("Invitation: %(name)s, %(day)s")
        if not call.cancels and Call.objects.filter(meeting=meeting, sequence__lt=call.sequence).exists():
            what = _("Changed: %(name)s, %(day)s")
        subject = what % {"name": happening.title, "day": show_date(meeting.on, lang)}
        href = settings.ADDRESS + reverse("forums:meeting", args=[meeting.public_id])
        context = {"call": call, "meeting": meeting, "points": queries.items(meeting), "href": href}
        text = render_to_string("forums/mail/call.txt", {**context, "name": happening.title, "org": org})
    method = "CANCEL" if call.cancels else "REQUEST"
    ics = invitation(happening, method, (happening.title, settings.DEFAULT_FROM_EMAIL), (org.name_fi or org.name_sv, guest))  # type: ignore[arg-type]  # a method  # fmt: skip
    return send(guest, subject, text, headers={"Auto-Submitted": "auto-generated"}, calendar=(method, ics))
