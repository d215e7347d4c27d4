"""Reading a log: its entries in the order of happening, the situation they amount to, and what a device needs to go on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Max

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.preparedness.models import Incident, LogEntry
from yhdyspinta.rooms.preparedness.picture import Entry, Kind, Picture, Placed, picture, placed
from yhdyspinta.rooms.preparedness.scenarios import scenarios


def entry_of(row: LogEntry) -> Entry:
    """A row as the pure rule reads it."""
    return Entry(
        id=row.public_id,
        kind=cast(Kind, row.kind),
        writer=row.writer_id,
        device=row.device,
        number=row.number,
        device_at=row.device_at,
        server_at=row.server_at,
        skew=timedelta(milliseconds=row.skew_ms),
        function=row.function,
        about=row.about_id or 0,
        value=row.value,
        text=row.text,
        base=row.base,
        of=row.of,
    )


@dataclass(frozen=True)
class Log:
    """A log as it is read."""

    order: tuple[Placed, ...]
    picture: Picture
    last: int
    """The key of the newest row: what a page has seen."""


def last_of(incident: Incident) -> int:
    """The key of the newest row, without reading the log."""
    found: int | None = LogEntry.objects.filter(incident=incident).aggregate(last=Max("id"))["last"]
    return found or 0


def read(incident: Incident, seen: int | None = None) -> Log:
    """The whole log; with `seen` as it was when its newest row was that. One query."""
    rows = LogEntry.objects.filter(incident=incident).order_by("id")
    held = list(rows.filter(pk__lte=seen) if seen is not None else rows)
    order = placed(entry_of(r) for r in held)
    return Log(tuple(order), picture(order), held[-1].pk if held else 0)


def base_of(log: Log, kind: str, function: str, about: int) -> UUID | None:
    """The latest word of a thing that somebody who has read the log has seen."""
    if kind == "lead":
        return log.picture.lead.entry.id if log.picture.lead else None
    if kind == "status":
        now = log.picture.statuses.get((function, about))
        return now.entry.id if now else None
    return None


def open_tasks(log: Log) -> list[tuple[str, str]]:
    """(id, beginning of its text) of tasks that nobody has told to be done, as forms name them."""
    return [(str(t.entry.id), t.entry.text[:80]) for t in log.picture.tasks if t.done is None]


def bases(log: Log) -> dict[str, str]:
    """The same of everything, as a device keeps it while its page is open."""
    orgs = atlas().orgs
    found = {f"{f}|{orgs[o].public_id}": str(n.entry.id) for (f, o), n in log.picture.statuses.items() if o in orgs}
    return found | ({"lead": str(log.picture.lead.entry.id)} if log.picture.lead else {})


def name_of(org: int) -> Org | None:
    """An organisation of an entry."""
    return atlas().orgs.get(org)


@dataclass(frozen=True, slots=True)
class Cell:
    """A status as the page shows it; `others`: what was said meanwhile without having seen it."""

    function: Text
    org: Org | None
    now: Any
    others: tuple[tuple[Entry, Org | None], ...]


def cells(log: Log) -> list[Cell]:
    """Statuses in the order of the catalogue's functions, then by organisation."""
    functions = scenarios().functions
    order = list(functions)
    keys = sorted(log.picture.statuses, key=lambda k: (order.index(k[0]) if k[0] in order else 99, k[1]))
    return [
        Cell(
            functions.get(f, Text(f)),
            name_of(o),
            now := log.picture.statuses[f, o],
            tuple((e, name_of(e.writer)) for e in now.others),
        )
        for f, o in keys
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page shows it."""

    placed: Placed
    writer: Org | None
    about: Org | None
    function: Text | None
    task: Entry | None


def lines(log: Log) -> list[Line]:
    """The log, the latest first."""
    functions = scenarios().functions
    known = {p.entry.id: p.entry for p in log.order}
    return [
        Line(
            p,
            name_of(p.entry.writer),
            name_of(p.entry.about),
            functions.get(p.entry.function),
            known.get(p.entry.of) if p.entry.of else None,
        )
        for p in reversed(log.order)
    ]
