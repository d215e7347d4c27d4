"""Reading pages of the room."""

from datetime import date
from math import cos, radians, sin
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.audit.queries import events_of, versions_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.evidence.actions import parties_of, regions_of
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.evidence.rules import may_change, may_confirm
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.ui.pages import chosen, day_of, fetch, get, kept, page
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.obligations import queries, watching
from yhdyspinta.rooms.obligations.compliance import Assessment
from yhdyspinta.rooms.obligations.export import feed


def duty_of(code: str) -> Duty:
    """The duty at an address, or 404."""
    found = catalogue().duties.get(code)
    if found is None:
        raise Http404
    return found


@get
@kept
def duties(request: HttpRequest) -> HttpResponse:
    """The catalogue: search, theme, binding; as a table too."""
    law = catalogue()
    lang = request.LANGUAGE_CODE
    theme = chosen(request, "teema", THEMES)
    kind = chosen(request, "sitovuus", ("shall", "may", "informative"))
    words = request.GET.get("q", "").strip()[:100]
    found = list(law.duties.values()) if not theme else queries.duties_of_theme(theme)
    if words:
        hits = {d.code for d in queries.search_duties(words, lang)}
        found = [d for d in found if d.code in hits]
    found = [d for d in found if not kind or d.binding == kind]
    if form := chosen(request, "muoto", FORMS):
        return table("velvoitteet", form, _duty_header(), [_duty_row(d, lang) for d in found])
    context = {"duties": found, "law": law, "themes": THEMES, "theme": theme, "kind": kind, "words": words}
    return page(request, "obligations/duties.html", {**context, "crumbs": [(_("Duties"), "")]})


def _duty_header() -> list[str]:
    return [
        _("Code"),
        _("Duty"),
        _("Statute"),
        _("Section"),
        _("Binding"),
        _("Themes"),
        _("Cadence"),
        _("In force from"),
    ]


def _duty_row(duty: Duty, lang: str) -> list[str]:
    themes = ", ".join(THEMES[t].name.get(lang) for t in duty.themes)
    start = duty.in_force_from.isoformat() if duty.in_force_from else ""
    binding = say(f"binding:{duty.binding}", lang=lang)
    return [
        duty.code,
        duty.title.get(lang),
        duty.statute,
        cite(duty.sections, lang),
        binding,
        themes,
        duty.cadence.get(lang),
        start,
    ]


@get
def duty(request: HttpRequest, code: str) -> HttpResponse:
    """One duty: what it asks, of whom, when, from which text; and what is recorded in each region."""
    found = duty_of(code)
    on = day_of(request)
    d = queries.desk()
    rows = []
    for area in d.atlas.areas.values():
        assessments = queries.in_region(d, d.atlas.view(area.code, on), [found], on)
        recorded = [a for a in assessments if a.records]
        rows.append({"area": area, "units": len(assessments), "recorded": recorded})
    law = catalogue()
    context = {
        "duty": found,
        "statute": law.statutes[found.statute],
        "law": law,
        "on": on,
        "rows": rows,
        "known": [r for r in rows if r["recorded"]],
        "silent": [r for r in rows if r["units"] and not r["recorded"]],
        "outside": [r for r in rows if not r["units"]],
        "part_of": law.duties.get(found.clock.part_of),
        "changes": watching.waiting_for(found),
        "parts": [x for x in law.duties.values() if x.clock.part_of == found.code],
        "crumbs": [(_("Duties"), reverse("obligations:duties")), (found.title.get(request.LANGUAGE_CODE), "")],
    }
    return page(request, "obligations/duty.html", context)


@get
@kept
def region_duties(request: HttpRequest, slug: str) -> HttpResponse:
    """A region × its duties: situation, period, next day and reasons; filter by theme."""
    area = area_of(slug)
    on = day_of(request)
    lang = request.LANGUAGE_CODE
    theme = chosen(request, "teema", THEMES)
    one = chosen(request, "velvoite", catalogue().duties)
    d = queries.desk()
    view = d.atlas.view(area.code, on)
    wanted = queries.duties_of_theme(theme) if theme else [x for x in catalogue().duties.values() if x.themes]
    if one:
        wanted = [catalogue().duties[one]]
    found = [g for g in (group(queries.in_region(d, view, [x], on), shown=1000 if one else SHOWN) for x in wanted) if g]
    if form := chosen(request, "muoto", FORMS):
        rows = queries.table_rows([a for g in found for a in g["assessments"]], lang)
        return table(f"velvoitteet-{area.slug}", form, queries.table_header(), rows)
    context = {
        "area": area,
        "view": view,
        "groups": found,
        "on": on,
        "theme": theme,
        "one": one,
        "themes": THEMES,
        "keep": [("teema", theme)] if theme else [],
        "crumbs": [
            (area.name.get(lang), reverse("region", args=[area.slug])),
            (_("Duties"), ""),
        ],
    }
    return page(request, "obligations/region.html", context)


