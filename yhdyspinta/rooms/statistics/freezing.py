"""The picture of an interface, and what was looked at together, frozen under a permanent address."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.press.files import answer
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas, municipal_shapes
from yhdyspinta.core.registry.shapes import window
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING, RegionBook
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, kept, page, post, sent, slow_down, submit
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.ui.templatetags.ui import day as written_day
from yhdyspinta.rooms.statistics import actions, documents, queries, rules
from yhdyspinta.rooms.statistics.forms import SnapshotForm
from yhdyspinta.rooms.statistics.models import Snapshot


def here(slug: str, theme: str) -> tuple[Area, RegionBook]:
    """The region and what it has agreed, when it has the theme today; else 404."""
    area = area_of(slug)
    book = books().get(area.code, NOTHING)
    if theme not in book.themes_on(clock.today()):
        raise Http404
    return area, book


def _crumbs(area: Area, book: RegionBook, theme: str, lang: str) -> list[tuple[str, str]]:
    interface = (book.name_of(theme).get(lang), reverse("interface", args=[area.slug, theme]))
    return way_to(area, lang, interface)


@get
@kept
def picture(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """The figures that the region looks at together in a theme: the country, the region, its municipalities."""
    area, book = here(slug, theme)
    lang, today = request.LANGUAGE_CODE, clock.today()
    codes = book.looked_at(theme, clock.today())
    found = queries.picture(area.code, codes)
    content = queries.frozen(found)
    if form := chosen(request, "muoto", (*FORMS, "pdf")):
        name = f"tilannekuva-{slug}-{theme}"
        if form == "pdf":
            slow_down(request)
            document = documents.of_content(
                shown_content(content, lang),
                lang,
                title=f"{_('Shared picture')}: {book.name_of(theme).get(lang)}",
                subtitle=area.name.get(lang),
                day=today,
                address=request.build_absolute_uri(request.path),
            )
            return answer(document, form, name)
        return table(name, form, *as_table(content, lang))
    context = {
        "area": area,
        "theme": theme,
        "theme_name": book.name_of(theme).get(lang),
        "agreed": book.picture(theme, today),
        "content": shown_content(content, lang),
        "silent": found.silent,
        "maps": _maps(found, lang),
        "stands": queries.edges(found),
        "states": queries.states(codes, today),
        "snapshots": queries.snapshots().filter(region__code=area.code, theme_code=theme)[:20],
        "may": rules.may_freeze(actor(request), area.code),
        "crumbs": [*_crumbs(area, book, theme, lang), (_("Shared picture"), "")],
    }
    return page(request, "statistics/picture.html", context)


def _maps(found: queries.Picture, lang: str) -> dict[str, Any]:
    """Each figure as a small map of the region's municipalities, in the tones of the whole country's fifths."""
    towns = [(at, n) for at, n in found.rows if n.place[0] == "municipality"]
    part = window(municipal_shapes(), [n.place[1] for _at, n in towns])
    if len(towns) < 3 or part is None:
        return {}
    drawn = []
    for column in found.columns:
        lies = queries.fifths(column)
        tiles = [
            (part.shapes.paths[n.place[1]], lies.get(n.place[1], 0), n.name.get(lang), found.value(column, at))
            for at, n in towns
            if n.place[1] in part.shapes.paths
        ]
        drawn.append({"indicator": column.indicator, "tiles": tiles})
    return {"box": part.box, "each": drawn}


def shown_content(content: dict[str, Any], lang: str) -> dict[str, Any]:
    """Frozen content in one language, each value with its column."""
    columns = [
        {**c, "name": c["name"][lang], "source": c["source"][lang], "period": _common_period(content, i)}
        for i, c in enumerate(content["columns"])
    ]
    rows = []
    for row in content["rows"]:
        cells = [
            {"value": v, "period": p if p != columns[i]["period"] else "", "column": columns[i]}
            for i, (v, p) in enumerate(row["values"])
        ]
        rows.append({**row, "name": row["name"][lang], "cells": cells})
    return {"columns": columns, "rows": rows}


def _common_period(content: dict[str, Any], column: int) -> str:
    """The latest period of a column; a cell of another one tells its own."""
    return max((row["values"][column][1] for row in content["rows"]), default="")


def as_table(content: dict[str, Any], lang: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows for a file."""
    told = shown_content(content, lang)
    header = [_("Code"), _("Area"), *(f"{c['name']} {shown(c['period'])}".strip() for c in told["columns"])]
    rows = []
    for row in told["rows"]:
        values = [documents.for_machines(c["value"], c["column"]["decimals"], c["period"]) for c in row["cells"]]
        rows.append([row["code"], row["name"], *values])
    return header, rows


