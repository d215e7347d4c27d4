"""Pages of forums: a region's forums, one forum, founding, changing, a party's word."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.stances.speaking import speak
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, form_status, get, page, post, sent, submit, version_of
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.forums import actions, queries, rules
from yhdyspinta.rooms.forums.actions import Content
from yhdyspinta.rooms.forums.forms import ForumForm
from yhdyspinta.rooms.forums.models import Forum, ForumSeat
from yhdyspinta.rooms.forums.structures import TEMPLATES


def name_of(forum: Forum) -> Text:
    """A forum's name."""
    return Text.of(forum, "name")


@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's forums by level: what they are for, whether they are agreed, when they met and meet."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    forums = queries.of_region(who, area.code)
    waiting = [(f, org) for f, org in queries.unanswered(who) if f.region.code == area.code]
    context = {
        "area": area,
        "levels": [
            (entry.name, [_row(f, today) for f in forums if f.level == level])
            for level, entry in LEVELS.items()
            if any(f.level == level for f in forums)
        ],
        "waiting": waiting,
        "may": rules.may_found(who, area.code),
        "structures": [(code, t.name.get(lang)) for code, t in TEMPLATES.items()],
        "crumbs": way_to(area, lang, (_("Forums"), "")),
    }
    return page(request, "forums/region.html", context)


def _row(forum: Forum, today: date) -> dict[str, Any]:
    """A forum in the list: what its parties say, when it met and meets."""
    return {"forum": forum, "told": queries.agreement(forum), "look": queries.look_of(forum, today)}


@get
def forum(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One forum: what it is for, what each party says, its meetings, what was agreed and is still ahead."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    note(
        who,
        "forum",
        row.public_id,
        public=row.visibility == "public",
        own=[p.public_id for p in queries.parties_of(row)],
    )
    area = atlas().areas[row.region.code]
    book = books().get(area.code, NOTHING)
    own = next((p.public_id for p in queries.parties_of(row) if p.public_id in who.organisations), None)
    context = {
        "forum": row,
        "area": area,
        "look": queries.look_of(row, today),
        "level": LEVELS[row.level].name,
        "themes": [(t.theme_code, book.name_of(t.theme_code).get(lang)) for t in row.themes.all()],
        "told": queries.agreement(row),
        "spoken": queries.spoken(row, who),
        "seats": _seats(row),
        "proposals": queries.proposals(row) if queries.sees_inside(who, row, queries.parties_of(row)) else [],
        "may_propose": rules.may_propose(who, own, queries.parties_of(row), ended=row.ended_on is not None),
        "meetings": queries.meetings_visible_to(who).filter(forum=row)[:40],
        "follow_ups": queries.open_follow_ups(row, today)
        if queries.sees_inside(who, row, queries.parties_of(row))
        else [],
        "keeps": queries.keeps(who, row),
        "crumbs": way_to(
            area, lang, (_("Forums"), reverse("forums:region", args=[area.slug])), (name_of(row).get(lang), "")
        ),
    }
    return page(request, "forums/forum.html", context)


def _seats(row: Forum) -> list[tuple[Org, list[ForumSeat]]]:
    """Each party that has seats, with them."""
    found: dict[int, list[ForumSeat]] = {}
    for seat in row.seats.all():
        found.setdefault(seat.organisation_id, []).append(seat)
    return [(p, found[p.id]) for p in queries.parties_of(row) if p.id in found]


def _offer(area: Area, lang: str) -> dict[str, Any]:
    """What a form of a forum lets one choose."""
    today = clock.today()
    book = books().get(area.code, NOTHING)
    return {
        "orgs": atlas().view(area.code, today).everybody(),
        "themes": [(code, book.name_of(code).get(lang)) for code in book.themes_on(today)],
        "lang": lang,
    }


def _content(form: ForumForm, orgs: tuple[Org, ...]) -> Content:
    ids = {str(o.public_id): o.id for o in orgs}
    data = form.cleaned_data
    return Content(
        names=form.texts("name"),
        texts=form.texts("text"),
        level=data["level"],
        rhythm=data["rhythm"],
        themes=tuple(data["themes"]),
        parties=tuple(ids[p] for p in data["parties"]),
        secretary=ids[data["secretary"]],
        chair=ids.get(data["chair"]),
        visibility=data["visibility"],
        unready=tuple(data["unready"]),
    )


