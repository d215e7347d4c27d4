"""Writes of the room, as verbs: tell of a steering group, agree on a year, tell one's own people; take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from yhdyspinta.core.audit.actions import bump, hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text, clean, columns
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.common.words import say
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.employment import queries, rules
from yhdyspinta.rooms.employment.cited import needs
from yhdyspinta.rooms.employment.models import ROLES, GroupSeat, Resource, Staff, SteeringGroup, TymYear
from yhdyspinta.rooms.employment.queries import Parties

GROUP, GOALS, STAFF = "tym-johtoryhma", "tym-vuositavoitteet", "tym-henkiloston-tarkistus"
"""Duties that these fulfil."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits. `organisation`: registry id."""

    organisation: int
    role: str
    function: str


@dataclass(frozen=True, slots=True)
class Group:
    """A steering group: its term and who sits."""

    set_on: date
    ends_on: date
    seats: Sequence[Seat]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year: its goals by language, when they were agreed, when the staff was looked at; person-years by registry id."""

    year: int
    texts: Mapping[str, str]
    agreed_on: date
    staff_on: date | None = None
    link: str = ""
    staff: Mapping[int, tuple[Decimal, Decimal | None]] = field(default_factory=dict)


@transaction.atomic
def set_group(
    *, by: Actor, area: Org, group: Group, told: SteeringGroup | None = None, version: int = 0
) -> SteeringGroup:
    """A group as it was set, or the told one corrected; it becomes the record of its duty. Raises Refused, EditConflict."""
    hold("registry")
    parties = queries.parties_of(area, clock.today())
    require(rules.may_tell(by, parties.keepers, [r.code for r in parties.regions], group.link))
    _check_group(parties, group)
    columns_ = {"set_on": group.set_on, "ends_on": group.ends_on, "link": group.link}
    same_day = SteeringGroup.objects.filter(area_id=area.id, set_on=group.set_on, withdrawn_at=None)
    if (same_day.exclude(pk=told.pk) if told else same_day).exists():
        raise Refused(no("employment_group_told"))
    if told is None:
        row = SteeringGroup.objects.create(area_id=area.id, **columns_, recorded_by=by.user, recorded_at=clock.now())
    else:
        row = SteeringGroup.objects.select_for_update().get(pk=told.pk)
        if row.version != version or row.withdrawn_at is not None:
            raise EditConflict(row.version)
        seats = [[s.organisation_id, s.role, s.function] for s in row.seats.all()]
        kept = {"set_on": str(row.set_on), "ends_on": str(row.ends_on), "link": row.link, "seats": seats}
        keep_version(subject_type="tymgroup", subject_id=row.public_id, number=row.version, content=kept, by=by.user)
        SteeringGroup.objects.filter(pk=row.pk).update(**columns_, version=F("version") + 1)
        GroupSeat.objects.filter(group=row).delete()
        row.refresh_from_db()
    told_seats = [(s.organisation, s.role, clean(s.function)[:120]) for s in group.seats]
    GroupSeat.objects.bulk_create(
        [GroupSeat(group=row, organisation_id=o, role=r, function=f) for o, r, f in told_seats]
    )
    title = Text(
        f"Monialaisen tuen johtoryhmä: {area.name.get('fi')}",
        f"Ledningsgrupp för sektorsövergripande stöd: {area.name.get('sv')}",
        f"Steering group of multidisciplinary support: {area.name.get('en')}",
    )
    _record(by, parties, _origin("group", row), "body", row.set_on, GROUP, title, row.link, row.ends_on)
    _tell("tym_group_set", "tymgroup", row, by)
    return row


@transaction.atomic
def withdraw_group(*, by: Actor, group: SteeringGroup) -> None:
    """It was told wrongly: it is taken away, and so is its record. Raises Refused."""
    hold("registry")
    _may_withdraw(by, group)
    if SteeringGroup.objects.filter(pk=group.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        evidence.settle(by=by, acting_for=None, origin=_origin("group", group), content=None)
        _tell("tym_group_withdrawn", "tymgroup", group, by)


@transaction.atomic
def agree_year(*, by: Actor, area: Org, year: Year, version: int) -> TymYear:
    """What the parties have agreed for a year; the staff's check is a record of its own. Raises Refused, EditConflict."""
    hold("registry")
    parties = queries.parties_of(area, clock.today())
    require(rules.may_tell(by, parties.keepers, [r.code for r in parties.regions], year.link))
    require(rules.year_fits(year.year, year.agreed_on, year.staff_on, clock.today()))
    if not any(clean(t) for t in year.texts.values()):
        raise Refused(no("employment_needs_goals"))
    for text in year.texts.values():
        require(rules.tells_nobody(text))
    if not set(year.staff) <= {o.id for o in parties.all}:
        raise Refused(no("employment_party"))
    if not all(n is None or 0 <= n < rules.PEOPLE for both in year.staff.values() for n in both):
        raise Refused(no("employment_persons"))
    rows = TymYear.objects.select_for_update().filter(area_id=area.id, year=year.year, withdrawn_at=None)
    row = rows.first()
    if (row.version if row else 0) != version:
        raise EditConflict(row.version if row else 0)
    told = {**columns("text", year.texts), "agreed_on": year.agreed_on, "staff_on": year.staff_on, "link": year.link}
    if row is None:
        row = TymYear.objects.create(
            area_id=area.id, year=year.year, **told, recorded_by=by.user, recorded_at=clock.now()
        )
    else:
        kept = {
            **Text.of(row, "text").by_language(),
            "agreed_on": str(row.agreed_on),
            "staff_on": str(row.staff_on or ""),
            "link": row.link,
            "staff": [[s.organisation_id, str(s.agreed), str(s.now or "")] for s in row.staff.all()],
        }
        keep_version(subject_type="tymyear", subject_id=row.public_id, number=row.version, content=kept, by=by.user)
        rows.update(**told, version=F("version") + 1)
        # Rows of an organisation that is no party any more stay as they were told.
        Staff.objects.filter(year=row, organisation_id__in=[o.id for o in parties.all]).delete()
        row.refresh_from_db()
    Staff.objects.bulk_create([Staff(year=row, organisation_id=o, agreed=a, now=n) for o, (a, n) in year.staff.items()])
    _record_year(by, parties, row)
    _tell("tym_year_agreed", "tymyear", row, by, year=str(row.year))
    return row


