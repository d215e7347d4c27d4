"""Reading users and grants."""

import hashlib
from collections.abc import Collection
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet

from yhdyspinta.core.accounts.models import AccessRequest, Grant, Invitation, LoginLink, User
from yhdyspinta.core.accounts.rules import INVITED, invitable
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ACTING, Actor, Role, Side, Standing
from yhdyspinta.core.registry.models import Organisation


def grants(on: date) -> QuerySet[Grant]:
    """Grants that hold on the day, with what they are over."""
    return (
        Grant.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on, withdrawn_at=None)
        .filter(user__is_active=True)
        .select_related("user", "organisation", "region")
        .order_by("role", "user__name", "id")
    )


def actor_of(user: User, on: date) -> Actor:
    """The person's standing on the day."""
    standings = [
        Standing(
            role=cast(Role, g.role),
            organisation=g.organisation.public_id if g.organisation else None,
            region=g.region.code if g.region else "",
            side=cast(Side, g.side),
            item=g.item,
        )
        for g in grants(on).filter(user=user)
    ]
    return Actor(user.public_id, tuple(standings))


def acting_addresses(organisation: Organisation, on: date) -> list[str]:
    """Where the people are reached who act for an organisation, but for those who want no letters."""
    held = grants(on).filter(organisation=organisation, role__in=ACTING).exclude(user__notices__rhythm="none")
    return list(dict.fromkeys(held.values_list("user__email", flat=True)))


def owners(item: str, on: date) -> QuerySet[Grant]:
    """Who keeps an item on the day."""
    return grants(on).filter(role="owner", item=item)


def invited_owners(item: str) -> QuerySet[Invitation]:
    """Who has been invited to keep an item and has not opened the link."""
    return Invitation.objects.filter(item=item, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())


def owners_of(items: Collection[str], on: date) -> list[Grant]:
    """Who keeps any of some items on the day."""
    return list(grants(on).filter(role="owner", item__in=items))


def invited_to(items: Collection[str]) -> list[Invitation]:
    """Who has been invited to keep any of some items and has not opened the link."""
    rows = Invitation.objects.filter(item__in=items, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    return list(rows.order_by("id"))


def users() -> QuerySet[User]:
    """Everybody with an account, by name."""
    return User.objects.filter(erased_at=None).order_by("name", "id")


def erased() -> list[str]:
    """Public ids of the accounts that have been erased, in order."""
    return sorted(str(i) for i in User.objects.exclude(erased_at=None).values_list("public_id", flat=True))


def coordinators(region: str, on: date) -> QuerySet[Grant]:
    """The pair of a region, county side first."""
    return grants(on).filter(role="coordinator", region__code=region).order_by("side", "id")


def token_hash(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str) -> LoginLink | None:
    """The unused, unexpired link of a token."""
    found = LoginLink.objects.filter(
        token_hash=token_hash(token), used_at=None, expires_at__gt=clock.now(), user__is_active=True
    )
    return found.select_related("user").first()


def names_of(public_ids: set[UUID]) -> dict[UUID, str]:
    """Names of users by public id, for showing who recorded what to those who may see it."""
    return dict(User.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))


def open_invitation(token: str) -> Invitation | None:
    """The invitation of a token that has not been used, withdrawn or grown old."""
    found = Invitation.objects.filter(
        token_hash=token_hash(token), accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )
    return found.select_related("organisation", "region").first()


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that wait, to what the person may invite to; newest first."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).select_related("organisation", "region")
    own = rows.filter(organisation__public_id__in=invitable(actor), role__in=(*INVITED, "owner"))
    circle = Q(role="responder") & ~Q(organisation__public_id__in=actor.organisations)  # the organisation's own to see
    return rows if actor.is_administrator else own.exclude(circle)


def requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Who asks to be let in, of the organisations that the person may invite people to; oldest first."""
    rows = AccessRequest.objects.filter(handled_at=None).select_related("organisation").order_by("id")
    return rows if actor.is_administrator else rows.filter(organisation__public_id__in=invitable(actor))


def left_alone(kind: str, on: date) -> frozenset[UUID]:
    """Items of a kind that somebody was in charge of and nobody is on the day: who goes on is asked."""
    prefix = f"{kind}:"
    every = Grant.objects.filter(role="owner", item__startswith=prefix, valid_from__lte=on)
    kept = set(grants(on).filter(role="owner", item__startswith=prefix).values_list("item", flat=True))
    return frozenset(UUID(i.removeprefix(prefix)) for i in set(every.values_list("item", flat=True)) - kept)
