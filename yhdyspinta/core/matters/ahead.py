"""What is known ahead of a region: every agenda opens with it, whichever room keeps it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.module_loading import import_string

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.interfaces.cells import Finding
from yhdyspinta.core.matters.catalogue import told_in_agendas


@dataclass(frozen=True, slots=True)
class Ahead:
    """One thing that is coming, worded at display, with the day by which it sorts."""

    on: date
    what: Finding


Teller = Callable[[Actor, str, Iterable[str], date], Sequence[Ahead]]
"""(reader, region, themes, day) → what the reader may see of it."""


def known_ahead(actor: Actor, region: str, themes: Iterable[str], on: date) -> list[Ahead]:
    """From every room that told that it has something, in the order of the days."""
    asked = frozenset(themes)
    tellers: list[Teller] = [import_string(path) for path in told_in_agendas()]
    return sorted((one for tell in tellers for one in tell(actor, region, asked, on)), key=lambda x: x.on)
