"""Who takes up a division, who writes it, who tells and confirms contacts."""

from uuid import UUID

from yhdyspinta.core.accounts.rules import invitable
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no


def may_keep(actor: Actor, region: str) -> Verdict:
    """The region's coordinators take up a theme's division and write it; the parties sign."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.house or may_coordinate(actor, region) else no("responsibilities_only_coordinators")


def may_tell_contact(actor: Actor, organisation: UUID) -> Verdict:
    """The organisation's own people; its side's coordinator from a public source."""
    if not actor.signed_in:
        return no("login_needed")
    if organisation in actor.organisations or organisation in invitable(actor):
        return YES
    return no("responsibilities_not_your_contact")


def may_confirm_contact(actor: Actor, organisation: UUID) -> Verdict:
    """Only the organisation's own people know that it still holds."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if organisation in actor.organisations else no("responsibilities_not_your_contact")