SHOWN = 2
"""Of those with something recorded as many as a page of many duties shows of each; a page of one duty shows all."""


def group(assessments: list[Assessment], *, shown: int = SHOWN) -> dict[str, Any] | None:
    """A duty's assessments in a region as the page shows them: those with something recorded, and how many are silent."""
    if not assessments:
        return None
    told = [a for a in assessments if a.records or a.flags]
    return {
        "duty": assessments[0].duty,
        "assessments": assessments,
        "told": told[:shown],
        "more": max(0, len(told) - shown),
        "silent": len(assessments) - len(told),
        "single": assessments[0] if len(assessments) == 1 else None,
        "first": assessments[0],
    }


@get
@kept
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Coming days as a list and as a year wheel, of the country or one region."""
    d = queries.desk()
    slugs = {a.slug: a for a in d.atlas.areas.values()}
    slug = chosen(request, "alue", slugs)
    area = slugs.get(slug)
    today = clock.today()
    code = area.code if area else ""
    entries = queries.calendar(d, today, last_map_day(today), region=code)
    years = [str(y) for y in range(today.year, last_map_day(today).year + 1)]
    year = int(chosen(request, "vuosi", years) or today.year)
    counts = [0] * 12
    for entry in queries.calendar(d, date(year, 1, 1), date(year, 12, 31), region=code):
        counts[entry.day.month - 1] += 1
    context = {
        "entries": entries,
        "area": area,
        "areas": slugs.values(),
        "wheel": wheel(counts, today.month if year == today.year else 0),
        "year": year,
        "years": years,
        "crumbs": [(_("Calendar"), "")],
    }
    return page(request, "obligations/calendar.html", context)


def wheel(counts: list[int], now: int) -> list[dict[str, Any]]:
    """Twelve ring segments of a year wheel, clockwise from January at the top: path, label places, count."""
    return [
        {"month": month, "count": count, "now": month == now, **_segment(month)}
        for month, count in enumerate(counts, start=1)
    ]


def _segment(month: int) -> dict[str, str]:
    """A 30° ring segment between radii 105 and 190 around (220, 220), one degree of air on both sides."""
    edges = [(month - 1) * 30 - 89, month * 30 - 91]
    points = {r: [_polar(r, a) for a in edges] for r in (105, 190)}
    (x1, y1), (x2, y2) = points[190]
    (x3, y3), (x4, y4) = points[105]
    path = f"M{x1} {y1}A190 190 0 0 1 {x2} {y2}L{x4} {y4}A105 105 0 0 0 {x3} {y3}Z"
    middle = (month - 1) * 30 - 75
    (nx, ny), (mx, my) = _polar(148, middle), _polar(206, middle)
    return {"path": path, "nx": str(nx), "ny": str(ny + 6), "mx": str(mx), "my": str(my + 4)}


def _polar(radius: float, degrees: float) -> tuple[float, float]:
    angle = radians(degrees)
    return round(220 + radius * cos(angle), 1), round(220 + radius * sin(angle), 1)


@get
def region_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The iCal feed of a region."""
    area = area_of(slug)
    entries = queries.calendar(queries.desk(), clock.today(), last_map_day(clock.today()), region=area.code)
    base = f"{request.scheme}://{request.get_host()}"
    return feed(f"Yhdyspinta: {area.name.get(request.LANGUAGE_CODE)}", entries, request.LANGUAGE_CODE, base)


