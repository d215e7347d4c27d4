"""The main menu, and what else every page's frame shows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.site.handbook.chapters import CHAPTERS, OF_ROOMS


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menu with the current place marked, the person, and a short note after a write."""
    who = actor(request)
    items = [
        ("regions", _("Regions")),
        ("municipalities", _("Municipalities")),
        ("statistics:index", _("Figures")),
        ("obligations:duties", _("Duties")),
        ("responsibilities:counterpart", _("Counterpart")),
        ("obligations:calendar", _("Calendar")),
        ("mine", _("Mine")),
    ]
    navigation = []
    for name, label in items:
        href = reverse(name)
        navigation.append({"href": href, "label": label, "current": request.path.startswith(href)})
    footing = [
        {"href": reverse("handbook-chapter", args=[CHAPTERS[_chapter(request)]]), "label": _("Handbook")},
        {"href": reverse("forums:events"), "label": _("Open events")},
        {"href": reverse("hyte"), "label": _("HYTE coefficient")},
        {"href": reverse("surveys:country"), "label": _("Surveys")},
        {"href": reverse("state-of-cooperation"), "label": _("State of cooperation")},
        {"href": reverse("five-choose"), "label": _("Five minutes")},
        {"href": reverse("way-in"), "label": _("For a new elected official")},
    ]
    note = (
        _done(request.GET.get("tehty", "")) if request.method in ("GET", "HEAD") else ""
    )  # a refused form has done nothing
    return {
        "navigation": navigation,
        "person": who,
        "note": note,
        "footing": footing,
        "last_day": last_map_day(clock.today()),
    }


def _chapter(request: HttpRequest) -> str:
    """The chapter of the handbook that helps on this page."""
    match = request.resolver_match
    first = request.path_info.strip("/").split("/")[1:2]
    return OF_ROOMS.get(match.namespace if match else "", OF_ROOMS.get("".join(first), "start"))


def _done(code: str) -> str:
    notes = {
        "tallennettu": _("Saved."),
        "vahvistettu": _("Thank you, confirmed. Nothing else is needed."),
        "peruttu": _("The record has been withdrawn. You can restore it below."),
        "palautettu": _("The record has been restored."),
        "ehdotettu": _("Proposed. It holds when the other side has confirmed it."),
        "sovittu": _("Agreed together. It holds from today."),
        "paatetty": _("Ended."),
        "tervetuloa": _("You are signed in."),
        "kutsuttu": _("Welcome. Choose here how you sign in from now on."),
        "toinen": _("Your role writes in an organisation's name. Set up a second factor first; it takes a minute."),
        "poistuttu": _("You are signed out."),
        "poistettu": _("Your account has been closed and your data erased."),
    }
    return notes.get(code, "")
