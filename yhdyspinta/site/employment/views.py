"""The page "TYM of this area", made for a meeting; integration between municipalities and the county of a region."""

from math import isnan, nan
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import Figures, figures, law
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.addresses import area_of, org_of, way_to
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import get, page
from yhdyspinta.core.ui.templatetags.ui import written
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.employment import queries as employment
from yhdyspinta.rooms.employment.cited import cited
from yhdyspinta.rooms.employment.queries import Parties
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.responsibilities import queries as responsibilities


class Durations(NamedTuple):
    """Persons unemployed at most a year and longer than that, and the month, as the Employment Service Statistics count."""

    shorter: int
    longer: int
    month: str


THEME, INTEGRATION = "tyollisyys", "maahanmuutto"
FIGURES = ("statfin-vaesto", "tyonv-tyovoima", "tyonv-tyottomat", "tyonv-tyottomyysaste", "tyonv-pitkaaikaisosuus", "tyonv-alle25-osuus", "tyonv-aktivointiaste", "sotkanet-4223")  # fmt: skip
"""What a meeting asks first, in order."""
LIGHTENED = ("kotoutumisen-suunnittelun-yhteensovitus",)
"""Duties that remain but of which a part that old guides ask for was removed (1100/2024); their notes tell which."""


@get
def tym(request: HttpRequest, slug: str) -> HttpResponse:
    """One employment area: group, agreement, goals, counterparts, obligations, figures, guidance in every municipality."""
    area, who, lang, today = org_of("tyollisyysalueet", slug), actor(request), request.LANGUAGE_CODE, clock.today()
    of = employment.parties_of(area, today)
    group = employment.group_of(area.id, today)
    years = employment.years().get(area.id, ())
    rehabilitation = employment.rehabilitation()
    own = [o for o in of.all if o.public_id in who.organisations]
    tellers = [o for o in own if o in (*of.sides, *of.counties)]
    keeps = {r.code for r in of.regions if may_coordinate(who, r.code)}
    pacts = _pacts(who, of)
    context = {
        "area": area,
        "of": of,
        "group": group,
        "seats": list(group.seats.all()) if group else [],
        "years": years,
        "this_year": today.year,
        "counterparts": employment.counterparts(of),
        "pacts": pacts,
        "without": [r for r in of.regions if r.code not in {p["region"] for p in pacts}] if pacts else [],
        "forums": _forums(who, of),
        "duties": _duties(of, lang),
        "figures": _figures(area, lang),
        "durations": durations(area),
        "change": rehabilitation.of(area) if rehabilitation else None,
        "change_month": shown(rehabilitation.period) if rehabilitation else "",
        "contacts": _contacts(of.members, THEME),
        "withdraws": bool(own) or len(keeps) == len(of.regions),
        "tells": bool(own) or bool(keeps),
        "own": tellers,
        "keeps": keeps,
        "cited": cited(),
        "crumbs": [(_("Employment areas"), reverse("employment-areas")), (area.name.get(lang), "")],
    }
    return page(request, "site/tym.html", context)


def _duties(of: Parties, lang: str) -> list[tuple[str, Any]]:
    """(region's name, assessment) of the duties of joint support; an area that crosses a border has each in both regions."""
    today, desk, found = clock.today(), obligations.desk(), list[tuple[str, Any]]()
    duties = [d for d in obligations.duties_of_theme(THEME) if d.code.startswith("tym-")]
    for region in of.regions:
        for a in obligations.in_region(desk, atlas().view(region.code, today), duties, today):
            if of.area in a.unit.bound or any(o in a.unit.bound for o in of.authority):
                found.append((region.name.get(lang) if len(of.regions) > 1 else "", a))
    return found


def _pacts(who: Actor, of: Parties) -> list[dict[str, Any]]:
    """Agreements of joint support whose party the area is, in every region where it works, with their state."""
    today, found = clock.today(), {}
    for region in of.regions:
        for row in agreements.of_region(who, region.code):
            if row.kind == "tym" and of.area in agreements.parties_of(row):
                found[row.pk] = {
                    "row": row,
                    "region": region.code,
                    "state": agreements.state_of(row, today),
                    "term": agreements.term_of(row, today),
                }
    return list(found.values())


def _forums(who: Actor, of: Parties) -> list[Any]:
    """Forums of the theme in which the area is a party."""
    found = {}
    for region in of.regions:
        for forum in forums.of_region(who, region.code):
            if of.area in forums.parties_of(forum):
                found[forum.pk] = forum
    return list(found.values())


def _figures(area: Org, lang: str) -> list[tuple[str, str, str, str]]:
    """(code, name, figure, month or year) of the area; empty texts where a figure has not been brought."""
    kept, named, found = figures(FIGURES), law().indicators, []
    for code in FIGURES:
        one = kept.get(code)
        value, period = latest_of(one, area)
        told = (written(value, named[code].decimals, lang), shown(period)) if period else ("", "")
        found.append((code, named[code].name.get(lang), *told))
    return found


def latest_of(one: Figures | None, area: Org) -> tuple[float, str]:
    """The newest figure of an employment area and its period; an empty period when there is none."""
    at = one.axis.index.get(("employment_area", area.code)) if one else None
    if one is None or at is None:
        return nan, ""
    value, period = float(one.latest[0][at]), int(one.latest[1][at])
    return (value, one.table.periods[period]) if period >= 0 and not isnan(value) else (nan, "")


def durations(area: Org) -> Durations | None:
    """Unemployed jobseekers by how long they have been so; None unless both figures are of the same month."""
    kept = figures(("tyonv-tyottomat", "tyonv-pitkaaikaistyottomat"))
    (every, month), (long, same) = (latest_of(kept.get(c), area) for c in ("tyonv-tyottomat", "tyonv-pitkaaikaistyottomat"))  # fmt: skip
    if not month or month != same or not every:
        return None
    return Durations(int(every - long), int(long), shown(month))


def _contacts(orgs: tuple[Org, ...], theme: str) -> list[tuple[Org, Any]]:
    """Each organisation with its contact for a theme, None where it has not told."""
    book = responsibilities.contacts()
    return [(o, book.of(o.id, theme)) for o in orgs]


@get
def integration(request: HttpRequest, slug: str) -> HttpResponse:
    """Integration in a region: what each side answers for, plan and programme, the chain, what has been repealed, contacts."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    view = atlas().view(area.code, today)
    duties = obligations.duties_of_theme(INTEGRATION)
    assessed = obligations.in_region(obligations.desk(), view, duties, today)
    by_duty: dict[str, list[Any]] = {}
    for a in assessed:
        if a.moment.force == "in_force" and not a.duty.individual:
            by_duty.setdefault(a.duty.code, []).append(a)
    pacts = [r for r in agreements.of_region(who, area.code) if INTEGRATION in agreements.themes_on(r, today)]
    context = {
        "area": area,
        "duties": [(each[0].duty, _counted(each)) for each in by_duty.values()],
        "repealed": [x for x in catalogue().duties.values() if INTEGRATION in x.themes and x.status == "repealed"],
        "lightened": [catalogue().duties[code] for code in LIGHTENED],
        "pacts": [(r, say(f"term:{agreements.state_of(r, today)}", lang=lang)) for r in pacts],
        "contacts": _contacts(view.both_sides, INTEGRATION),
        "keeps": may_coordinate(who, area.code),
        "crumbs": way_to(area, lang, (_("Integration"), "")),
    }
    return page(request, "site/integration.html", context)


def _counted(assessments: list[Any]) -> tuple[int, int]:
    """(of how many something is in place, how many)."""
    return sum(a.situation in ("in_place", "partly") for a in assessments), len(assessments)
