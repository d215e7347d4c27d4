"""Organisations' own yearly views: in their own names, never anonymous."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import NATIONAL
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, form_status, get, page, post, sent, submit, version_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.surveys import actions, queries, rules
from yhdyspinta.rooms.surveys.forms import ViewForm
from yhdyspinta.rooms.surveys.models import OrganisationView
from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.rooms.surveys.views import crumbs_of


def _year(request: HttpRequest, known: list[int]) -> int:
    asked = chosen(request, "vuosi", [str(y) for y in known])
    return int(asked) if asked else next(iter(known), clock.today().year)


@get
def views(request: HttpRequest, slug: str) -> HttpResponse:
    """How each organisation of a region says that it sees the cooperation of a year, side by side; who has not told."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    years = queries.years_of(area.code)
    year, form = _year(request, years), chosen(request, "muoto", FORMS)
    told = {v.organisation_id: v for v in queries.views_of(area.code, year)}
    own = [o for o in atlas().view(area.code, clock.today()).everybody() if o.kind not in NATIONAL]
    if form:
        header = [_("Organisation"), *(s.short.get(lang) for s in statements()), _("Why")]
        lines = [
            [o.name.get(lang), *(str(told[o.id].values.get(s.code, "")) for s in statements()), told[o.id].text]
            for o in own
            if o.id in told
        ]
        return table(f"nakemykset-{area.slug}-{year}", form, header, lines)
    context = {
        "area": area,
        "year": year,
        "years": years,
        "statements": statements(),
        "rows": [(o, told[o.id]) for o in own if o.id in told],
        "silent": [o for o in own if o.id not in told],
        "mine": [o for o in own if o.public_id in who.organisations],
        "crumbs": crumbs_of(area, lang, (_("Organisations' own views"), "")),
    }
    return page(request, "surveys/views.html", context)


@form_page
@signed_in
def tell_view(request: HttpRequest, slug: str, space: str, org: str) -> HttpResponse:
    """An organisation tells how it sees this year, or the last one."""
    area, owner, who, lang = area_of(slug), org_of(space, org), actor(request), request.LANGUAGE_CODE
    if area not in atlas().regions_of(owner, clock.today()):
        raise Http404
    require(rules.may_tell_view(who, owner.public_id))
    this = clock.today().year
    year = int(chosen(request, "vuosi", [str(this), str(this - 1)]) or this)
    now = queries.view_of(owner.id, area.code, year)
    initial = {**{k: str(v) for k, v in now.values.items()}, "text": now.text} if now else {}
    form = ViewForm(request.POST or None, lang=lang, initial=initial)
    more: dict[str, Any] = {"version": now.version if now else 0, "theirs": None}
    back = f"{reverse('surveys:views', args=[slug])}?vuosi={year}"
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            told = {"values": form.values(), "text": form.cleaned_data["text"]}
            region = Region.objects.get(code=area.code)
            actions.tell_view(by=who, organisation=owner, region=region, year=year, version=version_of(request), **told)
            return f"{reverse('surveys:views', args=[slug])}?vuosi={year}&tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            now = queries.view_of(owner.id, area.code, year)
            more = {"version": now.version if now else 0, "theirs": now}
    title = _("Our view of the year %(year)s") % {"year": year}
    way = crumbs_of(area, lang, (_("Organisations' own views"), reverse("surveys:views", args=[slug])), (title, ""))
    context = {"form": form, "title": title, "lead": owner.name.get(lang), "back": back, "crumbs": way, "now": now, **more}  # fmt: skip
    context["points"] = {str(p): say(f"survey_point:{p}", lang=lang) for p in range(1, 6)}
    return page(request, "surveys/tell_view.html", context, status=form_status(form, more["theirs"]))


@post
@signed_in
def withdraw_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An organisation takes its view back."""
    who = actor(request)
    row = fetch(OrganisationView.objects.select_related("organisation", "region"), public_id=public_id)

    def do() -> str:
        actions.withdraw_view(by=who, view=row)
        slug = atlas().areas[row.region.code].slug
        return f"{reverse('surveys:views', args=[slug])}?tehty=tallennettu"

    return redirect(submit(request, do))
