"""Writes of the room, as verbs: programmes, goals, figures, measures, who is in charge, what has happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid5

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.accounts.owning import release
from yhdyspinta.core.audit.actions import bump, hold, keep_version, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, cleaned, columns
from yhdyspinta.core.common.verdict import YES, Refused, Verdict, no, require
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.catalogue import HORIZONS, LEVELS
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.recording import stance_of
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.goals import queries, rules
from yhdyspinta.rooms.goals.models import (
    FollowUp,
    Goal,
    GoalFigure,
    GoalParty,
    GoalShare,
    GoalStance,
    GoalTheme,
    Measure,
    MeasurePartner,
    Programme,
)
from yhdyspinta.rooms.goals.national import NATIONAL
from yhdyspinta.rooms.goals.progress import STATES, Target

YEARS = range(1990, 2061)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a programme is."""

    titles: Mapping[str, str]
    kind: str
    first_year: int
    last_year: int
    owner: int | None = None
    link: str = ""
    visibility: str = "public"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a goal is: the text that its parties accept. `parties`: registry ids."""

    titles: Mapping[str, str]
    themes: tuple[str, ...]
    parties: tuple[int, ...]
    horizon: str = "plan"
    texts: Mapping[str, str] = field(default_factory=dict)
    priority: bool = False
    duties: tuple[str, ...] = ()
    national: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What a measure is. `owner` and `partners`: registry ids."""

    titles: Mapping[str, str]
    owner: int | None = None
    function: str = ""
    partners: tuple[int, ...] = ()
    starts: date | None = None
    ends: date | None = None
    cost: str = ""
    budget_line: str = ""
    state: str = "planned"
    level: str = ""


@transaction.atomic
def begin(*, by: Actor, region: Region, plan: Plan) -> Programme:
    """A programme. Raises Refused."""
    owner = atlas().orgs.get(plan.owner) if plan.owner is not None else None
    require(rules.may_keep(by, region.code, owner.public_id if owner else None))
    _check_plan(region.code, plan)
    made = Programme.objects.create(region=region, **_plan_columns(plan), recorded_by=by.user, recorded_at=clock.now())
    _tell("programme_begun", made, by, kind=plan.kind)
    return made


@transaction.atomic
def change(*, by: Actor, programme: Programme, version: int, plan: Plan) -> Programme:
    """A programme's title, years or link. Whose it is stays. Raises Refused, EditConflict."""
    row = Programme.objects.select_for_update(of=("self",)).select_related("region", "owner").get(pk=programme.pk)
    require(queries.keeps(by, row))
    if row.version != version:
        raise EditConflict(row.version)
    _check_plan(row.region.code, plan)
    told = {**_plan_columns(plan), "owner_id": row.owner_id}
    Programme.objects.filter(pk=row.pk).update(**told, version=F("version") + 1)
    row.refresh_from_db()
    _tell("programme_changed", row, by)
    return row


