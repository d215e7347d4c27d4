"""The page of a survey's results: the same for both sides, from the moment that the survey closes."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, get, page
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.surveys import queries as surveys
from yhdyspinta.rooms.surveys.groups import GROUPS
from yhdyspinta.rooms.surveys.statements import published
from yhdyspinta.rooms.surveys.statements import statements as every_statement
from yhdyspinta.site.map.access import seen
from yhdyspinta.site.map.queries import maps, rows
from yhdyspinta.site.pulse import showing


@get
def results(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Both sides side by side: the widest gaps first, felt beside evidenced, groups, waves, own questions, what to discuss."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    row = fetch(surveys.visible_to(who), public_id=public_id)
    told = surveys.told(row)
    if told is None:
        raise Http404
    area = atlas().areas[told.region]
    own = atlas().view(area.code, today).own_public_ids
    note(who, "survey", row.public_id, public=told.public, own=own)
    if form := chosen(request, "muoto", FORMS):
        header = [_("Question"), _("Group"), _("Answers"), _("Chosen"), _("How many"), _("Per cent")]
        return table(f"kysely-{area.slug}-{told.closed_on}", form, header, list(showing.lines(told, lang)))
    found = seen(request, area, today)
    cells = dict(rows(maps().region(area.code, today), area.code, found.themes)) if found.shown else {}
    earlier = [t for t in surveys.told_to(who, area.code, today) if t.closed_on <= told.closed_on]
    statements, themes = (showing.scales(told, themes=t) for t in (False, True))
    context = {
        "told": told,
        "area": area,
        "row": row,
        "turnout": surveys.turnout(row),
        "gaps": [(told.questions[g.code], g) for g in told.gaps if g.points is not None][: showing.TALKED],
        "chart": showing.chart(told, statements, lang),
        "theme_chart": showing.chart(told, themes, lang) if themes else None,
        "beside": showing.beside(told, cells),
        "mapped": bool(cells),
        "groups": GROUPS,
        "by_group": showing.groups_table(told),
        "waves": showing.over_time(earlier, lang),
        "choices": showing.choices(told),
        "texts": showing.texts(told),
        "discuss": showing.to_discuss(told, lang),
        "published": published(),
        "asked": every_statement(),
        "organises": surveys.organises(who, area.code),
        "together": [told.questions[c] for c in told.content.get("together", []) if c in told.questions],
        "crumbs": way_to(area, lang, (_("Surveys"), reverse("surveys:region", args=[area.slug])), (told.title.get(lang), "")),
    }  # fmt: skip
    return page(request, "site/survey_results.html", context)
