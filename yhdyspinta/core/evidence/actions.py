"""Writes of evidence, as verbs. Every one is atomic, audited, and raises the revision that the map is cached by."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import bump, hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.evidence import rules
from yhdyspinta.core.evidence.models import (
    Completeness,
    Confirmation,
    Evidence,
    EvidenceDuty,
    EvidenceParty,
    Visibility,
)
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.registry.atlas import NATIONAL, Org
from yhdyspinta.core.registry.models import Organisation
from yhdyspinta.core.registry.queries import atlas

FIRST_DECLARATION = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Content:
    """What an evidence says. `duties`: code → extent. `parties`: registry ids."""

    kind: str
    happened_on: date
    duties: Mapping[str, str]
    parties: tuple[int, ...]
    title_fi: str = ""
    title_sv: str = ""
    title_en: str = ""
    note_fi: str = ""
    note_sv: str = ""
    note_en: str = ""
    precision: str = "day"
    holds_until: date | None = None
    source_title: str = ""
    source_url: str = ""
    document_ref: str = ""
    visibility: str = Visibility.PUBLIC


_ROW_FIELDS = frozenset(Content.__dataclass_fields__) - {"duties", "parties"}


def regions_of(parties: Iterable[Org], on: date) -> frozenset[str]:
    """Codes of the regions in which every party works; those that work in many regions give no right in one."""
    house = atlas()
    everywhere = [frozenset(a.code for a in house.regions_of(p, on)) for p in parties if p.kind not in NATIONAL]
    return frozenset.intersection(*everywhere) if everywhere else frozenset()


def parties_of(evidence: Evidence) -> tuple[Org, ...]:
    """The parties as the registry's frozen organisations."""
    house = atlas()
    ids = EvidenceParty.objects.filter(evidence=evidence).order_by("id").values_list("organisation_id", flat=True)
    return tuple(house.orgs[i] for i in ids if i in house.orgs)


def check(content: Content, *, on_behalf: bool) -> tuple[tuple[Org, ...], tuple[Duty, ...]]:
    """The parties and duties of valid content. Raises Refused with what is wrong."""
    house, law = atlas(), catalogue()
    duties = tuple(law.duties[c] for c in content.duties if c in law.duties)
    parties = tuple(house.orgs[i] for i in content.parties if i in house.orgs)
    if not duties or len(duties) != len(content.duties):
        raise Refused(no("evidence_needs_duty"))
    if not parties:
        raise Refused(no("evidence_needs_party"))
    if len(parties) != len(content.parties):
        raise Refused(no("evidence_party_gone"))
    if not (content.title_fi or content.title_sv or content.title_en):
        raise Refused(no("evidence_needs_title"))
    if content.visibility == Visibility.SECRET:
        raise Refused(no("evidence_secret"))
    if on_behalf and not (content.source_title and content.source_url):
        raise Refused(no("evidence_needs_source"))
    require(rules.possible(content.kind, content.happened_on, content.holds_until, duties, clock.today()))
    return parties, duties


