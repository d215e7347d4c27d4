"""Pages of the division of labour: a region whole, and one theme of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import BLOCKS
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.press.files import answer as document_answer
from yhdyspinta.core.registry.addresses import area_of, way_to
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, get, page, slow_down
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.responsibilities import checking, queries, reading, rules
from yhdyspinta.rooms.responsibilities.conditions import ANSWERS
from yhdyspinta.rooms.responsibilities.facade import BLOCK
from yhdyspinta.rooms.responsibilities.queries import Sheet


def crumbs_of(area: Area, lang: str, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the regions to a page of a region's division of labour."""
    whole = (BLOCKS[BLOCK].short.get(lang), reverse("responsibilities:region", args=[area.slug]))
    return way_to(area, lang, whole, *last)


def name_of(area: Area, theme: str) -> Text:
    """A theme's name in a region, or 404."""
    try:
        return books().get(area.code, NOTHING).name_of(theme)
    except KeyError:
        raise Http404 from None


@get
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """Every task of a region by theme: who organises it by law and what the parties have agreed otherwise."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    view, written = atlas().view(area.code, today), queries.of_region(who, area.code)
    book = books().get(area.code, NOTHING)
    sheets = [(t, queries.sheet(view, t, written.get(t))) for t in book.themes_on(today)]
    if form := chosen(request, "muoto", FORMS):
        slow_down(request, 2)
        return _whole_table(area, [s for _t, s in sheets], form, lang)
    themes = [_part(book.name_of(t), s) for t, s in sheets if s.tasks or s.row]
    context = {
        "area": area,
        "themes": themes,
        "count": sum(len(s.tasks) for _t, s in sheets),
        "keeps": rules.may_keep(who, area.code),
        "crumbs": [*crumbs_of(area, lang)[:-1], (BLOCKS[BLOCK].short.get(lang), "")],
    }
    return page(request, "responsibilities/region.html", context)


def _part(name: Text, sheet: Sheet) -> dict[str, Any]:
    return {
        "code": sheet.theme,
        "name": name,
        "groups": [kind for kind, _orgs in reading.groups(sheet)],
        "rows": reading.rows(sheet),
        "told": sheet.agreed,
        "open": sum(1 for x in sheet.lacks if x.code in ("gap", "overlap", "disputed")),
    }


def _whole_table(area: Area, sheets: list[Sheet], form: str, lang: str) -> HttpResponse:
    orgs, where = list(dict.fromkeys(o for s in sheets for o in s.orgs)), area.name.get(lang)
    rows = [r for s in sheets for r in reading.table_rows(s, where, name_of(area, s.theme).get(lang), orgs, lang)]
    return table(f"tyonjako-{area.slug}", form, reading.header(orgs, lang), rows)


@get
def theme(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """One theme: who does what, what is to be settled and by whom, how each is reached, what the parties say."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    name = name_of(area, theme)
    row = queries.whole(queries.visible_to(who).filter(region__code=area.code, theme_code=theme)).first()
    sheet = queries.sheet(atlas().view(area.code, today), theme, row)
    if row is not None:
        own = [p.public_id for p in queries.signers(row)]
        note(who, "division", row.public_id, public=row.visibility == "public", own=own)
    if form := chosen(request, "muoto", (*FORMS, "docx", "pdf")):
        return _file(request, area, sheet, name, form)
    own_here = own_of(who, area)
    context = {
        "area": area,
        "theme": theme,
        "name": name,
        "sheet": sheet,
        "row": row,
        "groups": [kind for kind, _orgs in reading.groups(sheet)],
        "rows": reading.rows(sheet),
        "settle": reading.to_settle(sheet),
        "reached": [(o, sheet.contacts.get(o.id)) for o in sheet.organisers],
        "spoken": queries.spoken(row, who) if row else [],
        "checklist": checking.lines(area.code, theme, own_here[0] if own_here else None),
        "answering": own_here[0] if own_here else None,
        "answers": [(a, f"answer:{a}") for a in ("", *ANSWERS)],
        "keeps": rules.may_keep(who, area.code),
        "edit": row is not None and bool(rules.may_keep(who, area.code)),
        "crumbs": crumbs_of(area, lang, (name.get(lang), "")),
    }
    return page(request, "responsibilities/theme.html", context)


def _file(request: HttpRequest, area: Area, sheet: Sheet, name: Text, form: str) -> HttpResponse:
    lang, called = request.LANGUAGE_CODE, f"tyonjako-{area.slug}-{sheet.theme}"
    if form in FORMS:
        rows = reading.table_rows(sheet, area.name.get(lang), name.get(lang), sheet.orgs, lang)
        return table(called, form, reading.header(sheet.orgs, lang), rows)
    slow_down(request, 4)
    title = f"{BLOCKS[BLOCK].name.get(lang)}: {name.get(lang)}"
    address = request.build_absolute_uri(request.path)
    document = reading.document(sheet, title, area.name.get(lang), lang, clock.today(), address)
    return document_answer(document, form, called)
