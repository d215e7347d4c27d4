"""What is kept of a person and when it goes: correcting a name, erasing an account, ending roles together, and what grows old.

Events name people by a number only; erased, the number leads to a row without a name (a tombstone).
"""

import uuid
from collections.abc import Collection
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from yhdyspinta.core.accounts import rules
from yhdyspinta.core.accounts.models import (
    AccessRequest,
    ApiToken,
    CalendarLink,
    Feedback,
    Follow,
    Grant,
    Invitation,
    LoginLink,
    NoticeChoice,
    Sitting,
    User,
)
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock, erasing
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.texts import clean, one_line
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.visits import actions as visits

UNUSED = timedelta(days=365)
"""An account that has held no role for so long is erased."""
ANSWERED = timedelta(days=183)
"""Requests and invitations that have been answered or have grown old are kept so long."""
ENDING = ("elected", "reader", "editor", "owner", "coordinator", "responder", "analyst")
"""Roles that can be ended together when a council term ends; an administrator's is ended by itself."""


@transaction.atomic
def rename(*, user: User, name: str) -> None:
    """A person corrects their own name. Raises Refused."""
    if not (name := one_line(clean(name))[:120]):
        raise Refused(no("accounts_needs_name"))
    if User.objects.filter(pk=user.pk).exclude(name=name).update(name=name):
        record_event(verb="renamed", subject_type="user", subject_id=user.public_id, by=user.public_id)


def may_erase(actor: Actor, user: User) -> Verdict:
    """Oneself, and an administrator anybody; never the last administrator."""
    if actor.user != user.public_id and not rules.may_manage_users(actor):
        return rules.may_manage_users(actor)
    held = Grant.objects.filter(role="administrator", withdrawn_at=None, user__is_active=True)
    own = held.filter(user=user)
    return no("accounts_last_administrator") if own.exists() and held.count() == own.count() else YES


@transaction.atomic
def erase(*, by: Actor, user: User) -> None:
    """The account is closed and its personal data are gone: name, address, ways of signing in, choices. Raises Refused.

    Roles end. What the person has recorded in an organisation's name stays the organisation's.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if not by.house:
        require(may_erase(by, user))
    now = clock.now()
    Grant.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
    Invitation.objects.filter(email__iexact=user.email).delete()
    AccessRequest.objects.filter(email__iexact=user.email).delete()
    Feedback.objects.filter(email__iexact=user.email).update(email="")
    for model in (
        LoginLink,
        NoticeChoice,
        Sitting,
        Follow,
        CalendarLink,
        ApiToken,
        EmailAddress,
        SocialAccount,
        Authenticator,
    ):
        model._default_manager.filter(user=user).delete()
    for path in erasing.parts():
        import_string(path)(user)
    gone = User.objects.filter(pk=user.pk, erased_at=None)
    tombstone = f"poistettu-{uuid.uuid4().hex[:12]}@invalid"
    user.set_unusable_password()
    if gone.update(name="", email=tombstone, password=user.password, is_active=False, erased_at=now):
        record_event(verb="erased", subject_type="user", subject_id=user.public_id, by=by.user)
    person = user.public_id
    transaction.on_commit(lambda: visits.end(of=person))


def ending(actor: Actor, roles: Collection[str]) -> QuerySet[Grant]:
    """Roles that hold and that the actor may end together: an administrator all, others those of whom they may invite."""
    today = clock.today()
    rows = Grant.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today), withdrawn_at=None, role__in=set(roles) & set(ENDING)
    )
    rows = rows.filter(user__is_active=True).select_related("user", "organisation", "region")
    if not actor.is_administrator:
        rows = rows.filter(organisation__public_id__in=rules.invitable(actor), role__in=rules.INVITED)
        rows = rows.exclude(~Q(organisation__public_id__in=actor.organisations), role="responder")
    return rows.order_by("organisation__space", "organisation__slug", "role", "user__name", "id")


@transaction.atomic
def end_together(*, by: Actor, grants: Collection[uuid.UUID], on: date) -> int:
    """Some roles end on a day, today at the earliest. Returns how many. Raises Refused."""
    if not by.signed_in:
        raise Refused(no("login_needed"))
    if on < clock.today():
        raise Refused(no("accounts_end_past"))
    rows = list(ending(by, ENDING).filter(public_id__in=list(grants)))
    if len(rows) != len(set(grants)):
        raise Refused(no("accounts_not_yours_to_end"))
    for grant in rows:
        if grant.valid_until is None or grant.valid_until > on:
            Grant.objects.filter(pk=grant.pk).update(valid_until=on)
            data = {"on": str(on), "role": grant.role}
            record_event(verb="ends", subject_type="grant", subject_id=grant.public_id, by=by.user, data=data)
    return len(rows)


def forget_old() -> str:
    """Each night: accounts without a role for a year, old requests, invitations and links. Returns what went."""
    now, today = clock.now(), clock.today()
    held = Grant.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today - UNUSED))
    recent = held.exclude(withdrawn_at__lt=now - UNUSED)
    idle = User.objects.filter(erased_at=None, created_at__lt=now - UNUSED).exclude(pk__in=recent.values("user"))
    count = 0
    for user in idle.order_by("pk")[:500]:
        erase(by=HOUSE, user=user)
        count += 1
    old = now - ANSWERED
    requests, _ = AccessRequest.objects.filter(Q(handled_at__lt=old) | Q(recorded_at__lt=old - UNUSED)).delete()
    Feedback.objects.filter(handled_at__lt=old).exclude(email="").update(email="")
    answered = Q(accepted_at__lt=old) | Q(withdrawn_at__lt=old) | Q(expires_at__lt=old)
    invitations, _ = Invitation.objects.filter(answered).delete()
    links, _ = LoginLink.objects.filter(expires_at__lt=old).delete()
    keys, _ = ApiToken.objects.filter(Q(revoked_at__lt=old) | Q(expires_on__lt=today - ANSWERED)).delete()
    return (
        f"{count} accounts erased, {requests} requests, {invitations} invitations, {links} links, {keys} keys removed"
    )
