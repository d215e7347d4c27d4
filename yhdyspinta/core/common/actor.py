"""Who acts, as the rules see them: a person's standing on a day. Built by accounts, asked by every rule below it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Role = Literal["administrator", "analyst", "coordinator", "editor", "owner", "elected", "reader", "responder"]
ACTING: frozenset[Role] = frozenset({"coordinator", "editor"})
"""Roles that act in an organisation's name; the others of an organisation only read what its people may read."""
WRITING: frozenset[Role] = ACTING | {"administrator", "analyst", "owner", "responder"}
Side = Literal["", "county", "municipalities"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One role held now. A coordinator's has region, side and the organisation they come from; an editor's the organisation;
    an owner's the organisation and the item, as "kind:uuid"."""

    role: Role
    organisation: UUID | None = None
    region: str = ""
    side: Side = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, an anonymous reader (user None, no standings) or the house itself (`house`)."""

    user: UUID | None = None
    standings: tuple[Standing, ...] = ()
    house: bool = False

    @property
    def is_administrator(self) -> bool:
        """Keeps the installation; may record from public sources on behalf of anybody."""
        return self.house or any(s.role == "administrator" for s in self.standings)

    @property
    def signed_in(self) -> bool:
        """Whether this is somebody known: a person with an account, or the house itself."""
        return self.house or self.user is not None

    @property
    def organisations(self) -> frozenset[UUID]:
        """The organisations the person may act for."""
        return frozenset(s.organisation for s in self.standings if s.organisation and s.role in ACTING)

    @property
    def belongs_to(self) -> frozenset[UUID]:
        """The organisations whose parties' matters the person may read: also its elected officials and readers, not who is in
        charge of single items."""
        return frozenset(s.organisation for s in self.standings if s.organisation and s.role != "owner")

    def owned(self, kind: str) -> frozenset[UUID]:
        """The items of a kind that the person keeps for an organisation without acting for it otherwise."""
        items = (s.item.partition(":") for s in self.standings if s.role == "owner")
        return frozenset(UUID(item) for what, _, item in items if what == kind)

    def speaks_for(self, organisation: UUID, kind: str, item: UUID) -> bool:
        """Whether the person acts for an organisation, in all it does or in this one item."""
        held = any(
            s.role == "owner" and s.organisation == organisation and s.item == f"{kind}:{item}" for s in self.standings
        )
        return organisation in self.organisations or held

    @property
    def responds_for(self) -> frozenset[UUID]:
        """The organisations for whose preparedness the person answers. No other role brings it."""
        return frozenset(s.organisation for s in self.standings if s.organisation and s.role == "responder")

    @property
    def is_analyst(self) -> bool:
        """Keeps the figures of the whole country."""
        return any(s.role == "analyst" for s in self.standings)

    @property
    def writes(self) -> bool:
        """Whether some role of the person writes."""
        return self.house or any(s.role in WRITING for s in self.standings)

    def side_in(self, region: str) -> Side:
        """Which side the person coordinates in a region, if any."""
        return next((s.side for s in self.standings if s.role == "coordinator" and s.region == region), "")

    @property
    def regions(self) -> frozenset[str]:
        """Regions the person coordinates."""
        return frozenset(s.region for s in self.standings if s.region)


ANONYMOUS = Actor()
HOUSE = Actor(house=True)
