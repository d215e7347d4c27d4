"""Who begins, writes, decides; what is told of a document before it goes to the council."""

from datetime import date
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.standing import may_coordinate
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.rooms.welfare.models import WelfareDocument
from yhdyspinta.rooms.welfare.states import MOVES, Step

OWNERS = ("municipality", "county")
"""Kinds of organisations that the law asks for wellbeing documents."""
YEARS = (2021, 2060)
"""Years that a document can be of."""


def may_begin(actor: Actor, organisation: UUID) -> Verdict:
    """The organisation's own people."""
    if not actor.signed_in:
        return no("login_needed")
    return YES if organisation in actor.organisations else no("welfare_not_yours")


def may_tell_elsewhere(actor: Actor, organisation: UUID, region: str) -> Verdict:
    """The organisation's people; from its public decision also the region's coordinators and administrators."""
    if may_begin(actor, organisation):
        return YES
    return YES if may_coordinate(actor, region) or actor.is_administrator else may_begin(actor, organisation)


def may_write(actor: Actor, row: WelfareDocument) -> Verdict:
    """The organisation's people, while it is being written: what is before the council is not changed under it."""
    allowed = may_begin(actor, row.organisation.public_id)
    if not allowed:
        return allowed
    return _writable(row)


def may_write_chapter(actor: Actor, row: WelfareDocument, chapter: UUID) -> Verdict:
    """Also the person who has been asked to write this chapter."""
    if not actor.signed_in:
        return no("login_needed")
    if not actor.speaks_for(row.organisation.public_id, "chapter", chapter):
        return no("welfare_not_yours")
    return _writable(row)


def may_move(actor: Actor, row: WelfareDocument, step: Step) -> Verdict:
    """The organisation's people, along the table of states."""
    allowed = may_begin(actor, row.organisation.public_id)
    if not allowed:
        return allowed
    return YES if step in MOVES[row.state] and row.withdrawn_at is None else no("welfare_state")  # type: ignore[index]  # the column's choices


def may_withdraw(actor: Actor, row: WelfareDocument) -> Verdict:
    """Whoever may have begun it, also after the council: then its record goes too."""
    region = row.region.code
    allowed = may_tell_elsewhere if row.elsewhere else lambda a, o, _r: may_begin(a, o)
    verdict = allowed(actor, row.organisation.public_id, region)
    if not verdict:
        return verdict
    return YES if row.withdrawn_at is None else no("welfare_state")


def _writable(row: WelfareDocument) -> Verdict:
    return YES if row.state == "writing" and not row.elsewhere and row.withdrawn_at is None else no("welfare_closed")


def years(first: int, last: int) -> Verdict:
    """A term is at most eight years long."""
    fits = YEARS[0] <= first <= last <= YEARS[1] and last - first < 8
    return YES if fits else no("welfare_years", first=str(YEARS[0]), last=str(YEARS[1]))


def decided(on: date, today: date, body: str, link: str, *, own: bool) -> Verdict:
    """A decision has been made, by somebody; told by others than the organisation's people it has a public source."""
    if on > today:
        return no("welfare_future")
    if not body:
        return no("welfare_needs_body")
    return YES if own or link else no("welfare_needs_link")
