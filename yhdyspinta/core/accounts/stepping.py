"""Around the library's views: a new key of the session after each step, a line in the log of each that failed, a fresh sign-in
before a way in is added."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as STEPS
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import YES, no, require
from yhdyspinta.core.visits.middleware import age, renew

log = logging.getLogger("yhdyspinta.accounts")
Shown = Callable[..., HttpResponse]


def watched(by: str) -> Callable[[Shown], Shown]:
    """A try that did not lead on is told with what it was made by; not whose it was, nor what was typed."""

    def wrap(view: Shown) -> Shown:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = view(request, *args, **kwargs)
            if request.method == "POST" and answer.status_code != 302:
                log.warning("a try to sign in failed", extra={"by": by})
            return answer

        return shown

    return wrap


def renewed(view: Shown) -> Shown:
    """Whoever has just given a factor goes on under a new key: one that was known before opens nothing more."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = list(request.session.get(STEPS, ()))
        answer = view(request, *args, **kwargs)
        if request.user.is_authenticated and request.session.get(STEPS, ()) != before:
            renew(request)
        return answer

    return shown


def fresh(view: Shown) -> Shown:
    """Who has no password and no factor to give again (a link, single sign-on) has signed in within a quarter of an hour."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not get_reauthentication_flows(request.user):
            recent = age(request, clock.now()) <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
            require(YES if recent else no("accounts_sign_in_again"))
        return view(request, *args, **kwargs)

    return shown
