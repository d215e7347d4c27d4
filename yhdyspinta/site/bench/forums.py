"""A made-up forum as large as the largest: 40 meetings of 25 points, 23 parties, about 3,000 questions to them."""

import random
from datetime import timedelta
from uuid import UUID

from yhdyspinta.core.accounts.actions import add_user, give_role
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.matters.models import Consultation, Decision
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.forums.models import Attendance, Forum, ForumParty, ForumStance, ForumTheme, Item, Meeting

MEETINGS, POINTS, QUESTIONS = 40, 25, 3_000
REGION = "13"


def fill() -> tuple[UUID, UUID, UUID]:
    """Writes it, in a transaction that is rolled back. (forum, the last meeting that was held, the coming one)."""
    chance, today, now = random.Random(1), clock.today(), clock.now()  # noqa: S311  (made-up data, the same each time)
    view = atlas().view(REGION, today)
    parties = view.both_sides
    region = Region.objects.get(code=REGION)
    forum = Forum.objects.create(
        region=region,
        name_fi="Mittauksen foorumi",
        level="top",
        rhythm_months=2,
        secretary_id=parties[0].id,
        visibility="public",
        founded_on=today - timedelta(days=8 * 365),
        recorded_at=now,
    )
    ForumTheme.objects.create(forum=forum, theme_code="yleinen")
    ForumParty.objects.bulk_create([ForumParty(forum=forum, organisation_id=p.id) for p in parties])
    said = {"step": "decision", "position": "accepted", "version": 1, "said_on": today, "body": "Hallitus"}
    ForumStance.objects.bulk_create(
        [ForumStance(forum=forum, organisation_id=p.id, recorded_at=now, **said) for p in parties[:-3]]
    )
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(forum=forum, kind="meeting", on=today - timedelta(days=60 * n), state="approved", recorded_at=now)
            for n in range(1, MEETINGS)
        ]
        + [Meeting(forum=forum, kind="meeting", on=today + timedelta(days=30), state="called", recorded_at=now)]
    )
    Attendance.objects.bulk_create(
        [Attendance(meeting=m, organisation_id=p.id) for m in meetings[:-1] for p in parties[: chance.randint(12, 20)]]
    )
    points = Item.objects.bulk_create(
        [
            Item(
                meeting=m,
                number=n,
                title_fi=f"Mittauksen kohta {m.on.year}.{n}",
                text_fi="Esittelijä kertoi asian taustan. " * 4,
                outcome="" if m.state == "called" else chance.choice(("noted", "agreed", "decided", "postponed")),
            )
            for m in meetings
            for n in range(1, POINTS + 1)
        ],
        batch_size=500,
    )
    _questions(chance, region, [p for p in points if p.outcome in ("agreed", "decided")], [p.id for p in parties])
    forget_all()
    return forum.public_id, meetings[0].public_id, meetings[-1].public_id


def keeper() -> User:
    """The county's coordinator of its region."""
    user = add_user(by=HOUSE, email="mittaus@example.org", name="Mittaus")
    county = atlas().view(REGION, clock.today()).county
    home = Organisation.objects.get(pk=county.id) if county else None
    region = Region.objects.get(code=REGION)
    give_role(by=HOUSE, user=user, role="coordinator", organisation=home, region=region, side="county")
    return user


def _questions(chance: random.Random, region: Region, points: list[Item], parties: list[int]) -> None:
    """Four of five have been handled to the end."""
    now, rows = clock.now(), []
    for point in points:
        asked = point.meeting.on + timedelta(days=7)
        rows += [
            Consultation(
                organisation_id=party,
                region=region,
                origin=f"forums.item:{point.public_id}",
                back=f"/kokoukset/{point.meeting.public_id}/",
                title_fi=point.title_fi,
                text_fi="Päätetään hyväksyä.",
                visibility="public",
                asked_on=asked,
                recorded_at=now,
            )
            for party in parties
        ]
    made = Consultation.objects.bulk_create(rows[:QUESTIONS], batch_size=500)
    Decision.objects.bulk_create(
        [
            Decision(consultation=c, outcome="accepted", decided_on=c.asked_on, body="Hallitus", recorded_at=now)
            for c in made
            if chance.random() < 0.8
        ],
        batch_size=500,
    )


def elected() -> User:
    """An elected official of Laukaa."""
    user = add_user(by=HOUSE, email="paattaja@example.org", name="Mittaus")
    give_role(by=HOUSE, user=user, role="elected", organisation=Organisation.objects.get(space="kunnat", slug="laukaa"))
    return user
