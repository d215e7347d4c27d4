"""Pages of goals: a region's by horizon, and one goal with its figures, measures and follow-up."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.indicators.queries import figures, law
from yhdyspinta.core.interfaces.catalogue import BLOCKS, HORIZONS, THEMES
from yhdyspinta.core.matters.owner_pages import Item, charges_of
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.charts import Chart, Series, Task, gantt_chart, line_chart, shortened
from yhdyspinta.core.ui.pages import chosen, fetch, get, page
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.goals import queries, rollup, rules
from yhdyspinta.rooms.goals.facade import BLOCK
from yhdyspinta.rooms.goals.models import Goal, Measure
from yhdyspinta.rooms.goals.national import NATIONAL
from yhdyspinta.rooms.goals.queries import Told

LOOKS = ("organisaatiot", "aikajana", "ketju")
"""Ways to look at a region's goals beside the three columns of horizons."""
DRAWN = 60
"""So many measures are drawn on the time line; a theme chosen makes it shorter."""


def crumbs_of(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the regions to a page of a region's goals."""
    whole = (BLOCKS[BLOCK].short.get(lang), reverse("goals:region", args=[area.slug]))
    return way_to(area, lang, whole, *last)


def title_of(goal: Goal) -> Text:
    """What it is called."""
    return Text.of(goal, "title")


@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's goals in three columns by horizon, shared priorities first; by theme or organisation where asked."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    theme, form = chosen(request, "teema", THEMES), chosen(request, "muoto", FORMS)
    rows, look = queries.of_region(who, area.code), chosen(request, "nakyma", LOOKS)
    every = list(queries.whole(rows)) if form or look else queries.listed(rows)
    shown = every
    if theme:
        shown = [g for g in every if any(t.theme_code == theme for t in g.themes.all())]
    kept = figures(f.indicator for g in shown for f in g.figures.all())
    if form:
        return table(f"tavoitteet-{area.slug}", form, _header(), _lines(shown, today, lang))
    told = {g.pk: queries.told(g, today, kept) for g in shown}
    view = atlas().view(area.code, today)
    own = [o for o in view.everybody() if o.public_id in who.organisations]
    mine = queries.measures_of(who, today)
    context = {
        "area": area,
        "horizons": [(h, [_row(g, told[g.pk], today) for g in shown if g.horizon == code]) for code, h in HORIZONS.items()],
        "programmes": list(queries.with_reviews(queries.programmes_visible_to(who).filter(region__code=area.code))),
        "look": look,
        "looks": [("", _("By horizon")), *((x, say(f"look:{x}", lang=lang)) for x in LOOKS)],
        "owners": _by_owner(shown, view.everybody(), today, _inside(who, area, shown)) if look == "organisaatiot" else [],
        "chart": _timeline(shown, today, lang) if look == "aikajana" else None,
        "chain": rollup.chain(shown, told, today) if look == "ketju" else [],
        "left": mine.left,
        "theme": theme,
        "themes": [(code, t.name) for code, t in THEMES.items()],
        "count": len(every),
        "unowned": queries.unowned(shown, today) if _inside(who, area, shown) else 0,
        "asked": mine.asked,
        "may": rules.may_keep(who, area.code, own[0].public_id if own else None),
        "crumbs": [*crumbs_of(area, lang)[:-1], (BLOCKS[BLOCK].short.get(lang), "")],
    }  # fmt: skip
    return page(request, "goals/region.html", context)


def _by_owner(
    goals: list[Goal], orgs: Sequence[Org], today: date, inside: bool
) -> list[tuple[Org | None, list[queries.Done]]]:
    """What each organisation does, in their order; to those inside what nobody does comes first, to others what is taken only."""
    found: dict[int | None, list[queries.Done]] = {}
    for goal in goals:
        for one in queries.done(goal, today):
            if inside or one.taken:
                found.setdefault(one.row.owner_id, []).append(one)
    first: list[tuple[Org | None, list[queries.Done]]] = [(None, found[None])] if None in found else []
    return [*first, *((o, found[o.id]) for o in orgs if o.id in found)]


def _timeline(goals: list[Goal], today: date, lang: str) -> Chart | None:
    """Measures that have both days, one under another in the order they begin; None where none has."""
    rows = [m for g in goals for m in g.measures.all() if m.starts and m.ends]
    rows.sort(key=lambda m: (m.starts, m.ends, m.pk))
    if not rows:
        return None
    tasks = [
        Task(shortened(Text.of(m, "title").get(lang)), m.starts, m.ends, "hva" if _county(m) else "kunta")
        for m in rows[:DRAWN]
        if m.starts and m.ends
    ]
    about = _("Measures from their first day to their last; the line is today.")
    return gantt_chart(_("Time line of measures"), about, (_("First day"), _("Last day")), tasks, on=today)


def _county(measure: Measure) -> bool:
    return measure.owner is not None and measure.owner.kind == "county"


def _inside(who: Actor, area: Area, goals: list[Goal]) -> bool:
    if not who.standings:
        return False
    parties = {p.public_id for g in goals for p in queries.parties_of(g)}
    return sees_inside(who, area.code, parties)


def _row(goal: Goal, told: list[Told], today: date) -> dict[str, Any]:
    done = queries.done(goal, today)
    return {
        "goal": goal,
        "agreed": queries.agreement(goal),
        "told": told,
        "measures": len(done),
        "done": sum(1 for d in done if d.timing == "done"),
        "late": sum(1 for d in done if d.timing == "late"),
    }


def _header() -> list[str]:
    names = [_("Programme"), _("Horizon"), _("Goal"), _("Measure"), _("Who is in charge"), _("Its function or office")]
    return [*names, _("First day"), _("Last day"), _("State"), _("Cost"), _("Line of the budget")]


def _lines(goals: list[Goal], today: date, lang: str) -> list[list[str]]:
    """A measure a line; a goal without any has one of its own."""
    found = []
    for goal in goals:
        programme = Text.of(goal.programme, "title").get(lang)
        lead = [programme, HORIZONS[goal.horizon].name.get(lang), title_of(goal).get(lang)]
        measures = queries.done(goal, today)
        found += [[*lead, *_cells(d, lang)] for d in measures] or [[*lead, *[""] * 8]]
    return found


def _cells(one: queries.Done, lang: str) -> list[str]:
    m = one.row
    owner = Text.of(m.owner, "name").get(lang) if m.owner else ""
    days = [show_date(d, lang) if d else "" for d in (m.starts, m.ends)]
    words = [say(f"timing:{one.timing}", lang=lang), say(f"cost:{m.cost}", lang=lang)]
    return [Text.of(m, "title").get(lang), owner, m.function, *days, *words, m.budget_line]


@get
def goal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One goal: why, who share it and what they say, how far its figures have come, what is done, what has happened."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(queries.whole(queries.visible_to(who)), public_id=public_id)
    parties = queries.parties_of(row)
    own = [p.public_id for p in parties]
    note(who, "goal", row.public_id, public=row.programme.visibility == "public", own=own)
    area, keeps = atlas().areas[row.programme.region.code], queries.keeps(who, row.programme)
    book = books().get(area.code, NOTHING)
    told, measures = queries.told(row, today), queries.done(row, today)
    inside = sees_inside(who, area.code, own)
    context = {
        "goal": row,
        "area": area,
        "horizon": HORIZONS[row.horizon].name,
        "themes": [(t.theme_code, book.name_of(t.theme_code)) for t in row.themes.all()],
        "agreed": queries.agreement(row),
        "spoken": queries.spoken(row, who),
        "told": [(t, _chart(t, area, lang)) for t in told],
        "measures": measures,
        "charges": charges_of(who, {d.row.pk: item_of(d.row) for d in measures if _ours(who, d.row)}),
        "contributions": rollup.contributions(row, measures, told),
        "trail": rollup.trail(row, measures, inside=inside),
        "duties": rollup.duties_of(row),
        "national": [n for code in row.national if (n := NATIONAL.get(code))],
        "notes": row.notes.all(),
        "keeps": keeps if row.ended_on is None else None,
        "tells": _tells(who, row, keeps, own) if row.ended_on is None else None,
        "mine": who.organisations,
        "owned": who.owned("measure"),
        "inside": inside,
        "crumbs": crumbs_of(area, lang, (title_of(row).get(lang), "")),
    }
    return page(request, "goals/goal.html", context)


def _ours(who: Actor, row: Measure) -> bool:
    """Whether the person is of the measure's organisation: only they are told which of them is in charge."""
    return row.owner is not None and bool(
        row.owner.public_id in who.belongs_to or row.public_id in who.owned("measure")
    )


def item_of(row: Measure) -> Item:
    """A measure as what somebody can be in charge of. Raises Http404 without an organisation that is."""
    if row.owner is None:
        raise Http404
    keep, end = (reverse(f"goals:{n}", args=[row.public_id]) for n in ("charge", "end-charge"))
    back = reverse("goals:goal", args=[row.goal.public_id])
    return Item("measure", row.public_id, row.owner, Text.of(row, "title"), back, keep, end)


def _tells(who: Actor, row: Goal, keeps: Verdict, own: list[UUID]) -> bool:
    """Whether the person tells what has happened: to the goal, or to a measure that is theirs."""
    return bool(rules.may_tell(who, keeps, own)) or any(m.public_id in who.owned("measure") for m in row.measures.all())


def _chart(told: Told, area: Area, lang: str) -> Chart | None:
    """The figure and the path to its target; None where there is no figure to draw."""
    if told.figures is None or not told.values or told.row.indicator not in law().indicators:
        return None
    first = min(told.target.base_year, *told.values)
    years = range(first, max(told.target.target_year, *told.values) + 1)
    path = [told.target.expected(y) if told.target.base_year <= y <= told.target.target_year else None for y in years]
    own = tuple(told.values.get(y) for y in years)
    one = told.figures.indicator
    series = [Series(area.name.get(lang), own, "hva"), Series(_("expected path"), tuple(path), "other")]
    unit = say(f"unit:{one.unit}", lang=lang)
    return line_chart(one.name.get(lang), area.name.get(lang), unit, [str(y) for y in years], series)