@get
def organisation_feed(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """The iCal feed of an organisation."""
    org = org_of(space, slug)
    d, today = queries.desk(), clock.today()
    entries = queries.calendar_of(d, org, queries.of_organisation(d, org, today), today, last_map_day(today))
    base = f"{request.scheme}://{request.get_host()}"
    return feed(f"Yhdyspinta: {org.name.get(request.LANGUAGE_CODE)}", entries, request.LANGUAGE_CODE, base)


PER_PAGE = 40


@get
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Everything recorded that the reader may see, newest first; one region or all."""
    d = queries.desk()
    slugs = {a.slug: a for a in d.atlas.areas.values()}
    area = slugs.get(chosen(request, "alue", slugs))
    on = day_of(request)
    who = actor(request)
    if area is None:
        found = evidence_queries.listed(who, on)
    else:
        found = evidence_queries.of_organisations(who, d.atlas.view(area.code, on).own_ids, on)
    if form := chosen(request, "muoto", FORMS):
        lang = request.LANGUAGE_CODE
        return table("kirjaukset", form, _evidence_header(), [_evidence_row(row, lang) for row in found])
    sheet = Paginator(found, PER_PAGE).get_page(request.GET.get("sivu"))
    context = {
        "evidence": sheet,
        "query": urlencode({"alue": area.slug if area else "", "on": on.isoformat()}),
        "slug": area.slug if area else "",
        "area": area,
        "areas": slugs.values(),
        "on": on,
    }
    return page(request, "obligations/evidence_list.html", {**context, "crumbs": [(_("Records"), "")]})


def _evidence_header() -> list[str]:
    return [
        _("Day"),
        _("What"),
        _("Title"),
        _("Organisations"),
        _("Duties"),
        _("Source"),
        _("Address of the source"),
        _("Confirmed by"),
    ]


def _evidence_row(row: Evidence, lang: str) -> list[str]:
    title = Text.of(row, "title").get(lang)
    orgs = ", ".join(Text.of(o, "name").get(lang) for o in (p.organisation for p in row.parties.all()))
    known = catalogue().duties
    duties = ", ".join(known[x.duty_code].title.get(lang) for x in row.duties.all() if x.duty_code in known)
    by = [c.organisation for c in row.confirmations.all() if c.version == row.version]
    confirmed = ", ".join(Text.of(o, "name").get(lang) for o in by)
    what = say(f"evidence:{row.kind}", lang=lang)
    return [row.happened_on.isoformat(), what, title, orgs, duties, row.source_title, row.source_url, confirmed]


@get
def evidence(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One record: what, when, who, source, who recorded and confirmed it, its history; and what the reader may do."""
    who = actor(request)
    row = fetch(evidence_queries.with_details(evidence_queries.visible_to(who)), public_id=public_id)
    parties = parties_of(row)
    note(who, "evidence", row.public_id, public=row.visibility == "public", own=[p.public_id for p in parties])
    changeable = may_change(who, row, parties, regions_of(parties, clock.today()))
    if row.withdrawn_at is not None and not changeable:
        # What was withdrawn may have been something that must not be shown; others see only that it was here.
        crumbs = [(_("Records"), reverse("obligations:evidence-list")), (_("Record"), "")]
        return page(request, "obligations/evidence_gone.html", {"row": row, "crumbs": crumbs}, status=410)
    law = catalogue()
    now = {c.organisation_id: c for c in row.confirmations.all() if c.version == row.version}
    before = [c for c in row.confirmations.all() if c.version != row.version and c.organisation_id not in now]
    context = {
        "row": row,
        "duties": [(law.duties[x.duty_code], x.extent) for x in row.duties.all() if x.duty_code in law.duties],
        "parties": [
            {"org": p, "confirmed": now.get(p.id), "may": _may_confirm(who, row, p, parties, p.id in now)}
            for p in parties
        ],
        "unconfirmed": not now,
        "on_behalf": row.recorded_for_id not in {p.id for p in parties},
        "before": before,
        "may_change": changeable,
        "events": events_of("evidence", row.public_id)[:50],
        "versions": versions_of("evidence", row.public_id)[:20],
        "crumbs": [(_("Records"), reverse("obligations:evidence-list")), (_("Record"), "")],
    }
    return page(request, "obligations/evidence.html", context)


def _may_confirm(who: Any, row: Any, party: Org, parties: tuple[Org, ...], confirmed: bool) -> bool:
    return bool(may_confirm(who, row, party, parties, confirmed))
