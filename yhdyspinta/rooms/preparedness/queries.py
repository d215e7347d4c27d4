"""Reading: who is in the circle, plans with what they amount to, contacts, exercises, and what is public as dates."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from yhdyspinta.core.accounts.queries import grants
from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.registry.atlas import NATIONAL, Area, Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.positions import Agreement, agreement_of
from yhdyspinta.rooms.preparedness import rules
from yhdyspinta.rooms.preparedness.gaps import Gap, Reached, Role, of_contacts, of_roles
from yhdyspinta.rooms.preparedness.models import (
    ROLES,
    ContactCheck,
    DutyContact,
    Exercise,
    Incident,
    Joining,
    Lesson,
    Partner,
    Plan,
    PlanStance,
    Signed,
)
from yhdyspinta.rooms.preparedness.scenarios import Subject, scenarios

THEME = "varautuminen"


def own_ids(region: str, on: date) -> frozenset[UUID]:
    """The organisations of a region, by public id, without those that work in many regions."""
    return atlas().view(region, on).own_public_ids


# --- the circle ------------------------------------------------------------------------------------------------------

_JOINED: Memo[Mapping[tuple[str, str], frozenset[UUID]]] = Memo(2)


def joined(region: str, part: str) -> frozenset[UUID]:
    """The organisations that are of a region and have decided to use a part, once they can use it together: two at least."""
    told = _JOINED.get(revision("preparedness"), _load_joined).get((region, part), frozenset())
    held = told & own_ids(region, clock.today()) if len(told) > 1 else frozenset()
    return held if len(held) > 1 else frozenset()


def _load_joined() -> Mapping[tuple[str, str], frozenset[UUID]]:
    found: dict[tuple[str, str], set[UUID]] = {}
    rows = Joining.objects.filter(left_on=None).order_by("id")
    for code, part, org in rows.values_list("region__code", "part", "organisation__public_id"):
        found.setdefault((code, part), set()).add(org)
    return {key: frozenset(each) for key, each in found.items()}


def joinings(region: str) -> QuerySet[Joining]:
    """Every decision to join that stands, in the order of telling."""
    return Joining.objects.filter(region__code=region, left_on=None).select_related("organisation").order_by("id")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader sees of a region: its own matters, details, the log."""

    inside: bool
    details: bool
    log: bool


def sight(actor: Actor, region: str) -> Sight:
    """What the reader sees."""
    own = own_ids(region, clock.today())
    circle = {p: rules.in_circle(actor, joined(region, p)) for p in ("details", "log")}
    return Sight(rules.sees_inside(actor, region, own), circle["details"], circle["log"])


# --- plans ------------------------------------------------------------------------------------------------------------


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """Plans of one's regions: roles and stances. Their texts are the circle's, and are asked of `sight`."""
    rows = Plan.objects.filter(ended_on=None).select_related("region")
    if actor.is_administrator:
        return rows
    return rows.filter(region__code__in=regions_of(actor))


def regions_of(actor: Actor) -> list[str]:
    """The regions whose matters the actor reads."""
    return sorted(actor.regions | set(_areas_of(actor.belongs_to)))


def _areas_of(organisations: Collection[UUID]) -> dict[str, Area]:
    """Where some organisations work, by code; those that work in many regions are of none."""
    house, today = atlas(), clock.today()
    orgs = [o for o in house.by_public_id(organisations) if o.kind not in NATIONAL]
    return {a.code: a for o in orgs for a in house.regions_of(o, today)}


