"""Reading goals: what the actor may see, how far each has come by the figures, and everything for the map."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from yhdyspinta.core.accounts.queries import left_alone
from yhdyspinta.core.audit.queries import revision
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Verdict
from yhdyspinta.core.indicators.axes import Place
from yhdyspinta.core.indicators.queries import Figures, figures, law
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances import speaking
from yhdyspinta.core.stances.positions import Agreement, agreement_of
from yhdyspinta.core.stances.rules import sees_inside
from yhdyspinta.core.stances.seeing import seen_by
from yhdyspinta.rooms.goals import progress, rules
from yhdyspinta.rooms.goals.models import FollowUp, Goal, GoalFigure, GoalStance, Measure, Programme, Review
from yhdyspinta.rooms.goals.progress import Ownership, Progress, State, Target, Timing


def programmes_visible_to(actor: Actor) -> QuerySet[Programme]:
    """Public ones; those of one's region, of one's organisation, and whose goals one's organisation shares."""
    rows = Programme.objects.select_related("region", "owner")
    shared = Goal.objects.filter(parties__organisation__public_id__in=actor.belongs_to).values("programme")
    owned = actor.owned("measure")
    carried = Goal.objects.filter(measures__public_id__in=owned).values("programme")
    mine = Q(owner__public_id__in=actor.belongs_to) | Q(pk__in=shared)
    return seen_by(rows, actor, mine, Q(pk__in=carried) if owned else None)


