"""Pages of contacts and exercises."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yhdyspinta.core.accounts.access import actor, signed_in
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.registry.addresses import area_of, org_of
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import chosen, fetch, form_page, get, page, post, sent, submit, version_of
from yhdyspinta.core.ui.tables import FORMS, table
from yhdyspinta.rooms.preparedness import queries, rules, training
from yhdyspinta.rooms.preparedness.forms import ContactForm, ExerciseForm, HeldForm, LessonForm
from yhdyspinta.rooms.preparedness.models import DutyContact, Exercise, Lesson
from yhdyspinta.rooms.preparedness.queries import sight
from yhdyspinta.rooms.preparedness.scenarios import scenarios
from yhdyspinta.rooms.preparedness.views import circle_or_404, crumbs_of, room
from yhdyspinta.rooms.preparedness.writing import filled, form_of, page_of


def tree_page(slug: str) -> str:
    """Where a region's contact tree is read."""
    return reverse("preparedness:contacts", args=[slug])


def exercise_page(row: Exercise) -> str:
    """Where an exercise is read."""
    return reverse("preparedness:exercise", args=[row.public_id])


@room
@get
@signed_in
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """The contact tree: who is called by whom, with which number, when it was last found to hold."""
    area, who, lang, today = area_of(slug), actor(request), request.LANGUAGE_CODE, clock.today()
    circle_or_404(who, area)
    twigs, orgs = queries.tree(queries.contacts(area.code)), atlas().orgs
    if form := chosen(request, "muoto", FORMS):
        header = [_("Organisation"), _("For what"), _("Function"), _("Number"), _("Another way"), _("Deputy"), _("Deputy's number"), _("Found to hold")]  # fmt: skip
        lines = []
        for t in twigs:
            c, on = t.contact, queries.reached_on(t.contact)
            what = scenarios().functions[c.function].get(lang) if c.function else ""
            lines.append([orgs[c.organisation_id].name.get(lang), what, c.title, c.phone, c.way, c.deputy, c.deputy_phone, show_date(on, lang) if on else ""])  # fmt: skip
        return table(f"yhteystiedot-{area.slug}", form, header, lines)
    rows = [_contact(t, who.responds_for, today) for t in twigs]
    mine = atlas().by_public_id(who.responds_for & queries.joined(area.code, "details"))
    told, circle = {r["row"].organisation_id for r in rows}, queries.circle_of(area.code)
    context = {
        "area": area,
        "rows": rows,
        "mine": mine,
        "circle": [(o, circle[o.public_id]) for o in atlas().by_public_id(circle)],
        "silent": [o for o in atlas().by_public_id(queries.joined(area.code, "details")) if o.id not in told],
        "crumbs": crumbs_of(area, lang, (_("Contacts for disruptions"), "")),
    }
    return page(request, "preparedness/contacts.html", context)


def _contact(twig: queries.Twig, mine: frozenset[UUID], today: Any) -> dict[str, Any]:
    row = twig.contact
    on, org = queries.reached_on(row), atlas().orgs[row.organisation_id]
    return {
        "row": row,
        "depth": min(twig.depth, 4),
        "org": org,
        "function": scenarios().functions.get(row.function),
        "on": on,
        "days": (today - on).days if on else None,
        "last": queries.last_try(row),
        "mine": org.public_id in mine,
    }


@room
@form_page
@signed_in
def contact(request: HttpRequest, slug: str, space: str, org: str) -> HttpResponse:
    """Tells a contact of one's own organisation; with `?muuta=` corrects one."""
    area, owner, who, lang = area_of(slug), org_of(space, org), actor(request), request.LANGUAGE_CODE
    circle_or_404(who, area)
    require(rules.may_tell_contact(who, owner.public_id, queries.joined(area.code, "details")))
    rows = queries.contacts(area.code)
    asked = request.GET.get("muuta", "")
    told = next((c for c in rows if str(c.public_id) == asked and c.organisation_id == owner.id), None)
    if asked and told is None:
        raise Http404
    names = ("function", "title", "phone", "way", "deputy", "deputy_phone")
    initial: dict[str, Any] = {n: getattr(told, n) for n in names} if told else {}
    if told and told.called_by_id:
        initial["called_by"] = next((str(c.public_id) for c in rows if c.pk == told.called_by_id), "")
    others = [(c, atlas().orgs[c.organisation_id].name.get(lang)) for c in rows if told is None or c.pk != told.pk]
    form = ContactForm(request.POST or None, rows=others, lang=lang, initial=initial)
    version, theirs = told.version if told else 0, None
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            region = Region.objects.get(code=area.code)
            seen = version_of(request)
            training.tell_contact(by=who, region=region, organisation=owner, reach=form.reach(), contact=told, version=seen)  # fmt: skip
            return f"{tree_page(slug)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict as conflict:
            version, theirs = conflict.current, {"version": conflict.current, "contact": told}
    title = _("Contact for disruptions")
    crumbs = crumbs_of(area, lang, (_("Contacts for disruptions"), tree_page(slug)), (title, ""))
    return form_of(request, form, title, owner.name.get(lang), tree_page(slug), crumbs, version=version, theirs=theirs)


