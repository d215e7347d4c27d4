"""Upkeep pages: organisations, bodies, seats, persons, mergers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry import actions, queries, rules
from yhdyspinta.core.registry.models import Body, Organisation, Person, Seat
from yhdyspinta.core.ui.pages import fetch, form_page, get, page, post, sent, submit, uuid_of, version_of
from yhdyspinta.site.manage.forms import BodyForm, EndForm, MergeForm, OrganisationForm, PersonForm, SeatForm
from yhdyspinta.site.manage.merging import merge


def form_view(
    request: HttpRequest, form: forms.Form, do: Callable[[], str], *, title: str, extra: dict[str, Any] | None = None
) -> HttpResponse:
    """A form's page: sends a valid one, shows a refused one again with the reason and everything typed."""
    if request.method == "POST" and form.is_valid() and (answer := sent(request, form, do)):
        return answer
    crumbs = [(_("Upkeep"), reverse("manage")), (title, "")]
    context = {"form": form, "title": title, "crumbs": crumbs, **(extra or {})}
    return page(request, "site/manage/form.html", context, status=422 if form.errors else 200)


def posted(request: HttpRequest) -> Any:
    """The sent values, or None when the page is only shown."""
    return request.POST if request.method == "POST" else None


def page_of(row: Organisation) -> str:
    """The public page of an organisation, with the note that it was saved."""
    return f"{reverse('organisation-any', args=[row.space, row.slug])}?tehty=tallennettu"


@get
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What can be kept here, and the organisations added locally."""
    who = actor(request)
    require(rules.may_keep_persons(who))
    context = {
        "organisations": queries.local_organisations(),
        "may_add": rules.may_add_organisation(who),
        "may_merge": rules.may_merge(who),
        "own": Organisation.objects.filter(public_id__in=who.organisations).order_by("space", "slug"),
        "persons": queries.persons(request.GET.get("q", ""), of=None if who.is_administrator else who.organisations)[
            :50
        ],
        "words": request.GET.get("q", ""),
        "crumbs": [(_("Upkeep"), "")],
    }
    return page(request, "site/manage/home.html", context)


@form_page
@signed_in
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Adds a local organisation."""
    who = actor(request)
    require(rules.may_add_organisation(who))
    form = OrganisationForm(posted(request), lang=request.LANGUAGE_CODE)

    def do() -> str:
        data = form.cleaned_data
        row = actions.add_organisation(
            by=who, kind=data["kind"], website=data["website"], regions=data["regions"], **form.names()
        )
        return page_of(row)

    return form_view(request, form, do, title=_("Add an organisation"))


@form_page
@signed_in
def edit_organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes a local organisation's names and website."""
    who = actor(request)
    row = fetch(Organisation.objects.all(), public_id=public_id)
    require(rules.may_edit_organisation(who, row))
    initial = {k: getattr(row, k) for k in ("name_fi", "name_sv", "name_en", "website")}
    form = OrganisationForm(posted(request), lang=request.LANGUAGE_CODE, editing=True, initial=initial)

    def do() -> str:
        version = version_of(request)
        actions.edit_organisation(
            by=who, organisation=row, version=version, names=form.names(), website=form.cleaned_data["website"]
        )
        return page_of(row)

    return form_view(request, form, do, title=_("Edit an organisation"), extra={"version": row.version})


@post
@signed_in
def archive_organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a local organisation out of use, or back into it."""
    who = actor(request)
    row = fetch(Organisation.objects.all(), public_id=public_id)

    def do() -> str:
        if row.archived_at is None:
            actions.archive_organisation(by=who, organisation=row)
        else:
            actions.restore_organisation(by=who, organisation=row)
        return f"{reverse('manage')}?tehty=tallennettu"

    return redirect(submit(request, do))


@form_page
@signed_in
def merge_organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A merger: first a preview of what will change, then the act."""
    who = actor(request)
    require(rules.may_merge(who))
    old = fetch(Organisation.objects.all(), public_id=public_id)
    form = MergeForm(posted(request), old=old)
    preview = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        preview = actions.preview_merge(old=old, new=data["into"], on=data["on"])
        if "act" in request.POST and not preview.refusal:

            def do() -> str:
                merge(by=who, old=old, new=data["into"], on=data["on"], source=data["source"])
                return page_of(data["into"])

            return redirect(submit(request, do))
        if preview.refusal:
            form.add_error(None, say(preview.refusal))
    context = {
        "form": form,
        "old": old,
        "preview": preview,
        "crumbs": [(_("Upkeep"), reverse("manage")), (_("Merge organisations"), "")],
    }
    return page(request, "site/manage/merge.html", context, status=422 if form.errors else 200)


