"""Writes about users and rights, as verbs."""

import secrets
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Q

from yhdyspinta.core.accounts import rules
from yhdyspinta.core.accounts.models import Grant, LoginLink, User
from yhdyspinta.core.accounts.queries import grants, open_link, token_hash
from yhdyspinta.core.accounts.roles import OWNED, ROLES
from yhdyspinta.core.accounts.sealing import resealed
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Side
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.law.schedule import term_on
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.visits import actions as visits

LINK_LIFE = timedelta(hours=24)


@transaction.atomic
def add_user(*, by: Actor, email: str, name: str) -> User:
    """Adds a user without rights. Raises Refused."""
    require(rules.may_manage_users(by))
    try:
        with transaction.atomic():
            user = make_user(email, name)
    except IntegrityError:
        raise Refused(no("accounts_email_taken")) from None
    record_event(verb="added", subject_type="user", subject_id=user.public_id, by=by.user)
    return user


def make_user(email: str, name: str) -> User:
    """An account whose address counts as the person's: who invited them chose it. Raises IntegrityError when it is taken."""
    user = User.objects.create_user(email=email, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def give_role(
    *,
    by: Actor,
    user: User,
    role: str,
    organisation: Organisation | None = None,
    region: Region | None = None,
    side: Side = "",
    item: str = "",
    valid_until: date | None = None,
) -> Grant:
    """Grants a role from today; until the end of the council term unless a day is given. Raises Refused."""
    require(rules.may_manage_users(by))
    today = clock.today()
    check_shape(role, organisation, region, side, today, item)
    if role == "coordinator" and region is not None and region.code != HELSINKI:
        held = grants(today).filter(user=user, role="coordinator", region=region)
        if held.exclude(side=side).exists():
            raise Refused(no("accounts_both_sides"))
    term, _ = term_on("both", today)
    grant = Grant.objects.create(
        user=user,
        role=role,
        organisation=None if ROLES[role].scope == "installation" else organisation,
        region=region if role == "coordinator" else None,
        side=side if role == "coordinator" else "",
        item=item if role == "owner" else "",
        valid_from=today,
        valid_until=valid_until or (None if role == "administrator" or term is None else term.end),
        recorded_at=clock.now(),
        recorded_by=by.user,
    )
    record_event(
        verb="granted", subject_type="grant", subject_id=grant.public_id, by=by.user, data={"role": role, "side": side}
    )
    return grant


def check_shape(
    role: str, organisation: Organisation | None, region: Region | None, side: Side, today: date, item: str = ""
) -> None:
    """Whether a role can be held over these. Raises Refused with what is missing or taken."""
    if role == "owner" and (organisation is None or item.partition(":")[0] not in OWNED):
        raise Refused(no("accounts_owner_shape"))
    if ROLES[role].scope == "installation":
        return
    if organisation is None or (role == "coordinator" and (region is None or not side)):
        raise Refused(no("accounts_grant_shape"))
    if role != "coordinator" or region is None:
        return
    kind = "county" if side == "county" else "municipality"
    city = region.code == HELSINKI and organisation.kind == "municipality"
    works_here = organisation.links.filter(kind="in_region", region=region, withdrawn_at=None).exists()
    if not works_here or (organisation.kind != kind and not city):
        raise Refused(no("accounts_not_in_region"))
    if grants(today).filter(role="coordinator", region=region, side=side).exists():
        raise Refused(no("accounts_pair_taken"))


@transaction.atomic
def end_grant(*, by: Actor, grant: Grant) -> None:
    """The grant ends now. Raises Refused when it is the last administrator's."""
    require(rules.may_manage_users(by))
    if grant.role == "administrator":
        # Locked, so that two who end each other's role cannot both succeed.
        held = Grant.objects.select_for_update().filter(role="administrator", withdrawn_at=None).order_by("id")
        if {g.pk for g in held} <= {grant.pk}:
            raise Refused(no("accounts_last_administrator"))
    if Grant.objects.filter(pk=grant.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        record_event(verb="ended", subject_type="grant", subject_id=grant.public_id, by=by.user)


@transaction.atomic
def carry_grants(*, by: Actor, old: Organisation, new: Organisation, on: date) -> int:
    """After a merger the people of `old` act for `new` from `on`. Returns how many grants were carried."""
    require(rules.may_manage_users(by))
    carried = list(
        Grant.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), organisation=old, withdrawn_at=None)
        .select_related("user", "region")
        .order_by("id")
    )
    for grant in carried:
        Grant.objects.create(
            user=grant.user,
            role=grant.role,
            organisation=new,
            region=grant.region,
            side=grant.side,
            item=grant.item,
            valid_from=max(on, grant.valid_from),
            valid_until=grant.valid_until,
            recorded_at=clock.now(),
            recorded_by=by.user,
        )
        old_row = Grant.objects.filter(pk=grant.pk)
        if grant.valid_from < on:
            old_row.update(valid_until=on - timedelta(days=1))
        else:
            old_row.update(withdrawn_at=clock.now())
    record_event(
        verb="carried", subject_type="grant", subject_id=old.public_id, by=by.user, data={"count": len(carried)}
    )
    return len(carried)


