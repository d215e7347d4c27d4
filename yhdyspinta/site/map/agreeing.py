"""What a region agrees about its map, by pages: its own themes, what a theme needs, opening the map."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.queries import coordinators
from yhdyspinta.core.accounts.rules import may_propose_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.catalogue import BLOCKS
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.stances.forms import StanceForm
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes import actions, queries
from yhdyspinta.core.themes.actions import Proposal
from yhdyspinta.core.themes.models import AgreementKind, RegionAgreement
from yhdyspinta.core.themes.rules import may_accept, may_end, may_say
from yhdyspinta.core.themes.sides import spoken
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, submit, tell_refusal
from yhdyspinta.site.map.access import Seen, seen


class ThemeForm(forms.Form):
    """A theme of the region's own."""

    name_fi = forms.CharField(label=gettext_lazy("Name in Finnish"), max_length=120, required=False)
    name_sv = forms.CharField(label=gettext_lazy("Name in Swedish"), max_length=120, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    text_fi = forms.CharField(
        label=gettext_lazy("What belongs to it, in Finnish"), max_length=2000, required=False, widget=forms.Textarea
    )
    text_sv = forms.CharField(
        label=gettext_lazy("What belongs to it, in Swedish"), max_length=2000, required=False, widget=forms.Textarea
    )


class NeedForm(forms.Form):
    """What a theme needs with us."""

    text_fi = forms.CharField(
        label=gettext_lazy("What the theme needs with us, in Finnish"),
        help_text=gettext_lazy("For example: what we look at together, who meets whom and how often."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    text_sv = forms.CharField(
        label=gettext_lazy("What the theme needs with us, in Swedish"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    not_needed = forms.MultipleChoiceField(
        label=gettext_lazy("Parts that the theme does not need"),
        help_text=gettext_lazy("The map then says: agreed together, not needed. What the law asks always stays."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, block.name.get(lang)) for code, block in BLOCKS.items() if code != "law"]
        choose(self, not_needed=choices)


class PictureForm(forms.Form):
    """The figures that the parties look at together in a theme."""

    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Figures that we look at together"),
        help_text=gettext_lazy(
            "The national proposal is ticked to begin with. A few that matter are better than many."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, theme: str, region: str, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = law()
        offered = whole.of_theme(theme, region) or [i for i in whole.indicators.values() if i.proposed]
        choices = [(i.code, i.name.get(lang)) for i in offered]
        choose(self, indicators=choices)


@get
def agreeing(request: HttpRequest, slug: str) -> HttpResponse:
    """What the region has agreed, what waits for the other side, and the forms of the region's coordinators."""
    who, today, lang = actor(request), clock.today(), request.LANGUAGE_CODE
    found = seen(request, area_of(slug), today)
    code = found.area.code
    waiting = list(queries.proposals(code)) if found.coordinates else []
    agreed = queries.visible_to(who).filter(region__code=code, accepted_at__isnull=False, ended_at=None)
    agreed = agreed.prefetch_related("stances")
    context = {
        "area": found.area,
        "seen": found,
        "side": found.coordinates,
        "may": may_propose_in(who, code),
        "opening_waits": any(p.kind == AgreementKind.OPENING for p in waiting),
        "proposals": [
            _shown(p, found, lang) | {"accept": may_accept(who, p), "say": may_say(who, p), "end": may_end(who, p)}
            for p in waiting
        ],
        "agreed": [_shown(a, found, lang) | {"end": may_end(who, a)} for a in agreed.order_by("kind", "-id")],
        "themes": [
            (t, found.label(t, lang), found.book.need(t, today), found.book.picture(t, today)) for t in found.themes
        ],
        "pair": coordinators(code, today),
        "crumbs": found.crumbs(lang, (_("Agreed together"), "")),
    }
    return page(request, "site/agreeing.html", context)


def _shown(row: RegionAgreement, found: Seen, lang: str) -> dict[str, Any]:
    """An agreement in words."""
    known = found.themes + [a.theme for a in found.book.themes]
    name = found.label(row.theme_code, lang) if row.theme_code in known else ""
    known_indicators = law().indicators
    return {
        "row": row,
        "spoken": spoken(row),
        "theme": name,
        "not_needed": [BLOCKS[b] for b in row.not_needed if b in BLOCKS],
        "indicators": [known_indicators[c] for c in row.indicators if c in known_indicators],
    }


def _propose(request: HttpRequest, slug: str, content: Proposal) -> HttpResponse:
    """Proposes and goes back to the region's page. Raises Refused."""
    region = Region.objects.get(code=area_of(slug).code)
    return _acted(
        request, slug, "ehdotettu", lambda: actions.propose(by=actor(request), region=region, content=content)
    )


def _acted(request: HttpRequest, slug: str, note: str, act: Callable[[], object]) -> HttpResponse:
    """Writes once per form key and goes to what the region has agreed, with a short note."""

    def do() -> str:
        act()
        return f"{reverse('region-agree', args=[slug])}?tehty={note}"

    return redirect(submit(request, do))


@post
@signed_in
def propose_opening(request: HttpRequest, slug: str) -> HttpResponse:
    """One side has previewed the map and proposes to open it."""
    return _propose(request, slug, Proposal(AgreementKind.OPENING))


@form_page
@signed_in
def propose_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """A new theme of the region's own."""
    found = _proposing(request, slug)
    form = ThemeForm(request.POST or None)
    title = _("Propose a theme of the region's own")
    lead = _("The theme comes to the region's map when the other side has confirmed it.")
    return _sent_or_shown(request, form, found, title, lead, _theme_content)


def _theme_content(data: dict[str, Any]) -> Proposal:
    names = {x: data[f"name_{x}"] for x in ("fi", "sv", "en")}
    return Proposal(AgreementKind.THEME, names=names, texts=_texts(data))


def _texts(data: dict[str, Any]) -> dict[str, str]:
    return {x: data[f"text_{x}"] for x in ("fi", "sv")}


@form_page
@signed_in
def propose_picture(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """Which figures the parties look at together in a theme."""
    found, lang = _proposing(request, slug, theme), request.LANGUAGE_CODE
    first = list(found.book.looked_at(theme, clock.today()))
    form = PictureForm(
        request.POST or None, theme=theme, region=found.area.code, lang=lang, initial={"indicators": first}
    )

    def content(data: dict[str, Any]) -> Proposal:
        return Proposal(AgreementKind.PICTURE, theme, indicators=tuple(data["indicators"]))

    title = _("Which figures do we look at together?")
    return _sent_or_shown(request, form, found, title, found.label(theme, lang), content)


@form_page
@signed_in
def propose_need(request: HttpRequest, slug: str, theme: str) -> HttpResponse:
    """What a theme needs with us, and which parts it does not need."""
    found, lang = _proposing(request, slug, theme), request.LANGUAGE_CODE
    need = found.book.need(theme, clock.today())
    first = {"text_fi": need.text.fi, "text_sv": need.text.sv, "not_needed": sorted(need.not_needed)} if need else {}
    form = NeedForm(request.POST or None, lang=lang, initial=first)

    def content(data: dict[str, Any]) -> Proposal:
        return Proposal(AgreementKind.NEED, theme, texts=_texts(data), not_needed=tuple(data["not_needed"]))

    title = _("What does this theme need with us?")
    return _sent_or_shown(request, form, found, title, found.label(theme, lang), content)


def _proposing(request: HttpRequest, slug: str, theme: str = "") -> Seen:
    """The region in which somebody proposes; 404 when it lacks the theme today. Raises Refused."""
    found = seen(request, area_of(slug), clock.today())
    if theme and theme not in found.themes:
        raise Http404
    require(may_propose_in(actor(request), found.area.code))
    return found


def _sent_or_shown(
    request: HttpRequest, form: forms.Form, found: Seen, title: str, lead: str, content: Callable[[dict[str, Any]], Proposal]
) -> HttpResponse:  # fmt: skip
    """A valid form proposes; one that is refused, or not sent yet, is shown."""
    if request.method == "POST" and form.is_valid():
        answer = _send(request, form, found.area.slug, content(form.cleaned_data))
        if answer is not None:
            return answer
    return _form(request, form, found, title, lead)


def _send(request: HttpRequest, form: forms.Form, slug: str, content: Proposal) -> HttpResponse | None:
    """Proposes; None when the form has to be shown again with the reason."""
    try:
        return _propose(request, slug, content)
    except Refused as refused:
        tell_refusal(request, form, refused)
        return None


def _form(request: HttpRequest, form: forms.Form, found: Seen, title: str, lead: str) -> HttpResponse:
    back = reverse("region-agree", args=[found.area.slug])
    crumbs = found.crumbs(request.LANGUAGE_CODE, (_("Agreed together"), back), (title, ""))
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": crumbs}
    return page(request, "site/agree_form.html", context, status=422 if form.is_bound else 200)


@post
@signed_in
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The other side confirms."""
    who = actor(request)
    row = fetch(queries.visible_to(who), public_id=public_id)
    return _acted(request, row.region.slug, "sovittu", lambda: actions.accept(by=who, proposal=row))


@form_page
@signed_in
def say_stance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A side's view in preparation, or its decision with who made it."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.visible_to(who), public_id=public_id)
    require(may_say(who, row))
    found = seen(request, area_of(row.region.slug), clock.today())
    form = StanceForm(request.POST or None, lang=lang, initial={"step": "view", "position": "accepted"})
    if request.method == "POST" and form.is_valid():
        words = Words(**form.cleaned_data)
        try:
            return _acted(
                request, row.region.slug, "tallennettu", lambda: actions.say(by=who, agreement=row, words=words)
            )
        except Refused as refused:
            tell_refusal(request, form, refused)
    lead = _(
        "First a view in preparation, then the decision of whoever is competent under the organisation's own rules."
    )
    return _form(request, form, found, say(f"agreement:{row.kind}", lang=lang), lead)


@post
@signed_in
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Either side takes back a proposal or its word."""
    who = actor(request)
    row = fetch(queries.visible_to(who), public_id=public_id)
    return _acted(request, row.region.slug, "paatetty", lambda: actions.end(by=who, agreement=row))
