"""Writes of plans, of joining the circle and of partners, as verbs. No event and no version of the house ever holds a secret text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.audit.actions import hold
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import LANGUAGES, clean, columns, one_line
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.recording import stance_of
from yhdyspinta.core.stances.rules import Words, grounds_of
from yhdyspinta.rooms.preparedness import queries, rules
from yhdyspinta.rooms.preparedness.gaps import Role
from yhdyspinta.rooms.preparedness.models import (
    PARTNERS,
    PARTS,
    ROLES,
    DutyContact,
    Joining,
    Partner,
    Plan,
    PlanParty,
    PlanRole,
    PlanStance,
    PlanVersion,
    Signed,
)
from yhdyspinta.rooms.preparedness.training import take_off, tell

TEXTS = ("procedure", "flow")


@dataclass(frozen=True, slots=True)
class Secret:
    """What only the circle reads: the agreed procedure and how information flows, by language."""

    procedure: Mapping[str, str] = field(default_factory=dict)
    flow: Mapping[str, str] = field(default_factory=dict)


# --- joining -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def join(*, by: Actor, region: Region, organisation: Org, part: str, words: Words) -> Joining:
    """The organisation has decided to use a part with the others. The log needs the details first. Raises Refused."""
    hold("registry")
    today = clock.today()
    require(rules.may_join(by, organisation.public_id, queries.own_ids(region.code, today)))
    if part not in PARTS or not words.body.strip():
        raise Refused(no("stances_needs_body"))
    require(rules.held_fits(words.said_on, today))
    standing = queries.joinings(region.code).filter(organisation_id=organisation.id)
    if standing.filter(part=part).exists():
        raise Refused(no("preparedness_joined_already"))
    if part == "log" and not standing.filter(part="details").exists():
        raise Refused(no("preparedness_details_first"))
    made = Joining.objects.create(
        region=region,
        organisation_id=organisation.id,
        part=part,
        joined_on=words.said_on,
        **grounds_of(words),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    tell("preparedness_joined", "joining", made.public_id, region.code, by, organisation.public_id)
    return made


@transaction.atomic
def leave(*, by: Actor, joining: Joining) -> None:
    """The organisation does not use it any more; who leaves details leaves the log too, and its numbers go. Raises Refused."""
    hold("registry")
    region = joining.region.code
    org = atlas().orgs[joining.organisation_id]
    require(rules.may_join(by, org.public_id, [org.public_id]))
    rows = Joining.objects.filter(region=joining.region, organisation_id=org.id, left_on=None)
    if joining.part == "log":
        rows = rows.filter(part="log")
    else:
        every = DutyContact.objects.select_for_update().filter(region=joining.region, withdrawn_at=None).order_by("id")
        take_off([c for c in every if c.organisation_id == org.id])
    if rows.update(left_on=clock.today()):
        tell("preparedness_left", "joining", joining.public_id, region, by, org.public_id)


# --- plans -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, by: Actor, region: Region, subject: str, parties: Sequence[int], roles: Mapping[tuple[str, int], Role] | None = None) -> Plan:  # fmt: skip
    """A plan of a disruption or joint work, proposed to its parties. Raises Refused."""
    require(rules.may_plan(by, region.code))
    hold("registry")
    roles = roles or {}
    require(_fits(region.code, subject, parties, roles))
    if Plan.objects.filter(region=region, subject=subject, ended_on=None).exists():
        raise Refused(no("preparedness_plan_there"))
    now = clock.now()
    made = Plan.objects.create(region=region, subject=subject, changed_at=now, recorded_by=by.user, recorded_at=now)
    _attach(made, parties, roles)
    _tell_plan("preparedness_planned", made, by)
    return made


@transaction.atomic
def rewrite(*, by: Actor, plan: Plan, version: int, parties: Sequence[int]) -> Plan:
    """Other parties; what the ones that go did is nobody's then. Every party is asked again. Raises Refused, EditConflict."""
    require(rules.may_plan(by, plan.region.code))
    row = _open(plan, version)
    roles = {key: role for key, role in queries.roles_of(row).items() if key[1] in parties}
    require(_fits(row.region.code, row.subject, parties, roles))
    _keep(row)
    PlanParty.objects.filter(plan=row).delete()
    PlanRole.objects.filter(plan=row).delete()
    _attach(row, parties, roles)
    return _again(row, by, {})


@transaction.atomic
def assign(*, by: Actor, plan: Plan, version: int, function: str, roles: Mapping[int, Role]) -> Plan:
    """Who does what in one function: every party is asked again. Raises Refused, EditConflict."""
    require(rules.may_plan(by, plan.region.code))
    row = _open(plan, version)
    parties = [p.organisation_id for p in row.parties.all()]
    told = {(function, o): role for o, role in roles.items()}
    require(_fits(row.region.code, row.subject, parties, told))
    if {o: r for (f, o), r in queries.roles_of(row).items() if f == function} == dict(roles):
        return row
    _keep(row)
    PlanRole.objects.filter(plan=row, function=function).delete()
    _give(row, told)
    return _again(row, by, {})


@transaction.atomic
def write(*, by: Actor, plan: Plan, version: int, secret: Secret) -> Plan:
    """The procedure and the flow of information, by the circle. Every party is asked again. Raises Refused, EditConflict."""
    require(rules.may_write_secret(by, queries.joined(plan.region.code, "details")))
    row = _open(plan, version)
    texts = {**columns("procedure", secret.procedure), **columns("flow", secret.flow)}
    require(rules.tells_nobody(*texts.values()))
    if any(len(t) > rules.TEXT for t in texts.values()):
        raise Refused(no("preparedness_too_long", count=str(rules.TEXT)))
    if all(getattr(row, name) == text for name, text in texts.items()):
        return row
    _keep(row)
    return _again(row, by, texts)


