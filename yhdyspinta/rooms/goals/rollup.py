"""One goal from the elected to those who work with clients, party by party, and from the law to its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.queries import Figures
from yhdyspinta.core.interfaces.catalogue import LEVELS
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.models import Stance
from yhdyspinta.rooms.goals import queries
from yhdyspinta.rooms.goals.models import FollowUp, Goal, GoalShare
from yhdyspinta.rooms.goals.queries import Done, Told

STEPS: Mapping[str, tuple[str, ...]] = {
    "choice": ("political",),
    "preparation": ("top", "sector"),
    "input": ("experts",),
    "client": ("client",),
}
"""The deck's steps of setting goals together, and the levels that take each."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a party brings to a goal: its own words, its measures, and where it is itself by the goal's first figure."""

    org: Org
    share: GoalShare | None
    measures: int
    done: int
    late: int
    year: int | None = None
    value: float | None = None


def contributions(goal: Goal, measures: Sequence[Done], told: Sequence[Told]) -> list[Contribution]:
    """Party by party, in their order."""
    shares = {s.organisation_id: s for s in goal.shares.all()}
    first = next((t.figures for t in told if t.figures is not None), None)
    found = []
    for org in queries.parties_of(goal):
        mine = [m for m in measures if m.row.owner_id == org.id and m.taken and m.timing != "stopped"]
        counts = (len(mine), sum(m.timing == "done" for m in mine), sum(m.timing == "late" for m in mine))
        year, value = _latest(first, org) if first is not None else (None, None)
        found.append(Contribution(org, shares.get(org.id), *counts, year, value))
    return found


def _latest(figures: Figures, org: Org) -> tuple[int | None, float | None]:
    """A municipality's own latest figure."""
    known = queries.yearly(figures, ("municipality", org.code)) if org.kind == "municipality" else {}
    return max(known.items(), default=(None, None))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a goal's way: what the levels do there. `decisions`: of the parties, `views`: told in preparation,
    `notes`: of the measures of the step, the latest first."""

    code: str
    levels: tuple[Text, ...]
    decisions: tuple[Stance, ...] = ()
    views: tuple[Stance, ...] = ()
    measures: tuple[Done, ...] = ()
    notes: tuple[FollowUp, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing has been recorded there."""
        return not (self.decisions or self.views or self.measures)


def trail(goal: Goal, measures: Sequence[Done], *, inside: bool) -> list[Step]:
    """From strategic choices to client work. Views in preparation only to those inside."""
    last = {(s.organisation_id, s.step): s for s in goal.stances.all() if s.version == goal.version}
    present = [s for s in last.values() if s.position in ("accepted", "accepted_with_changes")]
    found = []
    for code, levels in STEPS.items():
        here = tuple(m for m in measures if m.row.level in levels)
        keys = {m.row.pk for m in here}
        found.append(
            Step(
                code,
                tuple(LEVELS[x].name for x in levels),
                tuple(s for s in present if s.step == "decision") if code == "choice" else (),
                tuple(s for s in present if s.step == "view") if code == "preparation" and inside else (),
                here,
                tuple(n for n in goal.notes.all() if n.measure_id in keys)[:3],
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the chain: the duties that a goal serves, the goal, its measures and its figures."""

    goal: Goal
    duties: tuple[Duty, ...]
    measures: tuple[Done, ...]
    told: tuple[Told, ...]


def duties_of(goal: Goal) -> tuple[Duty, ...]:
    """The statutory duties that it serves."""
    known = catalogue().duties
    return tuple(known[code] for code in goal.duties if code in known)


def chain(goals: Sequence[Goal], told: Mapping[int, Sequence[Told]], on: date) -> list[Link]:
    """Goal by goal; those that serve a duty first."""
    links = [Link(g, duties_of(g), tuple(queries.done(g, on)), tuple(told[g.pk])) for g in goals]
    return sorted(links, key=lambda x: not x.duties)
