"""Figures that a region follows by itself: what they are, adding one, ending one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.indicators.actions import Definition, define, end_own
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.indicators.rules import may_define
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import form_page, get, page, post, sent, submit
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics.forms import OwnForm


@get
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """A region's own figures: those with figures first, ended ones last."""
    area = area_of(slug)
    context = {
        "area": area,
        "rows": queries.own_figures(area.code),
        "may": may_define(actor(request), area.code),
        "crumbs": way_to(area, request.LANGUAGE_CODE, (_("The region's own figures"), "")),
    }
    return page(request, "statistics/own.html", context)


@form_page
@signed_in
def define_own(request: HttpRequest, slug: str) -> HttpResponse:
    """Adds a figure of the region's own."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(may_define(who, area.code))
    form = OwnForm(request.POST or None, lang=lang)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = Definition(
            names={x: data[f"name_{x}"] for x in ("fi", "sv", "en")},
            theme=data["theme"],
            unit=data["unit"],
            decimals=int(data["decimals"]),
            direction=data["direction"],
            every=data["every"],
            additive=data["additive"] == "sum",
            producer=data["producer"],
            note=data["note"],
        )

        def do() -> str:
            made = define(by=who, region=area.code, said=said)
            return f"{reverse('statistics:indicator', args=[made.code])}?tehty=tallennettu"

        if answer := sent(request, form, do, "name_fi"):
            return answer
    back = reverse("statistics:own", args=[slug])
    title = _("A new figure of the region's own")
    crumbs = way_to(area, lang, (_("The region's own figures"), back), (title, ""))
    context = {"form": form, "title": title, "area": area, "back": back, "crumbs": crumbs}
    return page(request, "statistics/define.html", context, status=422 if form.errors else 200)


@post
@signed_in
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Ends a region's own figure."""
    who, one = actor(request), law().indicators.get(code)
    if one is None or not one.region:
        raise Http404
    slug = atlas().areas[one.region].slug

    def do() -> str:
        end_own(by=who, code=code)
        return f"{reverse('statistics:own', args=[slug])}?tehty=paatetty"

    return redirect(submit(request, do))
