"""Writes of the room: freezing what was looked at together, and taking it back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.indicators.actions import publish
from yhdyspinta.core.indicators.arrays import Table
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.laying import laid
from yhdyspinta.core.indicators.models import Edition
from yhdyspinta.core.indicators.queries import figures_of, law
from yhdyspinta.core.indicators.rules import may_publish
from yhdyspinta.core.indicators.sources import files
from yhdyspinta.core.indicators.sources.files import Fault
from yhdyspinta.core.indicators.tidy import joined, without_sums
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.statistics import queries, rules
from yhdyspinta.rooms.statistics.models import Snapshot


class NotImported(Exception):  # noqa: N818  (names what happened to the file)
    """Rows of a file that cannot be used; nothing was imported."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} cells cannot be used")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Came:
    """A file that has been read: figures of an indicator, and where they came from."""

    indicator: Indicator
    found: Table
    origin: Mapping[str, str]


def read_file(*, by: Actor, code: str, name: str, body: bytes) -> Came:
    """The figures of a file; writes nothing.

    Raises Refused, LookupError, BadFile, NotImported with every fault, BadFigures when two cells tell the same figure.
    """
    if (indicator := law().indicators.get(code)) is None or indicator.derived or indicator.ended:
        require(may_publish(by))
        raise LookupError(f"no such indicator to import: {code[:60]}")
    require(may_publish(by, indicator.region))
    known = queries.names_in(indicator.region) if indicator.region else queries.names()
    found, faults = files.tidy(files.fetch(body), known)
    if faults:
        raise NotImported(faults)
    origin = {"file": clean(name)[:120], "sha256": hashlib.sha256(body).hexdigest()}
    return Came(indicator, laid(found, indicator, axis()), origin)


@transaction.atomic
def publish_file(*, by: Actor, came: Came) -> Edition | None:
    """Publishes what was read; figures that the file lacks stay. None when nothing has changed.

    Raises Refused; BadFigures when the figures cannot be true.
    """
    found = came.found
    if (held := figures_of(came.indicator.code)) is not None:
        found = joined(without_sums(held.table, came.indicator, axis()), found, cells=True)
    return publish(by=by, indicator=came.indicator, found=found, fetched_at=clock.now(), origin=came.origin)


def import_file(*, by: Actor, code: str, name: str, body: bytes) -> Edition | None:
    """Reads a file and publishes its figures. Raises as `read_file` and `publish_file`."""
    return publish_file(by=by, came=read_file(by=by, code=code, name=name, body=body))


@transaction.atomic
def freeze(*, by: Actor, region: Region, theme: str, codes: Sequence[str], title: str, looked_on: date) -> Snapshot:
    """Freezes the region's figures as they are now, as looked at on a day. Raises Refused."""
    require(rules.may_freeze(by, region.code))
    require(rules.looked_day(looked_on, clock.today()))
    title = clean(title)
    if not title:
        raise Refused(no("snapshot_needs_title"))
    hold("indicators")
    content = queries.frozen(queries.picture(region.code, codes))
    if not content["columns"]:
        raise Refused(no("snapshot_empty"))
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    made = Snapshot.objects.create(
        region=region,
        theme_code=theme,
        title=title,
        looked_on=looked_on,
        content=content,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        taken_by=by.user,
        taken_side=by.side_in(region.code),
        taken_at=clock.now(),
    )
    _tell("snapshot_taken", made, by)
    return made


@transaction.atomic
def withdraw(*, by: Actor, snapshot: Snapshot) -> None:
    """Takes a snapshot back: it stays at its address and says so. Raises Refused."""
    row = Snapshot.objects.select_for_update().select_related("region").get(pk=snapshot.pk)
    require(rules.may_withdraw(by, row))
    Snapshot.objects.filter(pk=row.pk).update(withdrawn_at=clock.now(), withdrawn_by=by.user)
    _tell("snapshot_withdrawn", row, by)


def _tell(verb: str, row: Snapshot, by: Actor) -> None:
    record_event(
        verb=verb,
        subject_type="snapshot",
        subject_id=row.public_id,
        by=by.user,
        data={"region": row.region.code, "theme": row.theme_code, "digest": row.digest},
    )
    bump("statistics")
