"""Who asks, how often, and whether what they have is still right: in front of every answer of the interface."""

import hashlib
import math
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.accounts.models import ApiToken, User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.bucket import Bucket
from yhdyspinta.core.common.errors import TooMany
from yhdyspinta.core.ui.problems import problem
from yhdyspinta.site.api.problems import NotAllowed, too_many

ROOT = "/api/"
CALLS = Bucket(size=30 * settings.API_RATE, rate=settings.API_RATE)
"""Requests of one key, or of one address without a key."""
HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
Handler = Callable[[HttpRequest], HttpResponse]


def door(handler: Handler) -> Handler:
    """Middleware of everything under /api/: the key is read once, calls are counted, answers carry a tag and say who may keep
    them. Sessions and cookies mean nothing here, so no page of another site can act in somebody's name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return handler(request)
        if request.method == "OPTIONS":
            return _shared(HttpResponse(status=204), request)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        with translation.override("fi"):  # addresses of pages are told in one language, whatever a browser prefers
            answer = _asked(request, handler)
        if answer.status_code == 405 and "problem" not in answer["Content-Type"]:
            told = problem(405, "method", "This address does not take that method. See Allow.")
            told["Allow"] = answer["Allow"]
            answer = told
        answer = _shared(answer, request)
        if head:
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
            request.method = "HEAD"
        return answer

    return middleware


def _asked(request: HttpRequest, handler: Handler) -> HttpResponse:
    if settings.HTTPS and not request.is_secure():  # a redirect would hide that a key has gone in the open
        return problem(
            403, "not_encrypted", "Ask by https. A key that was sent without it may be known to others: revoke it."
        )
    row, bad = _key_of(request)
    request.key = row  # type: ignore[attr-defined]  # read by `who` and `writes` below
    request.standing = actor_of(row.user, clock.today()) if row else ANONYMOUS  # type: ignore[attr-defined]  # the same
    try:
        count(request)
    except TooMany as error:
        return too_many(error)
    if bad:
        told = "The key is unknown, revoked or has expired. Make a new one on your own page."
        return problem(401, "key_unknown", told, headers={"WWW-Authenticate": 'Bearer realm="yhdyspinta"'})
    if twice := next((name for name, values in request.GET.lists() if len(values) > 1), ""):
        return problem(422, "repeated", f"The parameter {twice[:60]!r} is given more than once; it can be only one.")
    answer = handler(request)
    if row is not None:
        tokens.used(row)
    return answer


def _key_of(request: HttpRequest) -> tuple[ApiToken | None, bool]:
    """(the key, whether one was sent that opens nothing)."""
    given = request.headers.get("Authorization", "")
    if not given:
        return None, False
    kind, _, secret = given.partition(" ")
    row = tokens.opened_by(secret.strip()) if kind.casefold() == "bearer" else None
    return row, row is None


def _shared(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Open data may be read from any page; a tag tells whether it has changed; what a key shows is nobody else's to keep."""
    private = bool(request.headers.get("Authorization"))
    if not private:  # what a key shows is for its program, not for pages of other sites
        answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Headers"] = HEADERS
    answer["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    answer["Access-Control-Expose-Headers"] = "ETag, Location, Retry-After"
    patch_vary_headers(answer, ["Authorization"])
    if answer.status_code >= 400 or request.method != "GET":
        answer["Cache-Control"] = "no-store"
        return answer
    answer["Cache-Control"] = "private, no-cache" if private else "public, max-age=60"
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = tag
    same = get_conditional_response(request, etag=tag, response=answer)
    return same if isinstance(same, HttpResponse) else answer


def who(request: HttpRequest) -> Actor:
    """Whose eyes: the person's behind the key, or everybody's."""
    found: Actor = request.standing  # type: ignore[attr-defined]  # set at the door
    return found


def person(request: HttpRequest) -> User | None:
    """The person behind the key."""
    row: ApiToken | None = request.key  # type: ignore[attr-defined]  # set at the door
    return row.user if row else None


def scopes(request: HttpRequest) -> list[str]:
    """What the key may write."""
    row: ApiToken | None = request.key  # type: ignore[attr-defined]  # set at the door
    return list(row.scopes) if row else []


def writes(request: HttpRequest, scope: str) -> Actor:
    """The person who writes. Raises NotAllowed when the key has not been made for this."""
    if scope not in scopes(request):
        raise NotAllowed("scope_missing", f"This key has not been made for writing {scope}. Make one that is.")
    return who(request)


def count(request: HttpRequest, cost: float = 1.0) -> None:
    """Counts what is asked for, dear things as many. Raises TooMany with the seconds to wait."""
    if wait := CALLS.take(_asker(request), time.monotonic(), cost):
        raise TooMany(math.ceil(wait))


def _asker(request: Any) -> str:
    if request.key is not None:
        return f"key {request.key.pk}"
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
