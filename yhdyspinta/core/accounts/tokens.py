"""A person's own keys to the interface for programs, as verbs: make, revoke. Whoever has a key reads what the person may then."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from yhdyspinta.core.accounts.models import ApiToken, User
from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import clean, one_line
from yhdyspinta.core.common.verdict import Refused, no

SCOPES = ("evidence", "receipts", "notes")
"""What a key may write, beside reading what its owner may read."""
LONGEST = 366
"""Days that a key lives at most."""
LIMIT = 20
"""So many keys one has at once."""
PREFIX = "yp_"
"""How every key begins: programs that look for leaked secrets find it by this."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new key. `secret` is told this once and never again."""

    row: ApiToken
    secret: str


@transaction.atomic
def make(*, by: User, name: str, scopes: Collection[str], days: int) -> Made:
    """A new key that lives `days` days. Raises Refused."""
    if not (name := one_line(clean(name))):
        raise Refused(no("token_needs_name"))
    if not set(scopes) <= set(SCOPES) or not 1 <= days <= LONGEST:
        raise Refused(no("token_no_such"))
    User.objects.select_for_update().get(pk=by.pk)
    if standing(by).count() >= LIMIT:
        raise Refused(no("token_limit", count=str(LIMIT)))
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=by,
        name=name[:80],
        scopes=[s for s in SCOPES if s in scopes],
        token_hash=token_hash(secret),
        hint=secret[-4:],
        expires_on=clock.today() + timedelta(days=days),
        recorded_at=clock.now(),
    )
    _tell("token_made", row, by, scopes=row.scopes, until=str(row.expires_on))
    return Made(row, secret)


@transaction.atomic
def revoke(*, by: User, public_id: UUID) -> None:
    """The key opens nothing any more, from the next request on."""
    row = ApiToken.objects.filter(user=by, public_id=public_id, revoked_at=None).first()
    if row is not None:
        ApiToken.objects.filter(pk=row.pk).update(revoked_at=clock.now())
        _tell("token_revoked", row, by)


def standing(user: User) -> QuerySet[ApiToken]:
    """A person's keys that open something, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_on__gte=clock.today()).order_by("-id")


def opened_by(secret: str) -> ApiToken | None:
    """The key of a secret that is neither revoked nor old, of a person whose account is open. With its user."""
    if not secret.startswith(PREFIX):
        return None
    rows = ApiToken.objects.filter(token_hash=token_hash(secret), revoked_at=None, expires_on__gte=clock.today())
    return rows.filter(user__is_active=True).select_related("user").first()


def used(row: ApiToken) -> None:
    """Remembers the day a key was used last, in the trail: so that its owner sees which keys nobody needs."""
    today = str(clock.today())
    if cache.get(_place(row)) != today:
        cache.set(_place(row), today, timeout=(LONGEST + 30) * 24 * 3600)


def last_used(rows: Collection[ApiToken]) -> dict[int, date]:
    """The day each key was used last, of those that have been."""
    found = cache.get_many([_place(r) for r in rows])
    return {r.pk: date.fromisoformat(found[_place(r)]) for r in rows if _place(r) in found}


def _place(row: ApiToken) -> str:
    return f"token-used-{row.public_id}"


def _tell(verb: str, row: ApiToken, by: User, **data: object) -> None:
    record_event(verb=verb, subject_type="token", subject_id=row.public_id, by=by.public_id, data=data)