@transaction.atomic
def make_link(*, by: Actor, user: User, life: timedelta = LINK_LIFE) -> str:
    """A new single-use token for a user. Earlier unused ones stop working. Raises Refused."""
    require(rules.may_manage_users(by))
    now = clock.now()
    LoginLink.objects.filter(user=user, used_at=None).update(used_at=now)
    token = secrets.token_urlsafe(32)
    LoginLink.objects.create(user=user, token_hash=token_hash(token), expires_at=now + life, recorded_at=now)
    record_event(verb="link_made", subject_type="user", subject_id=user.public_id, by=by.user)
    return token


@transaction.atomic
def use_link(*, token: str) -> User:
    """Spends a link and returns its user. Raises Refused when it is used, old or unknown."""
    link = open_link(token)
    if link is None or not LoginLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        raise Refused(no("accounts_link_spent"))
    record_event(verb="signed_in", subject_type="user", subject_id=link.user.public_id, by=link.user.public_id)
    return link.user


@transaction.atomic
def reset_factors(*, by: Actor, user: User) -> int:
    """Takes away a user's second factors, when they have lost them, and ends their sign-ins. Returns how many factors.

    Whoever answers for preparedness is named anew by the organisation: the circle of what is secret is not opened by upkeep.
    """
    require(rules.may_manage_users(by))
    for grant in Grant.objects.filter(user=user, role="responder", withdrawn_at=None).order_by("id"):
        end_grant(by=by, grant=grant)
    count, _ = Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    record_event(verb="factors_reset", subject_type="user", subject_id=user.public_id, by=by.user)
    transaction.on_commit(lambda: visits.end(of=user.public_id))
    return count


@transaction.atomic
def end_sign_ins(*, by: Actor, user: User | None = None) -> None:
    """Ends every sign-in of a user, or of everybody: whoever goes on signs in again. Raises Refused."""
    require(rules.may_manage_users(by))
    about = (user.public_id, "user") if user else ("everybody", "visits")
    record_event(verb="sign_ins_ended", subject_type=about[1], subject_id=about[0], by=by.user)
    transaction.on_commit(lambda: visits.end(of=user.public_id) if user else visits.end_all())


INSTALLATION = "administrator@localhost.localdomain"


@transaction.atomic
def first_administrator() -> User | None:
    """The installation's own account, made at the first start; never a person's.

    It gets its role when nobody is an administrator. None when its role has been ended: then no link is printed.
    """
    user = User.objects.filter(email=INSTALLATION).first()
    if user is None:
        user = add_user(by=HOUSE, email=INSTALLATION, name="Ylläpitäjä")
    today = clock.today()
    if not grants(today).filter(role="administrator").exists():
        User.objects.filter(pk=user.pk).update(is_active=True)
        give_role(by=HOUSE, user=user, role="administrator")
    return user if grants(today).filter(role="administrator", user=user).exists() else None


@transaction.atomic
def retire_first(*, user: User) -> None:
    """Once an administrator has come in by a way of their own, the installation's own account is no administrator any more."""
    today = clock.today()
    held = grants(today).filter(role="administrator")
    if user.email == INSTALLATION or not held.filter(user=user).exists():
        return
    for grant in held.filter(user__email=INSTALLATION).order_by("id"):
        end_grant(by=HOUSE, grant=grant)


@transaction.atomic
def reseal() -> int:
    """Secrets of second factors are sealed by today's secret, in today's way. Returns how many were not."""
    done = 0
    for row in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN).order_by("id"):
        kept = {k: v for k, v in row.data.items() if k in ("secret", "seed")}
        fresh = {k: resealed(v) for k, v in kept.items()}
        if fresh != kept:
            done += Authenticator.objects.filter(pk=row.pk).update(data={**row.data, **fresh})
    return done
