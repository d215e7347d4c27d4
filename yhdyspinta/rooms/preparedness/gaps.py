"""What a plan and its contacts still lack. Plain Python: codes, worded at display.

Only what the reader may see is given in: a gap of what is secret is found for the circle alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Role = Literal["leads", "acts", "informed"]
FRESH = timedelta(days=365)
"""A contact that has not been tried for longer is to be tried anew."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A contact of an organisation, as gaps see it: for which function ("" for every), whether it has a deputy, when it was last reached."""

    organisation: int
    function: str
    deputy: bool
    reached: date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that lacks. `function`: where; `organisation`: whose, 0 for none."""

    code: str
    function: str = ""
    organisation: int = 0


def of_roles(functions: Sequence[str], roles: Mapping[tuple[str, int], Role]) -> list[Gap]:
    """Functions that nobody leads, that several lead, that nobody does: `roles` is (function, organisation) → role."""
    found = []
    for function in functions:
        held = [role for (f, _), role in roles.items() if f == function]
        leads = held.count("leads")
        if leads == 0:
            found.append(Gap("no_lead", function))
        elif leads > 1:
            found.append(Gap("many_leads", function))
        if held and not leads and "acts" not in held:
            found.append(Gap("nobody_acts", function))
    return found


def of_contacts(roles: Mapping[tuple[str, int], Role], contacts: Collection[Reached], on: date) -> list[Gap]:
    """Organisations that lead or act without a contact for it, contacts without a deputy, contacts not tried for a year."""
    found, asked = [], dict.fromkeys((f, o) for (f, o), role in roles.items() if role != "informed")
    for function, organisation in asked:
        own = [c for c in contacts if c.organisation == organisation and c.function in ("", function)]
        if not own:
            found.append(Gap("no_contact", function, organisation))
    for organisation in dict.fromkeys(o for _, o in asked):
        own = [c for c in contacts if c.organisation == organisation]
        if any(not c.deputy for c in own):
            found.append(Gap("no_deputy", "", organisation))
        if any(is_stale(c.reached, on) for c in own):
            found.append(Gap("not_reached", "", organisation))
    return found


def is_stale(reached: date | None, on: date) -> bool:
    """Whether a contact is to be tried anew."""
    return reached is None or on - reached > FRESH
