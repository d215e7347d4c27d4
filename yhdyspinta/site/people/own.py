"""Everything that is kept of a person, as plain data: for the person alone."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet

from yhdyspinta.core.accounts.models import (
    AccessRequest,
    ApiToken,
    CalendarLink,
    Feedback,
    Follow,
    Grant,
    Invitation,
    NoticeChoice,
    Sitting,
    User,
)
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.hooks.models import Hook
from yhdyspinta.core.registry.models import Person, Seat
from yhdyspinta.core.visits.models import Look, Reading, Visit


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def _roles(user: User) -> QuerySet[Grant]:
    return Grant.objects.filter(user=user).select_related("organisation", "region").order_by("id")


def _sign_ins(user: User) -> QuerySet[Visit]:
    return Visit.objects.filter(user=user.public_id).order_by("began_at")


def _events(user: User) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(actor=user.public_id).order_by("id")


def counts(user: User) -> dict[str, int]:
    """How much there is of what grows, for the page: the rest is read when it is taken."""
    kept = {"roles": _roles(user), "events": _events(user), "sign_ins": _sign_ins(user)}
    return {name: rows.count() for name, rows in kept.items()}


def everything(user: User) -> dict[str, Any]:
    """Account, roles, choices, keys without their secrets, sign-ins, and what the person has done here."""
    return {
        "account": {"id": str(user.public_id), "name": user.name, "email": user.email, "created": _iso(user.created_at)},
        "roles": [_grant(g) for g in _roles(user)],
        "invitations": [
            {"role": i.role, "email": i.email, "name": i.name, "recorded": _iso(i.recorded_at), "accepted": _iso(i.accepted_at)}
            for i in Invitation.objects.filter(Q(email__iexact=user.email) | Q(accepted_by=user.public_id)).order_by("id")
        ],
        "access_requests": [
            {"name": r.name, "email": r.email, "wish": r.wish, "recorded": _iso(r.recorded_at)}
            for r in AccessRequest.objects.filter(email__iexact=user.email).order_by("id")
        ],
        "feedback": [
            {"text": f.text, "page": f.page, "recorded": _iso(f.recorded_at), "done": f.done}
            for f in Feedback.objects.filter(email__iexact=user.email).order_by("id")
        ],
        "bodies": [str(s.body) for s in Sitting.objects.filter(user=user).select_related("body")],
        "follows": [
            {"region": f.region.slug, "theme": f.theme_code} if f.region else {"subject": f.subject}
            for f in Follow.objects.filter(user=user).select_related("region")
        ],
        "letters": next(iter(NoticeChoice.objects.filter(user=user).values_list("rhythm", flat=True)), ""),
        "calendar_address_made": [_iso(c.recorded_at) for c in CalendarLink.objects.filter(user=user)],
        "api_keys": [
            {"name": k.name, "scopes": k.scopes, "until": _iso(k.expires_on), "revoked": _iso(k.revoked_at)}
            for k in ApiToken.objects.filter(user=user).order_by("id")
        ],
        "webhooks": [
            {"url": h.url, "region": h.region.slug, "theme": h.theme_code, "ended": _iso(h.ended_at)}
            for h in Hook.objects.filter(user=user).select_related("region").order_by("id")
        ],
        "second_factors": [a.type for a in Authenticator.objects.filter(user=user)],
        "single_sign_on": [s.provider for s in SocialAccount.objects.filter(user=user)],
        "sign_ins": [
            {"began": _iso(v.began_at), "seen": _iso(v.seen_at), "browser": v.agent}
            for v in _sign_ins(user)
        ],
        "readings": [
            {"at": _iso(r.at), "type": r.subject_type, "id": str(r.subject_id)}
            for r in Reading.objects.filter(user=user.public_id).order_by("id")
        ],
        "looks": Look.objects.filter(user=user.public_id).count(),
        "events": [
            {"at": _iso(e.at), "verb": e.verb, "type": e.subject_type, "id": e.subject_id}
            for e in _events(user)
        ],
        "public_seats_of_the_same_name": [
            {"body": str(s.body), "organisation": str(s.body.organisation), "role": s.role, "from": _iso(s.valid_from), "until": _iso(s.valid_until)}
            for s in Seat.objects.filter(person__in=Person.objects.filter(name=user.name, erased_at=None), withdrawn_at=None)
            .select_related("body__organisation")
            .order_by("id")
        ],
    }  # fmt: skip


def _grant(row: Grant) -> dict[str, Any]:
    return {
        "role": row.role,
        "organisation": str(row.organisation) if row.organisation else None,
        "region": row.region.slug if row.region else None,
        "side": row.side or None,
        "from": _iso(row.valid_from),
        "until": _iso(row.valid_until),
        "ended": _iso(row.withdrawn_at),
    }
