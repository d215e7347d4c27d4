"""Writes of the registry, as verbs."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import bump, forget_versions, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.dates import EARLIEST
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, cleaned, search_key, slugify
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry import rules
from yhdyspinta.core.registry.boundaries import shapes_of
from yhdyspinta.core.registry.models import (
    Body,
    Boundaries,
    Kind,
    LinkKind,
    Organisation,
    OrganisationLink,
    Person,
    Region,
    Seat,
    Space,
)
from yhdyspinta.core.registry.queries import atlas

LOCAL_KINDS = (
    Kind.EDUCATION_PROVIDER,
    Kind.JOINT_AUTHORITY,
    Kind.THIRD_SECTOR,
    Kind.PARISH,
    Kind.COMPANY,
    Kind.STATE,
)
Names = Mapping[str, str]
Versioned = TypeVar("Versioned", Organisation, Body, Person)


def _tell(verb: str, row: Any, by: Actor, **data: Any) -> None:
    name = type(row).__name__.lower()
    record_event(verb=verb, subject_type=name, subject_id=row.public_id, by=by.user, data=data)
    bump("registry")


@transaction.atomic
def add_organisation(
    *, by: Actor, kind: str, name_fi: str, name_sv: str = "", name_en: str = "", website: str = "", regions: list[str]
) -> Organisation:
    """Adds a local organisation and says in which regions (codes) it works. Raises Refused."""
    require(rules.may_add_organisation(by))
    if not by.is_administrator and not set(regions) <= by.regions:
        raise Refused(no("registry_only_own_regions"))
    if kind not in LOCAL_KINDS:
        raise Refused(no("registry_reference"))
    name_fi, name_sv, name_en = clean(name_fi), clean(name_sv), clean(name_en)
    slug = slugify(name_fi or name_sv or name_en)[:80].strip("-") or f"organisaatio-{secrets.token_hex(4)}"
    try:
        with transaction.atomic():
            row = Organisation.objects.create(
                kind=kind,
                space=Space.ORGANISATIONS,
                slug=slug,
                name_fi=name_fi,
                name_sv=name_sv,
                name_en=name_en,
                website=website,
                recorded_at=clock.now(),
                search_key=search_key(name_fi, name_sv, name_en)[:400],
            )
    except IntegrityError:
        raise Refused(no("registry_slug_taken")) from None
    for region in Region.objects.filter(code__in=regions):
        OrganisationLink.objects.create(
            kind=LinkKind.IN_REGION, subject=row, region=region, source="", recorded_at=clock.now()
        )
    _tell("added", row, by, kind=kind, regions=regions)
    return row


@transaction.atomic
def edit_organisation(
    *, by: Actor, organisation: Organisation, version: int, names: Names, website: str
) -> Organisation:
    """Changes a local organisation's names and website. Raises Refused, EditConflict."""
    require(rules.may_edit_organisation(by, organisation))
    row, names = _locked(Organisation, organisation.pk, version), cleaned(names)
    before = {k: getattr(row, k) for k in ("name_fi", "name_sv", "name_en", "website")}
    keep_version(subject_type="organisation", subject_id=row.public_id, number=version, content=before, by=by.user)
    changes = {**names, "website": website, "search_key": search_key(*names.values())[:400]}
    Organisation.objects.filter(pk=row.pk).update(**changes, version=F("version") + 1)
    row.refresh_from_db()
    _tell("edited", row, by)
    return row


@transaction.atomic
def archive_organisation(*, by: Actor, organisation: Organisation) -> None:
    """Takes a local organisation out of use; its records stay. Undone by `restore_organisation`."""
    require(rules.may_edit_organisation(by, organisation))
    if Organisation.objects.filter(pk=organisation.pk, archived_at=None).update(archived_at=clock.now()):
        _tell("archived", organisation, by)


@transaction.atomic
def restore_organisation(*, by: Actor, organisation: Organisation) -> None:
    """Brings an archived organisation back."""
    require(rules.may_edit_organisation(by, organisation))
    if Organisation.objects.filter(pk=organisation.pk).exclude(archived_at=None).update(archived_at=None):
        _tell("restored", organisation, by)


