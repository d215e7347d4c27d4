"""Writes of problems, as verbs: raise, tell what was tried, take to the next level, offer a settlement, answer it."""

from dataclasses import dataclass

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import clean, one_line
from yhdyspinta.core.common.verdict import Refused, Verdict, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.agreements import escalation, queries, rules, settling
from yhdyspinta.rooms.agreements.escalation import Act, Level, Outcome
from yhdyspinta.rooms.agreements.models import Problem, ProblemParty, ProblemStep

TELLS: frozenset[Act] = frozenset({"tried", "climbed", "offered", "rejected"})
"""Acts that say why."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a problem is. `parties`: registry ids, the one that raises it with them; `sure`: its writer has looked that it
    tells of no client."""

    title: str
    text: str
    theme: str
    parties: tuple[int, ...]
    level: Level | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody does to a problem, and says of it."""

    act: Act
    text: str = ""
    outcome: Outcome | None = None
    sure: bool = False


@transaction.atomic
def raise_problem(*, by: Actor, region: Region, org: Org, trouble: Trouble) -> Problem:
    """Raises a problem in an organisation's name: it climbs the ladder that its parties have agreed, as it is now.

    Raises Refused.
    """
    hold("registry")
    house, today = atlas(), clock.today()
    here = {o.id for o in house.view(region.code, today).everybody()}
    ids = tuple(dict.fromkeys((org.id, *trouble.parties)))
    require(rules.may_settle(by, org.public_id, [house.orgs[i].public_id for i in ids if i in here]))
    if not set(ids) <= here:
        raise Refused(no("agreements_party_elsewhere"))
    if len(ids) < 2:
        raise Refused(no("agreements_needs_other_party"))
    if trouble.theme not in books().get(region.code, NOTHING).themes_on(today):
        raise Refused(no("agreements_needs_theme"))
    title, text = one_line(clean(trouble.title))[:200], clean(trouble.text)
    if not title or not text:
        raise Refused(no("agreements_tell_problem"))
    require(rules.tells_no_client(f"{title}\n{text}", sure=trouble.sure))
    agreed, limits = queries.ladder_of(region.code, trouble.theme, [house.orgs[i].public_id for i in ids], today)
    level = trouble.level or escalation.levels(limits)[0]
    if level not in escalation.levels(limits):
        raise Refused(no("agreements_no_level"))
    made = Problem.objects.create(
        region=region,
        theme_code=trouble.theme,
        agreement=agreed,
        limits=dict(limits),
        title=title,
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    ProblemParty.objects.bulk_create([ProblemParty(problem=made, organisation_id=i) for i in ids])
    _step(made, by, org, Said("raised", text), level)
    return made


@transaction.atomic
def act(*, by: Actor, problem: Problem, org: Org, said: Said, seen: int) -> ProblemStep:
    """One step, in an organisation's name. Who offers a settlement has thereby accepted it. `seen`: how many steps the actor
    has read; whoever read fewer than there are answers something else than they saw.

    Raises Refused, EditConflict.
    """
    Problem.objects.select_for_update().get(pk=problem.pk)
    row = settling.problems_visible_to(by).get(pk=problem.pk)
    steps = list(row.steps.all())
    require(_may(by, row, org, said))
    now, limits = settling.state_of(row, clock.today()), settling.limits_of(row)
    if not escalation.may_follow(now, said.act, limits):
        raise Refused(no("agreements_not_now"))
    if len(steps) != seen:
        raise EditConflict(len(steps))
    if said.act == "accepted" and (now is None or org.id not in now.waits):
        raise Refused(no("agreements_not_asked"))
    if said.act in TELLS and not clean(said.text):
        raise Refused(no("agreements_tell_why"))
    if said.act == "offered" and said.outcome not in escalation.OUTCOMES:
        raise Refused(no("agreements_no_outcome"))
    require(rules.tells_no_client(said.text, sure=said.sure))
    level = escalation.above(now.level, limits) if now is not None and said.act == "climbed" else None
    return _step(row, by, org, said, level)


def _may(by: Actor, row: Problem, org: Org, said: Said) -> Verdict:
    """Its parties' people; taken back by who raised it, or closed by the region's coordinators when nobody else can, with a reason."""
    raiser = row.steps.all()[0].organisation_id
    if said.act == "withdrawn" and org.id == raiser and org.public_id not in by.organisations and clean(said.text):
        return rules.may_keep(by, row.region.code)
    allowed = rules.may_settle(by, org.public_id, [p.public_id for p in settling.parties_of(row)])
    return no("agreements_only_raiser") if allowed and said.act == "withdrawn" and org.id != raiser else allowed


def _step(row: Problem, by: Actor, org: Org, said: Said, level: Level | None) -> ProblemStep:
    made = ProblemStep.objects.create(
        problem=row,
        act=said.act,
        level=level or "",
        outcome=said.outcome or "",
        organisation_id=org.id,
        on=clock.today(),
        text=clean(said.text),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    data = {"region": row.region.code, "party": str(org.public_id), "level": level or ""}
    record_event(verb=f"problem_{said.act}", subject_type="problem", subject_id=row.public_id, by=by.user, data=data)
    bump("agreements")
    return made