@form_page
@signed_in
def found(request: HttpRequest, slug: str) -> HttpResponse:
    """Founds a forum, from a known structure (`?malli=`) or from nothing."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_found(who, area.code))
    offer = _offer(area, lang)
    form = ForumForm(request.POST or None, initial=_start(chosen(request, "malli", TEMPLATES), area, who), **offer)
    if request.method == "POST" and form.is_valid():
        home = Region.objects.get(code=area.code)

        def do() -> str:
            made = actions.found(by=who, region=home, content=_content(form, offer["orgs"]))
            return f"{reverse('forums:forum', args=[made.public_id])}?tehty=ehdotettu"

        if answer := sent(request, form, do):
            return answer
    title, back = _("A new forum"), reverse("forums:region", args=[slug])
    crumbs = way_to(area, lang, (_("Forums"), back), (title, ""))
    context = {"form": form, "title": title, "area": area, "back": back, "version": 0, "crumbs": crumbs}
    return page(request, "forums/edit.html", context, status=422 if form.errors else 200)


def _start(code: str, area: Area, who: Actor) -> dict[str, Any]:
    """Initial values: the structure's, the county and the municipalities as parties, one's own organisation as secretary."""
    view = atlas().view(area.code, clock.today())
    parties = view.joint_support() if code and TEMPLATES[code].joint_support else view.both_sides
    own = next((o for o in parties if o.public_id in who.organisations), parties[0])
    start: dict[str, Any] = {
        "parties": [str(o.public_id) for o in parties],
        "secretary": str(own.public_id),
        "rhythm": 6,
        "visibility": "public",
    }
    if code:
        one = TEMPLATES[code]
        start |= {f"{n}_{x}": getattr(t, x) for n, t in (("name", one.name), ("text", one.text)) for x in LANGUAGES}
        start |= {"level": one.level, "rhythm": one.rhythm, "themes": list(one.themes)}
    return start


@form_page
@signed_in
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes a forum's text: every party is asked again."""
    who, lang, theirs = actor(request), request.LANGUAGE_CODE, None
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    require(queries.keeps(who, row))
    area = atlas().areas[row.region.code]
    offer = _offer(area, lang)
    now = queries.content_of(row)
    form = ForumForm(
        request.POST or None, initial={**now, "unready": row.unready.split(), "rhythm": row.rhythm_months}, **offer
    )
    back = reverse("forums:forum", args=[row.public_id])
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.change(by=who, forum=row, version=version_of(request), content=_content(form, offer["orgs"]))
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
            theirs.unready = ""  # whoever writes it sees every language
    title = _("Change the forum")
    crumbs = way_to(area, lang, (name_of(row).get(lang), back), (title, ""))
    context = {
        "form": form,
        "title": title,
        "area": area,
        "back": back,
        "version": (theirs or row).version,
        "theirs": theirs,
        "crumbs": crumbs,
    }
    return page(request, "forums/edit.html", context, status=form_status(form, theirs))


@post
@signed_in
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends a forum."""
    who = actor(request)
    row = fetch(queries.visible_to(who), public_id=public_id)

    def do() -> str:
        actions.end(by=who, forum=row)
        return f"{reverse('forums:forum', args=[row.public_id])}?tehty=paatetty"

    return redirect(submit(request, do))


@form_page
@signed_in
def say_stance(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """A party's view or decision of the forum's present text."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    one = next((s for s in queries.spoken(row, who) if s.org.public_id == party), None)
    if one is None:
        raise Http404
    require(one.may)
    back, area, named = reverse("forums:forum", args=[row.public_id]), atlas().areas[row.region.code], name_of(row)

    def say(words: Words) -> None:
        actions.say(by=who, forum=row, party=one.org, version=version_of(request), words=words)

    context = {
        "lead": named.get(lang),
        "text": Text.of(row, "text").get(lang),
        "version": row.version,
        "crumbs": way_to(area, lang, (named.get(lang), back), (one.org.name.get(lang), "")),
    }
    return speak(request, one, say, back=back, context=context)
