"""A program that calls: everybody's, or with a person's key."""

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.accounts.models import User


class Program:
    """Calls the interface; `key`: the secret of a person's key, "" for everybody's."""

    def __init__(self, key: str = "") -> None:
        self.client, self.key = Client(), key

    @property
    def headers(self) -> dict[str, str]:
        """What it sends with every call."""
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}

    def get(self, path: str, **headers: str) -> Any:
        """An answer."""
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def all(self, path: str) -> list[dict[str, Any]]:
        """Every item of a list, walked two at a time."""
        found, cursor, sign = [], "", "&" if "?" in path else "?"
        while cursor is not None:
            told = self.client.get(f"/api/v1{path}{sign}limit=2", {}, query_params={**_query(path), "limit": "2", "cursor": cursor}, headers=self.headers).json()  # fmt: skip
            found += told["items"]
            cursor = told["next"]
        return found

    def post(self, path: str, body: Any, key: str = "") -> Any:
        """A write, with a new key of the request unless one is given."""
        sent = body if isinstance(body, (str, bytes)) else json.dumps(body)
        headers = {**self.headers, "Idempotency-Key": key or str(uuid4())}
        return self.client.post(f"/api/v1{path}", sent, content_type="application/json", headers=headers)


def _query(path: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)


def program_of(user: User, *scopes: str) -> Program:
    """A program with a person's new key."""
    return Program(tokens.make(by=user, name="Ohjelma", scopes=scopes, days=30).secret)
