"""Signing in and out, one's own security, invitations. A GET only shows; the button's POST acts."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.views import login as by_password
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yhdyspinta.core.accounts import invitations
from yhdyspinta.core.accounts.access import person, signed_in
from yhdyspinta.core.accounts.actions import use_link
from yhdyspinta.core.accounts.forms import AccessForm
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.queries import open_invitation, open_link
from yhdyspinta.core.accounts.second import is_needed
from yhdyspinta.core.accounts.stepping import watched
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, slow_down, uuid_of
from yhdyspinta.core.visits import queries as visits
from yhdyspinta.core.visits.actions import end
from yhdyspinta.core.visits.middleware import begin, renew

MODEL = "django.contrib.auth.backends.ModelBackend"


@form_page
@watched("password")
def enter(request: HttpRequest) -> HttpResponse:
    """Signing in by password, key, single sign-on or link; remembers the page that asked for it."""
    wanted = request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        request.session["next"] = wanted[:500]
    if request.user.is_authenticated:
        return page(request, "accounts/entered.html", {"crumbs": [(_("Sign in"), "")]})
    return cast(HttpResponse, by_password(request))


@never_cache
@form_page
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: shows a button; pressing it signs in and spends the link."""
    if request.method == "POST":
        user = use_link(token=token)
        wanted = request.session.get("next", "")
        _let_in(request, user)
        request.session.pop("next", None)
        return HttpResponseRedirect(wanted or f"{reverse('mine')}?tehty=tervetuloa")
    found = open_link(token)
    context = {"found": found, "token": token, "crumbs": [(_("Sign in"), "")]}
    return page(request, "accounts/link.html", context, status=200 if found else 410)


def _let_in(request: HttpRequest, user: User) -> None:
    """Signs in by a link: one factor, whatever was given earlier in the session."""
    clear_authentication_records(request)
    if request.user.is_authenticated:
        renew(request)  # Django makes a new key for who was not signed in, and for another person
    login(request, user, backend=MODEL)
    begin(request)


@post
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out."""
    logout(request)
    answer = redirect(f"{reverse('country')}?tehty=poistuttu")
    # The storage holds what has not been sent: it is erased once the page has asked about that (outbox.js), never blindly.
    answer["Clear-Site-Data"] = '"cache", "storage"' if request.POST.get("tyhja") == "1" else '"cache"'
    return answer


@get
@signed_in
def security(request: HttpRequest) -> HttpResponse:
    """One's own ways to sign in, and where one is signed in now."""
    user = person(request)
    held = list(Authenticator.objects.filter(user=user).order_by("id"))
    codes = next((a for a in held if a.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "password": user.has_usable_password(),
        "totp": next((a for a in held if a.type == Authenticator.Type.TOTP), None),
        "keys": [a for a in held if a.type == Authenticator.Type.WEBAUTHN],
        "codes": len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
        "visits": visits.open_of(user.public_id),
        "here": request.session.session_key,
        "asked_for_second": is_needed(request),
        "crumbs": [(_("Mine"), reverse("mine")), (_("Sign-in and security"), "")],
    }
    return page(request, "accounts/security.html", context)


@never_cache
@get
@signed_in
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # the library's own
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """One's own unused codes. Ours, for the library's page writes when it is looked at."""
    return page(request, "mfa/recovery_codes/index.html", {"unused_codes": _unused(request)})


@never_cache
@get
@signed_in
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # the library's own
def download_codes(request: HttpRequest) -> HttpResponse:
    """The same as a text file."""
    answer = HttpResponse("\n".join([*_unused(request), ""]), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="yhdyspinta-varakoodit.txt"'
    return answer


def _unused(request: HttpRequest) -> list[str]:
    """Raises Http404 when the person has no codes."""
    held = fetch(Authenticator.objects.all(), user=person(request), type=Authenticator.Type.RECOVERY_CODES)
    return list(RecoveryCodes(held).get_unused_codes())


@post
@signed_in
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # the library's own
def end_visits(request: HttpRequest) -> HttpResponse:
    """Ends one of one's own sign-ins, or all the others."""
    chosen = request.POST.get("visit", "")
    end(
        of=person(request).public_id,
        visit=uuid_of(chosen) if chosen else None,
        but=request.session.session_key or "",
    )
    return redirect(f"{reverse('mfa_index')}?tehty=tallennettu")


@form_page
def ask_access(request: HttpRequest) -> HttpResponse:
    """Asking to be let in. The answer is the same for everybody."""
    form = AccessForm(request.POST if request.method == "POST" else None)
    crumbs = [(_("Sign in"), reverse("accounts:enter")), (_("Ask for access"), "")]
    if request.method == "POST" and form.is_valid():
        slow_down(request, 40)
        invitations.ask(**form.cleaned_data)
        return page(request, "accounts/asked.html", {"crumbs": crumbs})
    context = {"form": form, "title": _("Ask for access"), "button": _("Send"), "crumbs": crumbs}
    return page(request, "accounts/ask.html", context, status=422 if form.errors else 200)


@never_cache
@form_page
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: shows who is invited to what; pressing the button takes it and signs in."""
    if request.method == "POST":
        user = request.user if isinstance(request.user, User) else None
        taken = invitations.accept(token=token, signed_in=user)
        if user is None:
            _let_in(request, taken)
        return redirect(f"{reverse('mfa_index')}?tehty=kutsuttu")
    found = open_invitation(token)
    known = found is not None and User.objects.filter(email=found.email).exists()
    context = {"found": found, "known": known, "crumbs": [(_("Invitation"), "")]}
    return page(request, "accounts/invited.html", context, status=200 if found else 410)
