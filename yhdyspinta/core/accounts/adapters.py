"""What allauth asks of the house: nobody signs up by themselves, secrets are kept unreadable, where to go afterwards."""

import logging
from collections.abc import Mapping
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from yhdyspinta.core.accounts import sealing
from yhdyspinta.core.accounts.actions import retire_first
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.mail.sending import send
from yhdyspinta.core.visits.middleware import begin

log = logging.getLogger("yhdyspinta.accounts")
SAID = "said"
"""Key of a session: how the provider made sure of the person."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """One's own page."""
        return f"{reverse('mine')}?tehty=tervetuloa"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where it was changed."""
        return f"{reverse('mfa_index')}?tehty=tallennettu"

    def add_message(self, *_: Any, **__: Any) -> None:
        """Notes come by the address (`?tehty=`), not by messages."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within a quarter of an hour after any step of signing in."""
        request = self.request
        if is_mfa_enabled(request.user) and not gave_second(request):
            return True  # a password or a link alone does not change what stands beside it
        records = get_authentication_records(request, cast(User, request.user))
        return not records or clock.now().timestamp() - records[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor gives it: the password alone is not enough."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if is_mfa_enabled(user) and not gave_second(self.request):
            return [one for one in found if one["id"] != "reauthenticate"]
        return found

    def login(self, request: HttpRequest, user: Any) -> None:
        """Whose the sign-in is stands in its row from the first moment, and by what they signed in among the events."""
        super().login(request, user)
        begin(request)
        by = ", ".join(sorted(methods_given(request)))
        record_event(verb="signed_in", subject_type="user", subject_id=user.public_id, by=user.public_id, data={"by": by})  # fmt: skip
        retire_first(user=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the house's own way: nothing is printed where mail is not set up, and a refusing server is no error page."""
        letter = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        send(email, str(letter.subject), str(letter.body))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the address alone: another spelling of the host is no new counter."""
        return str(credentials.get("email", "")).strip().casefold()


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that there are; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """A verified address opens an account once; then it has its identity, and no other one opens it."""
        known = SocialAccount.objects.filter(user__email__iexact=email, provider=login.account.provider).exists()
        return not known and bool(super().can_authenticate_by_email(login, email))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Signing in only: no identity is bound to an account that somebody else has left open."""
        if sociallogin.state.get("process") != "login":
            raise PermissionDenied
        request.session[SAID] = _strength(sociallogin.account.extra_data.get("id_token") or {})

    def get_requests_session(self) -> Any:
        """To the provider itself, wherever it would send us."""
        session = super().get_requests_session()  # type: ignore[no-untyped-call]  # ships no types
        session.max_redirects = 0
        return session

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """The reason goes to the log, without who."""
        log.warning("single sign-on failed", extra={"provider": str(provider), "reason": f"{error} {exception!r}"})


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted by the installation's secret."""

    def encrypt(self, text: str) -> str:
        """Hook of allauth."""
        return sealing.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Hook of allauth. Raises Unreadable when no secret of the installation made it."""
        return sealing.opened(encrypted_text)


def gave_second(request: HttpRequest) -> bool:
    """Whether a second factor was given in this sign-in."""
    return "mfa" in methods_given(request)


def methods_given(request: HttpRequest) -> set[str]:
    """The steps of this sign-in, by the library's words: password, mfa, socialaccount."""
    return {record["method"] for record in get_authentication_records(request, cast(User, request.user))}


def strong_words(request: HttpRequest) -> set[str]:
    """How the provider says that it has made sure of the person: `acr` and `amr` of its word (RFC 8176)."""
    return set(request.session.get(SAID, ()))


def _strength(said: Mapping[str, Any]) -> list[str]:
    ways = said.get("amr")
    return [str(w) for w in (said.get("acr"), *(ways if isinstance(ways, list) else ())) if w]
