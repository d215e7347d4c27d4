"""Answering, as a verb. Exempt, by name, from the log of events, from form keys and from the log of requests (README).

The right to answer is used in one transaction and the sealed answer is written in another: no row, no key and no
transaction of the database joins them.
"""

from collections.abc import Mapping, Sequence

from django.db import DatabaseError, transaction

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused, no
from yhdyspinta.rooms.surveys import queries
from yhdyspinta.rooms.surveys.asking import answered, room_of
from yhdyspinta.rooms.surveys.models import Invitation, Sheet, Survey
from yhdyspinta.rooms.surveys.sealing import seal


def answer(*, token: str, sent: Mapping[str, Sequence[str]]) -> None:
    """Takes an answer by its link, once: of a hundred at the same time one. Raises Refused, and then the link still works."""
    row = queries.invitation_of(token)
    if row is None or not queries.is_open(row.survey, clock.today()):
        raise Refused(no("surveys_not_open"))
    asked = queries.asked(row.survey)
    given = answered(asked, sent)
    if not given:
        raise Refused(no("surveys_nothing_answered"))
    if not Invitation.objects.filter(pk=row.pk, used=False).update(used=True):
        # Used by somebody, or gone: the survey closed between reading the link and using it.
        there = Invitation.objects.filter(pk=row.pk).exists()
        raise Refused(no("surveys_answered_already" if there else "surveys_not_open"))
    try:
        _keep(row.survey, row.group, seal(bytes(row.survey.salt), row.group, given, room_of(asked)))
    except (DatabaseError, Refused):
        Invitation.objects.filter(pk=row.pk).update(used=False)
        raise


@transaction.atomic
def _keep(survey: Survey, group: str, sealed: bytes) -> None:
    """Waits for a closing that is under way: what comes after it is not taken."""
    if Survey.objects.select_for_update(of=("self",)).filter(pk=survey.pk, state="open").first() is None:
        raise Refused(no("surveys_not_open"))
    Sheet.objects.create(survey=survey, group=group, sealed=sealed)
