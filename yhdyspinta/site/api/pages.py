"""Pages for people about the interface: what it gives, and one's own keys."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.accounts.access import person, signed_in
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.common.words import say
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.core.ui.pages import form_page, get, page, post, submit, tell_refusal
from yhdyspinta.site.api.api import operations

LIVES = (30, 90, 180, 365)
"""Days that a key may be made for."""


@get
def about(request: HttpRequest) -> HttpResponse:
    """What programs can ask, subject by subject, with an example of each."""
    subjects: dict[str, list[dict[str, Any]]] = {}
    for told in operations():
        subjects.setdefault(told["tags"][0], []).append(told)
    context = {
        "subjects": [
            (say(f"api:{tag.replace(' ', '_')}", lang=request.LANGUAGE_CODE), each) for tag, each in subjects.items()
        ],
        "root": f"{settings.ADDRESS}/api/v1/",
        "crumbs": [(_("Open data and API"), "")],
    }
    return page(request, "site/interface_for_programs.html", context)


class KeyForm(forms.Form):
    """A new key: what it is for, how long it lives, what it may write."""

    name = forms.CharField(label=gettext_lazy("What is it for?"), max_length=80)
    days = forms.TypedChoiceField(label=gettext_lazy("How long does it work?"), coerce=int, initial=90)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it write?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self,
            days=[(str(n), _("%(days)s days") % {"days": n}) for n in LIVES],
            scopes=[(s, say(f"token_scope:{s}", lang=lang)) for s in tokens.SCOPES],
        )


@form_page
@signed_in
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys, and a new one, which is shown this once."""
    user, secret = person(request), ""
    form = KeyForm(request.POST if request.method == "POST" else None, lang=request.LANGUAGE_CODE)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            nonlocal secret
            secret = tokens.make(by=user, **form.cleaned_data).secret
            return reverse("own-keys")

        try:
            submit(request, do)
        except Refused as refused:
            tell_refusal(request, form, refused)
        else:
            form = KeyForm(lang=request.LANGUAGE_CODE)
    rows = list(tokens.standing(user))
    last = tokens.last_used(rows)
    context = {
        "form": form,
        "secret": secret,
        "again": request.method == "POST" and not form.errors and not secret,
        "keys": [(row, last.get(row.pk)) for row in rows],
        "crumbs": [(_("Mine"), reverse("mine")), (_("API keys"), "")],
    }
    return page(request, "site/own_keys.html", context, status=422 if form.errors else 200)


@post
@signed_in
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends one of one's own keys."""
    tokens.revoke(by=person(request), public_id=public_id)
    return redirect(f"{reverse('own-keys')}?tehty=paatetty")
