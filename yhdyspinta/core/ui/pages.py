"""The few helpers every view is written with."""

import functools
import hashlib
import math
import time
import uuid
import zlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yhdyspinta.core.audit.actions import once
from yhdyspinta.core.audit.queries import revisions
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.bucket import Bucket
from yhdyspinta.core.common.dates import EARLIEST, parse_date
from yhdyspinta.core.common.errors import BadInput, TooMany
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import say
from yhdyspinta.core.law.schedule import last_map_day

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponse]
_PAGES: Memo[bytes] = Memo(24_000_000, weigh=lambda body: len(body) + 500)
"""Whole pages for those who are not signed in, packed: bytes of about 2,500 of them."""
DAYS = Bucket(size=240, rate=4)
"""Asking for what costs tenths of a second: a map of a new day, a document. A robot that walks through all is slowed."""


def get(view: View) -> View:
    """A page: GET and HEAD only. It cannot write."""
    return require_safe(view)


def nothing_else(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> Hashable:
    """A page that shows only what gives a new revision when it is written."""
    return None


def kept(view: View) -> View:
    """A page that is the same for everybody who is not signed in: made once, and anew when anything has been written."""
    return kept_beside(nothing_else)(view)


def kept_beside(also: Callable[..., Hashable]) -> Callable[[View], View]:
    """A kept page that shows something without a revision too: `also` tells it, asked each time with the view's arguments.

    The day is in the key, and the host, for pages that tell their own address. What is no plain page, or has a form to be
    sent, is never kept. Which tables kept pages may read: `tests/house/test_kept.py`.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated or request.method != "GET":
                return view(request, *args, **kwargs)
            beside = also(request, *args, **kwargs)
            key = _key(request, beside)
            if (body := _PAGES.kept(key)) is not None:
                return HttpResponse(zlib.decompress(body))
            made = view(request, *args, **kwargs)
            # What stands beside has no revision: while the page was made it may have become something else.
            if _plain(made) and beside == also(request, *args, **kwargs):
                _PAGES.put(key, zlib.compress(made.content, 1))
            return made

        inner.kept = True  # type: ignore[attr-defined]  # found by the test that walks through every address
        return inner

    return decorate


def forget_pages() -> None:
    """Every kept page is made anew, as after a write; for measuring what making them costs."""
    _PAGES.forget()


def _key(request: HttpRequest, beside: Hashable) -> bytes:
    """Of an address as it was sent, on a day, in a state of the records; of one length, whatever anybody asks for."""
    sent = (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""))
    known = sorted(revisions().items())
    return hashlib.sha256(repr((sent, clock.today(), known, beside)).encode()).digest()


def _plain(made: HttpResponse) -> bool:
    """A page that holds nothing of one reader: no cookie, no form with a key of its own."""
    html = made.status_code == 200 and made["Content-Type"].startswith("text/html")
    return html and not made.cookies and b'method="post"' not in made.content


def post(view: View) -> View:
    """A write: POST only."""
    return require_POST(view)


def form_page(view: View) -> View:
    """A form: GET shows it, POST sends it."""

    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            response = HttpResponse(status=405)
            response["Allow"] = "GET, HEAD, POST"
            return response
        return view(request, *args, **kwargs)

    return inner


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A full page."""
    return render(request, template, dict(context or {}), status=status)


def form_status(form: Form, newer: object = None) -> int:
    """Of a page with a form: 409 when somebody else saved first (`newer`: what they saved), 422 with errors, else 200."""
    return 409 if newer else 422 if form.errors else 200


def error_page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page that says what happened, what it means and what to do."""
    back = request.path if request.method == "POST" else ""
    context = {"title": title, "text": text, "status": status, "back": back}
    return render(request, "ui/error.html", context, status=status)


def fetch(queryset: QuerySet[M], **lookup: Any) -> M:
    """One row of what the user may see; what one may not see is 404."""
    found = queryset.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def day_of(request: HttpRequest) -> date:
    """The day a page is asked for: `?on=`, else today. Raises BadInput with the valid form."""
    return other_day(request, "on") or clock.today()


def asked_day(request: HttpRequest) -> date | None:
    """The day that links of the page keep: the one of `?on=`, unless it is today or cannot be read."""
    try:
        day = parse_date(request.GET.get("on", "").strip())
    except ValueError:
        return None
    return day if day != clock.today() and EARLIEST <= day <= last_map_day(clock.today()) else None


def other_day(request: HttpRequest, name: str) -> date | None:
    """A day of the address that the map can be of, or None without one. Raises BadInput with the valid form, TooMany."""
    latest = last_map_day(clock.today())
    given = request.GET.get(name, "").strip()
    if not given:
        return None
    try:
        day = parse_date(given)
    except ValueError:
        raise BadInput("bad_date", given=given[:40], example=f"?{name}={clock.today()}") from None
    if not EARLIEST <= day <= latest:
        raise BadInput("date_out_of_range", given=given[:40], example=f"{EARLIEST}", day=latest)
    slow_down(request)
    return day


def slow_down(request: HttpRequest, days: int = 1) -> None:
    """Counts days and documents that are asked for. Raises TooMany with the seconds to wait."""
    if wait := DAYS.take(_asker(request), time.monotonic(), days):
        raise TooMany(math.ceil(wait))


def _asker(request: HttpRequest) -> str:
    """Whose asking is counted: the person's, or the address's (the proxy's last word, where there is one)."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def chosen(request: HttpRequest, name: str, allowed: Iterable[str]) -> str:
    """A filter of the address; anything but the allowed words is a 400 with the valid form."""
    value = request.GET.get(name, "")
    if value and value not in allowed:
        raise BadInput("bad_choice", given=value[:40], example=", ".join(list(allowed)[:4]))
    return value


def key_of(request: HttpRequest) -> uuid.UUID:
    """The UUID the form was rendered with. Raises BadInput when it is missing or spoiled."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadInput("bad_form_key") from None


def uuid_of(text: str) -> uuid.UUID:
    """A UUID that came in an address. Raises Http404 when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def version_of(request: HttpRequest) -> int:
    """The version the form was filled from. Raises BadInput when it is not a number."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("bad_form_key")
    return int(text)


def sent(request: HttpRequest, form: Form, do: Callable[[], str], field: str | None = None) -> HttpResponse | None:
    """Runs the write of a valid form and goes to its result; None when it was refused, with the reason at the form (or `field`)."""
    try:
        return redirect(submit(request, do))
    except Refused as refused:
        tell_refusal(request, form, refused, field)
        return None


def tell_refusal(request: HttpRequest, form: Form, refused: Refused, field: str | None = None) -> None:
    """Puts a rule's reason at the form, or at one of its fields."""
    form.add_error(field, say(refused.verdict.code, refused.verdict.params, request.LANGUAGE_CODE))


def submit(request: HttpRequest, do: Callable[[], str]) -> str:
    """Runs a write once per person and form key; returns the address of its result."""
    user_id = getattr(request.user, "public_id", None)
    content = {k: request.POST.getlist(k) for k in request.POST if k not in ("csrfmiddlewaretoken", "key")}
    for name, sent in request.FILES.items():
        sent.seek(0)  # type: ignore[union-attr]  # one file a field, perhaps read already
        digest = hashlib.sha256()
        for chunk in sent.chunks():  # type: ignore[union-attr]  # one file a field
            digest.update(chunk)
        content[name] = [digest.hexdigest()]
        sent.seek(0)  # type: ignore[union-attr]  # one file a field
    return once(actor=str(user_id or "anonymous"), key=key_of(request), content={"at": request.path, **content}, do=do)
