"""Writing pages of the room: record, correct, confirm, withdraw; the region's own day; complete records."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.rules import may_propose_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.evidence import actions as evidence_actions
from yhdyspinta.core.evidence import queries as evidence_queries
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.evidence.rules import may_change
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import HELSINKI, NATIONAL, Area, Org, units
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import fetch, form_page, page, post, sent, submit, version_of
from yhdyspinta.rooms.obligations import actions, queries, rules
from yhdyspinta.rooms.obligations.forms import PUBLIC_SOURCE, DayForm, EvidenceForm, Offer, ReasonForm
from yhdyspinta.rooms.obligations.models import RegionDay
from yhdyspinta.rooms.obligations.views import duty_of


def offer(who: Actor, area: Area, duties: tuple[Duty, ...], on: date, lang: str) -> Offer:
    """What a person may choose when recording in a region."""
    view = atlas().view(area.code, on)
    known = {o.public_id: o for o in atlas().orgs.values()}
    acting = tuple(known[i] for i in sorted(who.organisations, key=str) if i in known)
    return Offer(view, duties, view.everybody(), acting, who.is_administrator, lang)


def duties_here(area: Area, theme: str, first: Duty | None, on: date) -> tuple[Duty, ...]:
    """Duties that can be recorded in the region: the asked one first, then those of its themes."""
    themes = {theme} if theme else set(first.themes) if first else set(THEMES)
    view = atlas().view(area.code, on)
    found = [
        x
        for x in catalogue().duties.values()
        if (set(x.themes) & themes or x == first) and not x.individual and x.in_force_from and units(x, view)
    ]
    order = {"core": 0, "important": 1, "supplementary": 2}
    return tuple(sorted(found, key=lambda x: (x != first, order[x.priority])))


KIND_OF_DUTY = {
    "negotiation": "negotiation",
    "plan": "plan",
    "report": "report",
    "agreement": "agreement",
    "cooperation_body": "body",
    "notification": "notification",
}


@form_page
@signed_in
def record(request: HttpRequest) -> HttpResponse:
    """Records what happened. Without a region in the address the page first asks for it."""
    who, lang, today = actor(request), request.LANGUAGE_CODE, clock.today()
    slug, theme = request.GET.get("alue", ""), request.GET.get("teema", "")
    area = atlas().area_by_slug(slug)
    first = catalogue().duties.get(request.GET.get("velvoite", ""))
    if area is None:
        context = {"areas": atlas().areas.values(), "themes": THEMES, "duty": first, "theme": theme}
        return page(request, "obligations/record_where.html", {**context, "crumbs": [(_("Record"), "")]})
    duties = duties_here(area, theme if theme in THEMES else "", first, today)
    chosen = offer(who, area, duties, today, lang)
    if request.method == "POST":
        form = EvidenceForm(request.POST, offer=chosen)
        if (answer := _sent(request, form, who, None)) is not None:
            return answer
        status = 422
    else:
        form, status = EvidenceForm(offer=chosen, initial=_first_values(chosen, first)), 200
    return _record_page(request, form, area, status, evidence=None)


def _first_values(chosen: Offer, first: Duty | None) -> dict[str, Any]:
    """What the form already knows: the duty asked for, its kind, the acting organisation as a party."""
    initial: dict[str, Any] = {"precision": "day", "visibility": "public"}
    if first is not None:
        initial[f"duty:{first.code}"] = "whole"
        initial["kind"] = KIND_OF_DUTY.get(first.kind, "arrangement")
    here = {o.id for o in chosen.orgs}
    own = next((o for o in chosen.acting if o.id in here), None)
    if own is not None:
        initial |= {"acting_for": str(own.public_id), "parties": [str(own.public_id)]}
    return initial


def _sent(request: HttpRequest, form: EvidenceForm, who: Actor, row: Evidence | None) -> HttpResponse | None:
    """Writes a valid form and goes to the record; None when the form has to be shown again with what is wrong."""
    if not form.is_valid():
        return None
    return sent(request, form, lambda: _write(request, form, who, row))


def _write(request: HttpRequest, form: EvidenceForm, who: Actor, row: Evidence | None) -> str:
    if row is None:
        made = evidence_actions.record(by=who, acting_for=form.acting_org(), content=form.content())
    else:
        others = {f"note_{c}": getattr(row, f"note_{c}") for c in LANGUAGES if c != request.LANGUAGE_CODE}
        made = evidence_actions.correct(
            by=who,
            acting_for=form.acting_org(),
            evidence=row,
            version=version_of(request),
            content=replace(form.content(), **others),
        )
    return f"{reverse('obligations:evidence', args=[made.public_id])}?tehty=tallennettu"


def _record_page(
    request: HttpRequest,
    form: EvidenceForm,
    area: Area,
    status: int,
    evidence: Evidence | None,
    theirs: Evidence | None = None,
) -> HttpResponse:
    label = _("Correct a record") if evidence else _("Record what was done")
    context = {
        "form": form,
        "area": area,
        "evidence": evidence,
        "theirs": theirs,
        "version": theirs.version if theirs else evidence.version if evidence else 0,
        "label": label,
        "crumbs": [(area.name.get(request.LANGUAGE_CODE), reverse("region", args=[area.slug])), (label, "")],
    }
    return page(request, "obligations/record.html", context, status=status)


@form_page
@signed_in
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Corrects a record. When somebody was faster, both texts are shown and nothing is lost (409)."""
    who, today = actor(request), clock.today()
    row = fetch(evidence_queries.visible_to(who), public_id=public_id)
    parties = evidence_actions.parties_of(row)
    require(may_change(who, row, parties, evidence_actions.regions_of(parties, today)))
    area = _area_for(parties, today)
    have = tuple(
        catalogue().duties[x.duty_code] for x in row.duties.order_by("id") if x.duty_code in catalogue().duties
    )
    more = duties_here(area, "", have[0] if have else None, today)
    chosen = offer(who, area, tuple(dict.fromkeys([*have, *more])), today, request.LANGUAGE_CODE)
    extra = tuple(p for p in parties if p not in chosen.orgs)
    chosen = Offer(chosen.view, chosen.duties, (*chosen.orgs, *extra), chosen.acting, chosen.on_behalf, chosen.lang)
    if request.method != "POST":
        return _record_page(request, EvidenceForm(offer=chosen, initial=_values(row, chosen)), area, 200, row)
    form = EvidenceForm(request.POST, offer=chosen)
    try:
        answer = _sent(request, form, who, row)
    except EditConflict:
        theirs = fetch(evidence_queries.with_details(evidence_queries.visible_to(who)), public_id=public_id)
        return _record_page(request, form, area, 409, row, theirs)
    return answer or _record_page(request, form, area, 422, row)


