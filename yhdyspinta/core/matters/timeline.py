"""What has happened in a matter, as dated entries. The rooms add theirs through their facades."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import Word
from yhdyspinta.core.interfaces.cells import Finding
from yhdyspinta.core.matters import queries, shelf
from yhdyspinta.core.matters.models import Consultation, Matter


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a day: worded at display, with the address of what it speaks of."""

    on: date
    what: Finding
    step: int = 1
    """Of one day: opened 0, met 1, a document 2, asked 3, handled 4, closed 5."""


def entries(matter: Matter, actor: Actor) -> list[Entry]:
    """Of the core: opened, documents, what the parties were asked and told, closed. Only what the actor may see."""
    found = [Entry(matter.opened_on, Finding("matter_was_opened"), 0)]
    for row in shelf.documents_visible_to(actor).filter(matter=matter).order_by("dated", "id"):
        told = (("title", Text.of(row, "title")), ("name", Text.of(row.organisation, "name")))
        found.append(Entry(row.dated, Finding("matter_document", told, "matters:document", (str(row.public_id),)), 2))
    found += _questions(queries.visible_to(actor).filter(matter=matter, withdrawn_at=None))
    if matter.closed_on is not None:
        found.append(Entry(matter.closed_on, Finding("matter_was_closed"), 5))
    return found


def _questions(rows: Iterable[Consultation]) -> Iterator[Entry]:
    asked: dict[tuple[date, str], list[Consultation]] = {}
    for row in rows:
        asked.setdefault((row.asked_on, row.origin), []).append(row)
        for step in row.decisions.all():
            told = (("name", Text.of(row.organisation, "name")), ("what", Word(f"handled:{step.outcome}")))
            yield Entry(
                step.decided_on,
                Finding("matter_handled", told, "matters:consultation", (str(row.public_id),), good=True),
                4,
            )
    for (day, _origin), each in asked.items():
        params = (("title", Text.of(each[0], "title")), ("count", str(len(each))))
        yield Entry(day, Finding("matter_asked", params), 3)


def in_order(found: Iterable[Entry]) -> list[Entry]:
    """The newest first; of one day by their steps, the last of them first."""
    return sorted(found, key=lambda e: (e.on, e.step))[::-1]


Told = Mapping[int, list[Entry]]
"""Entries of a room by the matter's key."""
