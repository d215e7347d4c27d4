"""Pages that write: begin, change, chapters with the figures beside, remarks, who writes, other plans, statements."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused, Verdict, no, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.matters.owner_pages import Item, end_page, keep_page
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, form_page, form_status, page, post, sent, submit, version_of
from yhdyspinta.core.visits.reading import note
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.welfare import actions, queries, rules
from yhdyspinta.rooms.welfare.forms import AskForm, ChapterForm, DocumentForm, JoinForm, StatementForm
from yhdyspinta.rooms.welfare.models import Chapter, Remark, Statement, WelfareDocument
from yhdyspinta.rooms.welfare.outlines import JOINED
from yhdyspinta.rooms.welfare.views import crumbs_of, home_of, owner_of, shown

SAVED = "?tehty=tallennettu"


def page_of(row: WelfareDocument) -> str:
    """Where a document is read."""
    return reverse("welfare:document", args=[row.public_id])


def form_of(
    request: HttpRequest, form: Form, title: str, lead: str, back: str, crumbs: list[tuple[str, str]], **more: Any
) -> HttpResponse:
    """A page with a form: 409 with `theirs` when somebody saved first, 422 with what is wrong."""
    status = form_status(form, more.get("theirs"))
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": crumbs, "version": 0, "theirs": None}
    return page(request, "welfare/form.html", {**context, **more}, status=status)


@form_page
@signed_in
def begin(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """Begins a report, a plan or a yearly follow-up."""
    owner, who, lang = owner_of(space, slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_begin(who, owner.public_id))
    area = home_of(owner)
    if area is None:
        raise Refused(no("welfare_not_yours"))
    form = _document_form(request, who, owner.id, area.code, {"kind": request.GET.get("laji", "report")})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            region = Region.objects.get(code=area.code)
            return page_of(actions.begin(by=who, owner=owner, region=region, draft=form.draft())) + SAVED

        if answer := sent(request, form, do):
            return answer
    back = reverse("welfare:organisation", args=[space, slug])
    title = _("Begin a report or a plan")
    return form_of(request, form, title, owner.name.get(lang), back, crumbs_of(owner, lang, (title, "")))


def _texts(row: Any, name: str) -> list[str]:
    """What somebody else has saved, in every language that it has: the form would replace all of them."""
    return [t for t in Text.of(row, name).by_language().values() if t] if row is not None else []


def _document_form(request: HttpRequest, who: Any, owner: int, region: str, initial: dict[str, Any]) -> DocumentForm:
    programmes = [
        p for p in goals.programmes_visible_to(who).filter(region__code=region) if p.owner_id in (None, owner)
    ]
    earlier = list(queries.visible_to(who).filter(organisation=owner, elsewhere="").order_by("-first_year"))
    lang = request.LANGUAGE_CODE
    return DocumentForm(request.POST or None, programmes=programmes, earlier=earlier, lang=lang, initial=initial)


def written(request: HttpRequest, public_id: UUID) -> WelfareDocument:
    """A document that the reader may write. Raises Http404, Refused."""
    row = shown(request, public_id)
    _require(request, rules.may_write(actor(request), row))
    return row


def _require(request: HttpRequest, verdict: Verdict) -> None:
    """The reader's right. That it has been closed meanwhile is told at the form that was sent: what was written stays there."""
    if not (request.method == "POST" and verdict.code == "welfare_closed"):
        require(verdict)


