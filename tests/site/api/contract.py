"""The interface examined by its own description: whatever is sent, the answer is one that the description tells of."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import hypothesis
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries
from hypothesis import HealthCheck, Phase
from schemathesis import Case
from schemathesis.specs.openapi import checks as told

from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.accounts.models import User
from yhdyspinta.site.api.api import api
from yhdyspinta.site.api.door import CALLS
from yhdyspinta.site.rights.scene import Scene

REFUSED_BY_RULE = (told.positive_data_acceptance,)
"""What fits the description may still be refused by a rule (a day in the future): not told by a schema."""
KNOWN = {
    "goals": "goals:goal",
    "agreements": "agreements:agreement",
    "forums": "forums:forum",
    "meetings": "forums:meeting",
    "receipts": "matters:consultation",
    "evidence": "obligations:evidence",
}


def schema() -> Any:
    """The description as its examiner reads it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


def operations() -> list[tuple[str, str]]:
    """(method, path) of every operation."""
    paths: Mapping[str, Any] = api.get_openapi_schema()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests end without closing the connection of whoever examines."""
    request_started.disconnect(reset_queries)
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(reset_queries)
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def examine(method: str, path: str, *, made: Scene, key: str, cases: int, seed: int = 0) -> int:
    """So many cases of one operation, as everybody (`key` "") or with a key; half of them of things that are there.

    Returns how many were tried; raises the examiner's failure with the request that shows it.
    """
    tried = 0
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    excluded = REFUSED_BY_RULE if key and method == "POST" else ()

    def one(case: Case[Any], *, there: bool) -> None:
        nonlocal tried
        tried += 1
        CALLS.forget()
        if there and case.path_parameters:
            case.path_parameters.update(_known(path, made))
        case.call_and_validate(headers=headers, excluded_checks=list(excluded))

    with one_connection():  # the description is asked of the house too
        operation = schema()[path][method]

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=cases,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(), there=hypothesis.strategies.booleans())
        def run(case: Case[Any], there: bool) -> None:
            one(case, there=there)

        run()
    return tried


def _known(path: str, made: Scene) -> dict[str, str]:
    subject = path.split("/")[3]
    if "{public_id}" in path:
        return {"public_id": str(made.args[KNOWN[subject]][0])}
    if subject == "regions":
        return {"slug": "kainuu"}
    if subject == "organisations":
        return {"space": "kunnat", "slug": "kuhmo"}
    return {"code": "statfin-vaesto"} if subject == "indicators" else {}


def key_of(user: User) -> str:
    """A key that may write everything."""

    return tokens.make(by=user, name="Koe", scopes=tokens.SCOPES, days=30).secret
