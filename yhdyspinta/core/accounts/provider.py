"""Single sign-on believes the provider's signed word only (OpenID Connect Core 1.0, 3.1.3.7; Discovery 1.0, 4.3).

The library takes the ID token as it comes by TLS, and goes on without one; here it must be there, signed by a key of the
provider, made by it for us, in force, and about the same person as what is told of them.
"""

from collections.abc import Sequence
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from requests import RequestException

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has: a shared secret, or none, is not taken."""
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
LEEWAY = 60
"""Seconds by which the provider's clock may differ from ours."""
WELL_KNOWN = "/.well-known/"
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Provider(OpenIDConnectOAuth2Adapter):
    """The provider of the settings."""

    def get_provider(self) -> Any:
        """It sends people there by this reading too. Raises SocialApp.DoesNotExist where there is none."""
        found = super().get_provider()  # type: ignore[no-untyped-call]  # ships no types
        found.oauth2_adapter_class = type(self)
        return found

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself. Raises OAuth2Error when it calls itself something else than we do."""
        told = _object(super().openid_config, ENDPOINTS)
        asked = str(self.get_provider().app.settings["server_url"]).partition(WELL_KNOWN)[0]
        if told["issuer"].rstrip("/") != asked.rstrip("/"):
            raise OAuth2Error(f"the provider of {asked} calls itself {told['issuer']!r}")
        return told

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        """The person of the token, with what the provider tells of them. Raises OAuth2Error when the two differ."""
        said = self._signed(app, str(kwargs["response"].get("id_token") or ""))
        told = _object(self._fetch_user_info(token.token), ("sub",))
        told["email_verified"] = told.get("email_verified") in (True, "true")  # some providers send words
        if told["sub"] != said["sub"]:
            raise OAuth2Error("the provider tells of another person than the one who signed in")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": told, "id_token": said})

    def _signed(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """What the ID token says. Raises OAuth2Error unless it is the provider's own, for us, and in force."""
        config = self.openid_config
        with get_adapter().get_requests_session() as session:  # type: ignore[no-untyped-call]  # ships no types
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        try:
            key = _key(_object(answer.json()).get("keys"), jwt.get_unverified_header(id_token))
            said: dict[str, Any] = jwt.decode(
                id_token, key, algorithms=ALGORITHMS, audience=app.client_id, issuer=config["issuer"], leeway=LEEWAY,
                options={"require": NEEDED},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the ID token is not to be believed: {error}") from error
        if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != app.client_id:
            raise OAuth2Error("the ID token was made for somebody else too, and not given to us")
        return said


def _object(told: Any, words: Sequence[str] = ()) -> dict[str, Any]:
    """What the provider told, if it is an object with these words. Raises OAuth2Error."""
    if not isinstance(told, dict) or not all(isinstance(told.get(word), str) for word in words):
        raise OAuth2Error(f"the provider's answer has no {', '.join(words) or 'object'}")
    return told


def _key(keys: Any, header: dict[str, Any]) -> jwt.PyJWK:
    """The key that the token names, for the token's algorithm unless the key has its own; a provider with one key need not
    name it. Raises PyJWTError."""
    shown = [k for k in keys if isinstance(k, dict) and k.get("use", "sig") == "sig"] if isinstance(keys, list) else []
    named = [k for k in shown if k.get("kid") == header["kid"]] if "kid" in header else shown
    algorithm = header.get("alg")
    if len(named) != 1 or algorithm not in ALGORITHMS or named[0].get("alg", algorithm) != algorithm:
        raise jwt.InvalidTokenError("no key of the provider has made it")
    return jwt.PyJWK(named[0], algorithm=algorithm)


def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, if it is there and is who the settings say."""
    return _step(OAuth2LoginView, request, provider_id)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, with its word."""
    return _step(OAuth2CallbackView, request, provider_id)


def _step(kind: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    """A step of the library by our own reading; a provider that is away is a page that says so."""
    adapter = Provider(request, provider_id)
    try:
        found = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        answer: HttpResponse = kind.adapter_view(adapter)(request)  # type: ignore[no-untyped-call]  # the same
    except (OAuth2Error, RequestException, KeyError) as error:  # KeyError: the library's, of an answer without a type
        answer = render_authentication_error(request, found, exception=error)
    return answer
