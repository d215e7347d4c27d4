"""Pages that read: a region's surveys, one survey, all surveys of the country."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, get, page
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.surveys import queries, rules
from yhdyspinta.rooms.surveys.asking import seconds
from yhdyspinta.rooms.surveys.forms import CardsForm, InviteForm
from yhdyspinta.rooms.surveys.groups import SIDES
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.statements import published, statements


def crumbs_of(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a region's surveys."""
    return way_to(area, lang, (_("Surveys"), reverse("surveys:region", args=[area.slug])), *last)


@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's surveys: the latest result, what is open, what has been; organisations' own views; what others have asked."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    rows, told = queries.of_region(who, area.code), queries.told_to(who, area.code, today)
    year = next(iter(queries.years_of(area.code)), None)
    context = {
        "area": area,
        "rows": [(r, rules.may_move(who, r, "confirm")) for r in rows],
        "latest": told[-1] if told else None,
        "published": published(),
        "statements": statements(),
        "year": year,
        "views": len(queries.views_of(area.code, year)) if year else 0,
        "may": rules.may_organise(who, area.code),
        "crumbs": [*crumbs_of(area, lang)[:-1], (_("Surveys"), "")],
    }
    return page(request, "surveys/region.html", context)


def shown(actor_: Actor, public_id: UUID) -> Survey:
    """A survey that the reader may see. Raises Http404."""
    return fetch(queries.visible_to(actor_), public_id=public_id)


@get
def survey(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One survey: what it asks, until when, who have been invited and answered; what its organiser does next."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = shown(who, public_id)
    area, asked, mine = atlas().areas[row.region.code], queries.asked(row), rules.groups_for(who, row)
    context = {
        "row": row,
        "area": area,
        "asked": asked,
        "minutes": max(1, round(seconds(asked) / 60)),
        "turnout": queries.turnout(row),
        "unsent": queries.unsent(row),
        "organises": rules.may_organise(who, row.region.code),
        "changes": rules.may_change(who, row),
        "confirms": rules.may_move(who, row, "confirm"),
        "opens": rules.may_move(who, row, "open"),
        "closes": rules.may_move(who, row, "close"),
        "cancels": rules.may_move(who, row, "cancel"),
        "invites": rules.may_invite(who, row),
        "reminds": rules.may_remind(who, row, today),
        "invite_form": InviteForm(mine=mine, lang=lang, auto_id="kutsu_%s"),
        "cards_form": CardsForm(mine=mine, lang=lang, auto_id="kortti_%s", initial={"count": 20}),
        "crumbs": crumbs_of(area, lang, (queries.title_of(row).get(lang), "")),
    }
    return page(request, "surveys/survey.html", context)


@get
def country(request: HttpRequest) -> HttpResponse:
    """The country by half-years: sums of what regions' public surveys told; every public result; what others have asked."""
    who, lang = actor(request), request.LANGUAGE_CODE
    seasons, form = queries.country(), chosen(request, "muoto", FORMS)
    if form:
        header = [_("Half-year"), _("Statement"), _("Side"), _("Regions"), _("Answers"), _("Per cent that agree")]
        names = {s.code: s.text.get(lang) for s in statements()}
        sides = {s: say(f"survey_group:{s}", lang=lang) for s in SIDES}
        lines = [
            [s.name, names[code], sides[side], *map(str, cells)]
            for s in seasons
            for code, each in s.rows
            for side, cells in each.items()
        ]
        return table("kyselyt-koko-maa", form, header, lines)
    house = atlas()
    results = [(house.areas[t.region], t) for each in queries.all_told().values() for t in each if t.public]
    results.sort(key=lambda r: r[1].closed_on, reverse=True)
    context = {
        "seasons": seasons,
        "statements": {s.code: s for s in statements()},
        "results": results,
        "published": published(),
        "asked": statements(),
        "begins": who.is_analyst,
        "crumbs": [(_("Surveys"), "")],
    }
    return page(request, "surveys/country.html", context)
