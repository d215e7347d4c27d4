"""Who is asking: the actor of a request, and the door to pages that need one."""

import functools
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.ui.pages import View


def actor(request: HttpRequest) -> Actor:
    """The person's standing now; read once a request, so a removed right is gone on the next one."""
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        known = actor_of(request.user, clock.today()) if isinstance(request.user, User) else ANONYMOUS
        request._actor = known  # type: ignore[attr-defined]  # a cache on the request, read only here
    return known


def person(request: HttpRequest) -> User:
    """The account of a page that asks for one. Raises Http404 without."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def signed_in(view: View) -> View:
    """Sends an anonymous reader to the sign-in page and back: after a form, to the page where the form was."""

    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor(request).signed_in:
            return redirect(f"{reverse('accounts:enter')}?{urlencode({'next': page_of(request)})}")
        return view(request, *args, **kwargs)

    return inner


def page_of(request: HttpRequest) -> str:
    """The page to come back to. An address that only takes forms is none, so the form's own page is asked of the browser."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/"):
        return reverse("mine")
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
