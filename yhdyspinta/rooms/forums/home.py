"""The way home of a decision: asking the parties' own bodies to handle a point of an approved memo."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import show_date
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.models import Consultation
from yhdyspinta.core.matters.queries import asked_from
from yhdyspinta.core.ui.pages import fetch, form_page, page, post, sent, uuid_of
from yhdyspinta.rooms.forums import queries, rules
from yhdyspinta.rooms.forums.forms import HomeForm
from yhdyspinta.rooms.forums.homing import send_home
from yhdyspinta.rooms.forums.meetings import crumbs_of_meeting
from yhdyspinta.rooms.forums.models import Item
from yhdyspinta.rooms.forums.views import name_of


@form_page
@signed_in
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sends a point home: a proposed decision in the parties' languages, ready from the memo, to be changed."""
    who, lang = actor(request), request.LANGUAGE_CODE
    rows = Item.objects.filter(meeting__in=queries.meetings_visible_to(who), withdrawn_at=None)
    item = fetch(rows.select_related("meeting__forum__region", "meeting__forum__secretary"), public_id=public_id)
    row, parties = item.meeting, queries.parties_of(item.meeting.forum)
    require(rules.may_ask(queries.keeps(who, row.forum), queries.state_of(row), item.outcome))
    known = asked_from([queries.origin_of(item)]).get(queries.origin_of(item))
    asked = {c.organisation_id for c in known.rows} if known else set()
    form = HomeForm(
        request.POST or None, parties=[p for p in parties if p.id not in asked], initial=_proposal(item), lang=lang
    )
    back = reverse("forums:meeting", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        question = Question(
            origin=queries.origin_of(item),
            back=back.removeprefix(f"/{lang}"),
            titles=Text.of(item, "title").by_language(),
            texts={x: data[f"text_{x}"] for x in LANGUAGES},
            due=data["due"],
            visibility=row.forum.visibility,
        )
        chosen = [p for p in parties if str(p.public_id) in data["parties"]]

        def do() -> str:
            send_home(by=who, item=item, parties=chosen, question=question)
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Ask the parties to handle it")
    crumbs = crumbs_of_meeting(row.forum, lang, (show_date(row.on, lang), back), (title, ""))
    context = {
        "form": form,
        "title": title,
        "item": item,
        "back": back,
        "all_asked": len(asked) == len(parties),
        "rows": known.rows if known else (),
        "crumbs": crumbs,
    }
    return page(request, "forums/home.html", context, status=422 if form.errors else 200)


@post
@signed_in
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes the question back from one party; what it has told stays."""
    who = actor(request)
    asked = fetch(Consultation.objects.filter(origin__startswith="forums.item:"), public_id=public_id)
    rows = Item.objects.filter(meeting__in=queries.meetings_visible_to(who)).select_related("meeting__forum__region")
    item = fetch(rows.select_related("meeting__forum__secretary"), public_id=uuid_of(asked.origin.rpartition(":")[2]))
    allowed = rules.may_ask(queries.keeps(who, item.meeting.forum), queries.state_of(item.meeting), item.outcome)
    matters.withdraw(by=who, allowed=allowed, consultation=asked)
    return redirect(f"{reverse('forums:ask', args=[item.public_id])}?tehty=tallennettu")


def _proposal(item: Item) -> dict[str, Any]:
    """A proposed decision in each language that the point has: where it was agreed, what, and what is asked."""
    found: dict[str, Any] = {}
    forum = name_of(item.meeting.forum)
    titles, texts = (Text.of(item, name).by_language() for name in ("title", "text"))
    for lang, title in titles.items():
        if not title:
            continue
        with override(lang):
            parts = [
                _("%(forum)s agreed on %(day)s: %(title)s.")
                % {"forum": forum.get(lang), "day": show_date(item.meeting.on, lang), "title": title},
                texts[lang],
                _("Proposed decision: the matter is approved for the organisation's own part."),
            ]
        found[f"text_{lang}"] = "\n\n".join(p for p in parts if p)
    found["parties"] = [str(p.public_id) for p in queries.parties_of(item.meeting.forum)]
    return found
