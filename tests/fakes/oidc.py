"""A provider of sign-in that can be told to lie: real HTTP, real signatures; each lie is one thing that must not be believed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.server import Reply, running

CLIENT = "yhdyspinta"


def known(settings: Any, address: str) -> None:
    """The installation knows a provider at an address."""
    app = {
        "provider_id": "sso",
        "name": "Kunnan kirjautuminen",
        "client_id": CLIENT,
        "secret": "s",
        "settings": {"server_url": address, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@dataclass
class Liar:
    """Honest, until something is set. `told`: claims that replace its own, None takes one away; `userinfo`: the same there."""

    email: str
    address: str = ""
    issuer: str = ""
    algorithm: str = "RS256"
    forged: bool = False
    named: bool = True
    keys: Any = None
    moved: str = ""
    addresses: dict[str, Any] = field(default_factory=dict)
    silent: bool = False
    told: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A key that it shows, and one that nobody knows."""
        self.key, self.other = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "12")

    def answer(self, _method: str, path: str, _query: Any, _body: bytes, _headers: Any) -> Reply:
        """Its four addresses; one may have moved."""
        if path == self.moved:
            return 302, f"{self.address}/moved{path}"
        path = path.removeprefix("/moved")
        if path.endswith("openid-configuration"):
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            told = {f"{name}_endpoint": f"{self.address}/{path}" for name, path in names.items()}
            told |= {"issuer": self.issuer or self.address, "jwks_uri": f"{self.address}/jwks", **self.addresses}
            return 200, {k: v for k, v in told.items() if v is not None}
        if path == "/jwks":
            shown = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            named = {"alg": "RS256"} if self.named else {}
            return 200, {"keys": [{**shown, "kid": "1", "use": "sig", **named}]} if self.keys is None else self.keys
        if path == "/token":
            token = {} if self.silent else {"id_token": self.token()}
            return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 60, **token}
        person = {"sub": self.email, "email": self.email, "email_verified": True, **self.userinfo}
        return 200, {k: v for k, v in person.items() if v is not None}

    def token(self) -> str:
        """Its signed word."""
        now = int(time.time())
        said = {
            "iss": self.issuer or self.address,
            "sub": self.email,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            **self.told,
        }
        key: Any = self.other if self.forged else self.key
        if self.algorithm == "none":
            key = None
        elif self.algorithm.startswith("HS"):
            key = "a secret that both know, long enough for the algorithm"
        return jwt.encode({k: v for k, v in said.items() if v is not None}, key, self.algorithm, headers={"kid": "1"})


@contextmanager
def lying(email: str, **lies: Any) -> Iterator[Liar]:
    """The provider at work on loopback."""
    liar = Liar(email, **lies)
    with running(liar.answer) as server:
        liar.address = server.url
        yield liar
