"""The clock of every duty on every day of 20 years, for every kind of carrier: what must hold of each answer."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.law.schedule import Carrier, moment

FIRST, DAYS = date(2023, 1, 1), 20 * 365 + 5


def pieces() -> Sequence[str]:
    """One piece a duty."""
    return sorted(catalogue().duties)


def examine(code: str) -> list[str]:
    """Broken promises of one duty's clock; at most five."""
    duty = catalogue().duties[code]
    faults: list[str] = []
    for carrier in get_args(Carrier):
        due_before: date | None = None
        for offset in range(DAYS):
            on = FIRST + timedelta(days=offset)
            now = moment(duty, carrier=carrier, on=on)
            if now.force != "in_force":
                continue
            if now.period is not None and now.period.end is not None and duty.clock.rule in ("council_term", "yearly"):
                if on not in now.period:
                    faults.append(f"{carrier} {on}: the day is outside its own period")
                if now.due is not None and now.due > now.period.end:
                    faults.append(f"{carrier} {on}: due after the period ends")
            if due_before is not None and now.due is not None and now.due < due_before:
                faults.append(f"{carrier} {on}: the due day went backwards")
            due_before = now.due or due_before
            if len(faults) >= 5:
                return faults
    return faults
