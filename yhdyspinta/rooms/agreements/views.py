"""Pages of agreements and operating models: a region's, and one of them as a page and a document."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.interfaces.catalogue import BLOCKS, LEVELS
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.shelf import used_at
from yhdyspinta.core.press.files import answer as document_answer
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.charts import Chart, Task, gantt_chart, shortened
from yhdyspinta.core.ui.pages import chosen, fetch, get, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.agreements import outlines, paper, queries, rules, settling, terms
from yhdyspinta.rooms.agreements.escalation import CLOSED
from yhdyspinta.rooms.agreements.facade import BLOCK
from yhdyspinta.rooms.agreements.models import Agreement, Part

SHOWN = 5
"""So many changes are shown on the page of a region; the rest are on their own."""


def crumbs_of(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the regions to a page of a region's agreements."""
    whole = (BLOCKS[BLOCK].short.get(lang), reverse("agreements:region", args=[area.slug]))
    return way_to(area, lang, whole, *last)


def title_of(row: Agreement) -> Text:
    """What it is called."""
    return Text.of(row, "title")


@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's agreements and models, when each holds, what is known ahead, and whether problems are open."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    rows = [_row(r, today) for r in queries.of_region(who, area.code)]
    if form := chosen(request, "muoto", FORMS):
        return table(f"sopimukset-{area.slug}", form, _header(), [_cells(r, lang) for r in rows])
    changes = queries.changes_visible_to(who).filter(region__code=area.code, on__gte=today)
    ahead = [(c, *terms.next_of(queries.coming_of(c), today)) for c in changes]
    problems = settling.problems_visible_to(who).filter(region__code=area.code)
    states = [s for p in problems if (s := settling.state_of(p, today)) is not None]
    standing = [r for r in rows if r["state"] != "ended"]
    everybody = atlas().view(area.code, today).everybody()
    context = {
        "area": area,
        "agreements": [r for r in standing if r["row"].kind != rules.MODEL],
        "models": [r for r in standing if r["row"].kind == rules.MODEL],
        "ended": [r for r in rows if r["state"] == "ended"],
        "count": len(rows),
        "chart": _chart([r for r in rows if r["row"].kind != rules.MODEL], today, lang),
        "changes": ahead[:SHOWN],
        "more": max(0, len(ahead) - SHOWN),
        "open": sum(s.name not in CLOSED for s in states),
        "late": sum(s.late for s in states),
        "settles": bool(who.standings) and sees_inside(who, area.code, [o.public_id for o in everybody]),
        "keeps": rules.may_keep(who, area.code),
        "crumbs": [*crumbs_of(area, lang)[:-1], (BLOCKS[BLOCK].short.get(lang), "")],
    }
    return page(request, "agreements/region.html", context)


def _row(row: Agreement, today: date) -> dict[str, Any]:
    term = queries.term_of(row, today)
    return {
        "row": row,
        "state": queries.state_of(row, today),
        "agreed": queries.agreement(row),
        "alarms": queries.alarms(row, today),
        "term": term,
        "next": terms.coming(term, today),
        "ladder": bool(row.rungs.all()),
    }


def _header() -> list[str]:
    names = [_("Title"), _("Kind"), _("State"), _("Parties"), _("Have accepted"), _("First day in force")]
    return [*names, _("Last day in force"), _("Notice, months"), _("Looked at again by"), _("Agreed on"), _("Link")]


def _cells(r: dict[str, Any], lang: str) -> list[str]:
    row, agreed = r["row"], r["agreed"]
    term = r["term"]
    days = [show_date(d, lang) if d else "" for d in (term.starts, term.ends, term.review, agreed.since)]
    parties = ", ".join(p.name.get(lang) for p in queries.parties_of(row))
    words = [say(f"agreed:{row.kind}", lang=lang), say(f"term:{r['state']}", lang=lang)]
    counts = f"{len(agreed.accepted)}/{agreed.parties}"
    notice = "" if term.notice is None else str(term.notice)
    return [title_of(row).get(lang), *words, parties, counts, days[0], days[1], notice, days[2], days[3], row.link]


def _chart(rows: Sequence[dict[str, Any]], today: date, lang: str) -> Chart | None:
    """When each agreement holds, one under another; None where no agreement tells its first day."""
    tasks = []
    for r in rows:
        row, term = r["row"], r["term"]
        if term.starts is not None:
            last = row.ended_on or term.ends or max(add_years(today, 1), term.starts)
            holds = r["state"] in ("in_force", "waits")
            name = shortened(title_of(row).get(lang))
            tasks.append(Task(name, term.starts, max(last, term.starts), "hva" if holds else "other"))
    if not tasks:
        return None
    about = _("Each agreement from its first day to its last; one until further notice is drawn a year ahead.")
    return gantt_chart(_("When agreements hold"), about, (_("First day"), _("Last day")), tasks, on=today)


@get
def agreement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One agreement or model: what is agreed part by part, its days, its ladder, what each party has decided."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(queries.whole(queries.visible_to(who), who), public_id=public_id)
    parties = queries.parties_of(row)
    own, origin = [p.public_id for p in parties], queries.origin_of(row)
    note(who, "agreement", row.public_id, public=row.visibility == "public", own=own)
    area, keeps = atlas().areas[row.region.code], rules.may_keep(who, row.region.code)
    book, state = books().get(area.code, NOTHING), queries.state_of(row, today)
    held, term, agreed = queries.held(row, today), queries.term_of(row, today), queries.agreement(row)
    if form := chosen(request, "muoto", ("docx", "pdf")):
        slow_down(request, 4)
        address = request.build_absolute_uri(request.path)
        made = paper.document(row, state, area.name.get(lang), lang, today, address)
        return document_answer(made, form, f"sopimus-{row.public_id}")
    context = {
        "agreement": row,
        "area": area,
        "model": row.kind == rules.MODEL,
        "state": state,
        "alarms": queries.alarms(row, today),
        "moments": terms.moments(term) if state != "ended" else (),
        "term": term,
        "held": held,
        "publishes": bool(keeps) and row.visibility == "parties" and agreed.holds,
        "themes": [(t.theme_code, book.name_of(t.theme_code)) for t in row.themes.all()],
        "duties": [d for code in row.duties if (d := catalogue().duties.get(code))],
        "parts": [(p, hint_of(row, p)) for p in row.parts.all()],
        "ladder": [(LEVELS[r.level].name, r) for r in row.rungs.all()],
        "agreed": agreed,
        "spoken": queries.spoken(row, who),
        "material": used_at(who, [origin]).get(origin, []),
        "brings": rules.may_bring(who, area.code, own),
        "before": _seen(who, row.follows_id),
        "after": next((f for f in row.followers.all() if _seen(who, f.pk)), None),
        "keeps": keeps if row.ended_on is None else None,
        "renews": bool(keeps) and not row.followers.all(),
        "settles": bool(set(own) & who.organisations and state == "in_force" and held and held.limits),
        "crumbs": crumbs_of(area, lang, (title_of(row).get(lang), "")),
    }
    return page(request, "agreements/agreement.html", context)


def _seen(who: Any, pk: int | None) -> Agreement | None:
    return queries.visible_to(who).filter(pk=pk).first() if pk else None


def hint_of(row: Agreement, part: Part) -> Text:
    """What the outline of its kind says of a section that has not been written yet."""
    title = Text.of(part, "title")
    for section in outlines.OUTLINES.get(row.kind, ()):
        if section.title == title:
            return section.text
    return Text()
