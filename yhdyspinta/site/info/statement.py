"""The accessibility statement, and telling what does not work (306/2019): without an account and without JavaScript."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts import feedback
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.forms import DoneForm, FeedbackForm
from yhdyspinta.core.accounts.rules import may_manage_users
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.ui.pages import form_page, get, page, post, sent, slow_down

REVIEWED = date(2026, 11, 28)
"""The day on which the statement was last gone through; a test fails when its text changes without a new day."""
GOOD_FOR = timedelta(days=365)


@get
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement in its five parts."""
    context = {
        "reviewed": REVIEWED,
        "old": clock.today() > REVIEWED + GOOD_FOR,
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT,
        "crumbs": [(_("Accessibility"), "")],
    }
    return page(request, "site/accessibility.html", context)


@form_page
def give(request: HttpRequest) -> HttpResponse:
    """Telling what does not work. The page one came from is filled in."""
    form = FeedbackForm(
        request.POST if request.method == "POST" else None, initial={"page": request.GET.get("sivu", "")[:300]}
    )
    crumbs = [(_("Accessibility"), reverse("accessibility")), (_("Feedback"), "")]
    if request.method == "POST" and form.is_valid():
        slow_down(request, 20)
        row = feedback.give(**form.cleaned_data)
        return page(
            request, "site/feedback_given.html", {"due": feedback.due(row), "email": row.email, "crumbs": crumbs}
        )
    return page(request, "site/feedback.html", {"form": form, "crumbs": crumbs}, status=422 if form.errors else 200)


@get
@signed_in
def given(request: HttpRequest) -> HttpResponse:
    """What has been told, to those who run the service: what waits first."""
    who, today = actor(request), clock.today()
    require(may_manage_users(who))
    rows = list(feedback.told(who)[:200])
    open_ = [r for r in reversed(rows) if not r.handled_at]
    waiting = [{"row": r, "due": feedback.due(r), "late": feedback.is_late(r, today)} for r in open_]
    context = {
        "waiting": waiting,
        "handled": [r for r in rows if r.handled_at],
        "crumbs": [(_("Upkeep"), reverse("manage")), (_("Feedback"), "")],
    }
    return page(request, "site/manage/feedback.html", context)


@post
@signed_in
def handle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tells what was done about it."""
    form, who = DoneForm(request.POST), actor(request)
    require(may_manage_users(who))

    def do() -> str:
        feedback.handle(by=who, feedback=public_id, **form.cleaned_data)
        return f"{reverse('feedback-given')}?tehty=tallennettu"

    if form.is_valid() and (answer := sent(request, form, do)):
        return answer
    crumbs = [(_("Upkeep"), reverse("manage")), (_("Feedback"), reverse("feedback-given")), (_("Answer"), "")]
    return page(request, "site/manage/form.html", {"form": form, "title": _("Answer"), "crumbs": crumbs}, status=422)
