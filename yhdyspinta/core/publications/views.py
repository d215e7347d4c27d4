"""A frozen document at its permanent address, in every form; taking it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.words import say
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.press.stored import restored
from yhdyspinta.core.publications import actions, rules
from yhdyspinta.core.publications.queries import visible_to
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, post, slow_down, submit

FORMS = ("pdf", "docx", "pptx", "xlsx", "html")


@get
def publication(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """As it was frozen."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)
    document = restored(row.content)
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, 8)
        return answer(document, form, f"{row.kind}-{row.told_on}-{row.digest[:8]}")
    kind = (say(f"publication:{row.kind}"), "")
    area = atlas().view(row.region.code, row.told_on).area if row.region else None
    context = {
        "row": row,
        "document": document,
        "address": request.build_absolute_uri(request.path),
        "may": rules.may_withdraw(who, row),
        "crumbs": way_to(area, request.LANGUAGE_CODE, kind) if area else [kind],
    }
    return page(request, "publications/publication.html", context)


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes it back."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)

    def do() -> str:
        actions.withdraw(by=who, publication=row)
        return reverse("publications:publication", args=[public_id])

    return redirect(submit(request, do))