def _area_for(parties: tuple[Org, ...], on: date) -> Area:
    """The region whose organisations a correction can choose from: the parties' first."""
    house = atlas()
    for party in sorted(parties, key=lambda p: p.kind in NATIONAL):
        if areas := house.regions_of(party, on):
            return areas[0]
    raise Http404


def _values(row: Evidence, chosen: Offer) -> dict[str, Any]:
    """The row as the form shows it."""
    content = evidence_actions.content_of(row)
    acting = next((o for o in chosen.acting if str(o.public_id) in content["parties"]), None)
    return {
        **content,
        **{f"duty:{code}": extent for code, extent in content["duties"].items()},
        "note": content[f"note_{chosen.lang}"],
        "acting_for": str(acting.public_id) if acting else PUBLIC_SOURCE,
    }


@post
@signed_in
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A party's own person confirms the version they read."""
    who = actor(request)
    row = fetch(evidence_queries.visible_to(who), public_id=public_id)
    wanted = request.POST.get("organisation", "")
    org = next((p for p in evidence_actions.parties_of(row) if str(p.public_id) == wanted), None)
    if org is None:
        raise Http404
    version = version_of(request)

    def do() -> str:
        evidence_actions.confirm(by=who, acting_for=org, evidence=row, version=version)
        return f"{reverse('obligations:evidence', args=[row.public_id])}?tehty=vahvistettu"

    return redirect(submit(request, do))