def whole(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """With parties, roles, stances and what has been signed, in a constant number of queries."""
    stances = Prefetch("stances", queryset=PlanStance.objects.order_by("id"))
    return rows.prefetch_related("parties", "roles", "signed", stances)


def parties_of(plan: Plan) -> tuple[Org, ...]:
    """Whose plan it is."""
    return atlas().known(p.organisation_id for p in plan.parties.all())


def roles_of(plan: Plan) -> dict[tuple[str, int], Role]:
    """(function, organisation) → role."""
    return {(r.function, r.organisation_id): cast(Role, r.role) for r in plan.roles.all()}


def by_role(roles: Mapping[tuple[str, int], Role], function: str) -> dict[str, tuple[Org, ...]]:
    """Who leads, acts and is informed in a function, in that order."""
    held = {role: [o for (f, o), r in roles.items() if f == function and r == role] for role in ROLES}
    return {role: atlas().known(each) for role, each in held.items()}


def agreement(plan: Plan) -> Agreement:
    """What the parties' decisions of the present version amount to."""
    return agreement_of(
        [p.organisation_id for p in plan.parties.all()], speaking.said(plan.stances.all()), plan.version
    )


def signed_on(plan: Plan, on: date) -> Signed | None:
    """The newest version that every party had accepted by the day."""
    held = [s for s in plan.signed.all() if s.since <= on and (s.withdrawn_on is None or s.withdrawn_on > on)]
    return max(held, key=lambda s: s.version, default=None)


def plans(region: str) -> dict[str, Plan]:
    """A region's plans by subject, in a constant number of queries."""
    rows = whole(Plan.objects.filter(region__code=region, ended_on=None).select_related("region"))
    return {p.subject: p for p in rows.order_by("id")}


def unanswered(actor: Actor) -> list[tuple[Plan, Org]]:
    """(plan, party): whose present text waits for the decision of one of the actor's organisations."""
    if not actor.organisations:
        return []
    mine = visible_to(actor).filter(parties__organisation__public_id__in=actor.organisations).distinct()
    rows = whole(mine).order_by("id")
    return [(row, org) for row in rows for org in speaking.still_asked(actor, agreement(row))]


def subject_of(code: str) -> Subject | None:
    """A subject of the catalogue."""
    return scenarios().subjects.get(code)


# --- contacts -----------------------------------------------------------------------------------------------------------


def contacts(region: str) -> list[DutyContact]:
    """The contact tree of a region, with how each was tried last. The circle's: ask `sight` before. Two queries."""
    checks = Prefetch("checks", queryset=ContactCheck.objects.order_by("id"))
    rows = DutyContact.objects.filter(region__code=region, withdrawn_at=None).select_related("organisation")
    return list(rows.prefetch_related(checks).order_by("id"))


def reached_on(contact: DutyContact) -> date | None:
    """When the present content was last found to hold."""
    held = [c.tried_on for c in contact.checks.all() if c.version == contact.version and c.reached]
    return max(held, default=None)


def last_try(contact: DutyContact) -> ContactCheck | None:
    """The last try of the present content."""
    return max((c for c in contact.checks.all() if c.version == contact.version), key=lambda c: c.pk, default=None)


@dataclass(frozen=True, slots=True)
class Twig:
    """A contact at its depth of the tree."""

    contact: DutyContact
    depth: int


def tree(rows: Sequence[DutyContact]) -> list[Twig]:
    """The tree from its roots, each followed by those it calls."""
    below: dict[int | None, list[DutyContact]] = {}
    known = {r.pk for r in rows}
    for row in rows:
        below.setdefault(row.called_by_id if row.called_by_id in known else None, []).append(row)
    found: list[Twig] = []
    waiting = [(row, 0) for row in reversed(below.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        found.append(Twig(row, depth))
        waiting += [(each, depth + 1) for each in reversed(below.pop(row.pk, []))]
    return found


def numbers_of(plan: Plan, rows: Sequence[DutyContact]) -> list[tuple[DutyContact, date | None]]:
    """(contact of one of its parties that serves its functions, when it was last found to hold), in the order of the tree."""
    parties, functions = (
        {p.organisation_id for p in plan.parties.all()},
        ("", *scenarios().subjects[plan.subject].functions),
    )
    held = (twig.contact for twig in tree(rows))
    return [(c, reached_on(c)) for c in held if c.organisation_id in parties and c.function in functions]


def as_reached(rows: Iterable[DutyContact]) -> list[Reached]:
    """Contacts as gaps see them."""
    return [Reached(c.organisation_id, c.function, bool(c.deputy_phone), reached_on(c)) for c in rows]


def gaps_of(plan: Plan, held: Sequence[DutyContact] | None, on: date) -> list[Gap]:
    """What a plan lacks; of contacts only when they are given, for those are the circle's."""
    subject = scenarios().subjects[plan.subject]
    roles = roles_of(plan)
    found = of_roles(subject.functions, roles)
    if held is not None and subject.disrupts:
        found += of_contacts(roles, as_reached(held), on)
        if not any((plan.procedure_fi, plan.procedure_sv, plan.procedure_en)):
            found.append(Gap("no_procedure"))
        if not any((plan.flow_fi, plan.flow_sv, plan.flow_en)):
            found.append(Gap("no_flow"))
    return found


# --- exercises, partners, incidents ----------------------------------------------------------------------------------------


def exercises(actor: Actor) -> QuerySet[Exercise]:
    """Exercises of the actor's regions, the latest first."""
    rows = Exercise.objects.select_related("region").prefetch_related("parties__organisation")
    return rows if actor.is_administrator else rows.filter(region__code__in=regions_of(actor))


def lessons_of(exercise: Exercise) -> QuerySet[Lesson]:
    """What was learnt. The text is the circle's: ask `sight` before it is shown."""
    return Lesson.objects.filter(exercise=exercise, withdrawn_at=None).order_by("id")


def proposal(actor: Actor, lesson: UUID) -> Lesson | None:
    """A lesson whose proposal the actor may make a measure: of a region that they coordinate, not made one yet."""
    rows = Lesson.objects.filter(
        public_id=lesson, withdrawn_at=None, measure=None, exercise__region__code__in=actor.regions
    )
    return rows.exclude(proposal="").select_related("exercise__region").first()


def partners(region: str) -> QuerySet[Partner]:
    """Strategic partners as they stand. Inside: ask `sight` before."""
    return Partner.objects.filter(region__code=region, withdrawn_at=None).order_by("kind", "name", "id")


def log_areas(actor: Actor) -> list[Area]:
    """The regions whose logs the actor keeps with the others."""
    return [
        a for code, a in sorted(_areas_of(actor.responds_for).items()) if rules.in_circle(actor, joined(code, "log"))
    ]


def incidents(actor: Actor) -> QuerySet[Incident]:
    """Logs of the circles that the actor belongs to, the latest first. Nobody else's: no coordinator's, no administrator's."""
    mine = [a.code for a in log_areas(actor)]
    return Incident.objects.filter(region__code__in=mine).select_related("region", "opened_by")


def circle_of(region: str) -> dict[UUID, list[str]]:
    """Who is of the circle, by organisation: its own people know who reads what they write."""
    held = grants(clock.today()).filter(role="responder", organisation__public_id__in=joined(region, "details"))
    found: dict[UUID, list[str]] = {}
    for grant in held:
        if grant.organisation is not None:
            found.setdefault(grant.organisation.public_id, []).append(grant.user.name)
    return found


def writers(actor: Actor, area: Area) -> list[Org]:
    """In whose name the actor writes in a log."""
    return atlas().by_public_id(actor.responds_for & joined(area.code, "log"))


# --- what everybody is told: dates -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dates:
    """What is public of a region: which plans hold and since when, the days of exercises, when a contact was last reached, when
    partners were last told of."""

    plans: tuple[tuple[str, date], ...]
    exercises: tuple[tuple[str, UUID, date], ...]
    reached: date | None
    partners: date | None


NOTHING = Dates((), (), None, None)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A dated fact of a region: (what, name, from, until)."""

    what: str
    name: str
    since: date
    until: date | None
    key: UUID | None = None


_FACTS: Memo[Mapping[str, tuple[_Fact, ...]]] = Memo(2)


def _facts() -> Mapping[str, tuple[_Fact, ...]]:
    """Every region's public facts. Four queries when something of them has changed, else none."""
    now = revision("preparedness")
    return _FACTS.get(now, _load_facts) if now else {}


def _load_facts() -> Mapping[str, tuple[_Fact, ...]]:
    found: dict[str, list[_Fact]] = {}

    def add(region: str, *fact: object) -> None:
        found.setdefault(region, []).append(_Fact(*fact))  # type: ignore[arg-type]  # rows of the four queries below

    signed = Signed.objects.order_by("id").values_list(
        "plan__region__code", "plan__subject", "since", "withdrawn_on", "plan__ended_on"
    )
    for region, subject, since, withdrawn, ended in signed:
        add(region, "plan", subject, since, min((d for d in (withdrawn, ended) if d), default=None))
    held = Exercise.objects.filter(called_off_at=None).exclude(held_on=None).order_by("held_on", "id")
    for region, kind, on, key in held.values_list("region__code", "kind", "held_on", "public_id"):
        add(region, "exercise", kind, on, None, key)
    tried = ContactCheck.objects.filter(reached=True).order_by("contact__region__code").distinct()
    for region, on in tried.values_list("contact__region__code", "tried_on"):
        add(region, "reached", "", on, None)
    told = Partner.objects.filter(withdrawn_at=None).order_by("region__code").distinct()
    for region, on in told.values_list("region__code", "told_on"):
        add(region, "partner", "", on, None)
    return {region: tuple(each) for region, each in found.items()}


def dates(region: str, on: date) -> Dates:
    """What everybody may know of a region on a day."""
    return every_dates([region], on)[region]


def every_dates(regions: Iterable[str], on: date) -> dict[str, Dates]:
    """The same of many regions: what is kept is asked for once."""
    every = _facts() if rules.is_open() else {}
    return {region: _dates(every.get(region, ()), on) for region in regions}


def _dates(every: Sequence[_Fact], on: date) -> Dates:
    facts = [f for f in every if f.since <= on and (f.until is None or f.until > on)]
    held: dict[str, date] = {}
    for fact in facts:
        if fact.what == "plan":
            held[fact.name] = max(held.get(fact.name, fact.since), fact.since)
    order = list(scenarios().subjects)
    return Dates(
        tuple(sorted(held.items(), key=lambda p: order.index(p[0]) if p[0] in order else len(order))),
        tuple((f.name, f.key, f.since) for f in reversed(facts) if f.what == "exercise" and f.key),
        max((f.since for f in facts if f.what == "reached"), default=None),
        max((f.since for f in facts if f.what == "partner"), default=None),
    )
