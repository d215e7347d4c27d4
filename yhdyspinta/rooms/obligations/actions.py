"""Writes of the room. Evidence itself is written by core.evidence."""

from datetime import date

from django.db import transaction

from yhdyspinta.core.accounts.rules import may_propose_in
from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.periods import Period
from yhdyspinta.core.common.verdict import require
from yhdyspinta.core.law.duties import Duty
from yhdyspinta.core.registry.actions import lock_region
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.obligations import queries, rules
from yhdyspinta.rooms.obligations.models import RegionDay


@transaction.atomic
def propose_day(*, by: Actor, region: Region, duty: Duty, day: date) -> RegionDay:
    """One side proposes the region's own day for a duty, inside its present period. Raises Refused."""
    require(may_propose_in(by, region.code))
    hold("registry")
    lock_region(region)
    require(rules.day_fits(day, _period(region, duty)))
    RegionDay.objects.filter(region=region, duty_code=duty.code, withdrawn_at=None, accepted_at=None).update(
        withdrawn_at=clock.now()
    )
    made = RegionDay.objects.create(
        region=region,
        duty_code=duty.code,
        day=day,
        proposed_side=by.side_in(region.code),
        proposed_by=by.user,
        recorded_at=clock.now(),
    )
    _tell("day_proposed", made, by)
    return made


@transaction.atomic
def accept_day(*, by: Actor, proposal: RegionDay) -> None:
    """The other side accepts; an earlier accepted day gives way. Raises Refused."""
    row = RegionDay.objects.select_for_update().select_related("region").get(pk=proposal.pk)
    require(rules.may_accept_day(by, row))
    RegionDay.objects.filter(
        region=row.region, duty_code=row.duty_code, withdrawn_at=None, accepted_at__isnull=False
    ).update(withdrawn_at=clock.now())
    RegionDay.objects.filter(pk=row.pk).update(accepted_at=clock.now(), accepted_by=by.user)
    _tell("day_accepted", row, by)


@transaction.atomic
def withdraw_day(*, by: Actor, proposal: RegionDay) -> None:
    """Either side takes a proposal or an accepted day back: the recommended time holds again. Raises Refused."""
    require(may_propose_in(by, proposal.region.code))
    if RegionDay.objects.filter(pk=proposal.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("day_withdrawn", proposal, by)


def _period(region: Region, duty: Duty) -> Period | None:
    """The period of the duty in the region today; None where it binds nobody there."""
    today = clock.today()
    found = queries.in_region(queries.desk(), atlas().view(region.code, today), [duty], today)
    return found[0].moment.period if found else None


def _tell(verb: str, row: RegionDay, by: Actor) -> None:
    record_event(
        verb=verb,
        subject_type="regionday",
        subject_id=row.public_id,
        by=by.user,
        data={"duty": row.duty_code, "day": row.day.isoformat()},
    )
    bump("obligations")