@form_page
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a record back with a reason; it can be restored."""
    who = actor(request)
    row = fetch(evidence_queries.with_details(evidence_queries.visible_to(who)), public_id=public_id)
    parties = evidence_actions.parties_of(row)
    require(may_change(who, row, parties, evidence_actions.regions_of(parties, clock.today())))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            evidence_actions.withdraw(by=who, evidence=row, reason=form.cleaned_data["reason"])
            return f"{reverse('obligations:evidence', args=[row.public_id])}?tehty=peruttu"

        return redirect(submit(request, do))
    status = 422 if request.method == "POST" else 200
    crumbs = [(_("Records"), reverse("obligations:evidence-list")), (_("Withdraw"), "")]
    return page(request, "obligations/withdraw.html", {"form": form, "row": row, "crumbs": crumbs}, status=status)


@post
@signed_in
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings a withdrawn record back."""
    who = actor(request)
    row = fetch(evidence_queries.visible_to(who), public_id=public_id)

    def do() -> str:
        evidence_actions.restore(by=who, evidence=row)
        return f"{reverse('obligations:evidence', args=[row.public_id])}?tehty=palautettu"

    return redirect(submit(request, do))


@form_page
@signed_in
def declare(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """An organisation says from which day its records here are complete, or takes that back."""
    who = actor(request)
    org = org_of(space, slug)
    current = evidence_queries.completeness_of(org.id)
    form = DayForm(request.POST if request.method == "POST" and "undo" not in request.POST else None)
    if request.method == "POST" and ("undo" in request.POST or form.is_valid()):
        day = None if "undo" in request.POST else form.cleaned_data["day"]

        def do() -> str:
            evidence_actions.declare_complete(by=who, organisation=org, complete_from=day)
            return f"{reverse('obligations:declare', args=[space, slug])}?tehty=tallennettu"

        if answer := sent(request, form, do, "day"):
            return answer
    crumbs = [
        (org.name.get(request.LANGUAGE_CODE), reverse("organisation-any", args=[space, slug])),
        (_("Complete records"), ""),
    ]
    context = {
        "org": org,
        "form": form,
        "current": current,
        "mine": org.public_id in who.organisations,
        "crumbs": crumbs,
    }
    return page(request, "obligations/declare.html", context, status=422 if form.errors else 200)


@form_page
@signed_in
def region_day(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A region's own earlier day for a duty: one side proposes, the other accepts."""
    who, today = actor(request), clock.today()
    area, duty = area_of(slug), duty_of(code)
    found = queries.in_region(queries.desk(), atlas().view(area.code, today), [duty], today)
    if not found:
        raise Http404
    now = found[0].moment
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        region = Region.objects.get(code=area.code)

        def do() -> str:
            made = actions.propose_day(by=who, region=region, duty=duty, day=form.cleaned_data["day"])
            if area.code == HELSINKI:
                actions.accept_day(by=who, proposal=made)
            return f"{reverse('obligations:region-day', args=[slug, code])}?tehty=tallennettu"

        if answer := sent(request, form, do, "day"):
            return answer
    proposals = [
        {"row": p, "may_accept": rules.may_accept_day(who, p)}
        for p in queries.day_proposals(area.code).filter(duty_code=duty.code)
    ]
    context = {
        "area": area,
        "duty": duty,
        "now": now,
        "form": form,
        "proposals": proposals,
        "may": may_propose_in(who, area.code),
        "crumbs": [
            (area.name.get(request.LANGUAGE_CODE), reverse("region", args=[area.slug])),
            (_("Duties"), reverse("obligations:region", args=[area.slug])),
            (_("The region's own day"), ""),
        ],
    }
    return page(request, "obligations/region_day.html", context, status=422 if form.errors else 200)


@post
@signed_in
def accept_day(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The other side accepts a proposed day."""
    return _decide_day(request, public_id, accept=True)


@post
@signed_in
def withdraw_day(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Either side takes a day back."""
    return _decide_day(request, public_id, accept=False)


def _decide_day(request: HttpRequest, public_id: UUID, *, accept: bool) -> HttpResponse:
    who = actor(request)
    row = fetch(RegionDay.objects.select_related("region"), public_id=public_id)

    def do() -> str:
        if accept:
            actions.accept_day(by=who, proposal=row)
        else:
            actions.withdraw_day(by=who, proposal=row)
        return f"{reverse('obligations:region-day', args=[row.region.slug, row.duty_code])}?tehty=tallennettu"

    return redirect(submit(request, do))
