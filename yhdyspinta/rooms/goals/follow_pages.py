"""Pages of following up together: goals one by one in a meeting, and a programme's year looked back at and frozen."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import BadInput
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.press.files import answer as document_answer
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Note, Paragraph
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, post, sent, slow_down, submit
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.goals import actions, queries, reviewing, rules
from yhdyspinta.rooms.goals.forms import NoteForm
from yhdyspinta.rooms.goals.models import FollowUp, Goal, Review
from yhdyspinta.rooms.goals.views import crumbs_of


@form_page
@signed_in
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's goals one at a time: where each is, what is late, and a note of what is told now."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    rows = list(queries.whole(queries.of_region(who, area.code)))
    at, here = _place(request, len(rows)), reverse("goals:follow", args=[slug])
    if request.method == "POST":  # the goal that was on the screen, wherever it stands by now
        at = next((n for n, g in enumerate(rows, 1) if str(g.public_id) == request.POST.get("goal", "")), 0)
        if not at:
            raise Http404
    goal = rows[at - 1] if at <= len(rows) else None
    form, told, keeps = None, [], None
    if goal is not None:
        parties = [p.public_id for p in queries.parties_of(goal)]
        keeps = rules.may_tell(who, queries.keeps(who, goal.programme), parties)
        known = {str(m.public_id): m for m in goal.measures.all()}
        named = [("", _("The whole goal")), *((k, Text.of(m, "title").get(lang)) for k, m in known.items())]
        form, told = NoteForm(request.POST or None, measures=named), queries.told(goal, today)
        if request.method == "POST":
            require(keeps)
        if request.method == "POST" and form.is_valid():

            def do() -> str:
                data = form.cleaned_data
                actions.tell(by=who, goal=goal, text=data["text"], on=data["on"], measure=known.get(data["measure"]))
                return f"{here}?kohta={at}&tehty=tallennettu"

            if answer := sent(request, form, do):
                return answer
    title = _("Follow-up together")
    context = {
        "area": area,
        "goal": goal,
        "at": at,
        "count": len(rows),
        "told": told,
        "measures": queries.done(goal, today) if goal else [],
        "notes": list(goal.notes.all())[:6] if goal else [],
        "today_notes": _today(rows, today) if goal is None else [],
        "form": form if keeps else None,
        "inside": goal is not None and sees_inside(who, area.code, [p.public_id for p in queries.parties_of(goal)]),
        "before": f"?kohta={at - 1}" if at > 1 else "",
        "after": f"?kohta={at + 1}" if at <= len(rows) else "",
        "crumbs": crumbs_of(area, lang, (title, "")),
    }
    return page(request, "goals/follow.html", context, status=422 if form is not None and form.errors else 200)


def _place(request: HttpRequest, count: int) -> int:
    """Which goal: from 1; one after the last is the summary. Raises BadInput."""
    text = request.GET.get("kohta", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= count + 1):
        raise BadInput("bad_choice", given=text[:40], example=f"1 – {count + 1}")
    return int(text)


def _today(rows: list[Goal], today: date) -> list[FollowUp]:
    """What was told today, for the memo."""
    return [n for g in rows for n in g.notes.all() if clock.date_of(n.recorded_at) == today]


@post
@signed_in
def freeze(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Looks back at a programme's year and freezes it."""
    who = actor(request)
    row = fetch(queries.programmes_visible_to(who), public_id=public_id)
    require(queries.keeps(who, row))
    year = _posted(request)

    def do() -> str:
        made = reviewing.freeze(by=who, programme=row, year=year)
        return f"{reverse('goals:review', args=[made.public_id])}?tehty=tallennettu"

    return redirect(submit(request, do))


def _posted(request: HttpRequest) -> int:
    text = request.POST.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadInput("bad_choice", given=text[:40], example=str(clock.today().year))
    return int(text)


@get
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A programme's year as it was looked back at; Word and PDF."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.reviews_visible_to(who), public_id=public_id)
    programme = row.programme
    note(who, "review", row.public_id, public=programme.visibility == "public", own=[])
    area = atlas().areas[programme.region.code]
    name = f"{Text.of(programme, 'title').get(lang)} {row.year}"
    if form := chosen(request, "muoto", ("docx", "pdf")):
        slow_down(request, 4)
        made = _document(row, name, area.name.get(lang), lang, request.build_absolute_uri(request.path))
        return document_answer(made, form, f"vuosikatsaus-{area.slug}-{row.year}")
    context = {
        "review": row,
        "area": area,
        "name": name,
        "goals": _goals(row, lang),
        "keeps": queries.keeps(who, programme),
        "crumbs": crumbs_of(area, lang, (name, "")),
    }
    return page(request, "goals/review.html", context)


def _goals(row: Review, lang: str) -> list[dict[str, Any]]:
    """The frozen goals in a language, with words for their codes."""

    def text(given: dict[str, str] | None) -> str:
        return Text(**given).get(lang) if given else ""

    def day(given: str | None) -> str:
        return show_date(date.fromisoformat(given), lang) if given else ""

    def notes(given: list[dict[str, Any]]) -> list[dict[str, str]]:
        return [{"on": day(n["on"]), "text": n["text"], "by": text(n["by"])} for n in given]

    return [
        {
            "title": text(g["title"]),
            "priority": g["priority"],
            "agreed": day(g["agreed"]),
            "ended": day(g["ended"]),
            "figures": [{**f, "name": text(f["name"]), "course": say(f"course:{f['course']}", lang=lang)} for f in g["figures"]],
            "measures": [
                {
                    "title": text(m["title"]),
                    "owner": text(m["owner"]),
                    "timing": say(f"timing:{m['timing']}", lang=lang),
                    "notes": notes(m["notes"]),
                }
                for m in g["measures"]
            ],
            "notes": notes(g["notes"]),
        }
        for g in row.content["goals"]
    ]  # fmt: skip


def _document(row: Review, name: str, where: str, lang: str, address: str) -> Document:
    blocks: list[Block] = [Note(_("As it was on %(day)s.") % {"day": show_date(row.on, lang)})]
    for g in _goals(row, lang):
        blocks.append(Heading(g["title"]))
        blocks.append(
            Paragraph(
                _("Agreed together on %(day)s.") % {"day": g["agreed"]}
                if g["agreed"]
                else _("Not agreed by everybody.")
            )
        )
        lines = [f"{f['name']}: {f['course']}" for f in g["figures"]]
        lines += [f"{n['on']} {n['by']}: {n['text']}" for n in g["notes"]]
        if lines:
            blocks.append(Bullets(tuple(lines)))
        if g["measures"]:
            columns = (_("Measure"), _("Who is in charge"), _("State"), _("What has happened"))
            cells = tuple(
                (
                    m["title"],
                    m["owner"] or "–",
                    m["timing"],
                    "; ".join(f"{n['on']} {n['text']}" for n in m["notes"]) or "–",
                )
                for m in g["measures"]
            )
            blocks.append(Grid(g["title"], columns, cells))
    return Document(name, where, lang, row.on, address, tuple(blocks), landscape=True)


@post
@signed_in
def withdraw_review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a review back."""
    who = actor(request)
    row = fetch(queries.reviews_visible_to(who), public_id=public_id)
    back = reverse("goals:region", args=[row.programme.region.slug])

    def do() -> str:
        reviewing.withdraw(by=who, review=row)
        return f"{back}?tehty=paatetty"

    return redirect(submit(request, do))
