"""Surveys of the scene: one that waits for the municipalities' side, one that is open, one whose results are told."""

from datetime import timedelta
from typing import Any

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.surveys import actions, closing, inviting
from yhdyspinta.rooms.surveys.answering import answer
from yhdyspinta.rooms.surveys.statements import statements
from yhdyspinta.site.rights.people import People, actor, org

PEOPLE = 10
"""As many as it takes to be told in figures."""


def asked(by: Actor, other: Actor, *, opens: bool, visibility: str = "public", title: str = "Kysely") -> Any:
    """A survey of Kainuu with a question in one's own words; confirmed and open, or still waiting."""
    today = clock.today()
    plan = actions.Plan({"fi": title}, today, today + timedelta(days=14), ("hyte", "yleinen"), visibility=visibility)
    made = actions.begin(by=by, region=Region.objects.get(slug="kainuu"), plan=plan)
    made = actions.ask(by=by, survey=made, asked=actions.Asked("text", {"fi": "Miksi?"}))
    if opens:
        actions.confirm(by=other, survey=made, version=made.version)
        actions.open_now(by=by, survey=made)
        made.refresh_from_db()
    return made


def told(by: Actor, other: Actor, *, people: int = PEOPLE, visibility: str = "public", title: str = "Kysely") -> Any:
    """Answered by so many on one side, and closed."""
    made = asked(by, other, opens=True, visibility=visibility, title=title)
    for number, token in enumerate(inviting.cards(by=other, survey=made, group="m_lead", count=people)):
        sheet = {s.code: [str(1 + number % 5)] for s in statements()}
        answer(token=token, sent={**sheet, "own1": [f"{title} {number}"]})
    closing.close(by=by, survey=made)
    return made


def survey_args(people: People) -> dict[str, list[Any]]:
    """Addresses around the three, and Kuhmo's own view of the year."""
    by, other, own = (actor(u) for u in (people.county_coordinator, people.municipal_coordinator, people.kuhmo))
    kuhmo = org("kunnat/kuhmo")
    region = Region.objects.get(slug="kainuu")
    waits, opened = asked(by, other, opens=False), asked(by, other, opens=True)
    results = told(by, other)
    token = inviting.cards(by=other, survey=opened, group="m_lead", count=1)[0]
    view = actions.tell_view(
        by=own,
        organisation=kuhmo,
        region=region,
        year=clock.today().year,
        version=0,
        values={"planned": 4},
        text="Hyvä",
    )
    return {
        **{f"surveys:{n}": ["kainuu"] for n in ("region", "begin", "views")},
        **{f"surveys:{n}": [waits.public_id] for n in ("change", "ask", "leave-out", "move")},
        **{f"surveys:{n}": [opened.public_id] for n in ("survey", "invite", "take-back", "cards", "remind", "preview")},
        **{n: [results.public_id] for n in ("surveys:hide", "survey-results")},
        "surveys:answer": [token],
        "surveys:tell-view": ["kainuu", "kunnat", "kuhmo"],
        "surveys:withdraw-view": [view.public_id],
    }
