"""Pages of the watch on statutes: what has changed, what it concerns, and what somebody has said of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.ui.pages import fetch, get, page, post, submit
from yhdyspinta.rooms.obligations import watching
from yhdyspinta.rooms.obligations.finlex import amended_by
from yhdyspinta.rooms.obligations.models import ChangedSection, WatchedStatute

LOOKED = 60
"""So many changes that have been looked at are shown, the latest first."""


@get
def statutes(request: HttpRequest) -> HttpResponse:
    """Every watched statute, the changes that wait for a look, and those that have had one."""
    known = catalogue().statutes
    rows = {w.number: w for w in WatchedStatute.objects.defer("sections")}
    looked = ChangedSection.objects.exclude(looked_at=None).select_related("statute").order_by("-looked_at")
    context = {
        "waiting": [_told(c) for c in watching.waiting()],
        "looked": [_told(c) for c in looked[:LOOKED]],
        "statutes": [
            {"number": n, "statute": known.get(n), "row": rows.get(n), "act": amended_by(rows[n].version) if n in rows else ""}
            for n in watching.numbers()
        ],
        "outcomes": watching.OUTCOMES,
        "may": watching.may_look(actor(request)),
        "crumbs": [(_("Duties"), reverse("obligations:duties")), (_("Changes of statutes"), "")],
    }  # fmt: skip
    return page(request, "obligations/statutes.html", context)


def _told(change: ChangedSection) -> dict[str, object]:
    statute = catalogue().statutes.get(change.statute.number)
    return {
        "change": change,
        "statute": statute,
        "act": amended_by(change.version),
        "duties": watching.duties_of(change),
    }


@post
@signed_in
def look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody has looked at a change."""
    who = actor(request)
    change = fetch(ChangedSection.objects.select_related("statute"), public_id=public_id)

    def do() -> str:
        watching.look(by=who, change=change, outcome=request.POST.get("outcome", ""), note=request.POST.get("note", ""))
        return f"{reverse('obligations:statutes')}?tehty=tallennettu"

    return redirect(submit(request, do))
