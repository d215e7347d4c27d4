"""Checklists of the roles: what each organisation says of an interface, and what everybody's answers come to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, hold, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused, no
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING
from yhdyspinta.rooms.responsibilities.conditions import ANSWERS, CODES, ROLE_LISTS, Condition, tally
from yhdyspinta.rooms.responsibilities.models import RoleCheck

ENOUGH = 3
"""So many organisations have answered before numbers are shown."""


@transaction.atomic
def say(
    *, by: Actor, region: Region, theme: str, org: Org, answers: Mapping[str, str], were: Mapping[str, str]
) -> None:
    """What an organisation says of an interface; "" takes an answer back. `were`: what the answers were when the form was made.

    Raises Refused; EditConflict when a colleague has answered the same since.
    """
    hold("responsibilities")
    here = {o.id for o in atlas().view(region.code, clock.today()).everybody()}
    if org.id not in here or org.public_id not in by.organisations:
        raise Refused(no("roles_not_your_checklist"))
    if theme not in books().get(region.code, NOTHING).themes_on(clock.today()):
        raise Refused(no("roles_no_theme"))
    if not set(answers) <= CODES or not set(answers.values()) <= {"", *ANSWERS}:
        raise Refused(no("roles_no_answer"))
    rows = RoleCheck.objects.filter(region=region, theme_code=theme, organisation_id=org.id)
    known = dict(rows.values_list("condition", "answer"))
    changed = {code: answer for code, answer in answers.items() if were.get(code, "") != answer}
    if any(known.get(code, "") not in (were.get(code, ""), answer) for code, answer in changed.items()):
        raise EditConflict(0)
    rows.filter(condition__in=changed).delete()
    RoleCheck.objects.bulk_create(
        [
            RoleCheck(
                region=region,
                theme_code=theme,
                condition=code,
                organisation_id=org.id,
                answer=answer,
                said_on=clock.today(),
                recorded_by=by.user,
                recorded_at=clock.now(),
            )
            for code, answer in changed.items()
            if answer
        ]
    )
    if changed:
        data = {"region": region.code, "theme": theme, "party": str(org.public_id), "answers": changed}
        record_event(verb="roles_checked", subject_type="region", subject_id=region.code, by=by.user, data=data)
        bump("responsibilities")


@dataclass(frozen=True, slots=True)
class Line:
    """A condition: how many organisations say that it holds, partly, not, and what one's own says. `told`: so many have
    answered that the numbers give away nobody; below that they are nought."""

    code: str
    text: Text
    yes: int
    partly: int
    no: int
    own: str
    told: bool


def lines(region: str, theme: str, own: Org | None) -> list[tuple[Text, list[Line]]]:
    """By role: every condition with everybody's answers. One query. Who said what is told to nobody but oneself."""
    rows = RoleCheck.objects.filter(region__code=region, theme_code=theme)
    said = list(rows.values_list("condition", "organisation_id", "answer"))
    counted = tally(said)
    mine = {code: answer for code, org, answer in said if own is not None and org == own.id}
    return [
        (role.name, [_line(i, counted.get(i.code, Counter()), mine) for i in role.items])
        for role in ROLE_LISTS.values()
    ]


def _line(one: Condition, counts: Counter[str], mine: Mapping[str, str]) -> Line:
    told = counts.total() >= ENOUGH
    yes, partly, not_so = (counts[a] if told else 0 for a in ANSWERS)
    return Line(one.code, one.text, yes, partly, not_so, mine.get(one.code, ""), told)
