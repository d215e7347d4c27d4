"""Who is in charge of a question or a document: naming the person, and ending it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts import invitations, owning, rules
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.models import Grant, Invitation
from yhdyspinta.core.accounts.queries import invited_owners, owners
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused, Verdict, require
from yhdyspinta.core.matters import queries, shelf
from yhdyspinta.core.matters.models import Consultation, Document
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.ui.pages import fetch, form_page, page, post, submit, tell_refusal

KINDS = {"kasittely": "consultation", "asiakirja": "document"}
"""Parts of the address, and the kinds of items."""
PAGES = {"consultation": "matters:consultation", "document": "matters:document"}


@dataclass(frozen=True)
class Charge:
    """Who is in charge of an item, as its own organisation is shown it."""

    owners: list[Grant]
    invited: list[Invitation]
    may: Verdict
    href: str


class ChargeForm(forms.Form):
    """The person who is put in charge."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)


def charge_of(who: Actor, kind: str, public_id: UUID, organisation: Organisation) -> Charge | None:
    """Told to the organisation's own people only. Two queries, none for the others."""
    may = rules.may_invite(who, "owner", organisation)
    if organisation.public_id not in who.belongs_to and public_id not in who.owned(kind) and not may:
        return None
    item, part = f"{kind}:{public_id}", next(p for p, k in KINDS.items() if k == kind)
    href = reverse("matters:charge", args=[part, public_id])
    return Charge(list(owners(item, clock.today())), list(invited_owners(item)), may, href)


def _item(who: Actor, part: str, public_id: UUID) -> tuple[str, Consultation | Document]:
    """What is in charge, of what the person sees; 404 for what they do not."""
    if part == "kasittely":
        return KINDS[part], fetch(queries.visible_to(who), public_id=public_id)
    if part == "asiakirja":
        return KINDS[part], fetch(shelf.documents_visible_to(who), public_id=public_id)
    raise Http404


@form_page
@signed_in
def charge(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Who is in charge; putting somebody in charge. One's own colleague is so at once, anybody else is invited by link."""
    who, lang = actor(request), request.LANGUAGE_CODE
    what, row = _item(who, kind, public_id)
    require(rules.may_invite(who, "owner", row.organisation))
    form = ChargeForm(request.POST or None)
    href, back, told = "", reverse(PAGES[what], args=[public_id]), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = owning.name_owner(
                by=who, organisation=row.organisation, item=f"{what}:{public_id}", **form.cleaned_data
            )
            if made is None:
                return redirect(f"{request.path}?tehty=tallennettu")
            href = request.build_absolute_uri(reverse("accounts:invited", args=[made[1]]))
            told, form = ("mailed" if invitations.tell(made[0], href, lang) else "link"), ChargeForm()
        except Refused as refused:
            tell_refusal(request, form, refused)
    title = Text.of(row, "title").get(lang)
    context = {
        "form": form,
        "charge": charge_of(who, what, public_id, row.organisation),
        "row": row,
        "told": told,
        "href": "" if told == "mailed" else href,
        "back": back,
        "end": reverse("matters:end-charge", args=[kind, public_id]),
        "crumbs": [(title, back), (_("Person in charge"), "")],
    }
    return page(request, "matters/charge.html", context, status=422 if form.errors else 200)


@post
@signed_in
def end(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """A person is no longer in charge, or an invitation to be so is withdrawn."""
    who = actor(request)
    what, row = _item(who, kind, public_id)
    require(rules.may_invite(who, "owner", row.organisation))
    item, asked = f"{what}:{public_id}", request.POST.get("person", "")

    def do() -> str:
        for grant in owners(item, clock.today()):
            if str(grant.public_id) == asked:
                owning.end_owner(by=who, grant=grant)
        for invited in invited_owners(item):
            if str(invited.public_id) == asked:
                invitations.withdraw(by=who, invitation=invited.public_id)
        return f"{reverse('matters:charge', args=[kind, public_id])}?tehty=paatetty"

    return redirect(submit(request, do))
