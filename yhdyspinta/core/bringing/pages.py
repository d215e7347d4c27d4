"""Pages of bringing: choosing what, the columns, looking through, how far it is, the report, undoing."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.bringing import actions, papers
from yhdyspinta.core.bringing.forms import FileForm
from yhdyspinta.core.bringing.kinds import Kind, Scope, kind_of, kinds
from yhdyspinta.core.bringing.queries import visible_to
from yhdyspinta.core.bringing.reading import Line, counted, headings, lines_of, missing, scope_of, to_mend
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators.sources import files
from yhdyspinta.core.jobs.queue import again
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import (
    chosen,
    fetch,
    form_page,
    form_status,
    get,
    page,
    post,
    slow_down,
    submit,
    tell_refusal,
    version_of,
)
from yhdyspinta.core.ui.tables import FORMS, XLSX, table

FIRST = 8
"""So many ready rows are shown as they were understood."""
SHOWN = 200
"""Rows of a page; the file has all."""


def areas_of(by: Actor) -> list[Area]:
    """Regions in which the person may bring something: those of its organisations and those it coordinates."""
    house, today = atlas(), clock.today()
    if by.is_administrator:
        return list(house.areas.values())
    own = [o for o in house.orgs.values() if o.public_id in by.organisations]
    codes = by.regions | {a.code for o in own for a in house.regions_of(o, today)}
    return [a for a in house.areas.values() if a.code in codes]


@form_page
@signed_in
def bring(request: HttpRequest) -> HttpResponse:
    """What is brought, where and from which file; what one has brought before."""
    who, lang = actor(request), request.LANGUAGE_CODE
    areas = areas_of(who)
    offered = {code: k for code, k in kinds().items() if any(k.may(who, a) for a in areas)}
    first = {"kind": request.GET.get("mika", ""), "region": request.GET.get("alue", "")}
    form = FileForm(request.POST or None, request.FILES or None, kinds=offered, areas=areas, lang=lang, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            # Read before the write begins: nobody waits for a spreadsheet with the database's lock.
            slow_down(request, 8)
            sheets = files.fetch(form.cleaned_data["file"].read(files.LARGEST + 1))
            return redirect(submit(request, lambda: _taken(who, form, sheets, lang)))
        except files.BadFile as error:
            form.add_error("file", str(error))
        except Refused as refused:
            tell_refusal(request, form, refused, "file")
    context = {
        "form": form,
        "offered": offered.values(),
        "areas": areas,
        "before": visible_to(who).defer("sheets")[:20],
        "crumbs": [(_("Mine"), reverse("mine")), (_("Bring from a spreadsheet"), "")],
    }
    return page(request, "bringing/bring.html", context, status=form_status(form))


def _taken(who: Actor, form: FileForm, sheets: list[files.Sheet], lang: str) -> str:
    data = form.cleaned_data
    region = Region.objects.get(slug=data["region"])
    made = actions.take(
        by=who, kind=kind_of(data["kind"]), region=region, name=data["file"].name, sheets=sheets, lang=lang
    )
    return reverse("bringing:look", args=[made.public_id])


@get
@signed_in
def template(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """An empty workbook with the columns of a kind and the words of a region."""
    if kind not in kinds():
        raise Http404
    area, who, today = area_of(slug), actor(request), clock.today()
    scope = Scope(who, area, atlas().view(area.code, today), today, request.LANGUAGE_CODE)
    answer = HttpResponse(papers.template(kind_of(kind), scope), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{slug}.xlsx"'
    return answer


@get
@signed_in
def look(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A file of one's own: its columns and what will become of its rows; how far it is; what became of them."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)
    kind, scope = kind_of(row.kind), scope_of(row, who)
    lines = lines_of(row, scope) if row.state == "looked" else []
    if form := chosen(request, "muoto", FORMS):
        return table(f"{row.kind}-{row.recorded_at:%Y-%m-%d}", form, *papers.report(row, lines))
    base = {
        "row": row,
        "kind": kind,
        "area": scope.area,
        "crumbs": [(_("Bring from a spreadsheet"), reverse("bringing:bring")), (row.name, "")],
    }
    if row.state == "looked":
        columns = headings(row)
        fields = [
            {"field": f, "chosen": row.columns.get(f.code, -1), "fixed": row.fixed.get(f.code, ""), "words": f.reader.offered(scope)[:60]}
            for f in kind.fields
        ]  # fmt: skip
        context = {
            **base,
            "columns": columns,
            "fields": fields,
            "missing": missing(row, kind),
            "counts": counted(lines),
            "faulty": to_mend(lines)[:SHOWN],
            "sample": _sample(kind, lines, scope),
        }
        return page(request, "bringing/look.html", context)
    rows = row.rows.all()
    outcomes = {o: sum(1 for r in rows if r.outcome == o) for o in ("made", "there", "refused", "undone", "kept")}
    told = [(r, papers.why_of(r)) for r in rows if r.outcome in ("refused", "kept")][:SHOWN]
    made = [r for r in rows if r.outcome == "made"][:SHOWN]
    return page(
        request, "bringing/done.html", {**base, "work": row.work, "outcomes": outcomes, "told": told, "made": made}
    )


def _sample(kind: Kind, lines: Sequence[Line], scope: Scope) -> list[tuple[int, list[tuple[str, str]]]]:
    """The first ready rows as they were understood: fields that any of them has, and each row's values in words."""
    ready = [x for x in lines if x.ready][:FIRST]
    fields = [f for f in kind.fields if any(f.code in x.values for x in ready)]
    return [
        (
            x.number,
            [(str(f.label), f.reader.shown(x.values[f.code], scope) if f.code in x.values else "") for f in fields],
        )
        for x in ready
    ]


def _place(text: str) -> int | None:
    """A column or a sheet as the form names it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


@post
@signed_in
def columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which column each field is in."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)
    sent = {k: str(v) for k, v in request.POST.items()}
    told = {k[4:]: n for k, v in sent.items() if k.startswith("col:") and (n := _place(v)) is not None}
    fixed = {k[4:]: v for k, v in sent.items() if k.startswith("all:")}

    def do() -> str:
        actions.tell_columns(
            by=who,
            bringing=row,
            version=version_of(request),
            sheet=_place(sent.get("sheet", "")) or 0,
            columns=told,
            fixed=fixed,
        )
        return reverse("bringing:look", args=[public_id]) + "#rivit"

    return redirect(submit(request, do))


@post
@signed_in
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings the rows that can be brought."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)

    def do() -> str:
        actions.start(by=who, bringing=row, version=version_of(request))
        return reverse("bringing:look", args=[public_id])

    return redirect(submit(request, do))


@post
@signed_in
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes back what was brought."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)

    def do() -> str:
        actions.undo(by=who, bringing=row)
        return reverse("bringing:look", args=[public_id])

    return redirect(submit(request, do))


@post
@signed_in
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Work that stopped goes back to the queue; what is ready stays."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)
    work = row.work
    if work is None:
        raise Http404

    def do() -> str:
        again(work=work)
        return reverse("bringing:look", args=[public_id])

    return redirect(submit(request, do))


@post
@signed_in
def throw_away(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A file of which nothing has been brought."""
    who = actor(request)
    row = fetch(visible_to(who), public_id=public_id)

    def do() -> str:
        actions.throw_away(by=who, bringing=row)
        return reverse("bringing:bring")

    return redirect(submit(request, do))
