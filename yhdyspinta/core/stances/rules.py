"""Who may speak for a party, and what a stance has to tell."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import clean
from yhdyspinta.core.common.verdict import YES, Verdict, no
from yhdyspinta.core.registry.atlas import Org

GROUNDS = ("reason", "body", "section", "record_number", "link")
"""What every decision tells beside its outcome and its day: the columns of `Decided`."""


class Grounds(Protocol):
    """Anything that tells the grounds of a decision."""

    @property
    def reason(self) -> str:
        """What should change, or why."""

    @property
    def body(self) -> str:
        """Who decided."""

    @property
    def section(self) -> str:
        """The section of the minutes."""

    @property
    def record_number(self) -> str:
        """In the party's own register."""

    @property
    def link(self) -> str:
        """Where it is public."""


def grounds_of(told: Grounds) -> dict[str, str]:
    """The columns of GROUNDS, texts without invisible characters."""
    return {name: clean(getattr(told, name)) for name in GROUNDS}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, before it is recorded."""

    step: str
    position: str
    said_on: date
    reason: str = ""
    body: str = ""
    section: str = ""
    record_number: str = ""
    link: str = ""


def may_speak(actor: Actor, party: Org, parties: Collection[Org], keeps: Verdict) -> Verdict:
    """A party's own people; for another party whoever `keeps` the thing, but only a public decision with its source."""
    if not actor.signed_in:
        return no("login_needed")
    if party not in parties:
        return no("stances_not_party")
    if party.public_id in actor.organisations or keeps:
        return YES
    return no("stances_not_yours")


def speaks_itself(actor: Actor, party: Org) -> bool:
    """Whether the actor is one of the party's own people."""
    return party.public_id in actor.organisations


def sees_inside(actor: Actor, region: str, parties: Iterable[UUID]) -> bool:
    """Whether what the parties prepare among themselves is shown: views, drafts, measures nobody took."""
    return actor.is_administrator or region in actor.regions or not actor.organisations.isdisjoint(parties)


def says_enough(words: Words, *, on_behalf: bool, today: date) -> Verdict:
    """A differing view tells why; a decision tells who decided; what is said on somebody's behalf is a decision with a source."""
    if words.said_on > today:
        return no("stances_future")
    if words.position in ("differing", "accepted_with_changes") and not words.reason.strip():
        return no("stances_needs_reason")
    if words.step == "decision" and words.position != "withdrawn" and not words.body.strip():
        return no("stances_needs_body")
    if on_behalf and (words.step != "decision" or not words.link):
        return no("stances_needs_source")
    return YES
