"""Writes of the backlog, as verbs: a party proposes a point, its keepers answer; a point takes one up."""

from collections.abc import Mapping

from django.db import transaction

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import clean, cleaned, columns
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.forums import queries, rules
from yhdyspinta.rooms.forums.models import Forum, Item, Proposal


@transaction.atomic
def propose(*, by: Actor, forum: Forum, party: Org, titles: Mapping[str, str], texts: Mapping[str, str]) -> Proposal:
    """A party's people propose a point for a coming agenda. Raises Refused."""
    require(rules.may_propose(by, party.public_id, queries.parties_of(forum), ended=forum.ended_on is not None))
    if not any(cleaned(titles).values()):
        raise Refused(no("forums_point_needs_title"))
    made = Proposal.objects.create(
        forum=forum,
        organisation_id=party.id,
        **columns("title", titles),
        **columns("text", texts),
        proposed_on=clock.today(),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    _tell("point_proposed", made, by)
    return made


@transaction.atomic
def answer(*, by: Actor, proposal: Proposal, reason: str) -> None:
    """The forum's keepers leave it out, and say why; its own party takes it back. Raises Refused."""
    row = _open(proposal)
    own = row.organisation.public_id in by.organisations
    require(rules.may_answer_proposal(queries.keeps(by, row.forum), own=own))
    if not own and not clean(reason):
        raise Refused(no("forums_proposal_needs_answer"))
    Proposal.objects.filter(pk=row.pk).update(closed_at=clock.now(), answer=clean(reason))
    _tell("proposal_closed", row, by)


def take_up(*, by: Actor, proposal: Proposal, item: Item) -> None:
    """A point of an agenda takes it up; in the transaction of the action that made the point. Raises Refused."""
    row = _open(proposal)
    if row.forum_id != item.meeting.forum_id:
        raise Refused(no("forums_no_such_step"))
    Proposal.objects.filter(pk=row.pk).update(closed_at=clock.now(), item=item)
    _tell("proposal_taken_up", row, by)


def _open(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    row = rows.select_related("forum__region", "forum__secretary", "organisation").get(pk=proposal.pk)
    if row.closed_at is not None:
        raise Refused(no("forums_proposal_closed"))
    return row


def _tell(verb: str, row: Proposal, by: Actor) -> None:
    data = {"forum": str(row.forum.public_id)}
    record_event(verb=verb, subject_type="proposal", subject_id=row.public_id, by=by.user, data=data)
    bump("forums")
