"""A second factor for whoever writes: who needs one, and setting it up."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from yhdyspinta.core.accounts.access import actor, page_of
from yhdyspinta.core.accounts.adapters import gave_second, methods_given, strong_words
from yhdyspinta.core.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]
OPEN = ("mfa_", "account_", "accounts:", "openid_connect_", "socialaccount_")
"""Addresses that take forms before the second factor: those that it is given or set up at."""

ALWAYS = frozenset({"1", "true", "yes", "on"})
"""Settings by which the provider asks everybody."""


def is_strong(request: HttpRequest) -> bool:
    """Whether a second factor was given in this sign-in, or by the provider of single sign-on."""
    return gave_second(request) or ("socialaccount" in methods_given(request) and _provider_asked(request))


def _provider_asked(request: HttpRequest) -> bool:
    """By a word of this sign-in that the settings name, or always where the provider asks everybody."""
    wanted = set(settings.OIDC_STRONG)
    return bool(wanted & ALWAYS) or bool(wanted & strong_words(request))


def is_needed(request: HttpRequest) -> bool:
    """Whether the person may not write before giving one."""
    return settings.MFA_REQUIRED and actor(request).writes and not is_strong(request)


def ask_second(request: HttpRequest) -> HttpResponse:
    """The way to give a second factor, or to set one up."""
    if is_mfa_enabled(cast(User, request.user)):
        by_code = is_mfa_enabled(cast(User, request.user), [Authenticator.Type.TOTP])
        again = "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(again)}?{urlencode({'next': page_of(request)})}")
    return redirect(f"{reverse('mfa_index')}?tehty=toinen")


class second_factor:  # noqa: N801  (named like the house's other middleware; a class for process_view)
    """Sends a writer without a second factor to give it or to set it up; reading is never in the way."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on."""
        return self.handler(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Django's hook; None lets the request through."""
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if (match and match.view_name.startswith(OPEN)) or not is_needed(request):
            return None
        return ask_second(request)


class ActivateTotp(ActivateTOTPView):
    """Whoever has just given a code of the new app has given a second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Hook of the library."""
        answer: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, cast(User, self.request.user), method="mfa", type="totp", reauthenticated=True
        )
        return answer


class AddKey(AddWebAuthnView):
    """The same of a new key."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Hook of the library."""
        answer: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, cast(User, self.request.user), method="mfa", type="webauthn", reauthenticated=True
        )
        return answer
