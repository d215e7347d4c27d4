"""A question to one party: what is proposed, how it has been handled, and telling the next step."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused, Verdict, require
from yhdyspinta.core.matters import actions, letters, papers, queries, rules
from yhdyspinta.core.matters.forms import AddressForm, AnswerForm
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.matters.owner_pages import charge_of, item_of
from yhdyspinta.core.matters.reading import resembling
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.press.files import answer as document_answer
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import GROUNDS
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, sent, slow_down, tell_refusal, uuid_of
from yhdyspinta.core.visits.reading import note


def title_of(row: Consultation) -> Text:
    """What is asked, in short."""
    return Text.of(row, "title")


@get
def consultation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is asked of a party, ready to be taken to its own case management; every step of how it was handled."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.visible_to(who), public_id=public_id)
    note(who, "consultation", row.public_id, public=row.visibility == "public", own=[row.organisation.public_id])
    written = papers.languages(row)
    if form := chosen(request, "muoto", ("docx", "pdf")):
        own = lang if lang in written else next(iter(written), "")
        base = request.build_absolute_uri("/").rstrip("/")
        document = papers.paper(row, atlas().orgs[row.organisation_id], own, base)
        return document_answer(document, form, f"yhdyspinta-{row.organisation.slug}-{row.asked_on}-{own}")
    context = {
        "row": row,
        "written": [(x, f"/{x}/{request.path.split('/', 2)[2]}") for x in written],
        "org": atlas().orgs[row.organisation_id],
        "last": queries.last(row),
        "may": _may(row, request),
        "resembling": list(resembling(row)) if _may(row, request) else [],
        "may_address": rules.may_set_address(who, row.organisation.public_id),
        "own": who.speaks_for(row.organisation.public_id, "consultation", row.public_id),
        "charge": charge_of(who, item_of(row)),
        "address": request.build_absolute_uri(request.path),
        "crumbs": [(_("The way home"), f"/{lang}{row.back}"), (title_of(row).get(lang), "")],
    }
    return page(request, "matters/consultation.html", context)


def _may(row: Consultation, request: HttpRequest) -> Verdict:
    who = actor(request)
    withdrawn = row.withdrawn_at is not None
    return rules.may_answer(who, row.organisation.public_id, row.region.code, row.public_id, withdrawn=withdrawn)


@form_page
@signed_in
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A party tells how it has handled it; a coordinator records its public decision with the source."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.visible_to(who), public_id=public_id)
    require(_may(row, request))
    now, own = queries.last(row), who.speaks_for(row.organisation.public_id, "consultation", row.public_id)
    confirms = own and now is not None and now.on_behalf
    initial = {n: getattr(now, n) for n in ("outcome", "decided_on", *GROUNDS)} if confirms else {"outcome": "accepted"}
    initial |= _proposed(request, row)
    form = AnswerForm(request.POST or None, initial=initial, lang=lang)
    back = reverse("matters:consultation", args=[row.public_id])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.answer(by=who, consultation=row, told=Told(**form.cleaned_data))
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("How it was handled")
    crumbs = [(_("The way home"), f"/{lang}{row.back}"), (title_of(row).get(lang), back), (title, "")]
    org = atlas().orgs[row.organisation_id]
    context = {"form": form, "row": row, "org": org, "title": title, "own": own, "back": back, "crumbs": crumbs}
    return page(request, "matters/answer.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, row: Consultation) -> dict[str, object]:
    """What an entry of the meeting system's feed tells of the decision; how it was handled is for a person to tell."""
    given = request.GET.get("ehdotus", "")
    found = fetch(resembling(row), public_id=uuid_of(given)).entry if given else None
    if found is None:
        return {}
    told = {"body": found.body, "section": found.section, "record_number": found.record_number, "link": found.link}
    return {**told, **({"decided_on": found.on} if found.on else {})}


@never_cache
@form_page
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a letter's link: what is asked, and one form. Reading it spends nothing; the button does, once."""
    link, lang = queries.open_link(token), request.LANGUAGE_CODE
    crumbs = [(_("How it was handled"), "")]
    if link is None:
        return page(request, "matters/by_link.html", {"row": None, "crumbs": crumbs}, status=410)
    row = fetch(Consultation.objects.select_related("organisation"), pk=link.consultation_id)
    now = queries.last(row)
    confirms = now is not None and now.on_behalf
    initial = {n: getattr(now, n) for n in ("outcome", "decided_on", *GROUNDS)} if confirms else {"outcome": "accepted"}
    form = AnswerForm(request.POST or None, initial=initial, lang=lang)
    if request.method == "POST" and form.is_valid():
        slow_down(request, 8)
        try:
            letters.answer_by_link(token=token, told=Told(**form.cleaned_data))
            return page(request, "matters/thanked.html", {"row": row, "crumbs": crumbs})
        except Refused as refused:
            tell_refusal(request, form, refused)
    context = {
        "form": form,
        "row": row,
        "org": atlas().orgs[row.organisation_id],
        "confirms": confirms,
        "crumbs": crumbs,
    }
    return page(request, "matters/by_link.html", context, status=422 if form.errors else 200)


@form_page
@signed_in
def address(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where an organisation takes letters, and which have gone."""
    who = actor(request)
    row = fetch(Organisation.objects.all(), public_id=public_id)
    require(rules.may_set_address(who, row.public_id))
    form = AddressForm(request.POST or None, initial={"email": queries.address_of(row.public_id)})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            letters.set_address(by=who, organisation=row, email=form.cleaned_data["email"])
            return f"{request.path}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    org = atlas().orgs[row.pk]
    crumbs = [
        (org.name.get(request.LANGUAGE_CODE), reverse("organisation-any", args=[org.space, org.slug])),
        (_("Letters"), ""),
    ]
    context = {
        "form": form,
        "org": org,
        "letters": queries.letters_to(row.public_id),
        "mail": settings.MAIL_ON,
        "crumbs": crumbs,
    }
    return page(request, "matters/address.html", context, status=422 if form.errors else 200)
