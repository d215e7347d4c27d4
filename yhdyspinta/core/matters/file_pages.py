"""Pages of documents: file one to a matter, read it, take its file, bring a new version, withdraw it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.matters import filing, rules, shelf
from yhdyspinta.core.matters.case_forms import ContentForm, DocumentForm
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.matters.models import Document, StoredFile
from yhdyspinta.core.matters.owner_pages import charge_of, item_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, get, page, post, sent, submit, version_of
from yhdyspinta.core.visits.reading import note

TOLD = ("dated", "visibility", "publicity", "ground", "retention", "retention_ground")
SEALED = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""What a browser lets a file do: nothing."""


@form_page
@signed_in
def file_to_matter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Files a document of one's own organisation to a matter."""
    who, lang = actor(request), request.LANGUAGE_CODE
    matter = fetch(shelf.matters_visible_to(who), public_id=public_id)
    own = own_of(who, atlas().areas[matter.region.code])
    require(rules.may_file(who, own[0].public_id if own else None))
    require(shelf.linkable(who, matter))
    initial = {"visibility": matter.visibility}
    form = DocumentForm(request.POST or None, request.FILES or None, own=own, lang=lang, initial=initial)
    back = reverse("matter", args=[matter.public_id])
    if request.method == "POST" and form.is_valid():
        readers = [p.organisation_id for p in matter.parties.all()]

        def do() -> str:
            owner = form.own[form.cleaned_data["owner"]]
            filing.file_document(
                by=who, owner=owner, label=form.label(), content=form.content(), readers=readers, matter=matter
            )
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    lead = Text.of(matter, "title").get(lang)
    crumbs = [(lead, back), (_("A document"), "")]
    context = {"form": form, "title": _("Add a document"), "lead": lead, "back": back, "version": 0, "crumbs": crumbs}
    return page(request, "matters/document_form.html", context, status=422 if form.errors else 200)


@get
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A document: what it is, who sees it and why, its versions with their checksums, where it was used."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(shelf.documents_visible_to(who), public_id=public_id)
    _note(who, row)
    context = {
        "row": row,
        "versions": shelf.versions_of(who, row)[::-1],
        "uses": [(u, f"/{lang}{u.back}") for u in shelf.uses_of(who, row)],
        "may": rules.may_keep_document(who, row.organisation.public_id, row.public_id),
        "charge": charge_of(who, item_of(row)),
        "crumbs": [*_way(who, row, lang), (Text.of(row, "title").get(lang), "")],
    }
    return page(request, "matters/document.html", context)


def _note(who: Actor, row: Document) -> None:
    note(who, "document", row.public_id, public=row.visibility == "public", own=[row.organisation.public_id])


def _way(who: Actor, row: Document, lang: str) -> list[tuple[str, str]]:
    """From its matter, where it has one that the reader may see."""
    if row.matter is None or not shelf.matters_visible_to(who).filter(pk=row.matter.pk).exists():
        return []
    return [(Text.of(row.matter, "title").get(lang), reverse("matter", args=[row.matter.public_id]))]


@get
def take(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """A version's file, always to be saved: a browser neither shows nor runs it."""
    who = actor(request)
    row = fetch(shelf.documents_visible_to(who), public_id=public_id)
    _note(who, row)
    version = next((v for v in shelf.versions_of(who, row) if v.number == number), None)
    if version is None or version.file_id is None:
        raise Http404
    content = StoredFile.objects.values_list("content", flat=True).get(pk=version.file_id)
    response = HttpResponse(bytes(content), content_type=version.media)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=version.name) or ""
    response["Content-Security-Policy"] = SEALED
    response["Cache-Control"] = "private, no-store"
    return response


@form_page
@signed_in
def relabel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes what is told of a document."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(shelf.documents_visible_to(who), public_id=public_id)
    require(rules.may_keep_document(who, row.organisation.public_id, row.public_id))
    form = DocumentForm(request.POST or None, own=[], lang=lang, told=True, initial=_now(row))

    def do() -> str:
        filing.relabel(by=who, document=row, version=version_of(request), label=form.label())
        return f"{reverse('matters:document', args=[row.public_id])}?tehty=tallennettu"

    return _writing(request, row, form, do, _("Change what is told of the document"))


@form_page
@signed_in
def bring(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings a new version of a document."""
    who = actor(request)
    row = fetch(shelf.documents_visible_to(who), public_id=public_id)
    require(rules.may_keep_document(who, row.organisation.public_id, row.public_id))
    form = ContentForm(request.POST or None, request.FILES or None)

    def do() -> str:
        filing.bring_version(by=who, document=row, version=version_of(request), content=form.content())
        return f"{reverse('matters:document', args=[row.public_id])}?tehty=tallennettu"

    return _writing(request, row, form, do, _("Bring a new version"))


def _writing(request: HttpRequest, row: Document, form: Form, do: Callable[[], str], title: str) -> HttpResponse:
    """A form of a document that is there already: its answer, or the page with what is wrong."""
    lang, newer = request.LANGUAGE_CODE, 0
    back = reverse("matters:document", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict as conflict:
            newer = conflict.current
            form.add_error(None, _("Somebody changed the document while you were writing. Look at it first; if you send the form again, yours is added."))  # fmt: skip
    lead = Text.of(row, "title").get(lang)
    crumbs = [*_way(actor(request), row, lang), (lead, back), (title, "")]
    context = {"form": form, "title": title, "lead": lead, "back": back, "version": newer or row.version}
    context["crumbs"] = crumbs
    status = form_status(form, newer)
    return page(request, "matters/document_form.html", context, status=status)


@post
@signed_in
def detach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a document off its matter."""
    who = actor(request)
    row = fetch(shelf.documents_visible_to(who).filter(matter__isnull=False), public_id=public_id)
    back = reverse("matter", args=[row.matter.public_id]) if row.matter else reverse("mine")

    def do() -> str:
        filing.detach(by=who, document=row)
        return f"{back}?tehty=paatetty"

    return redirect(submit(request, do))


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a document away."""
    who = actor(request)
    row = fetch(shelf.documents_visible_to(who), public_id=public_id)
    back = reverse("matter", args=[row.matter.public_id]) if row.matter else reverse("mine")

    def do() -> str:
        filing.withdraw(by=who, document=row)
        return f"{back}?tehty=paatetty"

    return redirect(submit(request, do))


def _now(row: Document) -> dict[str, Any]:
    return {f"title_{x}": getattr(row, f"title_{x}") for x in LANGUAGES} | {n: getattr(row, n) for n in TOLD}
