"""Pages that write agreements and models: propose, rewrite, sections, the ladder, a party's word, renew, end."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.case_forms import DocumentForm
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.matters.shelf import used_at
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Area, units
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.stances.speaking import speak
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, form_status, page, post, sent, submit, version_of
from yhdyspinta.rooms.agreements import actions, queries, rules
from yhdyspinta.rooms.agreements.forms import ClauseForm, DraftForm, LadderForm, initial_of
from yhdyspinta.rooms.agreements.models import Agreement
from yhdyspinta.rooms.agreements.outlines import chain_title, chains
from yhdyspinta.rooms.agreements.views import crumbs_of, hint_of, title_of

DRAFTED = ("title", "text", "starts", "ends", "notice", "review", "duties", "link", "visibility")


def form_of(
    request: HttpRequest, form: Form, title: str, lead: str, back: str, crumbs: list[tuple[str, str]], **more: Any
) -> HttpResponse:
    """A page with a form: 409 with `theirs` when somebody saved first, 422 with what is wrong."""
    status = form_status(form, more.get("theirs") or more.get("moved"))
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": crumbs, "version": 0, "theirs": None}
    return page(request, "agreements/form.html", {**context, **more}, status=status)


def themes_of(area: Area, lang: str) -> list[tuple[str, str]]:
    """The themes of a region today as choices."""
    book = books().get(area.code, NOTHING)
    return [(code, book.name_of(code).get(lang)) for code in book.themes_on(clock.today())]


def page_of(row: Agreement) -> str:
    """Where an agreement is read."""
    return reverse("agreements:agreement", args=[row.public_id])


def _drafting(request: HttpRequest, area: Area, kind: str, initial: dict[str, Any]) -> DraftForm:
    lang, view = request.LANGUAGE_CODE, atlas().view(area.code, clock.today())
    every = [d for d in catalogue().duties.values() if d.kind == "agreement" and units(d, view)]
    duties = sorted(((d.code, d.title.get(lang)) for d in every), key=lambda c: c[1])
    return DraftForm(
        request.POST or None,
        orgs=view.everybody(),
        themes=themes_of(area, lang),
        duties=duties,
        kind=kind,
        lang=lang,
        initial=initial,
    )


@form_page
@signed_in
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Proposes an agreement, or with `?laji=` one of a kind (`tym`: of the area `?alue=`), to its parties."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_keep(who, area.code))
    view, theme = atlas().view(area.code, clock.today()), request.GET.get("teema", "")
    kind = chosen(request, "laji", rules.KINDS)
    model = kind == rules.MODEL
    first = view.joint_support(request.GET.get("alue", "")) if kind == "tym" else view.both_sides
    parties = [str(o.public_id) for o in first]
    ready = chosen(request, "pohja", chains()) if model else ""
    initial = {"parties": parties, "visibility": "public", "kind": kind or "interface", "themes": [theme]}
    if ready:
        initial |= {f"title_{x}": text for x, text in chain_title(ready).by_language().items()}
    form = _drafting(request, area, rules.MODEL if model else "", initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            made = actions.propose(
                by=who, region=Region.objects.get(code=area.code), draft=replace(form.draft(), chain=ready)
            )
            return f"{page_of(made)}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Propose an operating model") if model else _("Propose an agreement")
    back = reverse("agreements:region", args=[slug])
    return form_of(request, form, title, area.name.get(lang), back, crumbs_of(area, lang, (title, "")))


def kept(request: HttpRequest, public_id: UUID) -> Agreement:
    """An agreement that the reader may write. Raises Http404, Refused."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who), who).filter(ended_on=None), public_id=public_id)
    require(rules.may_keep(who, row.region.code))
    return row


def _writing(request: HttpRequest, row: Agreement, form: Form, title: str, do: Any, **more: Any) -> HttpResponse:
    """Sends a form that changes an agreement's text; the later of two writers sees both texts."""
    lang, area, back, theirs = request.LANGUAGE_CODE, atlas().areas[row.region.code], page_of(row), None
    if request.method == "POST" and form.is_valid():

        def write() -> str:
            do(version_of(request))
            return f"{back}?tehty=tallennettu"

        try:
            if answer := sent(request, form, write):
                return answer
        except EditConflict:
            theirs = kept(request, row.public_id)
    lead = title_of(row).get(lang)
    crumbs = crumbs_of(area, lang, (lead, back), (title, ""))
    return form_of(request, form, title, lead, back, crumbs, version=(theirs or row).version, theirs=theirs, again=True, **more)  # fmt: skip


@form_page
@signed_in
def rewrite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rewrites an agreement: every party is asked again."""
    who, row = actor(request), kept(request, public_id)
    initial = initial_of(row, DRAFTED) | {
        "themes": [t.theme_code for t in row.themes.all()],
        "parties": [str(p.public_id) for p in queries.parties_of(row)],
    }
    form = _drafting(request, atlas().areas[row.region.code], row.kind, initial)
    if row.visibility == "parties":  # it becomes public by its own verb, when everybody has accepted it
        del form.fields["visibility"]

    def do(version: int) -> None:
        actions.rewrite(by=who, agreement=row, version=version, draft=form.draft())

    return _writing(request, row, form, _("Rewrite"), do)


@form_page
@signed_in
def part(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Writes a section or a step (`?osa=` its uuid), or adds one."""
    who, row, lang = actor(request), kept(request, public_id), request.LANGUAGE_CODE
    asked = request.GET.get("osa", "")
    one = next((p for p in row.parts.all() if str(p.public_id) == asked), None)
    if asked and one is None:
        raise Http404
    model, initial = row.kind == rules.MODEL, initial_of(one, ("title", "text", "who", "told", "link")) if one else {}
    hint = hint_of(row, one).get(lang) if one else ""
    form = ClauseForm(request.POST or None, model=model, hint=hint, initial=initial)

    def do(version: int) -> None:
        actions.write_part(by=who, agreement=row, version=version, clause=form.clause(), part=one)

    if one:
        title = _("Write the step") if model else _("Write the section")
    else:
        title = _("Add a step") if model else _("Add a section")
    return _writing(request, row, form, title, do)


