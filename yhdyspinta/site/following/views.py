"""What a person follows: beginning and ending, the list of it, and programs that are told (webhooks)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts import following
from yhdyspinta.core.accounts.access import actor, person, signed_in
from yhdyspinta.core.accounts.models import Follow
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES, NO_TEXT, Text, sort_key
from yhdyspinta.core.hooks import actions as hooks
from yhdyspinta.core.hooks.models import Hook
from yhdyspinta.core.hooks.sending import secret
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, sent
from yhdyspinta.site.following.telling import keys
from yhdyspinta.site.following.things import Named, thing, things

SHOWN = 30


@get
@signed_in
def followed(request: HttpRequest) -> HttpResponse:
    """Everything that one follows, each with its page and its end."""
    rows = list(person(request).follows.select_related("region").order_by("id"))
    known = things((r.subject for r in rows), actor(request))
    crumbs = [(_("Mine"), reverse("mine")), (_("What I follow"), "")]
    return page(request, "site/followed.html", {"rows": [_row(r, known) for r in rows], "crumbs": crumbs})


def _row(row: Follow, known: Mapping[str, Named]) -> dict[str, Any]:
    """One thing that is followed: what it is called, its page, and what ends it. Without a page it is seen no longer."""
    if row.region is not None:
        end = {"end": reverse("follow", args=[row.region.slug]), "field": "teema", "value": row.theme_code}
        page_of = reverse("five-minutes", args=[row.region.slug])
        href = page_of + (f"?teema={row.theme_code}" if row.theme_code else "")
        return {
            **end,
            "kind": "theme" if row.theme_code else "region",
            "name": _called(row.region.code, row.theme_code),
            "href": href,
        }
    end, found = {"end": reverse("follow-thing"), "field": "kohde", "value": row.subject}, known.get(row.subject)
    if found is None:
        return {**end, "kind": "", "name": NO_TEXT, "href": ""}
    return {**end, "kind": found.kind, "name": found.name, "href": found.href}


def _called(code: str, theme: str) -> Text:
    """A region, or a theme of it."""
    name = atlas().areas[code].name
    if not theme:
        return name
    of = books().get(code, NOTHING).name_of(theme)
    return Text(*(f"{name.get(x)}: {of.get(x)}" for x in LANGUAGES))


@post
@signed_in
def follow_thing(request: HttpRequest) -> HttpResponse:
    """Follows an organisation or a matter; or no longer. What one no longer sees can be ended."""
    subject, me = request.POST.get("kohde", "")[:60], person(request)
    found = thing(subject, actor(request))
    if request.POST.get("loppu"):
        following.leave(user=me, subject=subject)
    elif found is None:
        raise Http404
    else:
        following.follow(user=me, subject=subject)
    back = reverse("followed") if found is None or request.POST.get("luettelo") else found.href
    return redirect(f"{back}?tehty=tallennettu")


class HookForm(forms.Form):
    """Which region, all of it or one theme, and where to tell."""

    region = forms.ChoiceField(label=gettext_lazy("Region"))
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    url = forms.URLField(label=gettext_lazy("Address of the program"), max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = sorted(atlas().areas.values(), key=lambda a: sort_key(a.name.get(lang)))
        names: dict[str, str] = {}
        for area in areas:
            book = books().get(area.code, NOTHING)
            names |= {t: book.name_of(t).get(lang) for t in book.themes_on(clock.today())}
        choose(self, region=[(a.slug, a.name.get(lang)) for a in areas], theme=[("", _("All themes")), *names.items()])

    def clean(self) -> dict[str, Any]:
        """A region's own theme is only that region's."""
        data: dict[str, Any] = super().clean() or {}
        slug, theme = data.get("region"), data.get("theme")
        area = atlas().area_by_slug(slug) if slug else None
        if area and theme and theme not in books().get(area.code, NOTHING).themes_on(clock.today()):
            self.add_error("theme", _("The region does not have this theme."))
        return data


@form_page
@signed_in
def webhooks(request: HttpRequest) -> HttpResponse:
    """One's webhooks, and a new one."""
    me, lang = person(request), request.LANGUAGE_CODE
    form = HookForm(request.POST if request.method == "POST" else None, lang=lang)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            area, theme = area_of(form.cleaned_data["region"]), form.cleaned_data["theme"]
            region = Region.objects.get(code=area.code)
            made = hooks.make(by=me, region=region, theme=theme, url=form.cleaned_data["url"], known=keys(area, theme))
            return f"{reverse('webhook', args=[made.public_id])}?tehty=tallennettu"

        if answer := sent(request, form, do, "url"):
            return answer
    context = {
        "form": form,
        "hooks": [(h, _called(h.region.code, h.theme_code)) for h in hooks.standing_of(me)],
        "hosts": settings.WEBHOOK_HOSTS,
        "crumbs": [(_("Mine"), reverse("mine")), (_("Webhooks"), "")],
    }
    return page(request, "site/webhooks.html", context, status=422 if form.errors else 200)


@get
@signed_in
def webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's webhook: its secret, what has been sent and what was answered."""
    row = fetch(hooks.standing_of(person(request)), public_id=public_id)
    context = {
        "row": row,
        "name": _called(row.region.code, row.theme_code),
        "secret": secret(row),
        "tellings": row.tellings.exclude(state="known")[:SHOWN],
        "crumbs": [(_("Mine"), reverse("mine")), (_("Webhooks"), reverse("webhooks")), (row.url, "")],
    }
    return page(request, "site/webhook.html", context)


def _own(request: HttpRequest, public_id: UUID) -> Hook:
    """One's own, also one that has ended: pressing twice is not an error."""
    return fetch(Hook.objects.filter(user=person(request)).select_related("region"), public_id=public_id)


@post
@signed_in
def try_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sends a test message."""
    hooks.try_out(by=person(request), hook=_own(request, public_id))
    return redirect(f"{reverse('webhook', args=[public_id])}?tehty=tallennettu")


@post
@signed_in
def resume_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Goes on after a pause."""
    hooks.go_on(by=person(request), hook=_own(request, public_id))
    return redirect(f"{reverse('webhook', args=[public_id])}?tehty=tallennettu")


@post
@signed_in
def end_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends it."""
    hooks.end(by=person(request), hook=_own(request, public_id))
    return redirect(f"{reverse('webhooks')}?tehty=paatetty")
