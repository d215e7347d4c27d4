"""Open events, as verbs and reads: add, withdraw; everything that is coming and has been."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text, clean, cleaned, columns
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.forums import rules
from yhdyspinta.rooms.forums.events import Known, known
from yhdyspinta.rooms.forums.models import OpenEvent


@dataclass(frozen=True, slots=True)
class Announced:
    """What is told of an open event."""

    titles: Mapping[str, str]
    organiser: str
    on: date
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    link: str = ""


@transaction.atomic
def add_event(*, by: Actor, region: Region | None, said: Announced) -> OpenEvent:
    """An event for the calendar that is open to all. Raises Refused."""
    require(rules.may_announce(by, region.code if region else ""))
    if not any(cleaned(said.titles).values()) or not clean(said.organiser):
        raise Refused(no("forums_event_needs"))
    if said.ends is not None and (said.begins is None or said.ends <= said.begins):
        raise Refused(no("forums_ends_before"))
    made = OpenEvent.objects.create(
        region=region,
        **columns("title", said.titles),
        organiser=clean(said.organiser),
        on=said.on,
        begins=said.begins,
        ends=said.ends,
        place=clean(said.place),
        link=said.link,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _tell("open_event_added", made, by)
    return made


@transaction.atomic
def withdraw_event(*, by: Actor, event: OpenEvent) -> None:
    """Takes it off. Raises Refused."""
    require(rules.may_announce(by, event.region.code if event.region else ""))
    if OpenEvent.objects.filter(pk=event.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("open_event_withdrawn", event, by)


def all_events(actor: Actor) -> list[Known]:
    """The package's and those that were added, by day. `mine`: whether the reader may take it off."""
    rows = OpenEvent.objects.filter(withdrawn_at=None).select_related("region")
    return sorted((*known(), *(_told(row, actor) for row in rows)), key=lambda e: (e.on, e.begins or time(), e.code))


def _told(row: OpenEvent, actor: Actor) -> Known:
    region = row.region.code if row.region else ""
    return Known(
        code=str(row.public_id),
        title=Text.of(row, "title"),
        organiser=row.organiser,
        on=row.on,
        begins=row.begins,
        ends=row.ends,
        place=row.place,
        link=row.link,
        region=region,
        mine=bool(rules.may_announce(actor, region)),
    )


def _tell(verb: str, row: OpenEvent, by: Actor) -> None:
    record_event(verb=verb, subject_type="open_event", subject_id=row.public_id, by=by.user)
    bump("forums")