def _told_contact(request: HttpRequest, public_id: UUID) -> DutyContact:
    """A contact that the circle sees. Raises Http404."""
    row = fetch(
        DutyContact.objects.filter(withdrawn_at=None).select_related("region", "organisation"), public_id=public_id
    )
    circle_or_404(actor(request), atlas().areas[row.region.code])
    return row


@room
@post
@signed_in
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One click: the contact holds today."""
    who, row = actor(request), _told_contact(request, public_id)

    def do() -> str:
        training.confirm_contact(by=who, contact=row, version=version_of(request))
        return f"{tree_page(row.region.slug)}?tehty=tallennettu#c-{row.public_id}"

    return redirect(submit(request, do))


@room
@post
@signed_in
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is no contact any more."""
    who, row = actor(request), _told_contact(request, public_id)

    def do() -> str:
        training.withdraw_contact(by=who, contact=row)
        return f"{tree_page(row.region.slug)}?tehty=tallennettu"

    return redirect(submit(request, do))


# --- exercises ----------------------------------------------------------------------------------------------------------


@room
@form_page
@signed_in
def plan_exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """Plans an exercise."""
    area, who, lang = area_of(slug), actor(request), request.LANGUAGE_CODE
    require(rules.may_train(who, area.code, queries.own_ids(area.code, clock.today())))
    form = _exercise_form(request, area, {"kind": chosen(request, "laji", ("tabletop", "calls", "joint")) or "tabletop"})  # fmt: skip

    def do() -> str:
        region = Region.objects.get(code=area.code)
        made = training.plan_exercise(by=who, region=region, programme=form.programme())
        return f"{exercise_page(made)}?tehty=tallennettu"

    title = _("Plan an exercise")
    return filled(request, form, do, title, area.name.get(lang), page_of(slug), crumbs_of(area, lang, (title, "")))


def _exercise_form(request: HttpRequest, area: Area, initial: dict[str, Any]) -> ExerciseForm:
    view = atlas().view(area.code, clock.today())
    initial = {"parties": [str(o.public_id) for o in view.both_sides], **initial}
    return ExerciseForm(request.POST or None, orgs=view.everybody(), lang=request.LANGUAGE_CODE, initial=initial)


def _exercise(request: HttpRequest, public_id: UUID) -> Exercise:
    return fetch(queries.exercises(actor(request)), public_id=public_id)


