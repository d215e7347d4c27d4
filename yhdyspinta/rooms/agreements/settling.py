"""Reading problems: where each is, what it asks of whom, and how many an interface has had."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from django.db.models import Prefetch, Q, QuerySet

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.agreements import escalation
from yhdyspinta.rooms.agreements.escalation import Act, Event, Level, Outcome, State, Tally
from yhdyspinta.rooms.agreements.models import Problem, ProblemStep


def problems_visible_to(actor: Actor) -> QuerySet[Problem]:
    """Those that one's organisation settles, and of one's region; never public. With everything that happened to them."""
    steps = Prefetch("steps", queryset=ProblemStep.objects.select_related("organisation").order_by("id"))
    rows = Problem.objects.select_related("region", "agreement").prefetch_related("parties", steps).order_by("-id")
    if actor.is_administrator:
        return rows
    seen = Q(region__code__in=actor.regions)
    if actor.belongs_to:
        mine = Problem.objects.filter(parties__organisation__public_id__in=actor.belongs_to)
        seen |= Q(pk__in=mine.order_by().values("pk"))
    return rows.filter(seen)


def limits_of(row: Problem) -> dict[Level, int]:
    """The ladder that it climbs."""
    return {cast(Level, level): int(days) for level, days in row.limits.items()}


def state_of(row: Problem, on: date) -> State | None:
    """Where it is on a day; None before it was raised."""
    return escalation.state_of(_events(row), [p.organisation_id for p in row.parties.all()], limits_of(row), on)


def _events(row: Problem) -> Iterable[Event]:
    for s in row.steps.all():
        outcome = cast(Outcome, s.outcome) if s.outcome else None
        yield Event(cast(Act, s.act), s.on, s.organisation_id, cast(Level, s.level) if s.level else None, outcome)


def parties_of(row: Problem) -> tuple[Org, ...]:
    """Who settle it."""
    return atlas().known(p.organisation_id for p in row.parties.all())


def own_in(actor: Actor, row: Problem) -> list[Org]:
    """The actor's organisations among those who settle it."""
    return [o for o in parties_of(row) if o.public_id in actor.organisations]


Why = Literal["answer", "late", "new"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem that asks one of the actor's organisations: to answer a settlement, to act past the last day, or to begin."""

    row: Problem
    org: Org
    state: State
    why: Why


def asked_of(actor: Actor, on: date) -> list[Asked]:
    """What problems ask of the actor's organisations, answers first."""
    if not actor.organisations:
        return []
    mine = problems_visible_to(actor).filter(parties__organisation__public_id__in=actor.organisations).distinct()
    found = []
    for row in mine:
        state = state_of(row, on)
        if state is None or state.name in escalation.CLOSED:
            continue
        for org in own_in(actor, row):
            if why := _why(row, org, state):
                found.append(Asked(row, org, state, why))
    order: Sequence[Why] = ("answer", "late", "new")
    return sorted(found, key=lambda a: (order.index(a.why), a.row.pk))


def _why(row: Problem, org: Org, state: State) -> Why | None:
    if org.id in state.waits:
        return "answer"
    if state.late:
        return "late"
    acted = any(s.organisation_id == org.id for s in row.steps.all())
    return None if acted or state.name == "offered" else "new"


def tallies(rows: Iterable[Problem], first: date, last: date) -> Mapping[str, Tally]:
    """By theme: the problems of a span of days as they were on its last day. Themes without any are not there."""
    by_theme: dict[str, list[State]] = {}
    for row in rows:
        if (state := state_of(row, last)) is not None:
            by_theme.setdefault(row.theme_code, []).append(state)
    counted = {theme: escalation.tally(states, first, last) for theme, states in by_theme.items()}
    return {theme: t for theme, t in counted.items() if t.raised or t.open or t.solved or t.disagreed}
