"""What allauth asks of the house: nobody signs up by themselves, secrets are kept unreadable, where to go afterwards."""

import base64
import hashlib
import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common import clock

log = logging.getLogger("yhdyspinta.accounts")


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
        records = get_authentication_records(request, cast(User, request.user))
        return not records or clock.now().timestamp() - records[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that there are; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """The reason goes to the log, without who."""
        log.warning("single sign-on failed", extra={"provider": str(provider), "reason": f"{error} {exception!r}"})


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted by the installation's secret."""

    def encrypt(self, text: str) -> str:
        """Hook of allauth."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Hook of allauth. Raises InvalidToken when the installation's secret has changed."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor:{settings.SECRET_KEY}".encode()).digest()))
