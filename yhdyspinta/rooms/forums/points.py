"""Pages of the points of an agenda: add, write, take off; who else is writing one now."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.queries import names_of
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.matters.shelf import linkable_in, matters_visible_to
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, get, page, post, sent, submit, uuid_of, version_of
from yhdyspinta.core.visits import presence
from yhdyspinta.rooms.forums import meeting as actions
from yhdyspinta.rooms.forums import queries
from yhdyspinta.rooms.forums.forms import PointForm
from yhdyspinta.rooms.forums.meeting import Point
from yhdyspinta.rooms.forums.meetings import crumbs_of_meeting
from yhdyspinta.rooms.forums.models import Item, Meeting, Proposal
from yhdyspinta.rooms.forums.states import WRITTEN
from yhdyspinta.rooms.forums.views import name_of


@form_page
@signed_in
def add_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Adds a point to the agenda; `?jatkaa=` takes up one that was postponed."""
    who = actor(request)
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    require(queries.writable(who, row))
    given = request.GET.get("jatkaa", "")
    follows = queries.postponed(row).filter(public_id=uuid_of(given)).first() if given else None
    offered = request.GET.get("ehdotus", "")
    takes = next((p for p in queries.proposals(row.forum) if str(p.public_id) == offered), None)
    return _pointing(request, row, None, follows, takes)


@form_page
@signed_in
def write_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Writes a point: its words, and once the meeting has begun what came of it."""
    item = _written(request, public_id)
    return _pointing(request, item.meeting, item, None)


def _written(request: HttpRequest, public_id: UUID) -> Item:
    """A point that the reader may write. Raises Http404, Refused."""
    who = actor(request)
    rows = Item.objects.filter(meeting__in=queries.meetings_visible_to(who), withdrawn_at=None)
    item = fetch(
        rows.select_related("meeting__forum__region", "meeting__forum__secretary", "owner", "matter"),
        public_id=public_id,
    )
    require(queries.writable(who, item.meeting))
    return item


@get
@signed_in
def writers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who else has the point open: a piece of the page that asks for itself while one writes."""
    item = _written(request, public_id)
    return render(request, "forums/_writers.html", {"writers": _others(actor(request), item)})


def _others(who: Actor, item: Item) -> list[str]:
    """Tells that the reader writes the point, and names those who also do."""
    subject = queries.origin_of(item)
    if who.user is not None:
        presence.writes(user=who.user, subject=subject)
    return sorted(names_of(presence.writers(subject, but=who.user)).values())


def _matters(who: Actor, row: Meeting, item: Item | None) -> list[tuple[Matter, bool]]:
    """(matter, whether the reader sees it): open ones of the region that they may put a point on, and the point's own."""
    found = [(m, True) for m in linkable_in(who, row.forum.region.code)]
    own = item.matter if item is not None else None
    if own is None or any(m == own for m, _seen in found):
        return found
    return [(own, matters_visible_to(who).filter(pk=own.pk).exists()), *found]


def _called(matter: Matter, seen: bool, lang: str) -> str:
    return f"{matter.identifier}: {Text.of(matter, 'title').get(lang)}" if seen else _("A matter that you do not see")


def _pointing(
    request: HttpRequest, row: Meeting, item: Item | None, follows: Item | None, takes: Proposal | None = None
) -> HttpResponse:
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    parties = queries.parties_of(row.forum)
    started = queries.state_of(row) in WRITTEN
    offered = _matters(who, row, item)
    matters = [(str(m.public_id), _called(m, seen, lang)) for m, seen in offered]
    initial = _now(item, follows or takes)
    form = PointForm(request.POST or None, initial=initial, parties=parties, matters=matters, held=started, lang=lang)
    back = reverse("forums:meeting", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        data, ids = form.cleaned_data, {str(p.public_id): p.id for p in parties}
        said = Point(
            titles=form.titles(),
            texts=form.texts("text"),
            unready=tuple(data["unready"]),
            outcome=data.get("outcome", ""),
            owner=ids.get(data.get("owner", "")),
            due=data.get("due"),
            section=data["section"],
            rapporteur=data["rapporteur"],
            minutes=data["minutes"],
            matter=next((m.pk for m, _seen in offered if str(m.public_id) == data["matter"]), None),
            asked=data.get("asked", False),
        )

        def do() -> str:
            if item is None:
                actions.add_point(by=who, meeting=row, point=said, follows=follows, takes=takes)
            else:
                actions.write_point(by=who, item=item, version=version_of(request), point=said)
            if item is not None and who.user is not None:
                presence.stops(user=who.user, subject=queries.origin_of(item))
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = item = Item.objects.select_related("owner", "matter").get(pk=item.pk) if item else None
            if theirs is not None:
                theirs.unready = ""  # whoever writes it sees every language
    title = _("Write the point") if item else _("A new point")
    context = {
        "form": form,
        "title": title,
        "item": item,
        "writers": _others(who, item) if item is not None else [],
        "theirs": theirs,
        "lead": f"{name_of(row.forum).get(lang)}, {show_date(row.on, lang)}",
        "back": back,
        "version": item.version if item else 0,
        "crumbs": crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), back), (title, "")),
    }
    return page(request, "forums/point.html", context, status=form_status(form, theirs))


def _now(item: Item | None, follows: Item | Proposal | None) -> dict[str, Any]:
    """A point as it is; one that takes up a postponed point or a proposal begins with its words."""
    source = item or follows
    if source is None:
        return {}
    found: dict[str, Any] = {f"{n}_{x}": getattr(source, f"{n}_{x}") for n in ("title", "text") for x in LANGUAGES}
    found["unready"] = getattr(source, "unready", "").split()
    if isinstance(source, Item):
        found |= {n: getattr(source, n) for n in ("section", "rapporteur", "minutes")}
        found["matter"] = str(source.matter.public_id) if source.matter else ""
    if item is not None:
        found |= {
            "asked": item.asked,
            "outcome": item.outcome,
            "owner": str(item.owner.public_id) if item.owner else "",
            "due": item.due,
        }
    return found


@post
@signed_in
def withdraw_point(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a point off the agenda."""
    who = actor(request)
    item = fetch(Item.objects.filter(meeting__in=queries.meetings_visible_to(who)), public_id=public_id)

    def do() -> str:
        actions.withdraw_point(by=who, item=item)
        return f"{reverse('forums:meeting', args=[item.meeting.public_id])}?tehty=paatetty"

    return redirect(submit(request, do))
