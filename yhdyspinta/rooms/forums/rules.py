"""Who keeps a forum, and what may be done with a meeting when."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.forums.states import MEETING, OPEN, WRITTEN, Move, State

KINDS = ("meeting", "negotiation", "informal")
OUTCOMES = ("noted", "agreed", "decided", "postponed", "success")
BINDING = ("agreed", "decided")
"""What somebody has to do something about."""


def may_found(actor: Actor, region: str) -> Verdict:
    """The region's coordinators."""
    return may_coordinate(actor, region)


def may_keep(actor: Actor, region: str, secretary: UUID, *, ended: bool) -> Verdict:
    """The region's coordinators and the people of the organisation that is the forum's secretary, while it stands."""
    if not actor.signed_in:
        return no("login_needed")
    if ended:
        return no("forums_ended")
    if may_coordinate(actor, region) or secretary in actor.organisations:
        return YES
    return no("forums_only_keepers")


def may_propose(actor: Actor, party: UUID | None, parties: Iterable[Org], *, ended: bool) -> Verdict:
    """The people of a party, for that party, while the forum stands."""
    if not actor.signed_in:
        return no("login_needed")
    if ended:
        return no("forums_ended")
    if party in actor.organisations and any(p.public_id == party for p in parties):
        return YES
    return no("forums_only_parties")


def may_announce(actor: Actor, region: str) -> Verdict:
    """Open events: of a region its coordinators; of the whole country analysts and administrators, who also add a region's."""
    if not actor.signed_in:
        return no("login_needed")
    if actor.is_administrator or actor.is_analyst or region in actor.regions:
        return YES
    return no("forums_not_your_event")


def may_answer_proposal(keeps: Verdict, *, own: bool) -> Verdict:
    """Those who keep the forum; the party itself takes its proposal back."""
    return YES if own else keeps


def may_move(
    keeps: Verdict, state: State, move: Move, on: date, today: date, *, present: int, handled: bool
) -> Verdict:
    """A step of the table. A meeting begins on its day; minutes need who was there, and each point its outcome."""
    if not keeps:
        return keeps
    if move not in MEETING[state]:
        return no("forums_no_such_step")
    if move == "begin" and on > today:
        return no("forums_not_yet", day=on)
    if move in ("minutes", "approve") and not present:
        return no("forums_nobody_present")
    if move in ("minutes", "approve") and not handled:
        return no("forums_open_items")
    return YES


def may_ask(keeps: Verdict, state: State, outcome: str) -> Verdict:
    """What was agreed or decided is sent home once the memo has been approved."""
    if not keeps:
        return keeps
    if state != "approved":
        return no("forums_not_approved")
    return YES if outcome in BINDING else no("forums_nothing_to_handle")


def may_write(keeps: Verdict, state: State) -> Verdict:
    """Its text may change until it is approved."""
    if not keeps:
        return keeps
    return YES if state in OPEN else no("forums_closed_meeting")


def may_attend(keeps: Verdict, state: State) -> Verdict:
    """Who was there is told once it has begun, until it is approved."""
    allowed = may_write(keeps, state)
    return allowed if not allowed or state in WRITTEN else no("forums_not_begun")
