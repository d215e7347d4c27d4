"""Tasks × organisations: who does what, and what nobody or two do. Plain Python, without a database.

Where nothing else has been agreed, the law says who organises a task. A region writes down only what differs.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from yhdyspinta.core.common.dates import add_years
from yhdyspinta.rooms.responsibilities.tasks import Task

Role = Literal["organises", "takes_part", "consulted", "informed"]
ROLES: tuple[Role, ...] = get_args(Role)
Kind = Literal["county", "municipality", "area", "kela", "other"]
LackCode = Literal["gap", "overlap", "no_contact", "contact_old", "disputed"]
LACKS: tuple[LackCode, ...] = get_args(LackCode)


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation of a region. `serves`: municipalities (ids) whose residents it serves when it organises a task."""

    id: int
    kind: Kind
    serves: frozenset[int]


Cells = Mapping[tuple[str, int], Role]
"""(task, organisation) → role; what is not there has no role."""


def by_law(task: Task, parties: Sequence[Party]) -> dict[int, Role]:
    """Who organises a task where nothing else is agreed."""
    return {p.id: "organises" for p in parties if p.kind in task.by}


def roles(task: Task, parties: Sequence[Party], told: Mapping[tuple[str, int], Role | Literal[""]]) -> dict[int, Role]:
    """The roles of one task: the law's, and what has been told instead ("" takes a role away). Others than parties have none."""
    found = by_law(task, parties)
    for party in parties:
        said = told.get((task.code, party.id))
        if said == "":
            found.pop(party.id, None)
        elif said is not None:
            found[party.id] = said
    return found


def cells(tasks: Sequence[Task], parties: Sequence[Party], told: Mapping[tuple[str, int], Role | Literal[""]]) -> Cells:
    """The whole matrix."""
    return {(task.code, party): role for task in tasks for party, role in roles(task, parties, told).items()}


@dataclass(frozen=True, slots=True)
class Lack:
    """Something to be settled in a task. `where`: municipalities that it concerns; `acts`: organisations that settle it."""

    code: LackCode
    task: str
    where: tuple[int, ...]
    acts: tuple[int, ...]


def lacks(
    tasks: Sequence[Task],
    parties: Sequence[Party],
    matrix: Cells,
    contacts: Mapping[int, date],
    disputed: Collection[int],
    on: date,
) -> tuple[Lack, ...]:
    """What nobody organises, what two do, who cannot be reached, and which parties see it otherwise; by LACKS, then tasks.

    `contacts`: by organisation the day when its contact for the theme was last confirmed. `disputed`: parties that differ.
    """
    found: list[Lack] = []
    for task in tasks:
        organisers = [p for p in parties if matrix.get((task.code, p.id)) == "organises"]
        found += _coverage(task, parties, organisers)
        found += _reached(task, organisers, contacts, on)
    if disputed and tasks:
        every = tuple(p.id for p in parties)
        found.append(Lack("disputed", "", tuple(sorted(disputed)), every))
    order = {t.code: i for i, t in enumerate(tasks)}
    return tuple(sorted(found, key=lambda x: (LACKS.index(x.code), order.get(x.task, -1))))


def _coverage(task: Task, parties: Sequence[Party], organisers: Sequence[Party]) -> list[Lack]:
    """Municipalities whose residents nobody serves, or two who each organise the whole."""
    gap, overlap, twice = [], [], set[int]()
    for town in (p for p in parties if p.kind == "municipality"):
        here = [p for p in organisers if town.id in p.serves]
        if _lacking(task, here):
            gap.append(town.id)
        elif not task.shared and len(here) > 1:
            overlap.append(town.id)
            twice |= {p.id for p in here}
    found = []
    if gap:
        owners = [p.id for p in parties if p.kind in task.by and (p.kind != "municipality" or p.id in gap)]
        found.append(Lack("gap", task.code, tuple(gap), tuple(owners)))
    if overlap:
        found.append(Lack("overlap", task.code, tuple(overlap), tuple(sorted(twice))))
    return found


def _lacking(task: Task, here: Sequence[Party]) -> bool:
    """A task of one organiser needs anybody; a shared one somebody of each kind that organises it here, or another instead."""
    if not task.shared:
        return not here
    kinds = {p.kind for p in here}
    return not (set(task.by) <= kinds or "other" in kinds)


def _reached(task: Task, organisers: Sequence[Party], contacts: Mapping[int, date], on: date) -> list[Lack]:
    """Organisers without a contact for the theme, and those whose contact nobody has confirmed for a year."""
    none = tuple(p.id for p in organisers if p.id not in contacts)
    old = tuple(p.id for p in organisers if p.id in contacts and contacts[p.id] <= add_years(on, -1))
    found = []
    if none:
        found.append(Lack("no_contact", task.code, (), none))
    if old:
        found.append(Lack("contact_old", task.code, (), old))
    return found