@form_page
@signed_in
def add_body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Adds a body to an organisation."""
    who = actor(request)
    row = fetch(Organisation.objects.all(), public_id=public_id)
    require(rules.may_keep_bodies(who, row.public_id))
    form = BodyForm(posted(request), lang=request.LANGUAGE_CODE)

    def do() -> str:
        data = form.cleaned_data
        actions.add_body(by=who, organisation=row, kind=data["kind"], names=form.names(), valid_from=data["valid_from"])
        return page_of(row)

    return form_view(request, form, do, title=_("Add a body"), extra={"subject": row})


@form_page
@signed_in
def edit_body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Changes a body's names and dates."""
    who = actor(request)
    row = fetch(Body.objects.select_related("organisation"), public_id=public_id)
    require(rules.may_keep_bodies(who, row.organisation.public_id))
    initial = {k: getattr(row, k) for k in ("name_fi", "name_sv", "name_en", "kind", "valid_from", "valid_until")}
    form = BodyForm(posted(request), lang=request.LANGUAGE_CODE, initial=initial)

    def do() -> str:
        data = form.cleaned_data
        actions.edit_body(
            by=who,
            body=row,
            version=version_of(request),
            names=form.names(),
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
        )
        return page_of(row.organisation)

    return form_view(request, form, do, title=_("Edit a body"), extra={"version": row.version, "body": row})


@post
@signed_in
def withdraw_body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes back a body entered by mistake."""
    who = actor(request)
    row = fetch(Body.objects.select_related("organisation"), public_id=public_id)

    def do() -> str:
        actions.withdraw_body(by=who, body=row)
        return page_of(row.organisation)

    return redirect(submit(request, do))


@form_page
@signed_in
def add_seat(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Seats a person in a body: a known one by choosing, a new one by name."""
    who = actor(request)
    row = fetch(Body.objects.select_related("organisation"), public_id=public_id)
    require(rules.may_keep_bodies(who, row.organisation.public_id))
    wanted = request.GET.get("henkilo", "")
    known = fetch(Person.objects.filter(erased_at=None), public_id=uuid_of(wanted)) if wanted else None
    initial = {"person_name": known.name} if known else {}
    form = SeatForm(posted(request), lang=request.LANGUAGE_CODE, initial=initial)

    def do() -> str:
        data = form.cleaned_data
        actions.add_seat(
            by=who,
            body=row,
            person_name=data["person_name"],
            person=known.public_id if known else None,
            role=data["role"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
        )
        return page_of(row.organisation)

    persons = queries.persons(request.GET.get("q", ""))[:30] if request.GET.get("q") else []
    return form_view(
        request, form, do, title=_("Add a seat"), extra={"subject": row, "persons": persons, "seat_body": row}
    )


@form_page
@signed_in
def end_seat(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Gives a seat its last day."""
    who = actor(request)
    row = fetch(Seat.objects.select_related("body__organisation", "person"), public_id=public_id)
    require(rules.may_keep_bodies(who, row.body.organisation.public_id))
    form = EndForm(posted(request), initial={"on": clock.today()})

    def do() -> str:
        actions.end_seat(by=who, seat=row, on=form.cleaned_data["on"])
        return page_of(row.body.organisation)

    return form_view(request, form, do, title=_("End a seat"), extra={"subject": row.person})


@form_page
@signed_in
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A person: name, seats; renaming, and erasure by an administrator."""
    who = actor(request)
    require(rules.may_keep_persons(who))
    row = fetch(Person.objects.all(), public_id=public_id)
    form = PersonForm(posted(request), initial={"name": row.name})

    def do() -> str:
        version = version_of(request)
        actions.rename_person(by=who, person=row, version=version, name=form.cleaned_data["name"])
        return f"{reverse('person', args=[row.public_id])}?tehty=tallennettu"

    require(rules.may_rename_person(who, actions.seated_in(row)))
    extra = {"version": row.version, "seats": queries.seats_of(row, clock.today()), "person_row": row}
    return form_view(request, form, do, title=_("Person"), extra={**extra, "may_erase": rules.may_merge(who)})


@post
@signed_in
def erase_person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Erases a person's data; the seats stay without a name."""
    who = actor(request)
    row = fetch(Person.objects.all(), public_id=public_id)

    def do() -> str:
        actions.erase_person(by=who, person=row)
        return f"{reverse('manage')}?tehty=tallennettu"

    return redirect(submit(request, do))
