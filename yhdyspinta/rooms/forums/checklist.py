"""What a negotiation needs before it is held, from the duties that it serves: who must be there, what is usually looked at,
what was agreed last time and is still open. Plain Python: what is asked of the tables comes in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from yhdyspinta.core.law.duties import Duty
from yhdyspinta.core.registry.atlas import Org, RegionView

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Needed:
    """Of one duty: who must be there, and who of them is not a party of the forum and is invited separately."""

    duty: Duty
    bound: tuple[Org, ...]
    outside: tuple[Org, ...]


@dataclass(frozen=True, slots=True)
class Checklist(Generic[P]):
    """`called`, `agenda`, `material`: whether it has been done. `open_points`: agreed earlier and not finished."""

    needed: tuple[Needed, ...]
    called: bool
    agenda: bool
    material: bool
    open_points: tuple[P, ...]

    @property
    def outside(self) -> tuple[Org, ...]:
        """Everybody who has to be invited beside the forum's own parties."""
        return tuple(dict.fromkeys(o for n in self.needed for o in n.outside))

    @property
    def left(self) -> int:
        """Steps not done yet."""
        return [self.called, self.agenda, self.material].count(False)


def needed(duties: Iterable[Duty], view: RegionView, parties: Iterable[Org]) -> tuple[Needed, ...]:
    """Of each duty those whom the law names, responsible and participating, as organisations of the region on the day.

    An area that lies in several regions is named by its own organisation; who is not known to the registry is not made up.
    """
    own, found = {o.id for o in parties}, []
    for duty in duties:
        actors = (*duty.responsible, *duty.participants)
        bound = tuple(dict.fromkeys(o for actor in actors for o in view.by_actor.get(actor, ())))
        found.append(Needed(duty, bound, tuple(o for o in bound if o.id not in own)))
    return tuple(found)
