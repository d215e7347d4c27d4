"""Who is in charge of a question, a document or another single item of an organisation: naming the person, and ending it."""

from collections.abc import Mapping
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
from yhdyspinta.core.accounts.queries import invited_owners, invited_to, owners, owners_of
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


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody can be in charge of: its kind, whose it is, what it is called, where it is read, kept and ended."""

    kind: str
    public_id: UUID
    organisation: Organisation
    title: Text
    back: str
    keep: str
    end: str

    @property
    def code(self) -> str:
        """As a role names it."""
        return f"{self.kind}:{self.public_id}"


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


def charge_of(who: Actor, item: Item) -> Charge | None:
    """Told to the organisation's own people only. Two queries, none for the others."""
    may = rules.may_invite(who, "owner", item.organisation)
    if item.organisation.public_id not in who.belongs_to and item.public_id not in who.owned(item.kind) and not may:
        return None
    return Charge(list(owners(item.code, clock.today())), list(invited_owners(item.code)), may, item.keep)


def charges_of(who: Actor, items: Mapping[int, Item]) -> dict[int, Charge]:
    """The same of many items of organisations that the person is of, by their keys. Two queries however many there are."""
    if not items:
        return {}
    codes = [i.code for i in items.values()]
    standing, asked = owners_of(codes, clock.today()), invited_to(codes)
    return {
        key: Charge(
            [g for g in standing if g.item == item.code],
            [i for i in asked if i.item == item.code],
            rules.may_invite(who, "owner", item.organisation),
            item.keep,
        )
        for key, item in items.items()
    }


def item_of(row: Consultation | Document) -> Item:
    """A question or a document as what somebody can be in charge of."""
    part = "kasittely" if isinstance(row, Consultation) else "asiakirja"
    kind = KINDS[part]
    keep, end_ = (reverse(f"matters:{n}", args=[part, row.public_id]) for n in ("charge", "end-charge"))
    back = reverse(PAGES[kind], args=[row.public_id])
    return Item(kind, row.public_id, row.organisation, Text.of(row, "title"), back, keep, end_)


def _item(who: Actor, part: str, public_id: UUID) -> Item:
    """What is in charge, of what the person sees; 404 for what they do not."""
    if part == "kasittely":
        return item_of(fetch(queries.visible_to(who), public_id=public_id))
    if part == "asiakirja":
        return item_of(fetch(shelf.documents_visible_to(who), public_id=public_id))
    raise Http404


@form_page
@signed_in
def charge(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Who is in charge; putting somebody in charge. One's own colleague is so at once, anybody else is invited by link."""
    return keep_page(request, _item(actor(request), kind, public_id))


def keep_page(request: HttpRequest, item: Item) -> HttpResponse:
    """The page on which an organisation puts somebody in charge of an item; the same for every kind. Raises Refused."""
    who, lang = actor(request), request.LANGUAGE_CODE
    require(rules.may_invite(who, "owner", item.organisation))
    form, href, told = ChargeForm(request.POST or None), "", ""
    if request.method == "POST" and form.is_valid():
        try:
            made = owning.name_owner(by=who, organisation=item.organisation, item=item.code, **form.cleaned_data)
            if made is None:
                return redirect(f"{request.path}?tehty=tallennettu")
            href = request.build_absolute_uri(reverse("accounts:invited", args=[made[1]]))
            told, form = ("mailed" if invitations.tell(made[0], href, lang) else "link"), ChargeForm()
        except Refused as refused:
            tell_refusal(request, form, refused)
    context = {
        "form": form,
        "charge": charge_of(who, item),
        "item": item,
        "told": told,
        "href": "" if told == "mailed" else href,
        "crumbs": [(item.title.get(lang), item.back), (_("Person in charge"), "")],
    }
    return page(request, "matters/charge.html", context, status=422 if form.errors else 200)


@post
@signed_in
def end(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """A person is no longer in charge, or an invitation to be so is withdrawn."""
    return end_page(request, _item(actor(request), kind, public_id))


def end_page(request: HttpRequest, item: Item) -> HttpResponse:
    """Ends what `keep_page` began. Raises Refused."""
    who, asked = actor(request), request.POST.get("person", "")
    require(rules.may_invite(who, "owner", item.organisation))

    def do() -> str:
        for grant in owners(item.code, clock.today()):
            if str(grant.public_id) == asked:
                owning.end_owner(by=who, grant=grant)
        for invited in invited_owners(item.code):
            if str(invited.public_id) == asked:
                invitations.withdraw(by=who, invitation=invited.public_id)
        return f"{item.keep}?tehty=paatetty"

    return redirect(submit(request, do))