@transaction.atomic
def say(*, by: Actor, plan: Plan, party: Org, version: int, words: Words) -> PlanStance:
    """A party's view or decision of a version. Raises Refused; EditConflict when the plan has changed meanwhile."""
    row = _standing(plan)
    parties, keeper = queries.parties_of(row), rules.may_plan(by, row.region.code)
    told = stance_of(by, party, words, parties=parties, keeper=keeper, version=version, present=row.version)
    made = PlanStance.objects.create(plan=row, **told)
    if words.step == "decision":
        _hold(_whole(row.pk))
    _tell_plan("preparedness_said", row, by)
    return made


def _hold(row: Plan) -> None:
    """Keeps the version from the day when the last party accepted it, and takes it back when one withdraws its word."""
    since = queries.agreement(row).since
    standing = Signed.objects.filter(plan=row, version=row.version, withdrawn_on=None)
    if since is not None and not standing.exists():
        Signed.objects.create(plan=row, version=row.version, since=since, recorded_at=clock.now())
    elif since is None:
        standing.update(withdrawn_on=clock.today())


@transaction.atomic
def end(*, by: Actor, plan: Plan) -> None:
    """It is not planned for any more; what was agreed stays. Raises Refused."""
    require(rules.may_plan(by, plan.region.code))
    if Plan.objects.filter(pk=plan.pk, ended_on=None).update(ended_on=clock.today()):
        _tell_plan("preparedness_plan_ended", plan, by)


def _fits(region: str, subject: str, parties: Sequence[int], roles: Mapping[tuple[str, int], Role]) -> Verdict:
    """Whether a plan can be of the region today."""
    found = queries.subject_of(subject)
    here = {o.id for o in atlas().view(region, clock.today()).everybody()}
    if found is None:
        return no("preparedness_no_subject")
    if len(set(parties)) < 2 or not set(parties) <= here:
        return no("preparedness_two_parties")
    if any(f not in found.functions or o not in parties or r not in ROLES for (f, o), r in roles.items()):
        return no("preparedness_no_function")
    return YES


def _attach(row: Plan, parties: Sequence[int], roles: Mapping[tuple[str, int], Role]) -> None:
    PlanParty.objects.bulk_create([PlanParty(plan=row, organisation_id=o) for o in dict.fromkeys(parties)])
    _give(row, roles)


def _give(row: Plan, roles: Mapping[tuple[str, int], Role]) -> None:
    PlanRole.objects.bulk_create([PlanRole(plan=row, function=f, organisation_id=o, role=r) for (f, o), r in roles.items()])  # fmt: skip


def _standing(plan: Plan) -> Plan:
    """The plan, locked and whole. Raises Refused when it has been ended."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    row = _whole(plan.pk)
    if row.ended_on is not None:
        raise Refused(no("preparedness_plan_gone"))
    return row


def _whole(pk: int) -> Plan:
    return queries.whole(Plan.objects.select_related("region")).get(pk=pk)


def _open(plan: Plan, version: int) -> Plan:
    """The plan as it was read. Raises Refused, EditConflict."""
    row = _standing(plan)
    if row.version != version:
        raise EditConflict(row.version)
    return row


def _keep(row: Plan) -> None:
    content: dict[str, Any] = {f"{n}_{x}": getattr(row, f"{n}_{x}") for n in TEXTS for x in LANGUAGES}
    content["parties"] = [str(o.public_id) for o in queries.parties_of(row)]
    content["roles"] = [[r.function, r.organisation_id, r.role] for r in row.roles.all()]
    PlanVersion.objects.create(plan=row, number=row.version, content=content, recorded_at=clock.now())


def _again(row: Plan, by: Actor, texts: Mapping[str, str]) -> Plan:
    Plan.objects.filter(pk=row.pk).update(version=F("version") + 1, changed_at=clock.now(), **texts)
    row.refresh_from_db()
    _tell_plan("preparedness_rewritten", row, by)
    return row


# --- partners --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def tell_partner(*, by: Actor, region: Region, kind: str, name: str, why: str, told_on: date | None = None) -> Partner:
    """A strategic partner of joint preparedness. Raises Refused."""
    require(rules.may_train(by, region.code, queries.own_ids(region.code, clock.today())))
    name, why = one_line(clean(name))[:160], one_line(clean(why))[:400]
    require(rules.tells_nobody(name, why))
    if not name or kind not in PARTNERS:
        raise Refused(no("preparedness_no_partner"))
    if queries.partners(region.code).filter(name__iexact=name).exists():
        raise Refused(no("preparedness_partner_there"))
    on = told_on or clock.today()
    made = Partner.objects.create(region=region, kind=kind, name=name, why=why, told_on=on, recorded_by=by.user, recorded_at=clock.now())  # fmt: skip
    tell("preparedness_partner", "partner", made.public_id, region.code, by)
    return made


@transaction.atomic
def withdraw_partner(*, by: Actor, partner: Partner) -> None:
    """It is no partner any more. Raises Refused."""
    require(rules.may_train(by, partner.region.code, queries.own_ids(partner.region.code, clock.today())))
    if Partner.objects.filter(pk=partner.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        tell("preparedness_partner_gone", "partner", partner.public_id, partner.region.code, by)


def _tell_plan(verb: str, row: Plan, by: Actor) -> None:
    tell(verb, "preparednessplan", row.public_id, row.region.code, by)
