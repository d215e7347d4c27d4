"""What a person follows: beginning and ending, the list of it, and programs that are told (webhooks)."""

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
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.hooks import actions as hooks
from yhdyspinta.core.hooks.models import Hook
from yhdyspinta.core.hooks.sending import secret
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, sent
from yhdyspinta.site.following.telling import keys
from yhdyspinta.site.following.things import thing

SHOWN = 30


def _me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@get
@signed_in
def followed(request: HttpRequest) -> HttpResponse:
    """Everything that one follows, each with its page and its end."""
    who, me, lang = actor(request), _me(request), request.LANGUAGE_CODE
    house, books_of, rows = atlas(), books(), []
    for row in me.follows.select_related("region").order_by("id"):
        if row.region is not None:
            area = house.areas[row.region.code]
            theme = books_of.get(area.code, NOTHING).name_of(row.theme_code).get(lang) if row.theme_code else ""
            told: dict[str, Any] = {
                "kind": "region",
                "name": area.name,
                "more": f": {theme}" if theme else "",
                "href": reverse("five-minutes", args=[area.slug]),
            }
            told["href"] += f"?teema={row.theme_code}" if theme else ""
            rows.append({**told, "end": reverse("follow", args=[area.slug]), "theme": row.theme_code})
        else:
            found = thing(row.subject, who)
            seen = {"kind": found.kind, "name": found.name, "href": found.href} if found else {"kind": "", "href": ""}
            rows.append({**seen, "more": "", "end": reverse("follow-thing"), "subject": row.subject})
    crumbs = [(_("Mine"), reverse("mine")), (_("What I follow"), "")]
    return page(request, "site/followed.html", {"rows": rows, "limit": following.LIMIT, "crumbs": crumbs})


@post
@signed_in
def follow_thing(request: HttpRequest) -> HttpResponse:
    """Follows an organisation or a matter; or no longer. What one no longer sees can be ended."""
    subject, me = request.POST.get("kohde", "")[:60], _me(request)
    found = thing(subject, actor(request))
    if request.POST.get("loppu"):
        following.leave(user=me, subject=subject)
    elif found is None:
        raise Http404
    else:
        following.follow(user=me, subject=subject)
    listed = found is None or request.POST.get("luettelo")
    return redirect(f"{reverse('followed') if listed else found.href}?tehty=tallennettu")  # type: ignore[union-attr]


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
        self.themes = names
        choose(self, region=[(a.slug, a.name.get(lang)) for a in areas], theme=[("", _("All themes")), *names.items()])

    def clean(self) -> dict[str, Any]:
        """A region's own theme is only that region's."""
        data: dict[str, Any] = super().clean() or {}
        slug, theme = data.get("region"), data.get("theme")
        area = next((a for a in atlas().areas.values() if a.slug == slug), None)
        if area and theme and theme not in books().get(area.code, NOTHING).themes_on(clock.today()):
            self.add_error("theme", _("The region does not have this theme."))
        return data


@form_page
@signed_in
def webhooks(request: HttpRequest) -> HttpResponse:
    """One's webhooks, and a new one."""
    me, lang = _me(request), request.LANGUAGE_CODE
    form = HookForm(request.POST if request.method == "POST" else None, lang=lang)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            area = next(a for a in atlas().areas.values() if a.slug == form.cleaned_data["region"])
            region, theme = Region.objects.get(code=area.code), form.cleaned_data["theme"]
            made = hooks.make(by=me, region=region, theme=theme, url=form.cleaned_data["url"], known=keys(area, theme))
            return f"{reverse('webhook', args=[made.public_id])}?tehty=tallennettu"

        if answer := sent(request, form, do, "url"):
            return answer
    context = {
        "form": form,
        "hooks": [_named(h, lang) for h in hooks.standing_of(me)],
        "hosts": settings.WEBHOOK_HOSTS,
        "crumbs": [(_("Mine"), reverse("mine")), (_("Webhooks"), "")],
    }
    return page(request, "site/webhooks.html", context, status=422 if form.errors else 200)


def _named(row: Hook, lang: str) -> tuple[Hook, str]:
    area = atlas().areas[row.region.code]
    theme = books().get(area.code, NOTHING).name_of(row.theme_code).get(lang) if row.theme_code else ""
    return row, area.name.get(lang) + (f": {theme}" if theme else "")


@get
@signed_in
def webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's webhook: its secret, what has been sent and what was answered."""
    row = fetch(hooks.standing_of(_me(request)), public_id=public_id)
    context = {
        "row": row,
        "name": _named(row, request.LANGUAGE_CODE)[1],
        "secret": secret(row),
        "tellings": row.tellings.exclude(state="known")[:SHOWN],
        "crumbs": [(_("Mine"), reverse("mine")), (_("Webhooks"), reverse("webhooks")), (row.url, "")],
    }
    return page(request, "site/webhook.html", context)


def _own(request: HttpRequest, public_id: UUID) -> Hook:
    """One's own, also one that has ended: pressing twice is not an error."""
    return fetch(Hook.objects.filter(user=_me(request)), public_id=public_id)


@post
@signed_in
def try_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sends a test message."""
    row = _own(request, public_id)
    hooks.try_out(by=_me(request), public_id=row.public_id)
    return redirect(f"{reverse('webhook', args=[public_id])}?tehty=tallennettu")


@post
@signed_in
def resume_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Goes on after a pause."""
    row = _own(request, public_id)
    hooks.go_on(by=_me(request), public_id=row.public_id)
    return redirect(f"{reverse('webhook', args=[public_id])}?tehty=tallennettu")


@post
@signed_in
def end_webhook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends it."""
    row = _own(request, public_id)
    hooks.end(by=_me(request), public_id=row.public_id)
    return redirect(f"{reverse('webhooks')}?tehty=paatetty")
