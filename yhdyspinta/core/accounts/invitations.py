"""Invitations and requests for access, as verbs."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts import rules
from yhdyspinta.core.accounts.actions import check_shape, give_role, make_user
from yhdyspinta.core.accounts.models import AccessRequest, Invitation, User
from yhdyspinta.core.accounts.queries import actor_of, invitations, open_invitation, requests, token_hash
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Side
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.mail.sending import send
from yhdyspinta.core.registry.models import Organisation, Region

LIFE = timedelta(days=14)


@transaction.atomic
def invite(
    *,
    by: Actor,
    email: str,
    name: str,
    role: str,
    organisation: Organisation | None = None,
    region: Region | None = None,
    side: Side = "",
    item: str = "",
) -> tuple[Invitation, str]:
    """An invitation to a role, and the token of its link: it is shown once. An earlier one to the same is withdrawn. Raises Refused."""
    require(rules.may_invite(by, role, organisation))
    check_shape(role, organisation, region, side, clock.today(), item)
    now, token, address = clock.now(), secrets.token_urlsafe(32), email.strip().casefold()
    same = Invitation.objects.filter(email=address, role=role, organisation=organisation, region=region, item=item)
    same.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    row = Invitation.objects.create(
        email=address,
        name=name,
        role=role,
        organisation=organisation,
        region=region,
        side=side,
        item=item,
        token_hash=token_hash(token),
        expires_at=now + LIFE,
        recorded_at=now,
        recorded_by=by.user,
    )
    asked = AccessRequest.objects.filter(email=address, organisation=organisation, handled_at=None)
    asked.update(handled_at=now, handled_by=by.user)
    record_event(
        verb="invited",
        subject_type="invitation",
        subject_id=row.public_id,
        by=by.user,
        data={"role": role, "side": side},
    )
    return row, token


def tell(invitation: Invitation, href: str, lang: str) -> bool:
    """Mails the link, in the inviter's language; False where mail is not set up: then it is given by hand."""
    with translation.override(lang):
        subject = _("You are invited to Yhdyspinta")
        over = invitation.organisation or invitation.region
        what = say(f"role:{invitation.role}", lang=lang)
        text = render_to_string(
            "accounts/mail/invitation.txt", {"row": invitation, "href": href, "what": what, "over": over}
        )
    return send(invitation.email, subject, text)


@transaction.atomic
def withdraw(*, by: Actor, invitation: UUID) -> None:
    """The link stops working. Raises Refused when the person may not invite to it."""
    row = invitations(by).select_for_update(of=("self",)).filter(public_id=invitation).first()
    if row is None:
        raise Refused(no("accounts_invitation_spent"))
    Invitation.objects.filter(pk=row.pk).update(withdrawn_at=clock.now())
    record_event(verb="invitation_withdrawn", subject_type="invitation", subject_id=row.public_id, by=by.user)


@transaction.atomic
def accept(*, token: str, signed_in: User | None) -> User:
    """Takes an invitation: a new account, or the role to the one who is signed in with the same address. Raises Refused."""
    row = open_invitation(token)
    if row is None or not Invitation.objects.filter(pk=row.pk, accepted_at=None, withdrawn_at=None).update(
        accepted_at=clock.now()
    ):
        raise Refused(no("accounts_invitation_spent"))
    require(rules.may_invite(_inviter(row), row.role, row.organisation))  # whose own right has ended invites nobody
    known = User.objects.filter(email=row.email).first()
    if signed_in is not None and signed_in.public_id == row.recorded_by:
        raise Refused(no("accounts_invitation_own"))
    if signed_in is not None and signed_in != known:
        raise Refused(no("accounts_invitation_other"))
    if signed_in is None and known is not None:
        raise Refused(no("accounts_sign_in_first"))
    user = known or make_user(row.email, row.name)
    give_role(
        by=HOUSE,
        user=user,
        role=row.role,
        organisation=row.organisation,
        region=row.region,
        side=row.side,  # type: ignore[arg-type]  # checked when it was invited to
        item=row.item,
    )
    Invitation.objects.filter(pk=row.pk).update(accepted_by=user.public_id)
    record_event(verb="invitation_taken", subject_type="invitation", subject_id=row.public_id, by=user.public_id)
    return user


def _inviter(row: Invitation) -> Actor:
    """The inviter's standing today; nobody's when the account has been closed."""
    if row.recorded_by is None:
        return HOUSE
    user = User.objects.filter(public_id=row.recorded_by, is_active=True).first()
    return actor_of(user, clock.today()) if user else Actor()


@transaction.atomic
def ask(*, name: str, email: str, organisation: Organisation, wish: str) -> None:
    """Asks to be let in. The same again while it waits changes nothing; the answer is the same in every case."""
    address = email.strip().casefold()
    if not AccessRequest.objects.filter(email=address, organisation=organisation, handled_at=None).exists():
        row = AccessRequest.objects.create(
            name=name, email=address, organisation=organisation, wish=wish, recorded_at=clock.now()
        )
        record_event(verb="access_asked", subject_type="access_request", subject_id=row.public_id, by=None)


@transaction.atomic
def decline(*, by: Actor, request: UUID) -> None:
    """Sets a request aside. Raises Refused when it is not the person's to decide."""
    row = requests(by).select_for_update(of=("self",)).filter(public_id=request).first()
    if row is None:
        raise Refused(no("accounts_may_not_invite"))
    AccessRequest.objects.filter(pk=row.pk).update(handled_at=clock.now(), handled_by=by.user)
    record_event(verb="access_declined", subject_type="access_request", subject_id=row.public_id, by=by.user)
