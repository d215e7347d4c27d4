"""The library's forms in our words: labels that say what is asked, no placeholders."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code from the app"),
    "name": _("Name of the key"),
    "passwordless": _("Use it also without a password (passkey)"),
}


class Plain:
    """Before one of the library's forms in the order of inheritance."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.widget.attrs["class"] = "ds-input"


class Login(Plain, LoginForm):
    """Address and password."""


class Reset(Plain, ResetPasswordForm):
    """An address for a letter."""


class ResetKey(Plain, ResetPasswordKeyForm):
    """A new password by a letter's link."""


class Change(Plain, ChangePasswordForm):
    """A new password beside the old one."""


class Choose(Plain, SetPasswordForm):
    """The first password."""


class Again(Plain, ReauthenticateForm):
    """The password once more."""


class Once:
    """Before a form that takes a code: an app's code opens once for as long as it is right, which the tolerance makes longer
    than the library remembers it."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Hook of the library's forms."""
        code: str = super().clean_code()  # type: ignore[misc]  # of the form that comes after
        if self.authenticator.type == Authenticator.Type.TOTP and not is_first(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def is_first(user: Any, code: str) -> bool:
    """Whether an app's code is used for the first time while it is right; from then on it is not."""
    right_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(f"totp-code-{user.pk}-{normalize_user_code(code)}", 1, right_for))


class Factor(Once, Plain, AuthenticateForm):
    """A code when signing in."""


class FactorAgain(Once, Plain, MfaReauthenticateForm):
    """A code once more."""


class App(Plain, ActivateTOTPForm):
    """The first code of an app, which opens nothing else."""

    def clean_code(self) -> str:
        """Hook of the library."""
        code: str = super().clean_code()
        is_first(self.user, code)
        return code


class Key(Plain, AddWebAuthnForm):
    """A key and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "name": ""}
        self.fields["name"].initial = ""


class KeyName(Plain, EditWebAuthnForm):
    """Another name."""
