"""Reading the division of labour: what the actor may see, the matrix of a theme, contacts, and everything for the map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.registry.atlas import Org, RegionView
from yhdyspinta.core.registry.models import Kind
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.positions import Agreement, agreement_of
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.stances.seeing import seen_by
from yhdyspinta.rooms.responsibilities import matrix, rules
from yhdyspinta.rooms.responsibilities.matrix import Cells, Lack, Party, Role
from yhdyspinta.rooms.responsibilities.models import Contact, Division, DivisionStance, DivisionTask
from yhdyspinta.rooms.responsibilities.situation import Division as Record
from yhdyspinta.rooms.responsibilities.tasks import Organiser, Task, of_theme

KINDS: Mapping[str, matrix.Kind] = {
    Kind.COUNTY: "county",
    Kind.MUNICIPALITY: "municipality",
    Kind.EMPLOYMENT_AREA: "area",
    Kind.KELA: "kela",
}


def visible_to(actor: Actor) -> QuerySet[Division]:
    """Public divisions; others to their parties' people and the region's coordinators; an administrator sees all."""
    inside = Division.objects.filter(parties__organisation__public_id__in=actor.belongs_to)
    return seen_by(Division.objects.select_related("region"), actor, Q(pk__in=inside.values("pk")))


def whole(rows: QuerySet[Division]) -> QuerySet[Division]:
    """With everything that its text consists of, in a constant number of queries."""
    stances = Prefetch("stances", queryset=DivisionStance.objects.order_by("id"))
    return rows.prefetch_related("parties", "roles", "tasks", "costs", stances)


def of_region(actor: Actor, region: str) -> dict[str, Division]:
    """By theme: the divisions of a region that one may see."""
    return {d.theme_code: d for d in whole(visible_to(actor).filter(region__code=region))}


@dataclass(frozen=True)
class Sheet:
    """A theme's division as it is read: tasks, parties, who does what, who is reached, what is lacking."""

    theme: str
    row: Division | None
    tasks: tuple[Task, ...]
    orgs: tuple[Org, ...]
    parties: tuple[Party, ...]
    told: Mapping[tuple[str, int], Role]
    contacts: Mapping[int, "Reached"]
    agreed: Agreement | None
    on: date

    @cached_property
    def cells(self) -> Cells:
        """The matrix."""
        return matrix.cells(self.tasks, self.parties, self.told)

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What is to be settled."""
        known = {party: c.confirmed_on for party, c in self.contacts.items()}
        differing = self.agreed.differing if self.agreed else ()
        return matrix.lacks(self.tasks, self.parties, self.cells, known, differing, self.on)

    @cached_property
    def organisers(self) -> tuple[Org, ...]:
        """Those who organise something."""
        ids = {party for (_task, party), role in self.cells.items() if role == "organises"}
        return tuple(o for o in self.orgs if o.id in ids)


def tasks_of(theme: str, view: RegionView, own: Iterable[DivisionTask] = ()) -> tuple[Task, ...]:
    """The tasks of a theme in a region: by law, then its own. In Helsinki the city organises what counties do elsewhere."""
    added = [
        Task(t.code, theme, tuple(cast(Organiser, b) for b in t.by), Text.of(t, "name"), own=True)
        for t in own
        if t.ended_at is None
    ]
    found = (*(t for t in of_theme(theme) if view.sami or not t.sami), *added)
    city = view.county is None or view.county.kind == Kind.MUNICIPALITY
    return tuple(replace(t, by=_of_city(t.by)) for t in found) if city else found


def _of_city(by: tuple[Organiser, ...]) -> tuple[Organiser, ...]:
    return tuple(dict.fromkeys("municipality" if kind in ("county", "area") else kind for kind in by))


def parties_of(
    view: RegionView, tasks: Sequence[Task], others: Iterable[int] = ()
) -> tuple[tuple[Org, ...], tuple[Party, ...]]:
    """The organisations of a theme's matrix: county, municipalities, employment areas, whoever else has a role."""
    kinds, house = {kind for t in tasks for kind in t.by}, atlas()
    towns = frozenset(m.id for m in view.municipalities)
    orgs = [view.county] if view.county else []
    orgs += view.municipalities
    orgs += view.employment_areas if "area" in kinds else ()
    orgs += [o for o in view.everybody() if o.kind == Kind.KELA] if "kela" in kinds else ()
    here = {o.id for o in view.everybody()}
    orgs += [house.orgs[i] for i in others if i in here]
    found = tuple(dict.fromkeys(orgs))
    return found, tuple(Party(o.id, KINDS.get(o.kind, "other"), _served(o, view, towns)) for o in found)