def _part(request: HttpRequest, public_id: UUID, part_id: UUID, verb: Any) -> HttpResponse:
    who, row = actor(request), kept(request, public_id)
    one = fetch(row.parts.all(), public_id=part_id)

    def do() -> str:
        verb(by=who, agreement=row, version=version_of(request), part=one)
        return f"{page_of(row)}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def drop_part(request: HttpRequest, public_id: UUID, part_id: UUID) -> HttpResponse:
    """Leaves out a section or a step."""
    return _part(request, public_id, part_id, actions.drop_part)


@post
@signed_in
def raise_part(request: HttpRequest, public_id: UUID, part_id: UUID) -> HttpResponse:
    """Moves a section or a step earlier."""
    return _part(request, public_id, part_id, actions.raise_part)


@form_page
@signed_in
def ladder(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Writes the ladder that problems climb."""
    who, row = actor(request), kept(request, public_id)
    initial: dict[str, Any] = {}
    for r in row.rungs.all():
        initial[f"days_{r.level}"] = r.days
        initial |= {f"who_{r.level}_{x}": text for x, text in Text.of(r, "who").by_language().items()}
    form = LadderForm(request.POST or None, lang=request.LANGUAGE_CODE, initial=initial)

    def do(version: int) -> None:
        actions.set_ladder(by=who, agreement=row, version=version, steps=form.steps())

    return _writing(request, row, form, _("Write how problems are settled"), do)


@form_page
@signed_in
def stance(request: HttpRequest, public_id: UUID, party: UUID) -> HttpResponse:
    """A party's view or decision of the present text."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who), who), public_id=public_id)
    one = next((s for s in queries.spoken(row, who) if s.org.public_id == party), None)
    if one is None:
        raise Http404
    require(one.may)
    area, back, title = atlas().areas[row.region.code], page_of(row), title_of(row).get(lang)

    def say(words: Words) -> None:
        actions.say(by=who, agreement=row, party=one.org, version=version_of(request), words=words)

    text = Text.of(row, "text").get(lang) or _("The agreement as its page shows it, version %(n)s.") % {
        "n": row.version
    }
    context = {
        "lead": title,
        "text": text,
        "version": row.version,
        "crumbs": crumbs_of(area, lang, (title, back), (one.org.name.get(lang), "")),
    }
    return speak(request, one, say, back=back, context=context)


@form_page
@signed_in
def attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings a document to the agreement: a file such as the signed text, or a link."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.whole(queries.visible_to(who), who), public_id=public_id)
    require(rules.may_bring(who, row.region.code, [p.public_id for p in queries.parties_of(row)]))
    area, back = atlas().areas[row.region.code], page_of(row)
    initial = {"visibility": row.visibility, "dated": clock.today()}
    form = DocumentForm(request.POST or None, request.FILES or None, own=own_of(who, area), lang=lang, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            owner = form.own[form.cleaned_data["owner"]]
            actions.bring(by=who, agreement=row, owner=owner, label=form.label(), content=form.content())
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title, lead = _("Add a document"), title_of(row).get(lang)
    crumbs = crumbs_of(area, lang, (lead, back), (title, ""))
    context = {"form": form, "title": title, "lead": lead, "back": back, "version": 0, "crumbs": crumbs}
    return page(request, "matters/document_form.html", context, status=422 if form.errors else 200)


@post
@signed_in
def drop(request: HttpRequest, public_id: UUID, document: UUID) -> HttpResponse:
    """Takes a document off the agreement; it stays where it was filed."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who), who), public_id=public_id)
    origin = queries.origin_of(row)
    one = next((u for u in used_at(who, [origin]).get(origin, []) if u.document.public_id == document), None)
    if one is None:
        raise Http404

    def do() -> str:
        actions.drop(by=who, agreement=row, use=one)
        return f"{page_of(row)}?tehty=paatetty"

    return redirect(submit(request, do))


@post
@signed_in
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Shows an agreement that everybody has accepted to everybody."""
    who, row = actor(request), kept(request, public_id)

    def do() -> str:
        actions.publish(by=who, agreement=row, version=version_of(request))
        return f"{page_of(row)}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def renew(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begins an agreement that follows this one."""
    who = actor(request)
    row = fetch(queries.whole(queries.visible_to(who), who), public_id=public_id)

    def do() -> str:
        return f"{page_of(actions.renew(by=who, agreement=row))}?tehty=tallennettu"

    return redirect(submit(request, do))


@post
@signed_in
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends an agreement before its time."""
    who, row = actor(request), kept(request, public_id)

    def do() -> str:
        actions.end(by=who, agreement=row)
        return f"{page_of(row)}?tehty=paatetty"

    return redirect(submit(request, do))
