"""The page that a respondent answers on. It knows nobody: no session, no user, no address, no time, no log line (README)."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.accounts.queries import token_hash
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import form_page, get, page
from yhdyspinta.rooms.surveys import queries, rules
from yhdyspinta.rooms.surveys.answering import answer
from yhdyspinta.rooms.surveys.asking import SCALE, WRITTEN, Question, seconds
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.views import shown

View = Callable[..., HttpResponse]


def untold(view: View) -> View:
    """Nothing of the page is kept by browsers or proxies, and no other site hears of its address."""

    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "strict-origin"  # never the link itself, not even to our own pages
        response["X-Robots-Tag"] = "noindex"
        return response

    return inner


def _key(token: str) -> str:
    """The name under which the browser keeps unsent answers of a link: of this link only, and the link is not in it."""
    return f"kysely-{token_hash(token)[:24]}"


def _context(row: Survey, request: HttpRequest, sent: Any = None) -> dict[str, Any]:
    asked, lang = queries.asked(row), request.LANGUAGE_CODE
    chosen = {q.code: sent.getlist(q.code) if sent else [] for q in asked}
    rows = [(q, chosen[q.code], next(iter(chosen[q.code]), "")) for q in asked]
    parts: list[tuple[str, list[tuple[Question, list[str], str]]]] = [
        (_("Cooperation as a whole"), [r for r in rows if not r[0].theme and not r[0].code.startswith("own")]),
        (_("Theme by theme"), [r for r in rows if r[0].theme]),
        (_("A few more"), [r for r in rows if r[0].code.startswith("own")]),
    ]
    return {
        "row": row,
        "area": atlas().areas[row.region.code],
        "parts": [p for p in parts if p[1]],
        "count": len(asked),
        "minutes": max(1, round(seconds(asked) / 60)),
        "points": [(str(p), say(f"survey_point:{p}", lang=lang)) for p in range(1, SCALE + 1)],
        "written": WRITTEN,
        "survey_key": "",
        "fault": "",
    }


@untold
@form_page
@sensitive_post_parameters()
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """Everything on one page; sent once. What cannot be taken comes back with everything that was chosen."""
    found, key = queries.invitation_of(token), _key(token)
    if found is None or not queries.is_open(found.survey, clock.today()):
        closed = found.survey if found and found.survey.state != "cancelled" else None
        shut = {"row": closed, "today": clock.today(), "survey_key": key if closed is None else ""}
        return page(request, "surveys/not_open.html", shut, status=410)
    again = {"row": found.survey, "again": True, "survey_key": key}
    if found.used:
        return page(request, "surveys/thanks.html", again)
    context = {**_context(found.survey, request, request.POST if request.method == "POST" else None), "survey_key": key}
    if request.method == "POST":
        sent = {name: request.POST.getlist(name) for name in request.POST}
        try:
            answer(token=token, sent=sent)
            return redirect(f"{reverse('surveys:thanks')}?lomake={key}")
        except Refused as refused:
            if refused.verdict.code == "surveys_answered_already":
                return page(request, "surveys/thanks.html", again)
            context["fault"] = say(refused.verdict.code, refused.verdict.params, request.LANGUAGE_CODE)
    return page(request, "surveys/answer.html", context, status=422 if context["fault"] else 200)


@untold
@get
def thanks(request: HttpRequest) -> HttpResponse:
    """After answering. What the browser kept is forgotten by its name in the address, so nothing has to remember who came."""
    key = request.GET.get("lomake", "")
    told = key if re.fullmatch(r"kysely-[0-9a-f]{24}", key) else ""
    return page(request, "surveys/thanks.html", {"again": False, "row": None, "survey_key": told})


@get
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same page as a respondent sees it, for who organises: nothing can be sent."""
    who = actor(request)
    row = shown(who, public_id)
    require(rules.may_organise(who, row.region.code))
    return page(request, "surveys/answer.html", {**_context(row, request), "preview": True, "survey_key": ""})