def with_reviews(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    """Programmes with the years that have been looked back at."""
    return rows.prefetch_related(
        Prefetch("reviews", queryset=Review.objects.filter(withdrawn_at=None).defer("content"))
    )


def reviews_visible_to(actor: Actor) -> QuerySet[Review]:
    """Standing reviews of the programmes that one may see."""
    seen = programmes_visible_to(actor).order_by().values("pk")
    rows = Review.objects.filter(withdrawn_at=None, programme__in=seen)
    return rows.select_related("programme__region", "programme__owner")


def visible_to(actor: Actor) -> QuerySet[Goal]:
    """Goals of the programmes that one may see."""
    rows = Goal.objects.select_related("programme__region", "programme__owner")
    return rows.filter(programme__in=programmes_visible_to(actor).order_by().values("pk"))


def whole(rows: QuerySet[Goal]) -> QuerySet[Goal]:
    """With everything that belongs to them, in a constant number of queries."""
    stances = Prefetch("stances", queryset=GoalStance.objects.order_by("id"))
    standing = Measure.objects.filter(withdrawn_at=None).select_related("owner").prefetch_related("partners")
    measures = Prefetch("measures", queryset=standing.order_by("starts", "id"))
    notes = FollowUp.objects.filter(withdrawn_at=None).select_related("organisation", "measure")
    told = Prefetch("notes", queryset=notes.order_by("-on", "-id"))
    return rows.prefetch_related("themes", "parties", "figures", "shares", stances, measures, told)


def measures_visible_to(actor: Actor) -> QuerySet[Measure]:
    """Standing measures of the goals that one may see, with who is in charge and who share the goal."""
    rows = Measure.objects.filter(withdrawn_at=None, goal__in=visible_to(actor).order_by().values("pk"))
    return rows.select_related("goal__programme__region", "owner").prefetch_related("partners", "goal__parties")


def measure_on(row: Measure, on: date) -> "Done":
    """A measure as it is on a day."""
    return Done(
        row,
        progress.timing_of(cast(State, row.state), row.starts, row.ends, on),
        progress.ownership_of(row.owner_id is not None, row.accepted_on, row.refused_on, on),
    )


def keeps(actor: Actor, programme: Programme) -> Verdict:
    """Whether the actor keeps a programme and its goals."""
    return rules.may_keep(actor, programme.region.code, programme.owner.public_id if programme.owner else None)


def parties_of(goal: Goal) -> tuple[Org, ...]:
    """Who share a goal, as the registry's frozen organisations."""
    return atlas().known(p.organisation_id for p in goal.parties.all())


def agreement(goal: Goal) -> Agreement:
    """What the parties' decisions amount to."""
    return agreement_of(
        [p.organisation_id for p in goal.parties.all()], speaking.said(goal.stances.all()), goal.version
    )


def spoken(goal: Goal, actor: Actor) -> list[speaking.Spoken]:
    """Every party and its words side by side."""
    parties = parties_of(goal)
    return speaking.spoken(
        actor,
        parties,
        goal.stances.all(),
        goal.version,
        keeper=keeps(actor, goal.programme),
        inside=sees_inside(actor, goal.programme.region.code, [p.public_id for p in parties]),
        ended=goal.ended_on is not None,
        href=lambda party: reverse("goals:stance", args=[goal.public_id, party]),
    )


def content_of(goal: Goal) -> dict[str, Any]:
    """A goal's text as plain data, for keeping versions."""
    fields = (
        "title_fi",
        "title_sv",
        "title_en",
        "text_fi",
        "text_sv",
        "text_en",
        "horizon",
        "priority",
        "duties",
        "national",
    )
    found: dict[str, Any] = {name: getattr(goal, name) for name in fields}
    found["themes"] = [t.theme_code for t in goal.themes.all()]
    found["parties"] = [str(p.public_id) for p in parties_of(goal)]
    found["figures"] = [[f.indicator, f.base_year, f.baseline, f.target_year, f.target] for f in goal.figures.all()]
    return found


@dataclass(frozen=True)
class Told:
    """A figure of a goal: what it is, where it is to be, where it is. `values`: by year, of the region."""

    row: GoalFigure
    figures: Figures | None
    target: Target
    values: Mapping[int, float]
    progress: Progress

    @property
    def name(self) -> Text:
        """What the catalogue calls it, also before any figure has been brought; its code when it knows it no longer."""
        known = law().indicators.get(self.row.indicator)
        return known.name if known else Text(self.row.indicator)

    @property
    def decimals(self) -> int:
        """How exactly it is told."""
        known = law().indicators.get(self.row.indicator)
        return known.decimals if known else 1


def place_of(region: str) -> Place:
    """Where a region lies in the figures: its county's area, or Helsinki itself."""
    return ("municipality", "091") if region == "90" else ("county", region)


def told(goal: Goal, on: date, kept: Mapping[str, Figures] | None = None) -> list[Told]:
    """Every figure of a goal with its progress. `kept`: figures that are at hand; one query otherwise."""
    rows = list(goal.figures.all())
    known = figures(f.indicator for f in rows) if kept is None else kept
    found = []
    for row in rows:
        target = Target(row.base_year, row.baseline, row.target_year, row.target)
        one = known.get(row.indicator)
        values = yearly(one, place_of(goal.programme.region.code)) if one else {}
        found.append(Told(row, one, target, values, progress.progress_of(target, values, on)))
    return found


def yearly(found: Figures, place: Place) -> dict[int, float]:
    """The last figure of each year of an area."""
    at = found.axis.index.get(place)
    if at is None:
        return {}
    column = found.totals[:, at]
    return {int(p[:4]): float(v) for p, v in zip(found.table.periods, column, strict=True) if v == v}


@dataclass(frozen=True, slots=True)
class Done:
    """A measure as it is on a day: its own time, and whether somebody is in charge."""

    row: Measure
    timing: Timing
    ownership: Ownership

    @property
    def taken(self) -> bool:
        """Whether its organisation has said that it is in charge: until then it is named to those inside only."""
        return self.ownership in ("accepted", "stale")


def done(goal: Goal, on: date) -> list[Done]:
    """Every measure of a goal."""
    return [measure_on(m, on) for m in goal.measures.all()]


def late(goal: Goal, on: date) -> list[Measure]:
    """Measures of a goal whose day has passed."""
    return [one.row for one in done(goal, on) if one.timing == "late"]


Rows = list[Goal]
"""Goals with everything that belongs to them."""


def of_region(actor: Actor, region: str) -> QuerySet[Goal]:
    """The goals of a region that one may see and that have not ended, shared priorities first."""
    rows = visible_to(actor).filter(programme__region__code=region, ended_on=None)
    return rows.order_by("-priority", "programme", "id")


def serving(actor: Actor, region: str, indicators: Collection[str]) -> list[Goal]:
    """A region's goals that have a target in one of some figures, with those targets and their measures. At most three queries."""
    told = GoalFigure.objects.filter(indicator__in=indicators)
    work = Measure.objects.filter(withdrawn_at=None).order_by("starts", "id")
    rows = of_region(actor, region).filter(pk__in=told.order_by().values("goal"))
    return list(rows.prefetch_related(Prefetch("figures", queryset=told), Prefetch("measures", queryset=work)))


def listed(rows: QuerySet[Goal]) -> list[Goal]:
    """As many goals as there are, with only what a list shows of them: texts, follow-ups and names are left in the database."""
    stances = GoalStance.objects.order_by("id").filter(step="decision")
    few = stances.only("goal", "organisation", "step", "position", "version", "said_on")
    standing = Measure.objects.filter(withdrawn_at=None).order_by("starts", "id")
    work = standing.only("goal", "state", "starts", "ends", "owner", "accepted_on", "refused_on")
    light = rows.defer("text_fi", "text_sv", "text_en").prefetch_related(
        "themes", "parties", "figures", Prefetch("stances", queryset=few), Prefetch("measures", queryset=work)
    )
    return list(light)


_RECORDS: Memo[Mapping[str, tuple[Goal, ...]]] = Memo(2)


def records() -> Mapping[str, tuple[Goal, ...]]:
    """Every public goal by region. Few queries when something has changed, else none; every write raises the revision."""
    now = revision("goals")
    return _RECORDS.get(now, _load) if now else {}


def _load() -> Mapping[str, tuple[Goal, ...]]:
    found: dict[str, list[Goal]] = {}
    rows = Goal.objects.filter(programme__visibility="public").select_related("programme__region", "programme__owner")
    for goal in whole(rows.order_by("id")):
        found.setdefault(goal.programme.region.code, []).append(goal)
    return {region: tuple(each) for region, each in found.items()}


def unanswered(actor: Actor) -> list[tuple[Goal, Org]]:
    """(goal, party): goals whose present text waits for the decision of one of the actor's organisations."""
    if not actor.organisations:
        return []
    mine = visible_to(actor).filter(ended_on=None, parties__organisation__public_id__in=actor.organisations)
    rows = whole(mine.distinct()).order_by("id")
    return [(goal, org) for goal in rows for org in speaking.still_asked(actor, agreement(goal))]


@dataclass(frozen=True, slots=True)
class Mine:
    """The open measures of an actor's organisations that ask something: whether it is in charge, still; who goes on."""

    asked: tuple[Measure, ...]
    left: tuple[Measure, ...]


def measures_of(actor: Actor, on: date) -> Mine:
    """`asked`: those that ask one of the actor's organisations to be in charge, or whether it still is. `left`: those of its
    own whose person in charge has left."""
    rows = _open_measures(actor)
    asked = (m for m in rows if progress.ownership_of(True, m.accepted_on, m.refused_on, on) in ("asked", "stale"))
    own = [m for m in rows if m.owner is not None and m.owner.public_id in actor.organisations]
    alone = left_alone("measure", on) if own else frozenset()
    return Mine(tuple(asked), tuple(m for m in own if m.public_id in alone))


def _open_measures(actor: Actor) -> list[Measure]:
    """Measures that have not ended, of the actor's organisations and those that the actor is in charge of."""
    owned = actor.owned("measure")
    if not actor.organisations and not owned:
        return []
    mine = Q(owner__public_id__in=actor.organisations) | Q(public_id__in=owned, owner__isnull=False)
    rows = Measure.objects.filter(mine, withdrawn_at=None, goal__ended_on=None)
    rows = rows.exclude(state__in=("done", "stopped")).filter(goal__in=visible_to(actor).order_by().values("pk"))
    found = rows.select_related("goal", "owner").order_by("id")
    return [m for m in found if m.owner is not None and actor.speaks_for(m.owner.public_id, "measure", m.public_id)]


def unowned(goals: Sequence[Goal], on: date) -> int:
    """How many measures that have not ended nobody is in charge of."""
    open_ = (d for g in goals for d in done(g, on) if d.timing not in ("done", "stopped"))
    return sum(1 for d in open_ if d.ownership != "accepted")