@form_page
@signed_in
def freeze(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """Freezes what was looked at, with where and when."""
    area, book = here(slug, theme)
    who, lang = actor(request), request.LANGUAGE_CODE
    require(rules.may_freeze(who, area.code))
    form = SnapshotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        region = Region.objects.get(code=area.code)

        def do() -> str:
            made = actions.freeze(
                by=who,
                region=region,
                theme=theme,
                codes=book.looked_at(theme, clock.today()),
                title=form.cleaned_data["title"],
                looked_on=form.cleaned_data["looked_on"],
            )
            return f"{reverse('statistics:snapshot', args=[made.public_id])}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Freeze what was looked at")
    back = reverse("statistics:picture", args=[slug, theme])
    crumbs = [*_crumbs(area, book, theme, lang), (_("Shared picture"), back), (title, "")]
    context = {"form": form, "title": title, "lead": book.name_of(theme).get(lang), "back": back, "crumbs": crumbs}
    return page(request, "statistics/freeze.html", context, status=422 if form.errors else 200)


@get
def snapshot(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was looked at, as it was: to cite in minutes. It never changes; a withdrawn one says so."""
    row = fetch(queries.snapshots(), public_id=public_id)
    lang = request.LANGUAGE_CODE
    if form := chosen(request, "muoto", (*FORMS, "pdf")):
        return _file(request, row, form, lang)
    book = books().get(row.region.code, NOTHING)
    context = {
        "row": row,
        "theme_name": book.name_of(row.theme_code).get(lang),
        "content": shown_content(row.content, lang),
        "address": request.build_absolute_uri(request.path),
        "may": rules.may_withdraw(actor(request), row),
        "crumbs": [*_crumbs(atlas().areas[row.region.code], book, row.theme_code, lang), (row.title, "")],
    }
    return page(request, "statistics/snapshot.html", context)


def _file(request: HttpRequest, row: Snapshot, form: str, lang: str) -> HttpResponse:
    """A snapshot as a file: for machines, or to be attached to the minutes."""
    name = f"tilannekuva-{row.looked_on}"
    if form != "pdf":
        return table(name, form, *as_table(row.content, lang))
    slow_down(request)
    looked = _("Looked at on %(day)s.") % {"day": written_day(row.looked_on)}
    notes = [f"{_('Checksum (SHA-256)')}: {row.digest}"]
    if row.withdrawn_at:
        notes.insert(0, _("Taken back on %(day)s.") % {"day": written_day(row.withdrawn_at)})
    theme = books().get(row.region.code, NOTHING).name_of(row.theme_code).get(lang)
    region = atlas().areas[row.region.code].name.get(lang)
    document = documents.of_content(
        shown_content(row.content, lang),
        lang,
        title=row.title,
        subtitle=f"{theme}, {region}. {looked}",
        day=row.looked_on,
        address=request.build_absolute_uri(request.path),
        notes=notes,
    )
    return answer(document, form, name)


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a snapshot back."""
    who, row = actor(request), fetch(queries.snapshots(), public_id=public_id)

    def do() -> str:
        actions.withdraw(by=who, snapshot=row)
        return f"{reverse('statistics:snapshot', args=[row.public_id])}?tehty=paatetty"

    return redirect(submit(request, do))