def _served(org: Org, view: RegionView, towns: frozenset[int]) -> frozenset[int]:
    """Municipalities of the region whose residents an organisation serves when it organises a task."""
    if org.kind == Kind.MUNICIPALITY:
        return frozenset({org.id})
    if org.kind == Kind.EMPLOYMENT_AREA:
        return towns & {m.id for m in atlas().linked_to(org, "area_member", view.on)}
    return towns


def sheet(view: RegionView, theme: str, row: Division | None) -> Sheet:
    """A theme's division in a region. `row`: what has been written of it, whole, if anything."""
    told = {(r.task_code, r.organisation_id): cast(Role, r.role) for r in row.roles.all()} if row else {}
    tasks = tasks_of(theme, view, row.tasks.all() if row else ())
    others = [i for (_task, i), role in told.items() if role]
    orgs, parties = parties_of(view, tasks, others)
    reached = contacts()
    known = {o.id: c for o in orgs if (c := reached.of(o.id, theme)) is not None and c.since <= view.on}
    return Sheet(theme, row, tasks, orgs, parties, told, known, agreement(row) if row else None, view.on)


def as_the_law_has_it(region: str, theme: str, roles: Mapping[str, Mapping[int, str]]) -> bool:
    """Whether roles of tasks say what the law says: then there is nothing to take up."""
    found = sheet(atlas().view(region, clock.today()), theme, None)
    return all(found.cells.get((task, org), "") == role for task, each in roles.items() for org, role in each.items())


def agreement(row: Division) -> Agreement:
    """What the parties' decisions amount to."""
    return agreement_of([p.organisation_id for p in row.parties.all()], speaking.said(row.stances.all()), row.version)


def signers(row: Division) -> tuple[Org, ...]:
    """The parties as the registry's frozen organisations."""
    return atlas().known(p.organisation_id for p in row.parties.all())


def spoken(row: Division, actor: Actor) -> list[speaking.Spoken]:
    """Every party and its words side by side."""
    parties, region = signers(row), row.region.code
    return speaking.spoken(
        actor,
        parties,
        row.stances.all(),
        row.version,
        keeper=rules.may_keep(actor, region),
        inside=sees_inside(actor, region, [p.public_id for p in parties]),
        href=lambda party: reverse("responsibilities:stance", args=[row.public_id, party]),
    )


def content_of(row: Division) -> dict[str, Any]:
    """A division's text as plain data, for keeping versions."""
    house = atlas().orgs
    return {
        "theme": row.theme_code,
        "visibility": row.visibility,
        "parties": [str(p.public_id) for p in signers(row)],
        "roles": [
            [r.task_code, str(house[r.organisation_id].public_id), r.role]
            for r in row.roles.all()
            if r.organisation_id in house
        ],
        "tasks": [[t.code, t.name_fi, t.name_sv, t.name_en, t.by] for t in row.tasks.all() if t.ended_at is None],
        "costs": [[c.task_code, c.text_fi, c.text_sv, c.text_en] for c in row.costs.all()],
    }


