"""The one rule that floors below the accounts ask too. Plain Python."""

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no


def may_coordinate(actor: Actor, region: str) -> Verdict:
    """Either coordinator of a region."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.side_in(region) else no("sides_only_coordinators")
