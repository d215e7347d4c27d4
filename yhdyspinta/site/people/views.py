"""Pages of one's own data, and of roles that end together."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts import leaving
from yhdyspinta.core.accounts.access import actor, person, signed_in
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.accounts.roles import ROLES
from yhdyspinta.core.accounts.rules import may_manage_users, may_see_invitations
from yhdyspinta.core.audit.actions import record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.law.schedule import term_on
from yhdyspinta.core.ui.fields import DayField
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, page, post, sent
from yhdyspinta.site.people.own import counts, everything


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)


@form_page
@signed_in
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept of oneself: to see, take, correct and erase."""
    user = person(request)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            leaving.rename(user=user, name=form.cleaned_data["name"])
            return f"{reverse('own-data')}?tehty=tallennettu"

        if answer := sent(request, form, do, "name"):
            return answer
    context = {
        "form": form,
        "email": user.email,
        "counts": counts(user),
        "may_erase": leaving.may_erase(actor(request), user),
        "crumbs": [(_("Mine"), reverse("mine")), (_("My data"), "")],
    }
    return page(request, "site/own_data.html", context, status=422 if form.errors else 200)


@post
@signed_in
def take(request: HttpRequest) -> HttpResponse:
    """Everything of oneself as a file. The event log tells that it was taken."""
    user = person(request)
    told = json.dumps(everything(user), ensure_ascii=False, indent=1)
    record_event(verb="own_data_taken", subject_type="user", subject_id=user.public_id, by=user.public_id)
    answer = HttpResponse(told, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="omat-tiedot.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@post
@signed_in
def erase_own(request: HttpRequest) -> HttpResponse:
    """Closes one's own account. The box has to be ticked."""
    if request.POST.get("sure") != "1":
        return redirect(f"{reverse('own-data')}#poista")
    leaving.erase(by=actor(request), user=person(request))
    logout(request)
    return redirect(f"{reverse('country')}?tehty=poistettu")


@post
@signed_in
def erase_user(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An administrator erases an account, on the person's request."""
    who = actor(request)
    require(may_manage_users(who))
    leaving.erase(by=who, user=fetch(User.objects.filter(erased_at=None), public_id=public_id))
    return redirect(f"{reverse('users')}?tehty=paatetty")


class EndForm(forms.Form):
    """Which roles end, and when."""

    on = DayField(label=gettext_lazy("Last day"))
    grants = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, known: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grants"].choices = [(k, k) for k in known]  # type: ignore[attr-defined]  # a choice field


@form_page
@signed_in
def term_end(request: HttpRequest) -> HttpResponse:
    """Roles that end together when a council term ends: chosen by kind, looked through, ended on a day."""
    who, lang = actor(request), request.LANGUAGE_CODE
    require(may_see_invitations(who))
    role = chosen(request, "rooli", leaving.ENDING)
    rows = list(leaving.ending(who, [role] if role else ["elected"])[:2000])
    term, _next = term_on("both", clock.today())
    initial = {"on": term.end if term else clock.today()}
    form = EndForm(
        request.POST if request.method == "POST" else None, initial=initial, known=[str(g.public_id) for g in rows]
    )
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            leaving.end_together(by=who, grants=form.cleaned_data["grants"], on=form.cleaned_data["on"])
            return f"{reverse('term-end')}?rooli={role}&tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Roles that end together")
    context = {
        "form": form,
        "title": title,
        "rows": rows,
        "roles": [(r, say(f"role:{r}", lang=lang)) for r in ROLES if r in leaving.ENDING],
        "role": role or "elected",
        "crumbs": [(_("Upkeep"), reverse("manage")), (title, "")],
    }
    return page(request, "site/manage/term_end.html", context, status=422 if form.errors else 200)
