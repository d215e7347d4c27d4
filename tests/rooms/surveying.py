"""Surveys as tests make them: begun, confirmed, opened, answered, closed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.surveys import actions, closing, inviting
from yhdyspinta.rooms.surveys.actions import Plan
from yhdyspinta.rooms.surveys.answering import answer
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.statements import statements

ANALYST = Actor(uuid4(), (Standing("analyst"),))
"""Invites to every group."""


def plan(**more: Any) -> Plan:
    """Open from today for two weeks, about hyte and employment."""
    today = clock.today()
    told = {"opens_on": today, "closes_on": today + timedelta(days=14), "themes": ("hyte", "tyollisyys"), **more}
    return Plan({"fi": "Pulssi 2026"}, **told)


def opened(by: Actor, other: Actor, region: str = "kainuu", **more: Any) -> Survey:
    """Begun by one side, confirmed by the other, open."""
    made = actions.begin(by=by, region=Region.objects.get(slug=region), plan=plan(**more))
    actions.confirm(by=other, survey=made, version=made.version)
    actions.open_now(by=by, survey=made)
    made.refresh_from_db()
    return made


def sheet(value: int, themes: Mapping[str, int] | None = None) -> dict[str, list[str]]:
    """The same answer to every statement, and to the themes."""
    asked = {s.code: [str(value)] for s in statements()}
    return asked | {f"theme:{t}": [str(v)] for t, v in (themes or {"hyte": value, "tyollisyys": value}).items()}


def card(survey: Survey, group: str = "m_lead") -> str:
    """A link to answer by."""
    return inviting.cards(by=ANALYST, survey=survey, group=group, count=1)[0]


def answered(survey: Survey, group: str, sheets: list[dict[str, list[str]]]) -> list[str]:
    """As many cards as sheets, each answered; the tokens in the order of answering."""
    tokens = inviting.cards(by=ANALYST, survey=survey, group=group, count=len(sheets)) if sheets else []
    for token, sent in zip(tokens, sheets, strict=True):
        answer(token=token, sent=sent)
    return tokens


def closed(by: Actor, survey: Survey) -> Survey:
    """With its results."""
    closing.close(by=by, survey=survey)
    survey.refresh_from_db()
    return survey


def two_sided(by: Actor, other: Actor, *, m: int = 12, c: int = 11, **more: Any) -> Survey:
    """Municipalities disagree, the county agrees; closed."""
    made = opened(by, other, **more)
    answered(made, "m_lead", [sheet(2)] * (m // 2) + [sheet(4)] * (m - m // 2))
    answered(made, "c_lead", [sheet(5)] * c)
    return closed(by, made)
