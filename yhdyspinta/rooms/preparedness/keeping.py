"""Writes of an incident's log, as verbs. An entry that has been taken is never changed, never lost and never there twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import clean, one_line
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.preparedness import queries, rules
from yhdyspinta.rooms.preparedness.models import Incident, LogEntry
from yhdyspinta.rooms.preparedness.picture import KINDS
from yhdyspinta.rooms.preparedness.scenarios import scenarios

FAR = timedelta(days=366 * 100)
"""A device's clock may be wrong, also by the years that it lost with its power; not by more than a database's columns hold."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as a device sends it. `writer`, `about`: public ids of organisations; `number`: the device's running one."""

    id: UUID
    kind: str
    writer: UUID
    device: UUID
    number: int
    device_at: datetime
    function: str = ""
    about: UUID | None = None
    value: str = ""
    text: str = ""
    base: UUID | None = None
    of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch: entries that are kept now, and those that cannot be, with the reason."""

    kept: tuple[UUID, ...]
    refused: Mapping[UUID, Verdict]


@transaction.atomic
def open_incident(*, by: Actor, region: Region, organisation: Org, subject: str, title: str, rehearsal: bool) -> Incident:  # fmt: skip
    """A log that the circle keeps from now on. Raises Refused."""
    require(_may(by, region.code, organisation.public_id))
    found = queries.subject_of(subject)
    told = one_line(clean(title))[:160]
    if found is None or not found.disrupts:
        raise Refused(no("preparedness_no_subject"))
    if not told:
        raise Refused(no("preparedness_nothing_said"))
    require(rules.tells_nobody(told))
    made = Incident.objects.create(
        region=region,
        subject=subject,
        title=told,
        rehearsal=rehearsal,
        opened_by_id=organisation.id,
        opened_at=clock.now(),
        recorded_by=by.user,
    )
    _tell("incident_opened", made, by)
    return made


@transaction.atomic
def close(*, by: Actor, incident: Incident, reopen: bool = False) -> None:
    """It is over, or goes on after all. What devices still hold is taken also after it. Raises Refused."""
    require(rules.may_write_secret(by, queries.joined(incident.region.code, "log")))
    changed = Incident.objects.filter(pk=incident.pk, closed_at__isnull=not reopen)
    if changed.update(closed_at=None if reopen else clock.now()):
        _tell("incident_reopened" if reopen else "incident_closed", incident, by)


@transaction.atomic
def keep(*, by: Actor, incident: Incident, entries: Sequence[Written], sent_at: datetime | None = None) -> Receipt:
    """Takes a batch. An entry that is there already with the same content is kept, not doubled; the whole batch is durable
    before anything is told to be kept. Raises Refused when the actor is not of the circle, or the batch is too big."""
    require(rules.may_write_secret(by, queries.joined(incident.region.code, "log")))
    if len(entries) > rules.BATCH:
        raise Refused(no("preparedness_batch", count=str(rules.BATCH)))
    now = clock.now()
    skew = now - sent_at if sent_at is not None and abs(now - sent_at) < FAR else timedelta(0)
    orgs = {o.public_id: o.id for o in atlas().orgs.values()}
    known = {e.public_id: e for e in LogEntry.objects.filter(public_id__in=[w.id for w in entries])}
    kept, refused, new = list[UUID](), dict[UUID, Verdict](), dict[UUID, LogEntry]()
    for sent in entries:
        one = replace(sent, text=clean(sent.text))
        verdict = _fits(by, incident, one, orgs)
        there = known.get(one.id) or new.get(one.id)
        row = _row(incident, one, orgs, by, now, skew) if verdict else None
        if there is not None:
            verdict = YES if row is not None and _same(there, row) else no("preparedness_other_content")
        if not verdict or row is None:
            refused[one.id] = verdict
            continue
        kept.append(one.id)
        if there is None:
            new[one.id] = row
    # Two sendings of the same entry at the same moment: the second finds it there and is told that it is kept.
    LogEntry.objects.bulk_create(new.values(), ignore_conflicts=True)
    there_now = {e.public_id: e for e in LogEntry.objects.filter(public_id__in=list(new))}
    for key, row in new.items():
        if key not in there_now or not _same(there_now[key], row):
            kept.remove(key)
            refused[key] = no("preparedness_other_content")
    return Receipt(tuple(dict.fromkeys(kept)), refused)


def _fits(by: Actor, incident: Incident, one: Written, orgs: Mapping[UUID, int]) -> Verdict:
    subject = scenarios().subjects.get(incident.subject)
    functions = subject.functions if subject else ()
    if one.kind not in KINDS or one.number < 0 or one.number > 2**31 - 1 or abs(one.device_at - clock.now()) > FAR:
        return no("preparedness_cannot_read")
    if one.writer not in by.responds_for or one.writer not in queries.joined(incident.region.code, "log"):
        return no("preparedness_own_name")
    if one.about is not None and one.about not in orgs:
        return no("preparedness_no_organisation")
    fits = rules.entry_fits(one.kind, one.value, one.text, one.function, functions, one.about is not None, one.of is not None)  # fmt: skip
    return fits and rules.tells_nobody(one.text)


def _row(incident: Incident, one: Written, orgs: Mapping[UUID, int], by: Actor, now: datetime, skew: timedelta) -> LogEntry:  # fmt: skip
    return LogEntry(
        public_id=one.id,
        incident=incident,
        kind=one.kind,
        writer_id=orgs[one.writer],
        function=one.function,
        about_id=orgs[one.about] if one.about else None,
        value=one.value if one.kind == "status" else "",
        text=one.text,
        base=one.base,
        of=one.of,
        device=one.device,
        number=one.number,
        device_at=one.device_at,
        server_at=now,
        skew_ms=round(skew.total_seconds() * 1000),
        recorded_by=by.user,
    )


SAME = ("incident_id", "kind", "writer_id", "function", "about_id", "value", "text", "base", "of", "device_at")
"""What an entry says; sent once more from another place of the same device its running number may differ."""


def _same(there: LogEntry, row: LogEntry) -> bool:
    return all(getattr(there, n) == getattr(row, n) for n in SAME)


def _may(by: Actor, region: str, organisation: UUID) -> Verdict:
    if not by.signed_in:
        return no("login_needed")
    mine = by.responds_for & queries.joined(region, "log")
    return YES if organisation in mine else no("preparedness_circle")


def _tell(verb: str, row: Incident, by: Actor) -> None:
    """That a log was opened or closed is an event; of what, where and with which words is told nowhere."""
    record_event(verb=verb, subject_type="incident", subject_id=row.public_id, by=by.user, data={})
