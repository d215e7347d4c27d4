"""What the division of labour of a theme amounts to on a day: the written rule of the column. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yhdyspinta.core.interfaces.cells import Situation


@dataclass(frozen=True, slots=True)
class Division:
    """A theme's division of labour that is public. `signed`: the day since which every party has accepted its present text."""

    public_id: UUID
    region: str
    theme: str
    begun: date
    signed: date | None
    accepted: int
    parties: int
    differing: int


@dataclass(frozen=True, slots=True)
class Look:
    """A division on a day: signed or not, and of how many organisers the contact is known and confirmed within a year."""

    signed: bool
    reached: int
    organisers: int

    @property
    def all_reached(self) -> bool:
        """Whether everybody who organises something has a contact that holds."""
        return self.organisers > 0 and self.reached == self.organisers


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One line of the written table: when it holds, what the cell says. Its words are `rule:<code>`."""

    code: str
    says: Situation
    holds: Callable[[Look], bool]


ROLE_RULES: tuple[RoleRule, ...] = (
    RoleRule("roles_in_place", "in_place", lambda x: x.signed and x.all_reached),
    RoleRule("roles_partly", "partly", lambda x: x.signed),
    RoleRule("roles_preparation", "under_preparation", lambda x: True),
)
"""In order: the first that holds decides. A theme whose division nobody has taken up has no record: the law alone says who."""


def situation(look: Look) -> Situation:
    """The situation by ROLE_RULES."""
    return next(rule.says for rule in ROLE_RULES if rule.holds(look))
