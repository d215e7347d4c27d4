"""The log of a disruption put in order, and the situation that it amounts to. Plain Python.

An entry is never changed. It tells what the device's clock said, what the server's clock said when it came, and how far
apart the two were at that sending; entries of one device have a running number, so their order never depends on a clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

Kind = Literal["note", "status", "task", "done", "decision", "lead"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Status = Literal["normal", "limited", "stopped", "unknown"]
STATUSES: tuple[Status, ...] = get_args(Status)
CLOCK = timedelta(minutes=2)
"""So far apart two clocks may be without a word about it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `writer`, `about`: registry ids; `base`: the entry that its writer saw as the latest of the same thing;
    `of`: the task that it is about; `skew`: how much the server's clock was ahead of the device's when it was sent."""

    id: UUID
    kind: Kind
    writer: int
    device: UUID
    number: int
    device_at: datetime
    server_at: datetime
    skew: timedelta = timedelta(0)
    function: str = ""
    about: int = 0
    value: str = ""
    text: str = ""
    base: UUID | None = None
    of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, the moment it is put at, and whether its device's clock was wrong."""

    entry: Entry
    at: datetime
    doubtful: bool


def placed(entries: Iterable[Entry]) -> list[Placed]:
    """In the order of happening: the device's time mended by how wrong its clock was at sending, never after the server had it,
    and in each device's own order whatever its clock did meanwhile."""
    by_device: dict[UUID, list[Entry]] = {}
    for one in entries:
        by_device.setdefault(one.device, []).append(one)
    found = []
    for held in by_device.values():
        later: datetime | None = None
        for one in sorted(held, key=lambda e: (e.number, e.server_at, str(e.id)), reverse=True):
            mended = one.device_at + one.skew if abs(one.skew) > CLOCK else one.device_at
            at = min(mended, one.server_at)
            if later is not None:
                at = min(at, later)
            later = at
            found.append(Placed(one, at, abs(one.device_at - at) > CLOCK))
    return sorted(found, key=lambda p: (p.at, str(p.entry.device), p.entry.number, str(p.entry.id)))


@dataclass(frozen=True, slots=True)
class Now:
    """What is said last of one thing; `others`: what somebody said meanwhile without having seen it, the latest first."""

    entry: Entry
    at: datetime
    others: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task, who does it, and the entry that says it is done."""

    entry: Entry
    at: datetime
    done: Entry | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The situation: status by (function, organisation), who leads, tasks, decisions, and how many conflicts are open."""

    statuses: dict[tuple[str, int], Now]
    lead: Now | None
    tasks: tuple[Task, ...]
    decisions: tuple[Placed, ...]

    @property
    def conflicts(self) -> int:
        """Things of which two say different without having seen each other's word."""
        every = [*self.statuses.values(), *([self.lead] if self.lead else [])]
        return sum(bool(n.others) for n in every)


def picture(order: Sequence[Placed]) -> Picture:
    """What the log amounts to, from entries as `placed` gives them."""
    groups: dict[tuple[str, int], list[Placed]] = {}
    leads, tasks, decisions = list[Placed](), list[Placed](), list[Placed]()
    done: dict[UUID, Entry] = {}
    for one in order:
        kind = one.entry.kind
        if kind == "status":
            groups.setdefault((one.entry.function, one.entry.about), []).append(one)
        elif kind == "lead":
            leads.append(one)
        elif kind == "task":
            tasks.append(one)
        elif kind == "decision":
            decisions.append(one)
        elif kind == "done" and one.entry.of is not None:
            done.setdefault(one.entry.of, one.entry)
    return Picture(
        {key: now_of(held) for key, held in groups.items()},
        now_of(leads) if leads else None,
        tuple(Task(t.entry, t.at, done.get(t.entry.id)) for t in tasks),
        tuple(decisions),
    )


def now_of(held: Sequence[Placed]) -> Now:
    """The latest word of one thing. Words that nobody has built on stand beside it, if they say something else: two people
    wrote without seeing each other. A later word that was written on top of one of them leaves the other one open."""
    seen = {p.entry.base for p in held if p.entry.base is not None}
    # One device sees its own words, also those it has not sent yet: only its last one stands.
    newest: dict[UUID, int] = {}
    for p in held:
        newest[p.entry.device] = max(newest.get(p.entry.device, 0), p.entry.number)
    open_ = [p for p in held if p.entry.id not in seen and p.entry.number == newest[p.entry.device]]
    last = open_[-1] if open_ else held[-1]
    others = [p.entry for p in reversed(open_) if p is not last and _says(p.entry) != _says(last.entry)]
    return Now(last.entry, last.at, tuple(others))


def _says(one: Entry) -> tuple[str, int]:
    return one.value, one.about