@room
@get
@signed_in
def exercise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One exercise: its plan, when it was held; to the circle what was learnt, and the calls."""
    who, lang, row = actor(request), request.LANGUAGE_CODE, _exercise(request, public_id)
    area, today = atlas().areas[row.region.code], clock.today()
    seen = sight(who, area.code)
    calls = queries.tree(queries.contacts(area.code)) if seen.details and row.kind == "calls" else []
    kind = say(f"preparedness_kind:{row.kind}", lang=lang)
    subjects = scenarios().subjects
    context = {
        "row": row,
        "area": area,
        "seen": seen,
        "parties": atlas().known(p.organisation_id for p in row.parties.all()),
        "subjects": [subjects[s].name for s in row.subjects if s in subjects],
        "lessons": [x for x in queries.lessons_of(row) if seen.details or x.proposal],
        "measures": rules.may_plan(who, area.code),
        "calls": [(_contact(t, frozenset(), today), _tried(t.contact, row)) for t in calls],
        "trains": bool(rules.may_train(who, area.code, queries.own_ids(area.code, today))),
        "open": row.called_off_at is None,
        "due": row.planned_on <= today,
        "title": kind,
        "crumbs": crumbs_of(area, lang, (kind, "")),
    }
    return page(request, "preparedness/exercise.html", context)


def _tried(contact: DutyContact, row: Exercise) -> Any:
    """How the contact was tried in this exercise, the last time."""
    return max((c for c in contact.checks.all() if c.exercise_id == row.pk), key=lambda c: c.pk, default=None)


@room
@form_page
@signed_in
def change_exercise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Another day, other parties."""
    who, lang, row, theirs = actor(request), request.LANGUAGE_CODE, _exercise(request, public_id), None
    area = atlas().areas[row.region.code]
    require(rules.may_train(who, area.code, queries.own_ids(area.code, clock.today())))
    initial = {n: getattr(row, n) for n in ("kind", "planned_on", "subjects", "note")}
    initial["parties"] = [str(p.organisation.public_id) for p in row.parties.all()]
    form = _exercise_form(request, area, initial)
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            training.replan_exercise(by=who, exercise=row, version=version_of(request), programme=form.programme())
            return f"{exercise_page(row)}?tehty=tallennettu"

        try:
            if answer := sent(request, form, do):
                return answer
        except EditConflict:
            theirs = _exercise(request, public_id)
    title = _("Change the exercise")
    crumbs = crumbs_of(area, lang, (say(f"preparedness_kind:{row.kind}", lang=lang), exercise_page(row)), (title, ""))
    more = {"version": (theirs or row).version, "theirs": theirs}
    return form_of(request, form, title, area.name.get(lang), exercise_page(row), crumbs, **more)


@room
@form_page
@signed_in
def held(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It was held."""
    who, lang, row = actor(request), request.LANGUAGE_CODE, _exercise(request, public_id)
    area = atlas().areas[row.region.code]
    require(rules.may_train(who, area.code, queries.own_ids(area.code, clock.today())))
    form = HeldForm(request.POST or None, initial={"on": min(row.planned_on, clock.today())})

    def do() -> str:
        training.hold_exercise(by=who, exercise=row, on=form.cleaned_data["on"])
        return f"{exercise_page(row)}?tehty=tallennettu"

    title, kind = _("The exercise was held"), say(f"preparedness_kind:{row.kind}", lang=lang)
    crumbs = crumbs_of(area, lang, (kind, exercise_page(row)), (title, ""))
    return filled(request, form, do, title, kind, exercise_page(row), crumbs)


@room
@post
@signed_in
def call_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is not held, or was told wrongly."""
    who, row = actor(request), _exercise(request, public_id)

    def do() -> str:
        training.call_off(by=who, exercise=row)
        return f"{page_of(row.region.slug)}?tehty=tallennettu"

    return redirect(submit(request, do))


@room
@form_page
@signed_in
def learn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was learnt."""
    who, lang, row = actor(request), request.LANGUAGE_CODE, _exercise(request, public_id)
    area = atlas().areas[row.region.code]
    circle_or_404(who, area)
    form = LessonForm(request.POST or None)

    def do() -> str:
        training.learn(by=who, exercise=row, **form.cleaned_data)
        return f"{exercise_page(row)}?tehty=tallennettu#opit"

    title, kind = _("What did we learn?"), say(f"preparedness_kind:{row.kind}", lang=lang)
    crumbs = crumbs_of(area, lang, (kind, exercise_page(row)), (title, ""))
    return filled(request, form, do, title, kind, exercise_page(row), crumbs)


@room
@post
@signed_in
def forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Takes a lesson back."""
    who = actor(request)
    row = fetch(Lesson.objects.filter(withdrawn_at=None).select_related("exercise__region"), public_id=public_id)
    circle_or_404(who, atlas().areas[row.exercise.region.code])

    def do() -> str:
        training.forget_lesson(by=who, lesson=row)
        return f"{exercise_page(row.exercise)}?tehty=tallennettu#opit"

    return redirect(submit(request, do))


@room
@post
@signed_in
def tried(request: HttpRequest, public_id: UUID, contact: UUID) -> HttpResponse:
    """A contact was called in an exercise, and answered or not."""
    who, row, one = actor(request), _exercise(request, public_id), _told_contact(request, contact)
    reached = request.POST.get("reached") == "1"

    def do() -> str:
        version = version_of(request)
        training.try_contact(by=who, exercise=row, contact=one, version=version, reached=reached)
        return f"{exercise_page(row)}?tehty=tallennettu#c-{one.public_id}"

    return redirect(submit(request, do))
