"""When each organisation prepares, decides and looks again at its strategy and its budget: writes, and a region's side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from yhdyspinta.core.audit.actions import bump, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import cleaned, columns
from yhdyspinta.core.common.verdict import Refused, Verdict, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.goals import rules
from yhdyspinta.rooms.goals.models import Cycle

FIELDS = ("kind", "prepared_from", "decided_on", "reviewed_on", "link")
KEPT = timedelta(days=2 * 366)
"""What was looked at again, or decided, longer ago is no longer drawn."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a strategy or a budget."""

    titles: Mapping[str, str]
    kind: str
    prepared_from: date
    decided_on: date
    reviewed_on: date | None = None
    link: str = ""


@transaction.atomic
def tell(*, by: Actor, owner: Org, told: Round) -> Cycle:
    """An organisation's round. Raises Refused."""
    _check(by, owner, told)
    made = Cycle.objects.create(
        organisation_id=owner.id, **_columns(told), recorded_by=by.user, recorded_at=clock.now()
    )
    _log("cycle_told", made, by)
    return made


@transaction.atomic
def correct(*, by: Actor, cycle: Cycle, version: int, told: Round) -> None:
    """Other days or words. Raises Refused, EditConflict."""
    _check(by, atlas().orgs[cycle.organisation_id], told)
    now = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if now.version != version or now.withdrawn_at is not None:
        raise EditConflict(now.version)
    kept = {n: str(getattr(now, n)) for n in ("title_fi", "title_sv", "title_en", *FIELDS)}
    keep_version(subject_type="cycle", subject_id=now.public_id, number=version, content=kept, by=by.user)
    Cycle.objects.filter(pk=cycle.pk).update(**_columns(told), version=F("version") + 1)
    _log("cycle_corrected", cycle, by)


@transaction.atomic
def withdraw(*, by: Actor, cycle: Cycle) -> None:
    """It was told wrongly, or is not done. Raises Refused."""
    require(may_write(by, atlas().orgs[cycle.organisation_id], cycle.link or "public"))
    if Cycle.objects.filter(pk=cycle.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _log("cycle_withdrawn", cycle, by)


def may_write(by: Actor, owner: Org, link: str) -> Verdict:
    """Whether the actor may tell of an organisation's round."""
    regions = [a.code for a in atlas().regions_of(owner, clock.today())]
    return rules.may_tell_cycle(by, regions, owner.public_id, link)


def standing() -> QuerySet[Cycle]:
    """Rounds that have not been taken back. They are public: each is decided in public."""
    return Cycle.objects.filter(withdrawn_at=None).select_related("organisation")


def side_by_side(orgs: Sequence[Org], on: date) -> list[tuple[Org, list[Cycle]]]:
    """Organisation by organisation: the rounds that are not long past. One query."""
    rows: dict[int, list[Cycle]] = {}
    for row in standing().filter(organisation__in=[o.id for o in orgs]).order_by("prepared_from", "id"):
        if max(row.decided_on, row.reviewed_on or row.decided_on) >= on - KEPT:
            rows.setdefault(row.organisation_id, []).append(row)
    return [(o, rows[o.id]) for o in orgs if o.id in rows]


def together(rounds: Iterable[Cycle], on: date) -> list[tuple[str, list[Cycle]]]:
    """Kinds whose preparation several organisations have under way or ahead at the same time: what could be prepared together."""
    ahead: dict[str, list[Cycle]] = {}
    for row in rounds:
        if row.decided_on >= on:
            ahead.setdefault(row.kind, []).append(row)
    return [(kind, each) for kind, each in ahead.items() if len({r.organisation_id for r in each}) > 1]


def _check(by: Actor, owner: Org, told: Round) -> None:
    require(may_write(by, owner, told.link))
    if not any(cleaned(told.titles).values()):
        raise Refused(no("goals_needs_title"))
    if told.kind not in rules.CYCLES:
        raise Refused(no("goals_no_kind"))
    if told.decided_on < told.prepared_from or (told.reviewed_on is not None and told.reviewed_on < told.decided_on):
        raise Refused(no("goals_cycle_order"))


def _columns(told: Round) -> dict[str, object]:
    return {**columns("title", told.titles), **{n: getattr(told, n) for n in FIELDS}}


def _log(verb: str, row: Cycle, by: Actor) -> None:
    data = {"organisation": str(row.organisation.public_id)}
    record_event(verb=verb, subject_type="cycle", subject_id=row.public_id, by=by.user, data=data)
    bump("goals")