@transaction.atomic
def withdraw_year(*, by: Actor, year: TymYear) -> None:
    """It was told wrongly: it is taken away, and so are its records. Raises Refused."""
    hold("registry")
    _may_withdraw(by, year)
    if TymYear.objects.filter(pk=year.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        for kind in ("goals", "staff"):
            evidence.settle(by=by, acting_for=None, origin=_origin(kind, year), content=None)
        _tell("tym_year_withdrawn", "tymyear", year, by, year=str(year.year))


@transaction.atomic
def tell_people(
    *, by: Actor, area: Org, organisation: Org, persons: Mapping[str, Decimal | None], seen: int | None = None
) -> None:
    """How many people an organisation has for each need, told by itself; None takes the number away.

    `seen`: the mark of the numbers that the form showed (`queries.mark_of`). Raises Refused, EditConflict.
    """
    hold("registry")
    parties = queries.parties_of(area, clock.today())
    if organisation not in (*parties.sides, *parties.counties):
        raise Refused(no("employment_party"))
    if not by.signed_in or organisation.public_id not in by.organisations:
        raise Refused(no("employment_own_people"))
    if not set(persons) <= set(needs()) or any(n is not None and not 0 <= n < rules.PEOPLE for n in persons.values()):
        raise Refused(no("employment_persons"))
    told_now = Resource.objects.filter(area_id=area.id, organisation_id=organisation.id).values_list("need", "persons")
    now = queries.mark_of(dict(told_now))
    if seen is not None and seen != now:
        raise EditConflict(now)
    for need, count in persons.items():
        rows = Resource.objects.filter(area_id=area.id, organisation_id=organisation.id, need=need)
        if count is None:
            rows.delete()
        elif not rows.filter(persons=count).exists():
            told = {"persons": count, "told_on": clock.today(), "recorded_by": by.user, "recorded_at": clock.now()}
            Resource.objects.update_or_create(
                area_id=area.id, organisation_id=organisation.id, need=need, defaults=told
            )
    data = {n: str(c) for n, c in persons.items() if c is not None}
    record_event(
        verb="tym_people_told",
        subject_type="organisation",
        subject_id=organisation.public_id,
        by=by.user,
        data={"area": str(area.public_id), **data},
    )
    bump("employment")


def _may_withdraw(by: Actor, row: SteeringGroup | TymYear) -> None:
    parties = queries.parties_of(atlas().orgs[row.area_id], clock.today())
    require(rules.may_withdraw(by, parties.keepers, [r.code for r in parties.regions]))


def _check_group(parties: Parties, group: Group) -> None:
    house, known = atlas(), {o.id for o in (*parties.all, *parties.members)}
    if not group.seats or len(group.seats) > rules.SEATS:
        raise Refused(no("employment_seats", count=str(rules.SEATS)))
    if any(s.organisation not in known or s.role not in ROLES or not clean(s.function) for s in group.seats):
        raise Refused(no("employment_seat"))
    for seat in group.seats:
        require(rules.tells_nobody(seat.function))
    chairs, vices = (
        [house.orgs[s.organisation].public_id for s in group.seats if s.role == r] for r in ("chair", "vice")
    )
    counties = {o.public_id for o in parties.counties}
    own = parties.employment_side | {o.public_id for o in parties.members}
    require(rules.group_fits(group.set_on, group.ends_on, chairs, vices, own, counties, clock.today()))


def _record_year(by: Actor, parties: Parties, row: TymYear) -> None:
    name = parties.area.name
    goals = Text(
        f"Monialaisen tuen tavoitteet {row.year}: {name.get('fi')}",
        f"Mål för det sektorsövergripande stödet {row.year}: {name.get('sv')}",
        f"Goals of multidisciplinary support {row.year}: {name.get('en')}",
    )
    staff = Text(
        f"Monialaisen tuen henkilöstö tarkistettu {row.year}: {name.get('fi')}",
        f"Personalen för sektorsövergripande stöd granskad {row.year}: {name.get('sv')}",
        f"Staff of multidisciplinary support looked at {row.year}: {name.get('en')}",
    )
    # Goals agreed on before their year hold from its first day: the record counts for the year that they are of.
    begins = max(row.agreed_on, date(row.year, 1, 1))
    _record(by, parties, _origin("goals", row), "plan", begins, GOALS, goals, row.link)
    if row.staff_on is None:
        evidence.settle(by=by, acting_for=None, origin=_origin("staff", row), content=None)
    else:
        _record(by, parties, _origin("staff", row), "report", row.staff_on, STAFF, staff, row.link)


def _record(
    by: Actor, parties: Parties, origin: str, kind: str, on: date, duty: str, title: Text, link: str, until: date | None = None
) -> None:  # fmt: skip
    """What was told becomes the record of its duty. Who was a party of it before stays one."""
    house, today = atlas(), clock.today()
    own = next((o for o in house.by_public_id(by.organisations) if o in parties.all), None)
    acting = own or next((o for o in house.by_public_id(by.organisations) if set(house.regions_of(o, today)) & set(parties.regions)), None)  # fmt: skip
    page = reverse("tym", args=[parties.area.slug])
    # A coordinator tells only of the own region's county: of an area that crosses a border the other county tells itself.
    counties = [c for c in parties.counties if own or {a.code for a in house.regions_of(c, today)} & by.regions]
    content = evidence.Content(
        kind=kind,
        happened_on=on,
        duties={duty: "whole"},
        parties=tuple(dict.fromkeys((*(o.id for o in (parties.area, *counties, *parties.kela)), *_standing(origin)))),
        title_fi=title.fi,
        title_sv=title.sv,
        title_en=title.en,
        holds_until=until,
        source_title=say("employment_told" if own else "employment_source", lang="fi"),
        source_url=link or page,
    )
    evidence.settle(by=by, acting_for=acting, origin=origin, content=content)


def _standing(origin: str) -> list[int]:
    """Parties of the record that stands: a coordinator of one county does not drop the other of a border-crossing area."""
    row = Evidence.objects.filter(origin=origin, withdrawn_at=None).first()
    return [o.id for o in evidence.parties_of(row)] if row else []


def _origin(kind: str, row: SteeringGroup | TymYear) -> str:
    return f"employment:{kind}:{row.public_id}"


def _tell(verb: str, subject: str, row: SteeringGroup | TymYear, by: Actor, **data: str) -> None:
    told = {"area": row.area_id, **data}
    record_event(verb=verb, subject_type=subject, subject_id=row.public_id, by=by.user, data=told)
    bump("employment")
