"""Bringing a frozen situational picture to a meeting: what one room has looked at is another room's material."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES, Text
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import Param, say, show_date
from yhdyspinta.core.matters.case_pages import own_of
from yhdyspinta.core.matters.filing import Label, Place
from yhdyspinta.core.matters.rules import may_file
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.core.ui.fields import choose
from yhdyspinta.core.ui.pages import fetch, form_page, page, sent
from yhdyspinta.rooms.forums import meeting as meetings
from yhdyspinta.rooms.forums import queries
from yhdyspinta.rooms.statistics.queries import snapshots

SHOWN = 60
"""So many pictures are offered, the latest first."""


class PictureForm(forms.Form):
    """Which picture, to which point, in whose name."""

    picture = forms.ChoiceField(label=gettext_lazy("Frozen picture"), widget=forms.RadioSelect)
    point = forms.ChoiceField(label=gettext_lazy("To which point"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Brought by"))

    def __init__(self, *args: Any, own: list[Org], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, owner=[(str(o.public_id), o.name.get(lang)) for o in own])
        if len(own) < 2:
            del self.fields["owner"]


@form_page
@signed_in
def picture(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Brings a picture that the region has frozen to a meeting or to one of its points, as material with a lasting address."""
    who, lang = actor(request), request.LANGUAGE_CODE
    row = fetch(queries.meetings_visible_to(who), public_id=public_id)
    require(queries.writable(who, row))
    area = atlas().areas[row.forum.region.code]
    own, points = own_of(who, area), queries.items(row)
    require(may_file(who, own[0].public_id if own else None))
    frozen = list(snapshots().filter(region=row.forum.region, withdrawn_at=None)[:SHOWN])
    form = PictureForm(request.POST or None, own=own, lang=lang)
    book = books().get(area.code, NOTHING)
    named = [(str(s.public_id), f"{s.title}, {book.name_of(s.theme_code).get(lang)}, {show_date(s.looked_on, lang)}") for s in frozen]  # fmt: skip
    whole = ("", _("The whole meeting"))
    choose(form, picture=named, point=[whole, *((str(p.public_id), Text.of(p, "title").get(lang)) for p in points)])
    back = reverse("forums:meeting", args=[row.public_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        one = next(s for s in frozen if str(s.public_id) == data["picture"])
        point = next((p for p in points if str(p.public_id) == data["point"]), None)
        owner = next(o for o in own if str(o.public_id) == data.get("owner", str(own[0].public_id)))
        origin = queries.origin_of(point) if point else queries.of_meeting(row)

        def do() -> str:
            told: list[tuple[str, Param]] = [("title", one.title), ("day", one.looked_on)]
            titles = {}
            for x in LANGUAGES:
                with override(x):
                    titles[x] = say("forums_picture", told, x)
            address = request.build_absolute_uri(reverse("statistics:snapshot", args=[one.public_id]))
            label = Label(titles, min(one.looked_on, clock.today()), visibility=row.forum.visibility)
            place = Place(origin, "/" + back.split("/", 2)[2])
            meetings.bring(by=who, meeting=row, place=place, owner=owner, label=label, content=address)
            return f"{back}?tehty=tallennettu"

        if answer := sent(request, form, do):
            return answer
    title = _("Bring a situational picture")
    name = Text.of(row.forum, "name").get(lang)
    forums = (_("Forums"), reverse("forums:region", args=[area.slug]))
    forum = (name, reverse("forums:forum", args=[row.forum.public_id]))
    here = (area.name.get(lang), reverse("region", args=[area.slug]))
    context = {
        "form": form,
        "title": title,
        "lead": f"{name}, {show_date(row.on, lang)}",
        "area": area,
        "frozen": frozen,
        "back": back,
        "crumbs": [here, forums, forum, (show_date(row.on, lang), back), (title, "")],
    }
    return page(request, "site/meeting_picture.html", context, status=422 if form.errors else 200)
