"""Users and their roles (administrators)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts import actions, queries, rules
from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.accounts.forms import GrantForm
from yhdyspinta.core.accounts.models import Grant, User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, submit
from yhdyspinta.site.manage.forms import UserForm
from yhdyspinta.site.manage.views import form_view, posted


def _saved(user: User) -> str:
    """The page of a user, which tells that it was done."""
    return f"{reverse('user', args=[user.public_id])}?tehty=tallennettu"


@get
@signed_in
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with an account and what they may do now."""
    require(rules.may_manage_users(actor(request)))
    held: dict[int, list[Grant]] = {}
    for grant in queries.grants(clock.today()):
        held.setdefault(grant.user_id, []).append(grant)
    rows = [(user, held.get(user.pk, [])) for user in queries.users()]
    crumbs = [(_("Upkeep"), reverse("manage")), (_("Users"), "")]
    return page(request, "site/manage/users.html", {"rows": rows, "crumbs": crumbs})


@form_page
@signed_in
def add_user(request: HttpRequest) -> HttpResponse:
    """Adds a user."""
    who = actor(request)
    require(rules.may_manage_users(who))
    form = UserForm(posted(request))

    def do() -> str:
        made = actions.add_user(by=who, email=form.cleaned_data["email"], name=form.cleaned_data["name"])
        return _saved(made)

    return form_view(request, form, do, title=_("Add a user"))


@form_page
@signed_in
def user(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A user: roles held, and giving a new one."""
    who = actor(request)
    require(rules.may_manage_users(who))
    row = fetch(User.objects.all(), public_id=public_id)
    form = GrantForm(posted(request), lang=request.LANGUAGE_CODE)

    def do() -> str:
        data = form.cleaned_data
        actions.give_role(
            by=who,
            user=row,
            role=data["role"],
            organisation=data["organisation"],
            region=data["region"],
            side=data["side"],
        )
        return _saved(row)

    extra = {"user_row": row, "held": queries.grants(clock.today()).filter(user=row)}
    return form_view(request, form, do, title=row.name, extra=extra)


@post
@signed_in
def end_grant(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends a role now."""
    who = actor(request)
    require(rules.may_manage_users(who))
    row = fetch(Grant.objects.select_related("user"), public_id=public_id)

    def do() -> str:
        actions.end_grant(by=who, grant=row)
        return _saved(row.user)

    return redirect(submit(request, do))


@post
@signed_in
def reset_factors(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes away a user's second factors and ends their sign-ins."""
    row = fetch(User.objects.all(), public_id=public_id)
    actions.reset_factors(by=actor(request), user=row)
    return redirect(_saved(row))


@post
@signed_in
def end_sign_ins(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ends every sign-in of a user."""
    row = fetch(User.objects.all(), public_id=public_id)
    actions.end_sign_ins(by=actor(request), user=row)
    return redirect(_saved(row))


@post
@signed_in
def make_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Shows a new one-time sign-in link; the earlier one stops working."""
    who = actor(request)
    require(rules.may_manage_users(who))
    row = fetch(User.objects.all(), public_id=public_id)
    token = actions.make_link(by=who, user=row)
    href = request.build_absolute_uri(reverse("accounts:link", args=[token]))
    crumbs = [(_("Users"), reverse("users")), (row.name, reverse("user", args=[row.public_id])), (_("Link"), "")]
    return page(request, "site/manage/link.html", {"href": href, "user_row": row, "crumbs": crumbs})
