"""The bodies that a person sits in, as a verb: told by themselves, of the organisations that they belong to."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from yhdyspinta.core.accounts.models import Sitting, User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Refused, no
from yhdyspinta.core.registry.models import Body


def bodies_of(who: Actor, on: date) -> QuerySet[Body]:
    """Standing bodies of the organisations that a person belongs to."""
    rows = Body.objects.filter(organisation__public_id__in=who.belongs_to, withdrawn_at=None)
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    return rows.select_related("organisation").order_by("organisation_id", "kind", "name_fi", "id")


def sits_in(user: User, who: Actor, on: date) -> list[Body]:
    """Where the person sits, of the bodies that there still are."""
    return list(bodies_of(who, on).filter(pk__in=Sitting.objects.filter(user=user).values("body")))


@transaction.atomic
def choose(*, user: User, bodies: Collection[UUID]) -> None:
    """These bodies and no others. Raises Refused for one that is not of the person's organisations."""
    User.objects.select_for_update().get(pk=user.pk)
    today = clock.today()
    found = list(bodies_of(actor_of(user, today), today).filter(public_id__in=bodies))
    if len(found) != len(set(bodies)):
        raise Refused(no("accounts_not_your_body"))
    Sitting.objects.filter(user=user).exclude(body__in=found).delete()
    for body in found:
        Sitting.objects.get_or_create(user=user, body=body, defaults={"recorded_at": clock.now()})
    data = {"bodies": sorted(str(b.public_id) for b in found)}
    record_event(verb="sittings_chosen", subject_type="user", subject_id=user.public_id, by=user.public_id, data=data)
