"""What nobody has caught. A database that is away is no fault of the page: it is told as such also when a middleware met it."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request, server_error

from yhdyspinta.core.ui.middleware import AWAY, unavailable


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: it is called while the exception is being handled."""
    error = sys.exc_info()[1]
    return unavailable(error, request) if isinstance(error, AWAY) else server_error(request)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400. A request that was refused before anybody knew its language and person (another host's name) gets a
    word instead of a page."""
    if hasattr(request, "user"):
        return bad_request(request, exception)
    return HttpResponse("bad request", status=400, content_type="text/plain; charset=utf-8")
