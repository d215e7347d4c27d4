"""The watch on the catalogue's statutes: each night Finlex is asked, and what has changed in a cited section is flagged for a
person. The catalogue itself is never changed by a machine."""

import logging
import re
import time
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.outside import Outside, ask
from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.verdict import Refused, Verdict, no, require
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.law.sections import WHOLE, Place, cited
from yhdyspinta.rooms.obligations import rules
from yhdyspinta.rooms.obligations.finlex import NotAStatute, Text, address, changed, read
from yhdyspinta.rooms.obligations.models import ChangedSection, WatchedStatute

OUTCOMES = ("no_effect", "mended", "waits")
"""What a changed section means for the catalogue: nothing; it has been mended; it will be, when the change is in force."""
LONGEST, SECONDS, PAUSE = 12_000_000, 40.0, 0.5
"""Bytes and seconds of one statute, and seconds between two: Finlex asks for patience."""
_NUMBER = re.compile(r"\d{1,5}/(?:1[89]|20)\d\d")
log = logging.getLogger("yhdyspinta.finlex")


@cache
def places() -> Mapping[Place, tuple[Duty, ...]]:
    """Sections of the catalogue, each with the duties that rest on it."""
    found: dict[Place, list[Duty]] = {}
    for duty in catalogue().duties.values():
        for place in cited(duty.statute, duty.sections):
            found.setdefault(place, []).append(duty)
    return {place: tuple(duties) for place, duties in found.items()}


@cache
def numbers() -> tuple[str, ...]:
    """Statutes that are watched."""
    return tuple(sorted({n for n, _section in places() if _NUMBER.fullmatch(n)}))


def watch() -> str:
    """Asks for every statute; one that fails keeps its reason and hinders no other. Job. Returns what came of it."""
    failed = found = 0
    for place, number in enumerate(numbers()):
        if place:
            time.sleep(PAUSE if settings.FINLEX_URL.startswith("https:") else 0)
        row = watched(number)
        try:
            found += keep(row, _asked(number))
        except (Outside, NotAStatute) as error:
            failed += 1
            code = error.code if isinstance(error, Outside) else "watch_not_a_statute"
            WatchedStatute.objects.filter(pk=row.pk).update(tried_at=clock.now(), fault=code)
            log.warning("statute not read", extra={"statute": number, "reason": code})
    return f"{len(numbers())} statutes, {failed} failed, {found} changed sections"


def watched(number: str) -> WatchedStatute:
    """The row of a statute; a new one has not been read."""
    return WatchedStatute.objects.get_or_create(number=number)[0]


def _asked(number: str) -> Text:
    got = ask(
        address(settings.FINLEX_URL, number),
        headers={"Accept": "application/xml"},
        also=settings.OUTSIDE_ALSO,
        most=LONGEST,
        seconds=SECONDS,
    )
    if got.status != 200:
        raise Outside("outside_status", str(got.status))
    return read(got.body)


@transaction.atomic
def keep(row: WatchedStatute, text: Text) -> int:
    """Keeps what was read, and flags what differs from the reading before; the first reading is what the others are compared
    with. Returns how many sections are new to be looked at."""
    now, before = clock.now(), WatchedStatute.objects.select_for_update().get(pk=row.pk)
    told = changed(before.sections, text.sections) if before.read_at else {}
    fresh = [
        ChangedSection(statute=before, section=label, kind=kind, version=text.version, found_at=now)
        for label, kind in sorted(told.items())
        if {(before.number, label), (before.number, WHOLE)} & places().keys()
    ]
    waiting = set(ChangedSection.objects.filter(statute=before, looked_at=None).values_list("section", flat=True))
    fresh = [c for c in fresh if c.section not in waiting]
    ChangedSection.objects.bulk_create(fresh)
    if fresh:
        bump("statutes")
    WatchedStatute.objects.filter(pk=before.pk).update(
        version=text.version, sections=dict(text.sections), read_at=now, tried_at=now, fault=""
    )
    return len(fresh)


@transaction.atomic
def look(*, by: Actor, change: ChangedSection, outcome: str, note: str) -> None:
    """Somebody has looked at a changed section and says what it means. Raises Refused."""
    require(may_look(by))
    if outcome not in OUTCOMES:
        raise Refused(no("watch_no_outcome"))
    done = ChangedSection.objects.filter(pk=change.pk, looked_at=None).update(
        outcome=outcome, note=clean(note)[:2000], looked_by=by.user, looked_at=clock.now()
    )
    if not done:
        raise Refused(no("watch_looked_already"))
    data = {"statute": change.statute.number, "section": change.section, "outcome": outcome}
    bump("statutes")
    record_event(verb="section_looked_at", subject_type="section", subject_id=change.public_id, by=by.user, data=data)


def may_look(actor: Actor) -> Verdict:
    """Whoever keeps the installation or the country's figures."""
    return rules.may_keep_catalogue(actor)


def waiting() -> QuerySet[ChangedSection]:
    """Changes that nobody has looked at."""
    return ChangedSection.objects.filter(looked_at=None).select_related("statute")


def duties_of(change: ChangedSection) -> tuple[Duty, ...]:
    """Duties that rest on a section, or on the whole of its statute."""
    number = change.statute.number
    both = (*places().get((number, change.section), ()), *places().get((number, WHOLE), ()))
    return tuple(dict.fromkeys(both))


_WAITING: Memo[tuple[ChangedSection, ...]] = Memo(2)


def waiting_for(duty: Duty) -> list[ChangedSection]:
    """Changes of a duty's sections that nobody has looked at; asked once until something changes."""
    own = cited(duty.statute, duty.sections)
    rows = _WAITING.get(revision("statutes"), lambda: tuple(waiting()))
    return [c for c in rows if {(c.statute.number, c.section), (c.statute.number, WHOLE)} & own]