@form_page
@signed_in
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Its name and programme."""
    who, row, lang = actor(request), written(request, public_id), request.LANGUAGE_CODE
    initial = {f"title_{x}": t for x, t in queries.title_of(row).by_language().items()}
    initial["programme"] = str(row.programme.public_id) if row.programme else ""
    form = _document_form(request, who, row.organisation_id, row.region.code, initial)
    for name in ("kind", "first_year", "last_year", "follows"):
        form.fields.pop(name, None)
    theirs = None
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.change(by=who, document=row, version=version_of(request), draft=form.draft(row))
            return page_of(row) + SAVED

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = shown(request, public_id)
    owner, name = atlas().orgs[row.organisation_id], queries.title_of(row).get(lang)
    crumbs = crumbs_of(owner, lang, (name, page_of(row)), (_("Change the name or the programme"), ""))
    version = (theirs or row).version
    return form_of(request, form, _("Change the name or the programme"), name, page_of(row), crumbs, theirs=theirs, version=version, texts=_texts(theirs, "title"))  # fmt: skip


def _chapter(request: HttpRequest, public_id: UUID) -> Chapter:
    """A chapter that the reader may write. Raises Http404, Refused."""
    who = actor(request)
    row = fetch(queries.chapter_of(who, public_id))
    _require(request, rules.may_write_chapter(who, row.document, row.public_id))
    own = [row.document.organisation.public_id]
    note(who, "welfare", row.document.public_id, public=row.document.visibility == "public", own=own)
    return row


@form_page
@signed_in
def chapter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Writes a chapter: text, with the figures, the earlier term's text and the remarks beside it."""
    who, row, lang = actor(request), _chapter(request, public_id), request.LANGUAGE_CODE
    initial = {f"text_{x}": t for x, t in Text.of(row, "text").by_language().items()}
    form, theirs = ChapterForm(request.POST or None, initial=initial), None
    back = page_of(row.document)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.write(by=who, chapter=row, version=version_of(request), texts=form.texts())
            return f"{back}{SAVED}#{row.code}"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = _chapter(request, public_id)
    owner, name = atlas().orgs[row.document.organisation_id], queries.title_of(row.document).get(lang)
    title = queries.section_of(row).title.get(lang)
    crumbs = crumbs_of(owner, lang, (name, back), (title, ""))
    version = (theirs or row).version
    beside = _beside(row, who)
    told = {"theirs": theirs, "version": version, "texts": _texts(theirs, "text"), "chapter": row, **beside}
    return form_of(request, form, title, name, back, crumbs, **told)


def _beside(row: Chapter, who: Actor) -> dict[str, Any]:
    """What stands beside a chapter's text: figures, those left out, the earlier text, remarks, who writes."""
    owner = atlas().orgs[row.document.organisation_id]
    level = queries.level_of(owner.kind)
    section, known = queries.section_of(row), law().indicators
    codes = queries.codes_of(row, level)
    region = row.document.region.code
    more = [i for i in known.values() if level in i.levels and i.region in ("", region) and not i.ended and i.code not in codes]  # fmt: skip
    left = [(known[x.indicator], x.reason) for x in row.left_out.all() if x.indicator in known]
    seen = queries.visible_to(who).filter(pk=row.document.follows_id or 0)
    earlier = Chapter.objects.filter(document__in=seen.values("pk"), code=row.code).first()
    return {
        "owner": owner,
        "hint": section.hint,
        "lines": queries.lines(codes, owner, region),
        "left": left,
        "more": sorted(more, key=lambda i: (i.themes[:1] != section.themes[:1], i.name.fi)),
        "earlier": earlier,
        "remarks": [r for r in row.remarks.all() if r.settled_at is None],
    }


