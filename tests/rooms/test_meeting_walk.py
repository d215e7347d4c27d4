"""Ten thousand random steps through meetings: only the table's moves happen, and what is closed never changes."""

import random
from datetime import timedelta

import pytest

from tests.people import People, actor, org
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.forums import actions, meeting
from yhdyspinta.rooms.forums.meeting import Plan, Point
from yhdyspinta.rooms.forums.models import Item, Meeting
from yhdyspinta.rooms.forums.states import MEETING, MOVES, OPEN, moved

pytestmark = pytest.mark.django_db
KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"
ONWARD = ("call", "begin", "minutes", "approve")
STEPS, DUTY = 2_000, "yleinen-neuvottelu-valtuustokausi"


@pytest.mark.parametrize("seed", range(5))
def test_a_random_walk_keeps_to_the_table(people: People, seed: int) -> None:
    """Anybody tries anything: keepers and strangers, moves, points, who was there. Five walks of two thousand steps."""
    chance, today = random.Random(seed), clock.today()  # noqa: S311  (the same walk each time)
    keeper, stranger = actor(people.county_coordinator), actor(people.outsider)
    county, kuhmo = org(COUNTY), org(KUHMO)
    content = actions.Content({"fi": "F"}, "top", 3, ("yleinen",), (county.id, kuhmo.id), county.id)
    forum = actions.found(by=keeper, region=Region.objects.get(slug="kainuu"), content=content)
    row, done, refused = None, 0, 0
    closed: dict[int, tuple[str, int, str]] = {}
    for _ in range(STEPS):
        if row is None or row.state in ("approved", "cancelled"):
            plan = Plan(on=today - timedelta(days=chance.randint(0, 200)), kind="negotiation", duties=(DUTY,))
            row = meeting.plan(by=keeper, forum=forum, plan=plan)
        by, before = (stranger if chance.random() < 0.1 else keeper), row.state
        step = chance.choice(("point", "outcome", "outcome", "present", "drop", *ONWARD, *ONWARD, *MOVES))
        try:
            wrote = act(by, row, step, parties=chance.choice(([], [county, kuhmo], [county, kuhmo])))
            done += wrote
            assert by is keeper or not wrote
        except (Refused, EditConflict):
            refused += 1
        now = Meeting.objects.get(pk=row.pk)
        if now.state != before:
            assert moved(before, step) == now.state  # type: ignore[arg-type]  # the states and moves of the table
        assert (now.approved_at is not None) == (now.state == "approved")
        if now.state not in OPEN:
            closed[now.pk] = (now.state, now.version, str(now.approved_at))
        row = now
    assert done > STEPS / 10
    assert refused > STEPS / 10
    for pk, kept in closed.items():
        last = Meeting.objects.get(pk=pk)
        assert (last.state, last.version, str(last.approved_at)) == kept
    approved = [pk for pk, kept in closed.items() if kept[0] == "approved"]
    assert approved
    assert Evidence.objects.filter(origin__startswith="forums.meeting:").count() == len(approved)
    assert {state for state, moves in MEETING.items() if not moves} == {"approved", "cancelled"}


def act(by: Actor, row: Meeting, step: str, parties: list[Org]) -> bool:
    """Tries a step; False when there is no point for it. Raises Refused, EditConflict."""
    item = Item.objects.filter(meeting=row, withdrawn_at=None).first()
    if step in ("outcome", "drop") and item is None:
        return False
    if step == "point":
        meeting.add_point(by=by, meeting=row, point=Point({"fi": "K"}))
    elif step == "drop" and item:
        meeting.withdraw_point(by=by, item=item)
    elif step == "outcome" and item:
        meeting.write_point(by=by, item=item, version=item.version, point=Point({"fi": "K"}, outcome="noted"))
    elif step == "present":
        meeting.tell_present(by=by, meeting=row, parties=parties)
    else:
        meeting.move(by=by, meeting=row, step=step)  # type: ignore[arg-type]  # a move
    return True
