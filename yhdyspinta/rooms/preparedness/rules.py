"""Who belongs to the circle, who writes what, and what an entry of a log has to be."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.conf import settings

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.identifiers import NEVER, identifiers
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.rooms.preparedness.picture import STATUSES

CONTACTS, TEXT, ENTRY = 30, 8000, 4000
"""So many contacts an organisation has at most; so long a procedure is, and an entry of a log."""
BATCH = 100
"""So many entries a device sends at once."""


def is_open() -> bool:
    """Whether this installation has the room at all."""
    return bool(settings.PREPAREDNESS)


def sees_inside(actor: Actor, region: str, own: Collection[UUID]) -> bool:
    """The people of the region's organisations, its coordinators and administrators: who leads, acts and is told; no secret."""
    return actor.is_administrator or region in actor.regions or not actor.belongs_to.isdisjoint(own)


def in_circle(actor: Actor, joined: Collection[UUID]) -> bool:
    """Whoever answers for preparedness in an organisation that has joined. Nobody else: no coordinator, no administrator."""
    return not actor.responds_for.isdisjoint(joined)


def may_plan(actor: Actor, region: str) -> Verdict:
    """Roles and parties of a plan are written by the region's coordinators, as every shared text is."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if may_coordinate(actor, region) else no("preparedness_not_yours")


def may_write_secret(actor: Actor, joined: Collection[UUID]) -> Verdict:
    """Procedures, the flow of information, lessons: the circle."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if in_circle(actor, joined) else no("preparedness_circle")


def may_join(actor: Actor, organisation: UUID, own: Collection[UUID]) -> Verdict:
    """Each organisation decides for itself, told by its own people."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if organisation in own and organisation in actor.organisations else no("preparedness_own_word")


def may_tell_contact(actor: Actor, organisation: UUID, joined: Collection[UUID]) -> Verdict:
    """The organisation's own people of preparedness, once it has joined."""
    if not actor.signed_in:
        return no("login_needed")
    if organisation not in actor.responds_for:
        return no("preparedness_own_contact")
    return YES if organisation in joined else no("preparedness_join_first")


def may_train(actor: Actor, region: str, own: Collection[UUID]) -> Verdict:
    """Exercises and partners are told by the region's coordinators and the people of its organisations."""
    if not actor.signed_in:
        return no("login_needed")
    if may_coordinate(actor, region) or not (actor.organisations | actor.responds_for).isdisjoint(own):
        return YES
    return no("preparedness_not_yours")


def held_fits(held_on: date, today: date) -> Verdict:
    """An exercise is told once it has been held."""
    return no("preparedness_future") if held_on > today else YES


def tells_nobody(*texts: str) -> Verdict:
    """No text has a personal code or an account: no client, no patient, ever."""
    return no("preparedness_code") if any(one.kind in NEVER for t in texts for one in identifiers(t)) else YES


def entry_fits(kind: str, value: str, text: str, function: str, functions: Collection[str], about: bool, of: bool) -> Verdict:  # fmt: skip
    """What each kind of entry has to tell."""
    if len(text) > ENTRY:
        return no("preparedness_too_long", count=str(ENTRY))
    if function and function not in functions:
        return no("preparedness_no_function")
    if kind == "status":
        return YES if function and about and value in STATUSES else no("preparedness_status")
    if kind == "lead":
        return YES if about else no("preparedness_lead")
    if kind == "done":
        return YES if of else no("preparedness_no_task")
    return YES if text.strip() else no("preparedness_nothing_said")