@transaction.atomic
def record(*, by: Actor, acting_for: Org | None, content: Content, origin: str = "") -> Evidence:
    """Records what happened. The organisation in whose name it is done has thereby confirmed it. Raises Refused."""
    hold("registry")
    on_behalf = acting_for is None or acting_for.id not in content.parties
    parties, _ = check(content, on_behalf=on_behalf)
    require(rules.may_record(by, acting_for, parties, regions_of(parties, clock.today())))
    evidence = Evidence.objects.create(
        **_flat(content),
        origin=origin,
        recorded_for_id=acting_for.id if acting_for else None,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _attach(evidence, content)
    if acting_for is not None and not on_behalf:
        _confirm(evidence, acting_for, by)
    _tell("recorded", evidence, by, acting_for, duties=sorted(content.duties))
    return evidence


@transaction.atomic
def correct(*, by: Actor, acting_for: Org | None, evidence: Evidence, version: int, content: Content) -> Evidence:
    """Replaces the content. The version before is kept; other parties' confirmations stay with it, so they are asked anew.

    Raises Refused, EditConflict.
    """
    hold("registry")
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    before = parties_of(row)
    require(rules.may_change(by, row, before, regions_of(before, clock.today())))
    if row.withdrawn_at is not None:
        raise Refused(no("evidence_withdrawn"))
    if row.version != version:
        raise EditConflict(row.version)
    on_behalf = acting_for is None or acting_for.id not in content.parties
    parties, _ = check(content, on_behalf=on_behalf)
    require(rules.may_record(by, acting_for, parties, regions_of(parties, clock.today())))
    require(rules.keeps_recorder(by, row, before, parties, content.visibility))
    keep_version(subject_type="evidence", subject_id=row.public_id, number=version, content=content_of(row), by=by.user)
    Evidence.objects.filter(pk=row.pk).update(**_flat(content), version=F("version") + 1)
    EvidenceDuty.objects.filter(evidence=row).delete()
    EvidenceParty.objects.filter(evidence=row).delete()
    row.refresh_from_db()
    _attach(row, content)
    if acting_for is not None and not on_behalf:
        _confirm(row, acting_for, by)
    _tell("corrected", row, by, acting_for, version=row.version)
    return row


@transaction.atomic
def settle(*, by: Actor, acting_for: Org | None, origin: str, content: Content | None) -> Evidence | None:
    """Keeps what a room tells of one of its own things true: recorded once there is something to tell, corrected when it tells
    something else (the version before is kept), withdrawn when it no longer holds (`content` None).

    The room has asked its own rule for what is there already. Raises Refused when the content cannot be recorded.
    """
    row = Evidence.objects.select_for_update().filter(origin=origin, withdrawn_at=None).first()
    if content is None:
        if row is not None:
            Evidence.objects.filter(pk=row.pk).update(withdrawn_at=clock.now(), withdrawn_by=by.user)
            _tell("withdrawn", row, by, acting_for)
        return None
    if row is None:
        return record(by=by, acting_for=acting_for, content=content, origin=origin)
    hold("registry")
    check(content, on_behalf=True)
    before = content_of(row)
    parties = {atlas().orgs[i].public_id for i in content.parties}
    flat = _flat(content)
    same = all(getattr(row, k) == v for k, v in flat.items()) and dict(before["duties"]) == dict(content.duties)
    if same and {str(p) for p in parties} == set(before["parties"]):
        return row
    keep_version(subject_type="evidence", subject_id=row.public_id, number=row.version, content=before, by=by.user)
    Evidence.objects.filter(pk=row.pk).update(**flat, version=F("version") + 1)
    EvidenceDuty.objects.filter(evidence=row).delete()
    EvidenceParty.objects.filter(evidence=row).delete()
    row.refresh_from_db()
    _attach(row, content)
    _tell("corrected", row, by, acting_for, version=row.version)
    return row


@transaction.atomic
def confirm(*, by: Actor, acting_for: Org, evidence: Evidence, version: int) -> Confirmation:
    """A party says that this version is right. Raises Refused, EditConflict when it has changed meanwhile."""
    hold("registry")
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if row.version != version:
        raise EditConflict(row.version)
    already = Confirmation.objects.filter(
        evidence=row, organisation_id=acting_for.id, version=version, withdrawn_at=None
    ).exists()
    require(rules.may_confirm(by, row, acting_for, parties_of(row), already))
    made = _confirm(row, acting_for, by)
    _tell("confirmed", row, by, acting_for, version=version)
    return made


def confirmed_by_link(*, evidence: Evidence, organisation: Organisation, by: Actor) -> Confirmation:
    """A party says by its letter's link that this version is right; in the transaction that spends the link. Raises Refused."""
    org = atlas().orgs[organisation.pk]
    standing = Confirmation.objects.filter(evidence=evidence, organisation=organisation, version=evidence.version)
    if org not in parties_of(evidence):
        raise Refused(no("evidence_not_party"))
    if standing.filter(withdrawn_at=None).exists():
        raise Refused(no("evidence_confirmed_already"))
    made = _confirm(evidence, org, by, by_link=True)
    _tell("confirmed", evidence, by, org, version=evidence.version, by_link=True)
    return made


@transaction.atomic
def withdraw(*, by: Actor, evidence: Evidence, reason: str) -> None:
    """Takes the record back, with the reason; it stays readable by its address. Raises Refused."""
    hold("registry")
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    parties = parties_of(row)
    require(rules.may_change(by, row, parties, regions_of(parties, clock.today())))
    if not reason.strip():
        raise Refused(no("evidence_needs_reason"))
    done = Evidence.objects.filter(pk=row.pk, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=by.user, withdrawn_reason=reason.strip()
    )
    if done:
        _tell("withdrawn", row, by, None, reason=reason.strip())


@transaction.atomic
def restore(*, by: Actor, evidence: Evidence) -> None:
    """Brings a withdrawn record back. Raises Refused."""
    hold("registry")
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    parties = parties_of(row)
    require(rules.may_change(by, row, parties, regions_of(parties, clock.today())))
    standing = Evidence.objects.filter(pk=row.pk).exclude(withdrawn_at=None)
    if standing.update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""):
        _tell("restored", row, by, None)


