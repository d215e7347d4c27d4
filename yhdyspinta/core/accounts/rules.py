"""Who may manage users."""

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no


def may_manage_users(actor: Actor) -> Verdict:
    """Administrators only (invitations by coordinators come with the full rights)."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_administrator else no("accounts_only_administrator")
