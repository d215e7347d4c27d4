"""Who may bring figures to the store."""

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no


def may_publish(actor: Actor, region: str = "") -> Verdict:
    """Administrators and the house itself: the figures are everybody's. A region's own ones, its coordinators too."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.is_administrator or (actor.is_analyst and not region) or (region and actor.side_in(region)):
        return YES
    return no("indicators_only_administrator")


def may_bring_files(actor: Actor) -> Verdict:
    """Whoever may publish something: an administrator anything, a coordinator the own figures of the region."""
    return YES if actor.regions else may_publish(actor)


def may_define(actor: Actor, region: str) -> Verdict:
    """Either coordinator of the region."""
    return may_coordinate(actor, region)