@transaction.atomic
def propose(*, by: Actor, programme: Programme, aim: Aim) -> Goal:
    """A goal, proposed to its parties. Raises Refused."""
    require(queries.keeps(by, programme))
    hold("registry")
    require(fits(programme.region.code, aim))
    made = Goal.objects.create(
        programme=programme,
        **_aim_columns(aim),
        begun_on=clock.today(),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _attach(made, aim)
    _tell_goal("goal_proposed", made, by)
    return made


@transaction.atomic
def rewrite(*, by: Actor, goal: Goal, version: int, aim: Aim) -> Goal:
    """A new text: the one before is kept, and every party is asked again. Raises Refused, EditConflict."""
    row = _open(by, goal)
    if row.version != version:
        raise EditConflict(row.version)
    require(fits(row.programme.region.code, aim))
    _keep(row, by)
    Goal.objects.filter(pk=row.pk).update(**_aim_columns(aim), version=F("version") + 1)
    GoalTheme.objects.filter(goal=row).delete()
    GoalParty.objects.filter(goal=row).delete()
    _attach(row, aim)
    row.refresh_from_db()
    _tell_goal("goal_rewritten", row, by, version=row.version)
    return row


@transaction.atomic
def end(*, by: Actor, goal: Goal) -> None:
    """The goal ends today; what has been told of it stays. Raises Refused."""
    row = _open(by, goal)
    Goal.objects.filter(pk=row.pk).update(ended_on=clock.today())
    _tell_goal("goal_ended", row, by)


@transaction.atomic
def say(*, by: Actor, goal: Goal, party: Org, version: int, words: Words) -> GoalStance:
    """A party's view or decision of a version. Raises Refused; EditConflict when the text has changed meanwhile."""
    row = _standing(goal)
    parties, keeper = queries.parties_of(row), queries.keeps(by, row.programme)
    told = stance_of(by, party, words, parties=parties, keeper=keeper, version=version, present=row.version)
    made = GoalStance.objects.create(goal=row, **told)
    _tell_goal("goal_stance", row, by, party=str(party.public_id), step=words.step, position=words.position)
    return made


@transaction.atomic
def aim_at(*, by: Actor, goal: Goal, version: int, indicator: str, target: Target) -> GoalFigure:
    """A figure that tells of the goal, and where it is to be: part of the text that the parties accept.

    Raises Refused, EditConflict.
    """
    row = _open(by, goal)
    if row.version != version:
        raise EditConflict(row.version)
    if indicator not in law().indicators:
        raise Refused(no("goals_no_indicator"))
    if target.base_year not in YEARS or target.target_year not in YEARS:
        raise Refused(no("goals_years"))
    _keep(row, by)
    GoalFigure.objects.filter(goal=row, indicator=indicator).delete()
    made = GoalFigure.objects.create(
        goal=row,
        indicator=indicator,
        base_year=target.base_year,
        baseline=target.baseline,
        target_year=target.target_year,
        target=target.target,
    )
    _again(row, by, "goal_figure_set", indicator=indicator)
    return made


@transaction.atomic
def leave_out(*, by: Actor, goal: Goal, version: int, indicator: str) -> None:
    """A figure no longer tells of the goal. Raises Refused, EditConflict."""
    row = _open(by, goal)
    if row.version != version:
        raise EditConflict(row.version)
    if not row.figures.filter(indicator=indicator).exists():
        raise Refused(no("goals_no_indicator"))
    _keep(row, by)
    row.figures.filter(indicator=indicator).delete()
    _again(row, by, "goal_figure_left", indicator=indicator)


@transaction.atomic
def add_measure(*, by: Actor, goal: Goal, work: Work) -> Measure:
    """What is done for the goal. Its owner is asked. Raises Refused."""
    row = _open(by, goal)
    check_work(row, work)
    if row.measures.count() >= rules.MEASURES:
        raise Refused(no("goals_too_many"))
    made = Measure.objects.create(goal=row, **_work_columns(work), recorded_by=by.user, recorded_at=clock.now())
    _partners(made, work)
    if made.owner is not None and made.owner.public_id in by.organisations:
        Measure.objects.filter(pk=made.pk).update(accepted_on=clock.today())
    _tell_goal("measure_added", row, by, measure=str(made.public_id))
    return made


@transaction.atomic
def write_measure(*, by: Actor, measure: Measure, version: int, work: Work) -> None:
    """Another title, owner, day or state; a new owner is asked. Raises Refused, EditConflict."""
    row = _standing(measure.goal)
    now = Measure.objects.select_for_update(of=("self",)).select_related("owner").get(pk=measure.pk)
    keeps = queries.keeps(by, row.programme)
    owner = now.owner.public_id if now.owner else None
    mine = bool(rules.may_own(by, owner, now.public_id)) and now.accepted_on is not None
    if not mine or work.owner != now.owner_id:
        require(keeps)
    check_work(row, work)
    told: dict[str, object] = {**_work_columns(work), "version": F("version") + 1}
    if work.owner != now.owner_id:
        named = atlas().orgs.get(work.owner) if work.owner is not None else None
        takes = named is not None and named.public_id in by.organisations
        told |= {"accepted_on": clock.today() if takes else None, "refused_on": None}
        release(by=by, item=f"measure:{now.public_id}")
    elif mine:
        told |= {"accepted_on": clock.today(), "refused_on": None}
    if not Measure.objects.filter(pk=measure.pk, version=version, withdrawn_at=None).update(**told):
        raise EditConflict(Measure.objects.get(pk=measure.pk).version)
    MeasurePartner.objects.filter(measure=measure).delete()
    _partners(measure, work)
    _tell_goal("measure_written", row, by, measure=str(measure.public_id))


@transaction.atomic
def withdraw_measure(*, by: Actor, measure: Measure) -> None:
    """It is not done after all. Raises Refused."""
    row = _open(by, measure.goal)
    if Measure.objects.filter(pk=measure.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        release(by=by, item=f"measure:{measure.public_id}")
        _tell_goal("measure_withdrawn", row, by, measure=str(measure.public_id))


@transaction.atomic
def own(*, by: Actor, measure: Measure, accepts: bool) -> None:
    """The owner says that it is in charge, or still is; or that it is not. Raises Refused."""
    goal = _standing(measure.goal)
    row = Measure.objects.select_for_update(of=("self",)).select_related("owner").get(pk=measure.pk)
    require(rules.may_own(by, row.owner.public_id if row.owner else None, row.public_id))
    told = {"accepted_on": clock.today(), "refused_on": None} if accepts else {"refused_on": clock.today(), "accepted_on": None}  # fmt: skip
    if not Measure.objects.filter(pk=row.pk, withdrawn_at=None).update(**told):
        raise Refused(no("goals_no_measure"))
    _tell_goal("measure_owned" if accepts else "measure_refused", goal, by, measure=str(row.public_id))


@transaction.atomic
def tell(*, by: Actor, goal: Goal, text: str, on: date, measure: Measure | None = None) -> FollowUp:
    """What has happened. Raises Refused."""
    row = _standing(goal)
    parties = queries.parties_of(row)
    if measure is not None and measure.goal_id != row.pk:
        raise Refused(no("goals_no_measure"))
    if measure is None or not rules.may_own(by, measure.owner.public_id if measure.owner else None, measure.public_id):
        require(rules.may_tell(by, queries.keeps(by, row.programme), [p.public_id for p in parties]))
    if not clean(text):
        raise Refused(no("goals_needs_text"))
    if on > clock.today():
        raise Refused(no("stances_future"))
    mine = next((p for p in parties if p.public_id in by.organisations), None)
    made = FollowUp.objects.create(
        goal=row,
        measure=measure,
        organisation_id=mine.id if mine else None,
        on=on,
        text=clean(text),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _tell_goal("goal_followed_up", row, by)
    return made


@transaction.atomic
def tell_share(*, by: Actor, goal: Goal, party: Org, version: int, texts: Mapping[str, str]) -> GoalShare:
    """What is a party's own part in the goal: its people write it, and nobody else has to accept it; no text takes it away.

    Raises Refused; EditConflict when a colleague saved first (`version` 0: nothing was written yet).
    """
    row = _standing(goal)
    if party not in queries.parties_of(row) or party.public_id not in by.organisations:
        raise Refused(no("goals_not_your_part"))
    known = GoalShare.objects.filter(goal=row, organisation_id=party.id).first()
    if (known.version if known else 0) != version:
        raise EditConflict(known.version if known else 0)
    told = {**columns("text", texts), "told_on": clock.today(), "recorded_by": by.user, "recorded_at": clock.now()}
    if known is not None:
        kept = {n: getattr(known, n) for n in ("text_fi", "text_sv", "text_en")} | {"party": str(party.public_id)}
        item = uuid5(row.public_id, str(party.public_id))  # each party has its own versions
        keep_version(subject_type="goal_share", subject_id=item, number=known.version, content=kept, by=by.user)
    made, _new = GoalShare.objects.update_or_create(
        goal=row, organisation_id=party.id, defaults={**told, "version": version + 1}
    )
    _tell_goal("goal_share", row, by, party=str(party.public_id))
    return made


@transaction.atomic
def withdraw_note(*, by: Actor, note: FollowUp) -> None:
    """Takes back what somebody told; who told it, or who keeps the goal. Raises Refused."""
    row = _locked(note.goal)
    if note.recorded_by is None or note.recorded_by != by.user:
        require(queries.keeps(by, row.programme))
    if FollowUp.objects.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell_goal("goal_note_withdrawn", row, by)


def _check_plan(region: str, plan: Plan) -> None:
    if not any(cleaned(plan.titles).values()):
        raise Refused(no("goals_needs_title"))
    if plan.kind not in rules.KINDS:
        raise Refused(no("goals_no_kind"))
    if plan.first_year not in YEARS or plan.last_year not in YEARS or plan.last_year < plan.first_year:
        raise Refused(no("goals_years"))
    if plan.owner is not None and plan.owner not in _here(region):
        raise Refused(no("goals_party_elsewhere"))


def fits(region: str, aim: Aim) -> Verdict:
    """Whether a goal can be of the region today."""
    if not any(cleaned(aim.titles).values()):
        return no("goals_needs_title")
    if aim.horizon not in HORIZONS:
        return no("goals_no_horizon")
    if not aim.parties:
        return no("goals_needs_party")
    if not set(aim.parties) <= _here(region):
        return no("goals_party_elsewhere")
    if not aim.themes or not set(aim.themes) <= set(books().get(region, NOTHING).themes_on(clock.today())):
        return no("goals_needs_theme")
    if not set(aim.duties) <= set(catalogue().duties):
        return no("evidence_needs_duty")
    return YES if set(aim.national) <= set(NATIONAL) else no("goals_no_programme")


def check_work(goal: Goal, work: Work) -> None:
    """Raises Refused for a measure that cannot be of the goal's region."""
    if not any(cleaned(work.titles).values()):
        raise Refused(no("goals_needs_title"))
    if work.starts and work.ends and work.ends < work.starts:
        raise Refused(no("goals_ends_before"))
    if work.state not in STATES or work.cost not in rules.COSTS or (work.level and work.level not in LEVELS):
        raise Refused(no("goals_no_state"))
    named = {*work.partners, *([work.owner] if work.owner is not None else [])}
    if not named <= _here(goal.programme.region.code):
        raise Refused(no("goals_party_elsewhere"))


def _here(region: str) -> set[int]:
    return {o.id for o in atlas().view(region, clock.today()).everybody()}


def _plan_columns(plan: Plan) -> dict[str, object]:
    told = {n: getattr(plan, n) for n in ("kind", "first_year", "last_year", "link", "visibility")}
    return {**columns("title", plan.titles), **told, "owner_id": plan.owner}


def _aim_columns(aim: Aim) -> dict[str, object]:
    told = {
        "horizon": aim.horizon,
        "priority": aim.priority,
        "duties": list(aim.duties),
        "national": list(aim.national),
    }
    return {**columns("title", aim.titles), **columns("text", aim.texts), **told}


def _work_columns(work: Work) -> dict[str, object]:
    texts = {n: clean(getattr(work, n)) for n in ("function", "budget_line")}
    told = {n: getattr(work, n) for n in ("starts", "ends", "cost", "state", "level")}
    return {**columns("title", work.titles), **texts, **told, "owner_id": work.owner}


def _attach(goal: Goal, aim: Aim) -> None:
    GoalTheme.objects.bulk_create([GoalTheme(goal=goal, theme_code=t) for t in dict.fromkeys(aim.themes)])
    GoalParty.objects.bulk_create([GoalParty(goal=goal, organisation_id=i) for i in dict.fromkeys(aim.parties)])


def _partners(measure: Measure, work: Work) -> None:
    rows: Sequence[int] = tuple(dict.fromkeys(work.partners))
    MeasurePartner.objects.bulk_create([MeasurePartner(measure=measure, organisation_id=i) for i in rows])


def _open(by: Actor, goal: Goal) -> Goal:
    """The goal, locked and whole, that the actor may write. Raises Refused."""
    row = _standing(goal)
    require(queries.keeps(by, row.programme))
    return row


def _standing(goal: Goal) -> Goal:
    """The goal, locked and whole. Raises Refused when it has ended."""
    row = _locked(goal)
    if row.ended_on is not None:
        raise Refused(no("goals_ended"))
    return row


def _locked(goal: Goal) -> Goal:
    Goal.objects.select_for_update().get(pk=goal.pk)
    return queries.whole(Goal.objects.select_related("programme__region", "programme__owner")).get(pk=goal.pk)


def _keep(row: Goal, by: Actor) -> None:
    content = queries.content_of(row)
    keep_version(subject_type="goal", subject_id=row.public_id, number=row.version, content=content, by=by.user)


def _again(row: Goal, by: Actor, verb: str, **data: object) -> None:
    Goal.objects.filter(pk=row.pk).update(version=F("version") + 1)
    _tell_goal(verb, row, by, **data)


def _tell(verb: str, row: Programme, by: Actor, **data: object) -> None:
    told = {"region": row.region.code, **data}
    record_event(verb=verb, subject_type="programme", subject_id=row.public_id, by=by.user, data=told)
    bump("goals")


def _tell_goal(verb: str, row: Goal, by: Actor, **data: object) -> None:
    record_event(verb=verb, subject_type="goal", subject_id=row.public_id, by=by.user, data=dict(data))
    bump("goals")
