"""What the two sides of a region have said of an agreement, and what it amounts to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Side
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.core.stances.positions import Agreement, Position, Said, Step, agreement_of
from yhdyspinta.core.themes.models import RegionAgreement, SideStance

SIDES: tuple[Side, ...] = ("county", "municipalities")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A side, and the last decision and view it has told."""

    side: Side
    decision: SideStance | None
    view: SideStance | None


def sides_of(region: str) -> tuple[Side, ...]:
    """Who has to agree. In Helsinki one city is both sides."""
    return SIDES[:1] if region == HELSINKI else SIDES


def standing(row: RegionAgreement, stances: Iterable[SideStance]) -> Agreement:
    """What the sides' decisions amount to."""
    sides = sides_of(row.region.code)
    said = [
        Said(_number(s.side, sides), cast(Step, s.step), cast(Position, s.position), 1, s.said_on, s.pk)
        for s in stances
    ]
    if len(sides) > 1:  # who proposes accepts, until they say otherwise; older proposals have no stance of it
        proposer = _number(row.proposed_side, sides)
        said.append(Said(proposer, "decision", "accepted", 1, clock.date_of(row.proposed_at)))
    return agreement_of(range(len(sides)), said, 1)


def _number(side: str, sides: tuple[Side, ...]) -> int:
    return next((i for i, s in enumerate(sides) if s == side), 0)


def spoken(row: RegionAgreement) -> list[Spoken]:
    """Both sides beside each other. Its stances are at hand."""
    last: dict[tuple[str, str], SideStance] = {}
    for stance in sorted(row.stances.all(), key=lambda s: s.pk):
        last[stance.side, stance.step] = stance
    return [Spoken(s, last.get((s, "decision")), last.get((s, "view"))) for s in sides_of(row.region.code)]