@post
@signed_in
def figure(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Leaves a figure out, with the reason, or takes one in."""
    who, row = actor(request), _chapter(request, public_id)
    code, reason = request.POST.get("luku", ""), request.POST.get("syy", "")

    def do() -> str:
        if request.POST.get("mukaan"):
            actions.take_in(by=who, chapter=row, indicator=code)
        else:
            actions.leave_out(by=who, chapter=row, indicator=code, reason=reason)
        return reverse("welfare:chapter", args=[public_id]) + SAVED

    return redirect(submit(request, do))


@post
@signed_in
def remark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Says something of a chapter to the other writers."""
    who, row = actor(request), _chapter(request, public_id)

    def do() -> str:
        actions.remark(by=who, chapter=row, text=request.POST.get("teksti", "")[:4000])
        return reverse("welfare:chapter", args=[public_id]) + SAVED

    return redirect(submit(request, do))


@post
@signed_in
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A remark has been taken care of."""
    who = actor(request)
    rows = Remark.objects.filter(chapter__document__in=queries.visible_to(who).values("pk"))
    row = fetch(rows.select_related("chapter__document__organisation"), public_id=public_id)
    require(rules.may_write_chapter(who, row.chapter.document, row.chapter.public_id))

    def do() -> str:
        actions.settle(by=who, remark=row)
        return reverse("welfare:chapter", args=[row.chapter.public_id]) + SAVED

    return redirect(submit(request, do))


def item_of(row: Chapter) -> Item:
    """A chapter as what somebody can be asked to write."""
    keep, end = (reverse(f"welfare:{n}", args=[row.public_id]) for n in ("charge", "end-charge"))
    title = queries.section_of(row).title
    return Item("chapter", row.public_id, row.document.organisation, title, page_of(row.document), keep, end)


@form_page
@signed_in
def charge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who writes a chapter beside the organisation's own people."""
    return keep_page(request, item_of(fetch(queries.chapter_of(actor(request), public_id))))


@post
@signed_in
def end_charge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody no longer writes it."""
    return end_page(request, item_of(fetch(queries.chapter_of(actor(request), public_id))))


@form_page
@signed_in
def join(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Whether another plan is included or apart."""
    who, row, lang = actor(request), written(request, public_id), request.LANGUAGE_CODE
    if row.kind != "plan" or code not in JOINED:
        raise Http404
    now = next((n for n in row.nested.all() if n.code == code), None)
    initial = {"how": now.how, "link": now.link, "due": now.due} if now else {}
    form = JoinForm(request.POST or None, lang=lang, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.join(by=who, document=row, code=code, **form.cleaned_data)
            return page_of(row) + SAVED

        if answer := sent(request, form, do, "link"):
            return answer
    return _simple(request, row, form, JOINED[code].name.get(lang))


def _simple(request: HttpRequest, row: WelfareDocument, form: Form, title: str, **more: Any) -> HttpResponse:
    lang, owner = request.LANGUAGE_CODE, atlas().orgs[row.organisation_id]
    name = queries.title_of(row).get(lang)
    return form_of(
        request, form, title, name, page_of(row), crumbs_of(owner, lang, (name, page_of(row)), (title, "")), **more
    )


@form_page
@signed_in
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Asks a statement from an influence body."""
    who, row = actor(request), written(request, public_id)
    form = AskForm(request.POST or None, lang=request.LANGUAGE_CODE, initial={"body": request.GET.get("neuvosto", "")})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.ask_statement(by=who, document=row, **form.cleaned_data)
            return page_of(row) + SAVED

        if answer := sent(request, form, do, "due"):
            return answer
    return _simple(request, row, form, _("Ask for a statement"))


@form_page
@signed_in
def statement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What an influence body said."""
    who = actor(request)
    rows = Statement.objects.filter(document__in=queries.visible_to(who).values("pk"))
    one = fetch(rows.select_related("document__organisation", "document__region"), public_id=public_id)
    row, theirs = one.document, None
    _require(request, rules.may_write(who, row))
    initial = {"given_on": one.given_on, "text": one.text, "link": one.link} if one.given_on else {}
    form = StatementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            actions.give_statement(by=who, statement=one, version=version_of(request), **form.cleaned_data)
            return page_of(row) + SAVED

        try:
            if answer := sent(request, form, do, "text"):
                return answer
        except EditConflict:
            theirs = Statement.objects.get(pk=one.pk)
    more = {"theirs": theirs, "version": (theirs or one).version, "texts": [theirs.text, theirs.link] if theirs else []}
    return _simple(request, row, form, say(f"welfare_body:{one.body}"), **more)
