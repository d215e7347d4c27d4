"""Writes of matters, as verbs: open, change, close, open again, tell one's own record number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Max

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, cleaned, columns
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import rules
from yhdyspinta.core.matters.models import DocumentReader, Matter, MatterParty, MatterTheme
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas


@dataclass(frozen=True, slots=True)
class Subject:
    """What a matter is about and whom it concerns. `parties`: registry ids."""

    titles: Mapping[str, str]
    parties: Sequence[int]
    themes: Sequence[str] = ()
    duties: Sequence[str] = field(default_factory=tuple)
    visibility: str = "public"


@transaction.atomic
def open_matter(*, by: Actor, region: Region, owner: Org | None, subject: Subject) -> Matter:
    """Opens a matter with the next number of the year. `owner`: for whom, none as a coordinator. Raises Refused."""
    require(rules.may_open(by, region.code, owner.public_id if owner else None))
    if owner is not None and owner not in atlas().view(region.code, clock.today()).everybody():
        raise Refused(no("matters_needs_party"))
    return start(by=by, region=region, owner=owner.id if owner else None, subject=subject)


def start(*, by: Actor, region: Region, owner: int | None, subject: Subject, asked: bool = False) -> Matter:
    """The same for an action of a room that has asked its own rule; in its transaction. Raises Refused.

    `asked`: its parties come along by being asked to handle something.
    """
    hold("matters")
    _check(region, subject)
    today = clock.today()
    last = Matter.objects.filter(year=today.year).aggregate(last=Max("number"))["last"] or 0
    row = Matter.objects.create(
        year=today.year,
        number=last + 1,
        region=region,
        owner_id=owner,
        **columns("title", subject.titles),
        duties=list(subject.duties),
        visibility=subject.visibility,
        opened_on=today,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _attach(row, subject, asked=asked)
    _tell("matter_opened", row, by)
    return row


def join(*, by: Actor, matter: Matter, parties: Sequence[int]) -> None:
    """Organisations that are asked to handle something belong to the matter, in the transaction of the action that asks them."""
    Matter.objects.select_for_update().get(pk=matter.pk)
    if made := _add(matter, parties, asked=True):
        Matter.objects.filter(pk=matter.pk).update(version=F("version") + 1)
        _tell("matter_changed", matter, by, joined=len(made))


def _add(matter: Matter, parties: Sequence[int], *, asked: bool) -> list[MatterParty]:
    known = set(matter.parties.values_list("organisation_id", flat=True))
    rows = [
        MatterParty(matter=matter, organisation_id=i, asked=asked) for i in dict.fromkeys(parties) if i not in known
    ]
    return MatterParty.objects.bulk_create(rows)


@transaction.atomic
def change_matter(*, by: Actor, matter: Matter, version: int, subject: Subject) -> None:
    """Another title, other parties, themes or duties; the parties' record numbers stay. Raises Refused, EditConflict."""
    row = _kept(by, matter)
    if row.version != version:
        raise EditConflict(row.version)
    _check(row.region, subject)
    Matter.objects.filter(pk=row.pk).update(
        **columns("title", subject.titles),
        duties=list(subject.duties),
        visibility=subject.visibility,
        version=F("version") + 1,
    )
    MatterTheme.objects.filter(matter=row).delete()
    MatterParty.objects.filter(matter=row).exclude(organisation__in=subject.parties).delete()
    # who is no party any more reads nothing that comes later; what they had, they have had
    DocumentReader.objects.filter(document__matter=row).exclude(organisation__in=subject.parties).delete()
    _attach(row, subject)
    _tell("matter_changed", row, by)


@transaction.atomic
def close(*, by: Actor, matter: Matter) -> None:
    """Nothing more is waited for. Raises Refused."""
    row = _kept(by, matter)
    if row.closed_on is None:
        Matter.objects.filter(pk=row.pk).update(closed_on=clock.today())
        _tell("matter_closed", row, by)


@transaction.atomic
def reopen(*, by: Actor, matter: Matter) -> None:
    """It goes on. Raises Refused."""
    row = _kept(by, matter)
    if row.closed_on is not None:
        Matter.objects.filter(pk=row.pk).update(closed_on=None)
        _tell("matter_reopened", row, by)


@transaction.atomic
def tell_number(*, by: Actor, matter: Matter, party: Org, number: str) -> None:
    """What the matter is called in the party's own register. Raises Refused."""
    row = Matter.objects.select_for_update(of=("self",)).select_related("region").get(pk=matter.pk)
    require(rules.may_number(by, party.public_id, row.region.code))
    if not MatterParty.objects.filter(matter=row, organisation=party.id).update(record_number=clean(number)):
        raise Refused(no("stances_not_party"))
    _tell("matter_numbered", row, by, party=str(party.public_id))


def _kept(by: Actor, matter: Matter) -> Matter:
    row = Matter.objects.select_for_update(of=("self",)).select_related("region", "owner").get(pk=matter.pk)
    require(rules.may_keep_matter(by, row.region.code, row.owner.public_id if row.owner else None))
    return row


def _check(region: Region, subject: Subject) -> None:
    here = {o.id for o in atlas().view(region.code, clock.today()).everybody()}
    if not any(cleaned(subject.titles).values()):
        raise Refused(no("matters_needs_title"))
    if not subject.parties or not set(subject.parties) <= here:
        raise Refused(no("matters_needs_party"))
    if not set(subject.duties) <= set(catalogue().duties):
        raise Refused(no("evidence_needs_duty"))


def _attach(row: Matter, subject: Subject, *, asked: bool = False) -> None:
    _add(row, subject.parties, asked=asked)
    MatterTheme.objects.bulk_create([MatterTheme(matter=row, theme_code=t) for t in dict.fromkeys(subject.themes)])


def _tell(verb: str, row: Matter, by: Actor, **data: object) -> None:
    record_event(
        verb=verb,
        subject_type="matter",
        subject_id=row.public_id,
        by=by.user,
        data={"matter": row.identifier, "region": row.region.code, **data},
    )
    bump("matters")
