"""Single sign-on against a provider that lies: each lie opens nothing and is told on a page; the same provider, honest, opens."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.fakes.oidc import CLIENT, known, lying
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nobody has tried anything yet."""
    cache.clear()
    yield
    cache.clear()


def there_and_back(client: Client) -> Any:
    """To the provider and back with a code; the answer that the person gets last."""
    away = client.post("/oidc/sso/login/?process=login")
    if away.status_code != 302 or "authorize" not in away["Location"]:
        return away
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get(f"/oidc/sso/login/callback/?code=c&state={state}")


def test_an_honest_provider_opens(people: People, settings: Any) -> None:
    """So what the lies below are refused for is the lie."""
    with lying(people.kuhmo.email) as provider:
        known(settings, provider.address)
        client = Client()
        assert there_and_back(client)["Location"].startswith("/fi/oma/")
        assert "_auth_user_id" in client.session


@pytest.mark.parametrize("algorithm", ["RS512", "PS256"])
def test_a_key_need_not_say_its_algorithm(people: People, settings: Any, algorithm: str) -> None:
    """The token says it then; a key that says one makes no other."""
    for named, opened in ((False, True), (True, False)):
        with lying(people.kuhmo.email, algorithm=algorithm, named=named) as provider:
            known(settings, provider.address)
            client = Client()
            there_and_back(client)
            assert ("_auth_user_id" in client.session) == opened


@pytest.mark.parametrize(
    ("wanted", "said", "strong"),
    [
        (["mfa"], {"amr": ["pwd", "mfa"]}, True),
        (["mfa"], {"amr": ["pwd"]}, False),
        (["mfa"], {}, False),
        (["mfa"], {"amr": "mfa"}, False),
        (["http://eidas.europa.eu/LoA/high"], {"acr": "http://eidas.europa.eu/LoA/high"}, True),
        (["1"], {}, True),
        ([], {"amr": ["mfa"]}, False),
    ],
)
def test_how_the_provider_made_sure_is_read_from_its_word(
    people: People, settings: Any, wanted: list[str], said: dict[str, Any], strong: bool
) -> None:
    """Whoever writes gives a second factor here, unless the provider's word tells one that the settings name."""
    settings.MFA_REQUIRED, settings.OIDC_STRONG = True, wanted
    with lying(people.kuhmo.email, told=said) as provider:
        known(settings, provider.address)
        client = Client()
        there_and_back(client)
    answer = client.post("/fi/yllapito/kutsut/", {"email": "a@example.org"})
    assert answer.status_code == (422 if strong else 302)


HOUR = 3600
LIES: dict[str, dict[str, Any]] = {
    "no token": {"silent": True},
    "a key nobody knows": {"forged": True},
    "no signature": {"algorithm": "none"},
    "a shared secret": {"algorithm": "HS256"},
    "another issuer": {"told": {"iss": "https://muu.example"}},
    "for somebody else": {"told": {"aud": "muu"}},
    "for us and others, given to them": {"told": {"aud": [CLIENT, "muu"], "azp": "muu"}},
    "too old": {"told": {"iat": int(time.time()) - HOUR, "exp": int(time.time()) - HOUR + 300}},
    "without an end": {"told": {"exp": None}},
    "without a person": {"told": {"sub": None}},
    "tells of another person": {"userinfo": {"sub": "joku-muu"}},
    "calls itself something else": {"issuer": "https://muu.example"},
    "an address that is not verified, in a word": {"userinfo": {"email_verified": "false"}},
    "tells of nobody": {"userinfo": {"sub": None}},
    "no keys": {"keys": []},
    "keys that are none": {"keys": {"keys": [{"kty": "RSA", "alg": ["x"]}, "x"]}},
    "a key without its number": {"keys": {"keys": [{"kty": "RSA", "kid": "1"}]}},
    "sends us on for its keys": {"moved": "/jwks"},
    "no address of keys": {"addresses": {"jwks_uri": None}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_opens_nothing(people: People, settings: Any, lie: str) -> None:
    """And the person is told that it failed, on a page of ours."""
    with lying(people.kuhmo.email, **LIES[lie]) as provider:
        known(settings, provider.address)
        client = Client()
        answer = there_and_back(client)
    assert answer.status_code in (200, 401), answer
    assert any(told in answer.content.decode() for told in ("Kirjautuminen", "Tunnusta ei ole"))
    assert "_auth_user_id" not in client.session


def test_a_provider_that_is_away_is_a_page(settings: Any) -> None:
    """Not an error of ours: whoever tries may try again, or sign in otherwise."""
    known(settings, "http://127.0.0.1:9")
    answer = Client().post("/oidc/sso/login/?process=login")
    assert answer.status_code in (200, 401)
    assert "Kirjautuminen" in answer.content.decode()
