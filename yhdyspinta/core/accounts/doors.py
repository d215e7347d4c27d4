"""Addresses of signing in and of one's own security: our Finnish paths to the library's views, under its own names.

Only what the house uses, by GET, HEAD and POST: nobody signs up, and an address is changed by an administrator.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from django.urls import path, re_path

from yhdyspinta.core.accounts import views
from yhdyspinta.core.accounts.provider import from_provider, to_provider
from yhdyspinta.core.accounts.second import ActivateTotp, AddKey
from yhdyspinta.core.accounts.stepping import fresh, renewed, watched
from yhdyspinta.core.ui.pages import View, form_page, get

OWN = "oma/turvallisuus/"


def _shown(view: Any) -> View:
    """A page of the library that takes no form."""
    return get(view)


def _form(view: Any) -> View:
    """A form of the library: it would take PUT, PATCH and DELETE too."""
    return form_page(view)


def _way(view: Any, by: str) -> View:
    """A form by which somebody signs in, or gives a factor again."""
    return form_page(renewed(watched(by)(view)))


def _new(view: Any) -> View:
    """A form that makes a new way in."""
    return form_page(renewed(fresh(view)))


urlpatterns = [
    path("kirjaudu/", views.enter, name="account_login"),
    path("poistu/", views.leave, name="account_logout"),
    path("tunnus/suljettu/", _shown(account.account_inactive), name="account_inactive"),
    path("tunnus/pyyda/", views.ask_access, name="account_signup"),
    path("tunnus/koodi/", _way(mfa.authenticate, "code"), name="mfa_authenticate"),
    path("tunnus/avain/", _way(keys.login_webauthn, "key"), name="mfa_login_webauthn"),
    path("tunnus/salasana/", _form(account.password_reset), name="account_reset_password"),
    path("tunnus/salasana/lahetetty/", _shown(account.password_reset_done), name="account_reset_password_done"),
    path(
        "tunnus/salasana/vaihdettu/",
        _shown(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^tunnus/salasana/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _form(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("tunnus/sso/peruttu/", _shown(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("tunnus/sso/virhe/", _shown(social.login_error), name="socialaccount_login_error"),
    path("tunnus/sso/pyyda/", views.ask_access, name="socialaccount_signup"),
    path(OWN, views.security, name="mfa_index"),
    path(f"{OWN}istunnot/", views.end_visits, name="account_visits"),
    path(f"{OWN}salasana/", _form(account.password_change), name="account_change_password"),
    path(f"{OWN}salasana/uusi/", _new(account.password_set), name="account_set_password"),
    path(f"{OWN}sovellus/", _new(ActivateTotp.as_view()), name="mfa_activate_totp"),
    path(f"{OWN}sovellus/poista/", _form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(f"{OWN}varakoodit/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{OWN}varakoodit/uudet/", _form(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path(f"{OWN}varakoodit/lataa/", views.download_codes, name="mfa_download_recovery_codes"),
    path(f"{OWN}avaimet/", _shown(keys.list_webauthn), name="mfa_list_webauthn"),
    path(f"{OWN}avaimet/uusi/", _new(AddKey.as_view()), name="mfa_add_webauthn"),
    path(f"{OWN}avaimet/<int:pk>/poista/", _form(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path(f"{OWN}avaimet/<int:pk>/", _form(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path(f"{OWN}varmista/", _way(account.reauthenticate, "password"), name="account_reauthenticate"),
    path(f"{OWN}varmista/koodi/", _way(mfa.reauthenticate, "code"), name="mfa_reauthenticate"),
    path(f"{OWN}varmista/avain/", _way(keys.reauthenticate_webauthn, "key"), name="mfa_reauthenticate_webauthn"),
]
callback = [
    path("oidc/<slug:provider_id>/login/", _form(to_provider), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", _form(from_provider), name="openid_connect_callback"),
]
"""Without a language: the provider knows these addresses."""
