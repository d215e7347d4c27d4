"""Pages of a meeting's material and of a memo that comes as a file."""

import hashlib
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.matters.case_forms import DocumentForm
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.matters.filing import Place
from yhdyspinta.core.matters.models import Use
from yhdyspinta.core.matters.shelf import latest_files, used_at
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, form_page, page, post, sent, submit
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.forums import meeting as actions
from yhdyspinta.rooms.forums import memo, queries, rules
from yhdyspinta.rooms.forums.meeting import Point
from yhdyspinta.rooms.forums.meetings import crumbs_of_meeting
from yhdyspinta.rooms.forums.models import Meeting
from yhdyspinta.rooms.forums.views import name_of

MARKS = ("", *rules.OUTCOMES)


def _written(request: HttpRequest, public_id: UUID) -> Meeting:
    """The meeting, whose text the reader may write. Raises Http404, Refused."""
    who = actor(request)
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    require(queries.writable(who, row))
    return row


@form_page
@signed_in
def attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings material to a meeting, or to one of its points (`?kohta=`): a file, or a link such as a frozen picture's."""
    row = _written(request, public_id)
    asked = request.GET.get("kohta", "")
    point = next((p for p in queries.items(row) if str(p.public_id) == asked), None)
    origin = queries.origin_of(point) if point else queries.of_meeting(row)
    title = _("Add material")
    lead = Text.of(point, "title").get(request.LANGUAGE_CODE) if point else ""
    return _bringing(request, row, Place(origin, _back(row), "material"), title, lead)


@form_page
@signed_in
def bring_memo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings the memo as a file. What was agreed is then marked from a Word file, or written by hand beside a PDF."""
    row = _written(request, public_id)
    require(rules.may_attend(queries.keeps(actor(request), row.forum), queries.state_of(row)))
    place = Place(queries.of_meeting(row), _back(row), "memo")
    return _bringing(request, row, place, _("Bring the memo as a file"), "")


def _back(row: Meeting) -> str:
    """The address of its page, without a language."""
    return "/" + reverse("forums:meeting", args=[row.public_id]).split("/", 2)[2]


def _bringing(request: HttpRequest, row: Meeting, place: Place, title: str, lead: str) -> HttpResponse:
    who, lang, back = actor(request), request.LANGUAGE_CODE, reverse("forums:meeting", args=[row.public_id])
    own = own_of(who, atlas().areas[row.forum.region.code])
    named = f"{name_of(row.forum).get(lang)}, {show_date(row.on, lang)}"
    initial = {"visibility": row.forum.visibility, "dated": min(row.on, clock.date_of(row.recorded_at))}
    if place.role == "memo":
        initial["visibility"] = "parties"
        initial |= {f"title_{lang}": say("forums_minutes", [("name", name_of(row.forum)), ("day", row.on)], lang)}
    form = DocumentForm(request.POST or None, request.FILES or None, own=own, lang=lang, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.bring(
                by=who,
                meeting=row,
                place=place,
                owner=form.own[form.cleaned_data["owner"]],
                label=form.label(),
                content=form.content(),
            )
            after = reverse("forums:mark", args=[row.public_id]) if place.role == "memo" else back
            return f"{after}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    crumbs = crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), back), (title, ""))
    context = {"form": form, "title": title, "lead": lead or named, "back": back, "version": 0, "crumbs": crumbs}
    return page(request, "matters/document_form.html", context, status=422 if form.errors else 200)


@post
@signed_in
def drop(request: HttpRequest, public_id: UUID, document: UUID) -> HttpResponse:
    """Takes a document off the material; it stays where it was filed."""
    who, row = actor(request), _written(request, public_id)
    origins = [queries.of_meeting(row), *(queries.origin_of(p) for p in queries.items(row))]
    rows = Use.objects.filter(origin__in=origins, withdrawn_at=None).select_related("document")
    one = fetch(rows, document__public_id=document)

    def do() -> str:
        actions.drop(by=who, meeting=row, use=one)
        return f"{reverse('forums:meeting', args=[row.public_id])}?tehty=paatetty"

    return redirect(submit(request, do))


@form_page
@signed_in
def mark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Marks in the memo's own paragraphs what came of what: each marked one becomes a point."""
    who, lang, row = actor(request), request.LANGUAGE_CODE, _written(request, public_id)
    require(rules.may_attend(queries.keeps(who, row.forum), queries.state_of(row)))
    back, texts = reverse("forums:meeting", args=[row.public_id]), _paragraphs(request, row)
    if request.method == "POST":
        chosen = [(t, request.POST.get(_name(t), "")) for t in texts]
        asked = {n for n in request.POST if n.startswith("p-") and request.POST[n] in rules.OUTCOMES}
        if asked - {_name(t) for t in texts}:
            raise EditConflict(row.version)  # somebody marked the same, or brought another memo
        points = [
            Point(titles={lang: t[:200]}, texts={lang: t if len(t) > 200 else ""}, outcome=outcome)
            for t, outcome in chosen
            if outcome in rules.OUTCOMES
        ]

        def do() -> str:
            actions.add_points(by=who, meeting=row, points=points)
            return f"{back}?tehty=tallennettu"

        return redirect(submit(request, do))
    title = _("What came of what")
    context = {
        "title": title,
        "lead": f"{name_of(row.forum).get(lang)}, {show_date(row.on, lang)}",
        "texts": [(_name(t), t) for t in texts],
        "marks": [(m, say(f"outcome:{m}", lang=lang) if m else "–") for m in MARKS],
        "back": back,
        "meeting": row,
        "crumbs": crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), back), (title, "")),
    }
    return page(request, "forums/mark.html", context)


def _name(text: str) -> str:
    """A paragraph's field: by what it says, so that a mark never lands on another."""
    return f"p-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _paragraphs(request: HttpRequest, row: Meeting) -> list[str]:
    """Of the newest memo that came as a Word file and is public by the law, without what is a point already."""
    who = actor(request)
    uses = used_at(who, [queries.of_meeting(row)]).get(queries.of_meeting(row), [])
    memos = [u.document_id for u in uses if u.role == "memo" and u.document.publicity == "public"]
    for use in uses:
        paper = use.document
        note(who, "document", paper.public_id, public=paper.visibility == "public", own=[paper.organisation.public_id])
    texts = next((found for body in latest_files(memos, "docx") if (found := memo.paragraphs(body))), [])
    there = {Text.of(p, "title").get(request.LANGUAGE_CODE) for p in queries.items(row)}
    return [t for t in texts if t[:200] not in there]