def lock_region(region: Region) -> None:
    """What a region's two sides agree is written one at a time, so that two proposals of one thing cannot both wait.

    Call it inside the transaction of the write.
    """
    Region.objects.select_for_update().get(pk=region.pk)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merger will do: bodies that end, seats that end, where the old one's address will lead."""

    bodies: tuple[Body, ...]
    seats: int
    refusal: str = ""


def preview_merge(*, old: Organisation, new: Organisation, on: date) -> MergePreview:
    """What `merge_organisations` would change, or why it cannot."""
    refusal = ""
    if old.pk == new.pk:
        refusal = "registry_merge_self"
    elif old.kind != new.kind:
        refusal = "registry_merge_kind"
    elif old.valid_until is not None:
        refusal = "registry_merge_ended"
    elif on <= (old.valid_from or EARLIEST):
        refusal = "registry_merge_after_start"
    bodies = tuple(Body.objects.filter(organisation=old, withdrawn_at=None, valid_until=None).order_by("kind", "id"))
    seats = Seat.objects.filter(body__in=bodies, withdrawn_at=None, valid_until=None).count()
    return MergePreview(bodies, seats, refusal)


@transaction.atomic
def merge_organisations(*, by: Actor, old: Organisation, new: Organisation, on: date, source: str) -> None:
    """From `on`, `new` carries on for `old`. History stays with `old`; its open bodies and seats end the day before.

    Raises Refused. Grants are carried over by the caller (site), which knows accounts.
    """
    require(rules.may_merge(by))
    preview = preview_merge(old=old, new=new, on=on)
    if preview.refusal:
        raise Refused(no(preview.refusal))
    last = on - timedelta(days=1)
    Organisation.objects.filter(pk=old.pk).update(valid_until=last, version=F("version") + 1)
    OrganisationLink.objects.create(
        kind=LinkKind.SUCCESSOR, subject=old, target=new, valid_from=on, source=source, recorded_at=clock.now()
    )
    Seat.objects.filter(body__in=preview.bodies, withdrawn_at=None, valid_until=None, valid_from__lte=last).update(
        valid_until=last
    )
    Body.objects.filter(pk__in=[b.pk for b in preview.bodies]).update(valid_until=last)
    _tell("merged", old, by, into=str(new.public_id), on=on.isoformat(), source=source)


@transaction.atomic
def add_body(*, by: Actor, organisation: Organisation, kind: str, names: Names, valid_from: date | None) -> Body:
    """Adds a body. Raises Refused."""
    require(rules.may_keep_bodies(by, organisation.public_id))
    body = Body.objects.create(
        organisation=organisation, kind=kind, valid_from=valid_from, recorded_at=clock.now(), **cleaned(names)
    )
    _tell("added", body, by, organisation=str(organisation.public_id))
    return body


@transaction.atomic
def edit_body(
    *, by: Actor, body: Body, version: int, names: Names, valid_from: date | None, valid_until: date | None
) -> Body:
    """Changes a body's names and dates. Raises Refused, EditConflict."""
    require(rules.may_keep_bodies(by, body.organisation.public_id))
    row = _locked(Body, body.pk, version)
    before = {k: str(getattr(row, k) or "") for k in ("name_fi", "name_sv", "name_en", "valid_from", "valid_until")}
    keep_version(subject_type="body", subject_id=row.public_id, number=version, content=before, by=by.user)
    Body.objects.filter(pk=row.pk).update(
        **cleaned(names), valid_from=valid_from, valid_until=valid_until, version=F("version") + 1
    )
    row.refresh_from_db()
    _tell("edited", row, by)
    return row


@transaction.atomic
def withdraw_body(*, by: Actor, body: Body) -> None:
    """Takes back a body entered by mistake, with its seats."""
    require(rules.may_keep_bodies(by, body.organisation.public_id))
    now = clock.now()
    Seat.objects.filter(body=body, withdrawn_at=None).update(withdrawn_at=now)
    Body.objects.filter(pk=body.pk, withdrawn_at=None).update(withdrawn_at=now)
    _tell("withdrawn", body, by)


