"""Who makes a survey, confirms, opens, closes; what a survey has to be; who tells an organisation's own view."""

import math
from collections.abc import Collection
from datetime import date
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import HELSINKI
from yhdyspinta.rooms.surveys.asking import LONGEST, Question, seconds
from yhdyspinta.rooms.surveys.groups import GROUPS
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.states import MOVES, Step

POOLINGS = ("none", "themes", "waves")
"""Each result by itself · all themes together · together with the survey before. Fixed before anybody has answered."""
DAYS = 60
"""A survey is open so long at most."""
COUNTED = 10
"""From so many invited of a group one may know how many have answered."""
BETWEEN = 3
"""Days between two reminders at least."""
INVITED, CARDS = 10_000, 200
"""Invitations of a survey, and printed cards made at once, at most."""
STEP = 5
"""While a survey is open, how many have answered is told in steps: nobody sees the moment when somebody answers."""
APART = 30
"""Days between two surveys of a region that may be told together."""


def may_organise(actor: Actor, region: str) -> Verdict:
    """The region's coordinators, and analysts in the whole country."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if actor.is_analyst or may_coordinate(actor, region) else no("surveys_only_organisers")


def may_change(actor: Actor, row: Survey) -> Verdict:
    """Until it opens."""
    allowed = may_organise(actor, row.region.code)
    if not allowed:
        return allowed
    return YES if row.state in ("draft", "agreed") else no("surveys_frozen")


def may_move(actor: Actor, row: Survey, step: Step) -> Verdict:
    """Whoever organises, along the table of states; confirming is the other side's."""
    allowed = may_organise(actor, row.region.code)
    if not allowed and not actor.house:
        return allowed
    if step not in MOVES[row.state]:  # type: ignore[index]  # the column's choices
        return no("surveys_state")
    return _may_confirm(actor, row) if step == "confirm" else YES


def _may_confirm(actor: Actor, row: Survey) -> Verdict:
    """The other side's coordinator, another person; in Helsinki there is one side."""
    side = actor.side_in(row.region.code)
    if not side:
        return no("sides_only_coordinators")
    if row.region.code == HELSINKI:
        return YES
    if side == row.begun_side:
        return no("surveys_other_side")
    return no("sides_same_person") if actor.user == row.recorded_by else YES


def may_invite(actor: Actor, row: Survey, group: str = "") -> Verdict:
    """From agreeing until closing. Each side invites its own people, so that nobody fills the other side; analysts invite all."""
    allowed = may_organise(actor, row.region.code)
    if not allowed:
        return allowed
    if row.state not in ("agreed", "open"):
        return no("surveys_not_inviting")
    return YES if not group or group in groups_for(actor, row) else no("surveys_own_side")


def groups_for(actor: Actor, row: Survey) -> tuple[str, ...]:
    """The groups that somebody invites; in Helsinki there is one side."""
    side = actor.side_in(row.region.code)
    if actor.is_analyst or row.region.code == HELSINKI:
        return GROUPS
    return tuple(g for g in GROUPS if g[0] == side[:1])


def may_remind(actor: Actor, row: Survey, today: date) -> Verdict:
    """While it is open, not every day."""
    allowed = may_organise(actor, row.region.code)
    if not allowed:
        return allowed
    if row.state != "open":
        return no("surveys_not_open")
    soon = row.reminded_on is not None and (today - row.reminded_on).days < BETWEEN
    return no("surveys_reminded", days=str(BETWEEN)) if soon else YES


def may_hide(actor: Actor, row: Survey) -> Verdict:
    """Either coordinator takes a free answer out of the results, for example one that names somebody."""
    allowed = may_organise(actor, row.region.code)
    if not allowed:
        return allowed
    return YES if row.state == "closed" else no("surveys_state")


def days_fit(opens: date, closes: date, today: date) -> Verdict:
    """It closes after it opens, not before today, and within two months."""
    if closes < opens or closes < today:
        return no("surveys_days")
    return no("surveys_too_long_open", days=str(DAYS)) if (closes - opens).days > DAYS else YES


def short_enough(questions: Collection[Question]) -> Verdict:
    """Answering takes four minutes at most."""
    asked = seconds(questions)
    return YES if asked <= LONGEST else no("surveys_too_long", minutes=str(math.ceil(asked / 60)))


def counts_shown(invited: int) -> bool:
    """Whether one may know how many of a group have answered."""
    return invited >= COUNTED


def may_tell_view(actor: Actor, organisation: UUID) -> Verdict:
    """The organisation's own people."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if organisation in actor.organisations else no("surveys_not_your_organisation")
