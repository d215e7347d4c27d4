"""Who may bring figures to the store."""

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no


def may_publish(actor: Actor) -> Verdict:
    """Administrators and the house itself: the figures are everybody's."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator else no("indicators_only_administrator")
