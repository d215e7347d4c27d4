"""Signing in by one-time link, and out. A GET only shows; the button's POST acts."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.actions import use_link
from yhdyspinta.core.accounts.queries import open_link
from yhdyspinta.core.ui.pages import form_page, get, page, post


@get
def enter(request: HttpRequest) -> HttpResponse:
    """How to sign in; remembers the page that asked for it."""
    wanted = request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        request.session["next"] = wanted[:500]
    return page(request, "accounts/enter.html", {"crumbs": [(_("Sign in"), "")]})


@form_page
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: shows a button; pressing it signs in and spends the link."""
    if request.method == "POST":
        user = use_link(token=token)
        wanted = request.session.get("next", "")
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        request.session.pop("next", None)
        return HttpResponseRedirect(wanted or f"{reverse('mine')}?tehty=tervetuloa")
    found = open_link(token)
    context = {"found": found, "token": token, "crumbs": [(_("Sign in"), "")]}
    return page(request, "accounts/link.html", context, status=200 if found else 410)


@post
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out."""
    logout(request)
    return redirect(f"{reverse('country')}?tehty=poistuttu")
