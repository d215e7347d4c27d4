"""Pages of feeds: which of an organisation's are read, and saying that a found entry is something else."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.matters import queries, reading, rules
from yhdyspinta.core.matters.feeds import ADAPTERS
from yhdyspinta.core.matters.models import DecisionFeed, Resemblance
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.core.ui.pages import fetch, form_page, page, post, sent


class FeedForm(forms.Form):
    """A meeting system and where its feed is."""

    system = forms.ChoiceField(label=gettext_lazy("Meeting system"))
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy(
            "The address of the feed, or of the service: the usual feed of Dynasty and CloudNC is known."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, system=[(a.code, a.name) for a in ADAPTERS.values()])


@form_page
@signed_in
def feeds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The feeds of an organisation's meeting system, and a new one."""
    who = actor(request)
    row = fetch(Organisation.objects.filter(archived_at=None), public_id=public_id)
    require(rules.may_set_address(who, row.public_id))
    org, here = atlas().orgs[row.pk], reverse("matters:feeds", args=[public_id])
    form = FeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            reading.add(by=who, organisation=row, **form.cleaned_data)
            return f"{here}?tehty=tallennettu"

        if answer := sent(request, form, do, "url"):
            return answer
    lang = request.LANGUAGE_CODE
    own = reverse("organisation-any", args=[org.space, org.slug])
    crumbs = [(org.name.get(lang), own), (_("Decisions from the meeting system"), "")]
    context = {
        "form": form,
        "org": org,
        "feeds": reading.feeds_of(row.public_id),
        "systems": ADAPTERS,
        "crumbs": crumbs,
    }
    return page(request, "matters/feeds.html", context, status=422 if form.errors else 200)


@post
@signed_in
def end_feed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Reads a feed no more."""
    feed = fetch(DecisionFeed.objects.select_related("organisation"), public_id=public_id)
    reading.end(by=actor(request), feed=feed)
    return redirect(f"{reverse('matters:feeds', args=[feed.organisation.public_id])}?tehty=paatetty")


@post
@signed_in
def dismiss(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is something else."""
    who = actor(request)
    rows = Resemblance.objects.filter(consultation__in=queries.visible_to(who).order_by().values("pk"))
    row = fetch(rows.select_related("consultation__organisation", "consultation__region", "entry"), public_id=public_id)
    reading.dismiss(by=who, resemblance=row)
    return redirect(f"{reverse('matters:consultation', args=[row.consultation.public_id])}?tehty=tallennettu")
