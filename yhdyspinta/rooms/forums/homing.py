"""The write of the way home, as a verb: a point is sent to the parties' own bodies, and its matter goes with it."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters import cases
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.cases import Subject
from yhdyspinta.core.matters.models import Consultation, Matter
from yhdyspinta.core.matters.shelf import linkable
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.forums import queries, rules
from yhdyspinta.rooms.forums.models import Item


@transaction.atomic
def send_home(*, by: Actor, item: Item, parties: Sequence[Org], question: Question) -> list[Consultation]:
    """Asks each chosen party once; a point without a matter opens one. Raises Refused."""
    rows = Item.objects.select_for_update(of=("self",))
    point = rows.select_related("meeting__forum__region", "meeting__forum__secretary", "matter").get(pk=item.pk)
    meeting = point.meeting
    allowed = rules.may_ask(queries.keeps(by, meeting.forum), queries.state_of(meeting), point.outcome)
    if allowed and parties:
        question = replace(question, matter=_matter(point, by, parties, question.visibility))
    return matters.ask(by=by, allowed=allowed, region=meeting.forum.region, parties=parties, question=question)


def _matter(point: Item, by: Actor, parties: Sequence[Org], visibility: str) -> Matter | None:
    """The point's own, which those who are asked join; or a new one, of its words, its forum's themes and its duties.

    None when whoever asks may not put anything on the point's matter, or when the matter is seen by more than the question.
    """
    if point.matter is not None:
        wider = point.matter.visibility == "public" and visibility != "public"
        if wider or not linkable(by, point.matter):
            return None
        cases.join(by=by, matter=point.matter, parties=[p.id for p in parties])
        return point.matter
    forum = point.meeting.forum
    subject = Subject(
        titles=Text.of(point, "title").by_language(),
        parties=[p.id for p in parties],
        themes=[t.theme_code for t in forum.themes.all()],
        duties=point.meeting.duties,
        visibility=visibility,
    )
    made = cases.start(by=by, region=forum.region, owner=forum.secretary_id, subject=subject, asked=True)
    Item.objects.filter(pk=point.pk).update(matter=made)
    return made