@dataclass(frozen=True, slots=True)
class Reached:
    """How an organisation is reached in a theme, frozen. `person` is empty where nobody is named or wishes to be."""

    public_id: UUID
    organisation: int
    theme: str
    name: Text
    email: str
    phone: str
    person: str
    deputy: str
    deputy_email: str
    source_url: str
    since: date
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class Book:
    """Everybody's contacts: by organisation and theme, "" for all themes."""

    by: Mapping[tuple[int, str], Reached]

    def of(self, organisation: int, theme: str) -> Reached | None:
        """The contact for a theme, else the one for all themes."""
        return self.by.get((organisation, theme)) or self.by.get((organisation, ""))


_BOOK: Memo[Book] = Memo(2)


def contacts() -> Book:
    """Every contact that stands. One query when something has changed."""
    now = revision("contacts")
    return _BOOK.get(now, _load_book) if now else Book({})


def _load_book() -> Book:
    rows = Contact.objects.filter(withdrawn_at=None).order_by("id")
    return Book({(r.organisation_id, r.theme_code): _reached(r) for r in rows})


def _reached(row: Contact) -> Reached:
    return Reached(
        public_id=row.public_id,
        organisation=row.organisation_id,
        theme=row.theme_code,
        name=Text.of(row, "name"),
        email=row.email,
        phone=row.phone,
        person="" if row.person_hidden_at else row.person,
        deputy=row.deputy,
        deputy_email=row.deputy_email,
        source_url=row.source_url,
        since=clock.date_of(row.recorded_at),
        confirmed_on=row.confirmed_on,
    )


def contacts_of(organisation: int) -> QuerySet[Contact]:
    """The contacts of an organisation that stand, the general one first."""
    return Contact.objects.filter(organisation=organisation, withdrawn_at=None).order_by("theme_code", "id")


_RECORDS: Memo[Mapping[str, tuple[tuple[Record, Division], ...]]] = Memo(2)


def records() -> Mapping[str, tuple[tuple[Record, Division], ...]]:
    """Every public division by region, as the rule and as its text. Few queries when something has changed, else none.

    Every write raises the revision: without one there is nothing to read.
    """
    now = revision("responsibilities")
    return _RECORDS.get(now, _load) if now else {}


def _load() -> Mapping[str, tuple[tuple[Record, Division], ...]]:
    found: dict[str, list[tuple[Record, Division]]] = {}
    for row in whole(Division.objects.filter(visibility="public").select_related("region").order_by("id")):
        told = agreement(row)
        record = Record(
            public_id=row.public_id,
            region=row.region.code,
            theme=row.theme_code,
            begun=row.begun_on,
            signed=told.since,
            accepted=len(told.accepted),
            parties=told.parties,
            differing=len(told.differing),
        )
        found.setdefault(row.region.code, []).append((record, row))
    return {region: tuple(each) for region, each in found.items()}


def unanswered(actor: Actor) -> list[tuple[Division, Org]]:
    """(division, party): divisions whose present text waits for the decision of one of the actor's organisations."""
    if not actor.organisations:
        return []
    rows = whole(visible_to(actor).filter(parties__organisation__public_id__in=actor.organisations).distinct())
    return [(row, org) for row in rows.order_by("id") for org in speaking.still_asked(actor, agreement(row))]


def old_contacts(actor: Actor, on: date) -> list[Contact]:
    """Contacts of the actor's organisations that nobody has confirmed for a year."""
    if not actor.organisations:
        return []
    rows = Contact.objects.filter(organisation__public_id__in=actor.organisations, withdrawn_at=None)
    return list(rows.filter(confirmed_on__lte=add_years(on, -1)).select_related("organisation").order_by("id"))


def listening(region: str, theme: str, on: date) -> Mapping[int, frozenset[Role]]:
    """Organisations that a public division says are consulted or informed in a task of the theme, with those roles."""
    found: dict[int, set[Role]] = {}
    for record, row in records().get(region, ()):
        if record.theme == theme and record.begun <= on:
            for (_task, org), role in sheet(atlas().view(region, on), theme, row).cells.items():
                if role in ("consulted", "informed"):
                    found.setdefault(org, set()).add(role)
    return {org: frozenset(roles) for org, roles in found.items()}
