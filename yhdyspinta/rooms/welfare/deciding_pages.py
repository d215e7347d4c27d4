"""Pages that decide: send to the council, approve, tell what was made elsewhere, withdraw."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, form_page, page, post, sent, submit, version_of
from yhdyspinta.rooms.welfare import actions, deciding, queries, rules
from yhdyspinta.rooms.welfare.forms import ApprovalForm, ElsewhereForm
from yhdyspinta.rooms.welfare.views import crumbs_of, home_of, owner_of, shown
from yhdyspinta.rooms.welfare.writing import SAVED, form_of, page_of


@post
@signed_in
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To the council, or back to be written."""
    who, row = actor(request), shown(request, public_id)
    step = request.POST.get("vaihe", "")
    if step not in ("send", "back"):
        raise Refused(no("welfare_state"))

    def do() -> str:
        actions.move(by=who, document=row, step="send" if step == "send" else "back", version=version_of(request))
        return page_of(row) + SAVED

    return redirect(submit(request, do))


@form_page
@signed_in
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The council's decision; what is still open is told first."""
    who, row, lang = actor(request), shown(request, public_id), request.LANGUAGE_CODE
    require(rules.may_move(who, row, "approve"))
    owner = atlas().orgs[row.organisation_id]
    council = _("County council") if owner.kind == "county" else _("Municipal council")
    form = ApprovalForm(request.POST or None, initial={"body": council})
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            deciding.approve(by=who, document=row, approval=form.approval(), version=version_of(request))
            return page_of(row) + SAVED

        if answer := sent(request, form, do):
            return answer
    name = queries.title_of(row).get(lang)
    context = {
        "form": form,
        "title": _("The council has approved it"),
        "lead": name,
        "back": page_of(row),
        "version": row.version,
        "theirs": None,
        "open": queries.open_points(row, len(queries.goals_of(row, ANONYMOUS)), clock.today()),
        "crumbs": crumbs_of(owner, lang, (name, page_of(row)), (_("Approval"), "")),
    }
    return page(request, "welfare/approve.html", context, status=422 if form.errors else 200)


@form_page
@signed_in
def elsewhere(request: HttpRequest, space: str, slug: str) -> HttpResponse:
    """Tells of a document that was made with other tools."""
    owner, who, lang = owner_of(space, slug), actor(request), request.LANGUAGE_CODE
    area = home_of(owner)
    if area is None:
        raise Refused(no("welfare_not_yours"))
    require(rules.may_tell_elsewhere(who, owner.public_id, area.code))
    initial = {"kind": chosen(request, "laji", ("report", "plan", "yearly")) or "report"}
    form = ElsewhereForm(request.POST or None, lang=lang, initial=initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            made = deciding.made_elsewhere(
                by=who,
                owner=owner,
                region=Region.objects.get(code=area.code),
                draft=form.draft(),
                elsewhere=form.cleaned_data["elsewhere"],
                approval=form.approval(),
            )
            return page_of(made) + SAVED

        if answer := sent(request, form, do):
            return answer
    title, back = _("Made elsewhere"), reverse("welfare:organisation", args=[space, slug])
    return form_of(request, form, title, owner.name.get(lang), back, crumbs_of(owner, lang, (title, "")))


@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a document away, with the record of its decision."""
    who, row = actor(request), shown(request, public_id)
    owner = atlas().orgs[row.organisation_id]

    def do() -> str:
        deciding.withdraw(by=who, document=row)
        return f"{reverse('welfare:organisation', args=[owner.space, owner.slug])}?tehty=paatetty"

    return redirect(submit(request, do))
