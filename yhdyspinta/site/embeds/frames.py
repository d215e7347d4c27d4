"""What may stand in a frame of another site: a page that knows nobody, sets no cookie and has nothing to press."""

import functools
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yhdyspinta.core.common.errors import BadInput, TooMany
from yhdyspinta.core.common.words import say
from yhdyspinta.core.ui.pages import View, get, kept, page

COLOURS = ("vaalea", "tumma")
"""A frame's colours where they do not follow the reader's device."""
SCHEMES = {"vaalea": "light", "tumma": "dark"}
FRESH = 300
"""Seconds that a cache between may keep a frame."""


def embedded(view: View) -> View:
    """A page for frames anywhere. Its reader is nobody, signed in or not; an error is told in the frame, not as a blank one."""
    told = _told(kept(view))

    @get
    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user = AnonymousUser()
        answer = told(request, *args, **kwargs)
        request.session.modified = request.session.accessed = False  # a frame that caches keep never carries a session
        # The marks that Django's and csp's decorators leave.
        answer.xframe_options_exempt = True
        answer._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
        return answer

    inner.kept = True  # type: ignore[attr-defined]  # as `kept` marks it
    return inner


def _told(view: View) -> View:
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except BadInput as error:
            return _failed(request, 400, say(error.code, error.params(), request.LANGUAGE_CODE))
        except Http404:
            return _failed(request, 404, _("What was shown here is no longer there. It may have a new address."))
        except TooMany as error:
            answer = _failed(request, 429, say("too_many", [("seconds", str(error.seconds))], request.LANGUAGE_CODE))
            answer["Retry-After"] = str(error.seconds)
            return answer
        answer["Cache-Control"] = f"public, max-age={FRESH}"
        return answer

    return inner


def _failed(request: HttpRequest, status: int, text: str) -> HttpResponse:
    return page(request, "site/embedded/failed.html", {"text": text, "scheme": "auto"}, status=status)


def scheme(request: HttpRequest) -> str:
    """What `?vari=` asks of the colours: light, dark or as the reader's device has them. Anything else is the last."""
    return SCHEMES.get(request.GET.get("vari", ""), "auto")
