"""Night and minute work of the house."""

import logging
from datetime import timedelta

from yhdyspinta.core.audit.actions import seal_events
from yhdyspinta.core.audit.models import FormKey
from yhdyspinta.core.audit.queries import first_broken_seal
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.evidence.models import EvidenceDuty
from yhdyspinta.core.indicators.pipeline import bring, shared_reason, wanted
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.visits import looking, presence, reading
from yhdyspinta.core.visits.actions import forget_old

log = logging.getLogger("yhdyspinta.upkeep")
KEYS_KEPT = timedelta(days=7)


def seal() -> str:
    """Chains new audit events."""
    return f"{seal_events()} events sealed"


def verify() -> str:
    """Walks the whole chain. Raises RuntimeError at the first event that has been changed."""
    broken = first_broken_seal()
    if broken is not None:
        raise RuntimeError(f"audit chain broken at event {broken.public_id}")
    return "chain whole"


def sweep() -> str:
    """Looks for catalogue codes that records use and the catalogue no longer has."""
    used = set(EvidenceDuty.objects.order_by("duty_code").values_list("duty_code", flat=True).distinct())
    lost = sorted(used - set(catalogue().duties))
    if lost:
        log.error("records name duties that the catalogue lacks", extra={"codes": lost})
    return f"{len(lost)} unknown codes: {', '.join(lost)}" if lost else "all codes known"


def sync() -> str:
    """Brings new figures of every indicator. A machine without a network is no error: the page of sources tells it."""
    results = list(bring(by=HOUSE, indicators=wanted()))
    failed = [r for r in results if not r.ok]
    if failed:
        log.warning("some figures could not be brought", extra={"count": len(failed), "reason": shared_reason(failed)})
    return f"{sum(r.changed for r in results)} indicators with new figures, {len(failed)} failed"


def tidy() -> str:
    """Removes form keys of last week and sessions that have ended."""
    keys, _ = FormKey.objects.filter(at__lt=clock.now() - KEYS_KEPT).delete()
    presence.forget_old()
    looks = looking.forget_old(clock.today())
    return f"{keys} form keys, {forget_old()} sessions, {reading.forget_old()} readings, {looks} looks"
