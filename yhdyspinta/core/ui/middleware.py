"""What happens to every request: a log line, no writing on GET, domain errors as pages."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yhdyspinta.core.audit.queries import one_reading
from yhdyspinta.core.common.errors import BadInput, EditConflict, KeyReused, TooMany, WriteOnGet
from yhdyspinta.core.common.reading import from_replica
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import say
from yhdyspinta.core.ui.kept import kept_form
from yhdyspinta.core.ui.measures import SECONDS
from yhdyspinta.core.ui.pages import error_page
from yhdyspinta.core.ui.problems import problem
from yhdyspinta.core.ui.routers import has_replica

log = logging.getLogger("yhdyspinta.request")
Handler = Callable[[HttpRequest], HttpResponse]

_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = SAFE | {"POST", "PUT", "PATCH", "DELETE"}
AWAY = (OperationalError, InterfaceError, InternalError)
"""How a database that is gone, or has become a standby that takes no writes, tells it."""
LARGEST = 12_000_000
"""Bytes of a request: the largest file that is taken, and the form around it. More is refused before it is read."""


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """A database wrapper that lets only reads through."""
    if _WRITE.match(sql):
        raise WriteOnGet(sql.split("\n")[0][:120])
    return execute(sql, params, many, context)


def get_never_writes(handler: Handler) -> Handler:
    """GET and HEAD cannot write to the default database: the connection itself refuses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE or request.path in settings.WRITES_ON_GET:
            return handler(request)
        with connections["default"].execute_wrapper(refuse_writes):
            return handler(request)

    return middleware


_WITHIN = re.compile(r"/(?:health/|metrics$)")


def asked_from_within(handler: Handler) -> Handler:
    """Health and measures are asked by number, inside a container or by a balancer, whatever the service is called outside."""
    name = next((h for h in settings.ALLOWED_HOSTS if not h.startswith(("*", "."))), "localhost")

    def middleware(request: HttpRequest) -> HttpResponse:
        if _WITHIN.match(request.path_info):
            request.META["HTTP_HOST"] = name
        return handler(request)

    return middleware


def public_readers(handler: Handler) -> Handler:
    """Where a replica follows, it serves whoever only reads: nobody signed in, who has opened no form.

    The cookies tell: a form sets one, and from then on the reader is shown what they have just written.
    """
    if not has_replica():
        return handler

    def middleware(request: HttpRequest) -> HttpResponse:
        known = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} & set(request.COOKIES)
        if known or request.method not in SAFE or "HTTP_AUTHORIZATION" in request.META or is_unseen(request):
            return handler(request)
        with from_replica():
            return handler(request)

    return middleware


def one_state(handler: Handler) -> Handler:
    """Everything on a page is of one state of the records: the revisions that caches are kept by are read once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with one_reading():
            return handler(request)

    return middleware


def plain_input(handler: Handler) -> Handler:
    """Refuses what no browser sends: another charset than UTF-8, NUL characters, which a database cannot hold, and endless bodies."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > LARGEST:
            return _plainly(request, 413, "more than can be taken")
        charset = (request.content_params or {}).get("charset", "utf-8").casefold()
        if charset not in ("utf-8", "utf8", "us-ascii"):
            return _plainly(request, 415, "charset")
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return _plainly(request, 400, "NUL")
        return handler(request)

    return middleware


def _plainly(request: HttpRequest, status: int, what: str) -> HttpResponse:
    """A word to people who write programs; at their own addresses in their form (RFC 9457)."""
    if not request.path_info.startswith("/api/"):
        return HttpResponse(what, status=status, content_type="text/plain; charset=utf-8")
    return problem(status, "unreadable", what)


_UNSEEN = re.compile(rf"/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/(?:{'|'.join(settings.UNSEEN)})/")


def unseen_pages(handler: Handler) -> Handler:
    """Pages on which nobody is known: the visitor's session, address and browser are taken away before anything reads them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_unseen(request):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            for name in ("HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_FORWARDED", "HTTP_X_REAL_IP"):
                request.META.pop(name, None)
            request.META["REMOTE_ADDR"] = ""
        return handler(request)

    return middleware


def is_unseen(request: HttpRequest) -> bool:
    """Whether the page is one of `settings.UNSEEN`."""
    return bool(_UNSEEN.match(request.path_info))


def request_log(handler: Handler) -> Handler:
    """One line a request: method, route (a path could carry a one-time token), status, milliseconds. No person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = handler(request)
        if not is_unseen(request) and not request.path.startswith("/static/"):
            took = round((time.perf_counter() - began) * 1000, 1)
            fields = {"method": request.method, "route": _route(request), "status": response.status_code, "ms": took}
            log.info("request", extra=fields)
            part = "api" if request.path.startswith("/api/") else "pages"
            SECONDS.labels(
                part, request.method if request.method in METHODS else "OTHER", f"{response.status_code // 100}xx"
            ).observe(took / 1000)
        return response

    return middleware


class mapped_errors:  # noqa: N801  (named like its function siblings; a class only because Django asks for process_exception)
    """Turns the house's own exceptions into pages, in one place."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on; an address that takes only forms says so instead of being blank."""
        answer = self.handler(request)
        if answer.status_code == 405 and not answer.content:
            text = _("This address only receives forms. Go back to the page where you were and press the button again.")
            told = error_page(request, 405, _("There is no page at this address"), text)
            told["Allow"] = answer["Allow"]
            return told
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django's hook; None lets anything else become a 500."""
        if isinstance(error, BadInput):
            text = say(error.code, error.params(), request.LANGUAGE_CODE)
            return error_page(request, 400, _("This address cannot be read"), text)
        if isinstance(error, Refused):
            _refused(request, error.verdict.code)
            return error_page(
                request,
                403,
                _("This cannot be done"),
                say(error.verdict.code, error.verdict.params, request.LANGUAGE_CODE),
            )
        if isinstance(error, KeyReused):
            text = _(
                "This form has already been sent with other content. Open the page again and check what was saved."
            )
            return error_page(request, 409, _("The form was sent twice"), text)
        if isinstance(error, EditConflict):
            text = _("Somebody saved a newer version while you were writing. Open it again to see both.")
            return error_page(request, 409, _("Somebody was faster"), text)
        if isinstance(error, TooMany):
            _refused(request, "too_many")
            text = say("too_many", [("seconds", str(error.seconds))], request.LANGUAGE_CODE)
            answer = error_page(request, 429, _("A moment, please"), text)
            answer["Retry-After"] = str(error.seconds)
            return answer
        if isinstance(error, AWAY):
            return unavailable(error, request)
        return None


def _refused(request: HttpRequest, reason: str) -> None:
    """A line of what a rule did not let through, with the public id of whose it was: the one place where the log has it."""
    if not is_unseen(request):
        person = str(request.user.public_id) if request.user.is_authenticated else ""
        log.warning("refused", extra={"reason": reason, "person": person, "at": _route(request)})


def _route(request: HttpRequest) -> str:
    """The pattern of the address, for the address itself could carry a one-time token."""
    return request.resolver_match.route if request.resolver_match else "(none)"


def unavailable(error: Exception, request: HttpRequest) -> HttpResponse:
    """The database does not answer: a page that needs nothing of it, with what was written on the form that was sent."""
    log.error("database does not answer", exc_info=error)
    if request.path_info.startswith("/api/"):
        answer: HttpResponse = problem(503, "unavailable", "The database does not answer. Try again.")
    else:
        answer = HttpResponse(render_to_string("503.html", kept_form(request)), status=503)
    answer["Retry-After"] = "30"
    return answer
