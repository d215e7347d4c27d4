"""What went wrong, as RFC 9457 tells it (application/problem+json). English, for the people who write programs."""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yhdyspinta.core.common.errors import BadInput, EditConflict, KeyReused, TooMany
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import say
from yhdyspinta.core.ui.problems import problem

log = logging.getLogger("yhdyspinta.api")


class Wrong(Schema):
    """One thing that is wrong with what was sent: where, and what."""

    where: str
    what: str


class Problem(Schema):
    """RFC 9457. `code` names the reason for programs; `errors` tell it field by field where it can be told."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[Wrong] = []


class Unmet(Exception):  # noqa: N818  (names what happened)
    """What was asked is not to be had, and why can be told."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


class NotAllowed(Unmet):
    """The key has not been made for this."""


class NoSuch(Unmet):
    """What is asked for does not exist."""


DENIED = frozenset(
    {
        *("login_needed", "matters_not_yours", "goals_not_yours", "goals_not_your_measure"),
        *("evidence_choose_organisation", "evidence_not_party"),
    }
)
"""Reasons of rules that speak of the person, not of what was sent."""


def refused(error: Refused) -> HttpResponse:
    """A rule said no: 403 when it is about the person, 422 when it is about what was sent."""
    verdict = error.verdict
    with translation.override("en"):
        detail = say(verdict.code, verdict.params, "en")
    return problem(403 if verdict.code in DENIED else 422, verdict.code, detail)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    told = [{"where": ".".join(str(p) for p in e["loc"]), "what": str(e["msg"])} for e in error.errors]
    return problem(422, "invalid", "Something that was sent cannot be used. See errors.", told)


def _bad(request: HttpRequest, error: Any) -> HttpResponse:
    with translation.override("en"):
        return problem(400, error.code, say(error.code, error.params(), "en"))


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody has foreseen: told in the log with its place, never in the answer."""
    log.error("request failed", exc_info=error)
    return problem(500, "failed", "Something broke here. It has been noted; try again, and tell us if it stays.")


def too_many(error: TooMany) -> HttpResponse:
    """Asked too often."""
    return problem(
        429,
        "too_many",
        f"Asked too often. Try again in {error.seconds} s.",
        headers={"Retry-After": str(error.seconds)},
    )


def _no_key() -> HttpResponse:
    told = "This needs a key: Authorization: Bearer yp_…, made on one's own page."
    return problem(401, "key_needed", told, headers={"WWW-Authenticate": 'Bearer realm="yhdyspinta"'})


def not_found() -> HttpResponse:
    """Nothing there, or nothing that this key may see: the same answer."""
    return problem(404, "not_found", "There is nothing at this address, or nothing that you may see.")


def told_by(api: NinjaAPI) -> None:
    """Gives every error of the interface its answer."""
    answers: Mapping[type[Exception], Any] = {
        ValidationError: _invalid,
        AuthenticationError: lambda r, e: _no_key(),
        HttpError: lambda r, e: problem(e.status_code, "unreadable", str(e)),
        Http404: lambda r, e: not_found(),
        NotAllowed: lambda r, e: problem(403, e.code, e.detail),
        NoSuch: lambda r, e: problem(404, e.code, e.detail),
        BadInput: _bad,
        Refused: lambda r, e: refused(e),
        TooMany: lambda r, e: too_many(e),
        KeyReused: lambda r, e: problem(409, "key_reused", "This Idempotency-Key came before with other content."),
        EditConflict: lambda r, e: problem(
            409, "edit_conflict", f"Somebody was faster: the version is now {e.current}."
        ),
        Exception: _unexpected,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)