@transaction.atomic
def add_seat(
    *,
    by: Actor,
    body: Body,
    person_name: str,
    person: UUID | None,
    role: str,
    valid_from: date,
    valid_until: date | None,
) -> Seat:
    """Seats a person in a body: a known one (`person`) or a new one by name. Raises Refused."""
    require(rules.may_keep_bodies(by, body.organisation.public_id))
    if valid_until is not None and valid_until < valid_from:
        raise Refused(no("registry_seat_order"))
    found = Person.objects.filter(public_id=person, erased_at=None).first() if person else None
    if found is None:
        found = Person.objects.create(name=clean(person_name), recorded_at=clock.now())
        _tell("added", found, by)
    seat = Seat.objects.create(
        body=body, person=found, role=role, valid_from=valid_from, valid_until=valid_until, recorded_at=clock.now()
    )
    _tell("added", seat, by, body=str(body.public_id))
    return seat


@transaction.atomic
def end_seat(*, by: Actor, seat: Seat, on: date) -> None:
    """The seat's last day is `on`. Raises Refused."""
    require(rules.may_keep_bodies(by, seat.body.organisation.public_id))
    if on < seat.valid_from:
        raise Refused(no("registry_seat_order"))
    Seat.objects.filter(pk=seat.pk, withdrawn_at=None).update(valid_until=on)
    _tell("ended", seat, by, on=on.isoformat())


@transaction.atomic
def rename_person(*, by: Actor, person: Person, version: int, name: str) -> Person:
    """Corrects a person's name. Raises Refused, EditConflict."""
    require(rules.may_rename_person(by, seated_in(person)))
    row = _locked(Person, person.pk, version)
    if row.erased_at is not None:
        raise Refused(no("registry_erased"))
    keep_version(
        subject_type="person", subject_id=row.public_id, number=version, content={"name": row.name}, by=by.user
    )
    Person.objects.filter(pk=row.pk).update(name=clean(name), version=F("version") + 1)
    row.refresh_from_db()
    _tell("renamed", row, by)
    return row


@transaction.atomic
def erase_person(*, by: Actor, person: Person) -> None:
    """Erases a person's data, earlier names too; the seats stay, without a name (a tombstone)."""
    require(rules.may_merge(by))
    forget_versions(subject_type="person", subject_id=person.public_id)
    Person.objects.filter(pk=person.pk, erased_at=None).update(name="", erased_at=clock.now(), version=F("version") + 1)
    _tell("erased", person, by)


def seated_in(person: Person) -> frozenset[UUID]:
    """Organisations in whose bodies the person sits or has sat."""
    seats = Seat.objects.filter(person=person, withdrawn_at=None).order_by("id")
    return frozenset(seats.values_list("body__organisation__public_id", flat=True))


def _locked(model: type[Versioned], pk: int, version: int) -> Versioned:
    """The row, locked, when its version is still the one the editor saw. Raises EditConflict."""
    row = model.objects.select_for_update().get(pk=pk)
    if row.version != version:
        raise EditConflict(row.version)
    return row


@transaction.atomic
def import_boundaries(*, by: Actor, text: str, source: str) -> int:
    """Shapes of municipalities from GeoJSON; earlier ones give way. Returns how many. Raises Refused, InvalidFile."""
    require(rules.may_import_boundaries(by))
    wanted = [o.code for o in atlas().of_kind(Kind.MUNICIPALITY, clock.today())]
    paths, width, height = shapes_of(text, wanted)
    _withdraw_boundaries()
    Boundaries.objects.create(source=source, width=width, height=height, paths=paths, recorded_at=clock.now())
    record_event(
        verb="boundaries_imported", subject_type="boundaries", subject_id="", by=by.user, data={"source": source}
    )
    return len(paths)


@transaction.atomic
def remove_boundaries(*, by: Actor) -> None:
    """The tiles are drawn again. Raises Refused."""
    require(rules.may_import_boundaries(by))
    _withdraw_boundaries()
    record_event(verb="boundaries_removed", subject_type="boundaries", subject_id="", by=by.user)


def _withdraw_boundaries() -> None:
    Boundaries.objects.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    bump("boundaries")
