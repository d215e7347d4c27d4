"""How the map is computed, sources, accessibility, my page, health."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from yhdyspinta.core.accounts import notices
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.models import CalendarLink, User
from yhdyspinta.core.accounts.queries import grants
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.interfaces.catalogue import BLOCKS
from yhdyspinta.core.interfaces.cells import SUMMARY
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters.queries import waiting as questions_to
from yhdyspinta.core.registry.files import sources as source_groups
from yhdyspinta.core.themes.queries import waiting as proposals_for
from yhdyspinta.core.ui.pages import form_page, get, page, post
from yhdyspinta.rooms.agreements.settling import asked_of as problems_asking
from yhdyspinta.rooms.goals.queries import measures_of
from yhdyspinta.rooms.preparedness import facade as preparedness
from yhdyspinta.rooms.responsibilities.queries import old_contacts
from yhdyspinta.rooms.welfare.queries import written_by as writes_of
from yhdyspinta.site.briefing.views import briefed
from yhdyspinta.site.concerning import concerning
from yhdyspinta.site.house import FACADES, unsigned


@get
def how(request: HttpRequest) -> HttpResponse:
    """The rule from records to a cell, in words generated from the tables that the rules run on."""
    duties = catalogue().duties.values()
    late = [d for d in duties if d.can_be_late]
    rooms = [{"block": BLOCKS[facade.BLOCK], "rules": facade.rules()} for facade in FACADES]
    context = {"summary": SUMMARY, "rooms": rooms, "late": late, "total": len(duties)}
    return page(request, "site/how.html", {**context, "crumbs": [(_("How the map is computed"), "")]})


@get
def sources(request: HttpRequest) -> HttpResponse:
    """Every group of facts with source, licence and day."""
    context = {"groups": source_groups(), "law": catalogue(), "crumbs": [(_("Sources and open data"), "")]}
    return page(request, "site/sources.html", context)


@get
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """My roles, and what waits for me, from every room."""
    who = actor(request)
    today = clock.today()
    waiting = [item for facade in FACADES if "waiting" not in facade.ABSENT for item in facade.waiting(who, today)]
    held = grants(today).filter(user=request.user) if isinstance(request.user, User) else []
    measures = measures_of(who, today)
    context = {
        **briefed(request),
        "grants": held,
        "waiting": waiting,
        "proposals": proposals_for(who),
        "questions": questions_to(who),
        "unsigned": unsigned(who, who),
        "measures": measures.asked,
        "problems": problems_asking(who, today),
        "left": measures.left,
        "writes": writes_of(who),
        "concerns": list(concerning(who, today)),
        "contacts": old_contacts(who, today),
        "rhythms": [(r, f"rhythm:{r}") for r in notices.RHYTHMS] if isinstance(request.user, User) else [],
        "rhythm": _rhythm(request, who),
        "mail": settings.MAIL_ON,
        "calendar": who.user is not None and CalendarLink.objects.filter(user__public_id=who.user).exists(),
        "responds": bool(who.responds_for) and preparedness.is_open(),
        "crumbs": [(_("Mine"), "")],
    }
    return page(request, "site/mine.html", context)


def _rhythm(request: HttpRequest, who: Actor) -> str:
    """What holds now: chosen, or usual to whoever acts for an organisation."""
    chosen = notices.rhythm_of(request.user) if isinstance(request.user, User) else ""
    return chosen or (notices.USUAL if who.organisations else "none")


@post
@signed_in
def choose_notices(request: HttpRequest) -> HttpResponse:
    """How often one is mailed of what waits."""
    if isinstance(request.user, User):
        notices.choose(user=request.user, rhythm=request.POST.get("rhythm", ""))
    return redirect(f"{reverse('mine')}?tehty=tallennettu")


@csrf_exempt
@form_page
def end_notices(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: a button, or the mail program's own press (RFC 8058), ends the letters. No sign-in, no cookie."""
    user = notices.user_of(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        notices.choose(user=user, rhythm="none")
    context = {"ended": request.method == "POST", "crumbs": [(_("Letters"), "")]}
    return page(request, "site/end_notices.html", context)
