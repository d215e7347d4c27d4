"""Made-up goals as many as in the largest peer's case: 40 goals of 5 measures, 22 organisations, 50 targets."""

import random
from datetime import timedelta

from yhdyspinta.core.audit.actions import bump
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.indicators.queries import stamps
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.goals.models import (
    FollowUp,
    Goal,
    GoalFigure,
    GoalParty,
    GoalStance,
    GoalTheme,
    Measure,
    Programme,
)

GOALS, MEASURES, TARGETS = 40, 5, 50
REGION = "13"
TITLE = "Mittauksen suunnitelma"


def fill() -> str:
    """Writes them once, in a transaction that is rolled back; returns the address of their page."""
    today, now = clock.today(), clock.now()
    view = atlas().view(REGION, today)
    page = f"/fi/alueet/{view.area.slug}/tavoitteet/"
    if Programme.objects.filter(title_fi=TITLE).exists():
        return page
    parties = view.both_sides[:22]
    programme = Programme.objects.create(
        region=Region.objects.get(code=REGION),
        kind="interface",
        title_fi=TITLE,
        first_year=today.year,
        last_year=today.year + 3,
        visibility="public",
        recorded_at=now,
    )
    goals = Goal.objects.bulk_create(
        [
            Goal(
                programme=programme,
                horizon=("now", "plan", "vision")[n % 3],
                title_fi=f"Mittauksen tavoite {n}",
                text_fi="Perustelu kertoo, miksi tavoite on yhteinen. " * 4,
                priority=n < 2,
                begun_on=today - timedelta(days=400),
                recorded_at=now,
            )
            for n in range(GOALS)
        ]
    )
    _around(goals, [p.id for p in parties])
    bump("goals")
    forget_all()
    return page


def _around(goals: list[Goal], parties: list[int]) -> None:
    """What belongs to the goals: their parties and words, targets, measures, follow-ups."""
    chance, today, now = random.Random(2), clock.today(), clock.now()  # noqa: S311  (made-up data, the same each time)
    said = {"step": "decision", "position": "accepted", "version": 1, "said_on": today, "body": "Hallitus"}
    GoalTheme.objects.bulk_create([GoalTheme(goal=g, theme_code="hyte") for g in goals])
    GoalParty.objects.bulk_create([GoalParty(goal=g, organisation_id=p) for g in goals for p in parties])
    GoalStance.objects.bulk_create(
        [GoalStance(goal=g, organisation_id=p, recorded_at=now, **said) for g in goals for p in parties[:-3]]
    )
    codes = sorted(stamps())[:TARGETS]
    GoalFigure.objects.bulk_create(
        [
            GoalFigure(goal=goals[n % GOALS], indicator=code, base_year=2015, baseline=10, target_year=2030, target=20)
            for n, code in enumerate(codes)
        ]
    )
    Measure.objects.bulk_create(
        [
            Measure(
                goal=g,
                title_fi=f"Mittauksen toimenpide {n}",
                owner_id=chance.choice(parties),
                starts=today - timedelta(days=chance.randint(0, 300)),
                ends=today + timedelta(days=chance.randint(0, 400)),
                state="under_way",
                accepted_on=today - timedelta(days=chance.randint(0, 200)),
                recorded_at=now,
            )
            for g in goals
            for n in range(MEASURES)
        ]
    )
    FollowUp.objects.bulk_create([FollowUp(goal=g, on=today, text="Etenee.", recorded_at=now) for g in goals])
