"""A frozen document at its permanent address, in every form; taking it back."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.press.stored import restored
from yhdyspinta.core.press.tree import Note
from yhdyspinta.core.publications import actions, rules
from yhdyspinta.core.publications.models import Publication
from yhdyspinta.core.publications.queries import visible_to
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, post, slow_down, submit

COSTS = {"pptx": 24}
"""Slides are made one by one."""
FORMS = ("pdf", "docx", "pptx", "xlsx", "html")


@get
def publication(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """As it was frozen."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)
    document = replace(restored(row.content), address=request.build_absolute_uri(request.path))
    if row.withdrawn_at:
        taken = _("Taken back on %(day)s.") % {"day": show_date(clock.date_of(row.withdrawn_at), request.LANGUAGE_CODE)}
        document = replace(document, blocks=(Note(taken), *document.blocks))
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, COSTS.get(form, 8))
        return answer(document, form, f"{row.kind}-{row.told_on}-{row.digest[:8]}")
    kind = (say(f"publication:{row.kind}"), "")
    area = atlas().view(row.region.code, row.told_on).area if row.region else None
    context = {
        "row": row,
        "document": document,
        "address": request.build_absolute_uri(request.path),
        "may": rules.may_withdraw(who, row, own_of(row)),
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
        actions.withdraw(by=who, publication=row, own=own_of(row))
        return reverse("publications:publication", args=[public_id])

    return redirect(submit(request, do))


def own_of(row: Publication) -> frozenset[UUID]:
    """Public ids of the organisations of its region today."""
    if row.region is None:
        return frozenset()
    return atlas().view(row.region.code, clock.today()).own_public_ids
