"""Who may freeze what was looked at, and take it back; when the shared picture is in place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yhdyspinta.core.accounts.rules import may_propose_in
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.interfaces.cells import Situation
from yhdyspinta.rooms.statistics.models import Snapshot


def may_freeze(actor: Actor, region: str) -> Verdict:
    """Either coordinator of the region."""
    return may_propose_in(actor, region)


def may_withdraw(actor: Actor, snapshot: Snapshot) -> Verdict:
    """Either coordinator, while it stands."""
    allowed = may_propose_in(actor, snapshot.region.code)
    if not allowed:
        return allowed
    return YES if snapshot.withdrawn_at is None else no("snapshot_withdrawn")


def looked_day(day: date, today: date) -> Verdict:
    """What has happened only, and not older than the figures could be frozen for."""
    if day > today:
        return no("snapshot_future")
    return YES if (today - day).days <= 366 else no("snapshot_old")


@dataclass(frozen=True, slots=True)
class PictureRule:
    """One line of the written table: when it holds, what the cell says. Its words are `rule:<code>`."""

    code: str
    says: Situation
    holds: Callable[[bool, bool, bool], bool]


PICTURE: tuple[PictureRule, ...] = (
    PictureRule("picture_in_place", "in_place", lambda agreed, fresh, looked: agreed and fresh and looked),
    PictureRule("picture_partly", "partly", lambda agreed, fresh, looked: agreed and (fresh or looked)),
    PictureRule("picture_preparation", "under_preparation", lambda agreed, fresh, looked: agreed or looked),
    PictureRule("picture_silence", "unknown", lambda agreed, fresh, looked: True),
)
"""In order: the first that holds of (a set is agreed, its figures are fresh, looked at within twelve months) decides."""


def situation(*, agreed: bool, fresh: bool, looked: bool) -> Situation:
    """The situation of the picture, by PICTURE."""
    return next(rule.says for rule in PICTURE if rule.holds(agreed, fresh, looked))