@transaction.atomic
def declare_complete(*, by: Actor, organisation: Org, complete_from: date | None) -> None:
    """The organisation says its records are complete from a day (None takes the declaration back). Raises Refused."""
    require(rules.may_declare(by, organisation))
    if complete_from is not None and not FIRST_DECLARATION <= complete_from <= clock.today():
        raise Refused(no("declare_before_start"))
    Completeness.objects.filter(organisation_id=organisation.id, withdrawn_at=None).update(withdrawn_at=clock.now())
    if complete_from is not None:
        Completeness.objects.create(
            organisation_id=organisation.id, complete_from=complete_from, recorded_by=by.user, recorded_at=clock.now()
        )
    record_event(
        verb="declared_complete" if complete_from else "undeclared_complete",
        subject_type="organisation",
        subject_id=organisation.public_id,
        by=by.user,
        acting_for=organisation.public_id,
        data={"from": complete_from.isoformat() if complete_from else None},
    )
    bump("evidence")


def content_of(row: Evidence) -> dict[str, Any]:
    """The content of a row as plain data, for keeping versions and filling forms."""
    found: dict[str, Any] = {k: getattr(row, k) for k in sorted(_ROW_FIELDS)}
    found["happened_on"] = row.happened_on.isoformat()
    found["holds_until"] = row.holds_until.isoformat() if row.holds_until else None
    found["duties"] = {d.duty_code: d.extent for d in EvidenceDuty.objects.filter(evidence=row).order_by("id")}
    found["parties"] = list(
        EvidenceParty.objects.filter(evidence=row).order_by("id").values_list("organisation__public_id", flat=True)
    )
    found["parties"] = [str(p) for p in found["parties"]]
    return found


def _flat(content: Content) -> dict[str, Any]:
    """The columns of the row, texts without invisible characters."""
    columns = {k: v for k, v in asdict(content).items() if k in _ROW_FIELDS}
    return {k: clean(v) if isinstance(v, str) else v for k, v in columns.items()}


def _attach(evidence: Evidence, content: Content) -> None:
    EvidenceDuty.objects.bulk_create(
        [EvidenceDuty(evidence=evidence, duty_code=code, extent=extent) for code, extent in content.duties.items()]
    )
    EvidenceParty.objects.bulk_create(
        [EvidenceParty(evidence=evidence, organisation_id=i) for i in dict.fromkeys(content.parties)]
    )


def _confirm(evidence: Evidence, organisation: Org, by: Actor, *, by_link: bool = False) -> Confirmation:
    return Confirmation.objects.create(
        evidence=evidence,
        organisation_id=organisation.id,
        version=evidence.version,
        confirmed_by=by.user,
        confirmed_at=clock.now(),
        by_link=by_link,
    )


def _tell(verb: str, evidence: Evidence, by: Actor, acting_for: Org | None, **data: Any) -> None:
    record_event(
        verb=verb,
        subject_type="evidence",
        subject_id=evidence.public_id,
        by=by.user,
        acting_for=acting_for.public_id if acting_for else None,
        data=data,
    )
    bump("evidence")
