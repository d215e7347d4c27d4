"""Who is in charge of one item of an organisation, without acting for it otherwise: naming and ending, as verbs."""

from django.db import transaction

from yhdyspinta.core.accounts import invitations, rules
from yhdyspinta.core.accounts.actions import give_role
from yhdyspinta.core.accounts.models import Grant, Invitation, User
from yhdyspinta.core.accounts.queries import grants, owners
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry.models import Organisation


@transaction.atomic
def name_owner(
    *, by: Actor, organisation: Organisation, item: str, email: str, name: str
) -> tuple[Invitation, str] | None:
    """Puts a person in charge of an item of the organisation. One of its own people is so at once (None); anybody else is
    invited: the invitation and the token of its link. Raises Refused.
    """
    require(rules.may_invite(by, "owner", organisation))
    today, address = clock.today(), email.strip().casefold()
    own = User.objects.filter(email=address, pk__in=grants(today).filter(organisation=organisation).values("user"))
    user = own.first()
    if user is None:
        return invitations.invite(by=by, email=email, name=name, role="owner", organisation=organisation, item=item)
    if owners(item, today).filter(user=user).exists():
        raise Refused(no("accounts_owner_already"))
    give_role(by=HOUSE, user=user, role="owner", organisation=organisation, item=item)
    _tell("owner_named", item, by)
    return None


@transaction.atomic
def end_owner(*, by: Actor, grant: Grant) -> None:
    """The person is no longer in charge of the item. Raises Refused when the organisation is not the actor's to invite to."""
    require(rules.may_invite(by, "owner", grant.organisation))
    if Grant.objects.filter(pk=grant.pk, role="owner", withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("owner_ended", grant.item, by)


@transaction.atomic
def release(*, by: Actor, item: str) -> None:
    """Nobody is in charge of an item any more, nor invited to be: it goes to another organisation, or ends.

    For the verb of a room that has asked its own rule.
    """
    standing = Grant.objects.filter(role="owner", item=item, withdrawn_at=None)
    invited = Invitation.objects.filter(item=item, accepted_at=None, withdrawn_at=None)
    if standing.update(withdrawn_at=clock.now()) + invited.update(withdrawn_at=clock.now()):
        _tell("owner_ended", item, by)


def _tell(verb: str, item: str, by: Actor) -> None:
    kind, _, public_id = item.partition(":")
    record_event(verb=verb, subject_type=kind, subject_id=public_id, by=by.user)
