"""Inviting people, and who asks to be let in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts import invitations as actions
from yhdyspinta.core.accounts import queries, rules
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.forms import InviteForm
from yhdyspinta.core.common.verdict import Refused, require
from yhdyspinta.core.ui.pages import form_page, page, post, tell_refusal
from yhdyspinta.site.manage.views import posted


@form_page
@signed_in
def invitations(request: HttpRequest) -> HttpResponse:
    """Who asks, who has been invited, and inviting somebody. The link is shown once, and mailed where mail is set up."""
    who = actor(request)
    require(rules.may_see_invitations(who))
    asked = {"email": request.GET.get("email", ""), "name": request.GET.get("nimi", "")}
    initial = {**asked, "organisation": request.GET.get("organisaatio", "")}
    form = InviteForm(posted(request), lang=request.LANGUAGE_CODE, by=who, to=rules.invitable(who), initial=initial)
    sent = request.method == "POST" and form.is_valid()
    href = _send(request, form) if sent else ""
    context = {
        "form": form,
        "href": href,
        "mailed": sent and not href and not form.errors,
        "waiting": queries.invitations(who)[:100],
        "requests": queries.requests(who)[:100],
        "crumbs": [(_("Upkeep"), reverse("manage")), (_("Invitations"), "")],
    }
    return page(request, "site/manage/invitations.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: InviteForm) -> str:
    """Makes the invitation; returns the link, or "" with the reason at the form."""
    try:
        row, token = actions.invite(by=actor(request), **form.cleaned_data)
    except Refused as refused:
        tell_refusal(request, form, refused)
        return ""
    href = request.build_absolute_uri(reverse("accounts:invited", args=[token]))
    # A link that was mailed is nobody's to see: who could open it for another would be them.
    return "" if actions.tell(row, href, request.LANGUAGE_CODE) else href


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The link of an invitation stops working."""
    require(rules.may_see_invitations(actor(request)))
    actions.withdraw(by=actor(request), invitation=public_id)
    return redirect(f"{reverse('invitations')}?tehty=tallennettu")


@post
@signed_in
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sets a request for access aside."""
    require(rules.may_see_invitations(actor(request)))
    actions.decline(by=actor(request), request=public_id)
    return redirect(f"{reverse('invitations')}?tehty=tallennettu")
