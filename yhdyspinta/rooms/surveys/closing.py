"""Closing, as a verb: answers are taken from their seals, mixed, and written question by question; what may be told is frozen."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.seals import Unreadable
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.rooms.surveys import queries, results, rules
from yhdyspinta.rooms.surveys.actions import cancel, locked, open_now, tell
from yhdyspinta.rooms.surveys.asking import Question, Value, pooled, with_pooled
from yhdyspinta.rooms.surveys.figures import publish
from yhdyspinta.rooms.surveys.mixing import LUCK, forget_journal, overwrite
from yhdyspinta.rooms.surveys.models import Answer, Invitation, Sheet, Survey
from yhdyspinta.rooms.surveys.releasing import RANKED, release, release_or_wait
from yhdyspinta.rooms.surveys.sealing import unseal

log = logging.getLogger("yhdyspinta.surveys")
GIVEN_UP = timedelta(days=30)
"""So long after its last day a survey that never opened, and its addresses, are removed."""
KEPT = timedelta(days=730)
"""Single answers that wait for the next survey are kept so long."""


@transaction.atomic
def close(*, by: Actor, survey: Survey) -> None:
    """It takes no more answers, and its results open to both sides at once. Raises Refused; then nothing has changed."""
    row = locked(survey)
    require(rules.may_move(by, row, "close"))
    overwrite()
    turnout = queries.last_turnout(row)
    given, asked = _unsealed(row), told_of(row)
    if row.pooling == "waves":
        _keep_for_next(row, asked, given)
    Sheet.objects.filter(survey=row).delete()
    Invitation.objects.filter(survey=row).delete()
    together, earlier = _with_earlier(row, asked, given)
    rule = release_or_wait if row.pooling == "waves" else release
    content = {
        **results.content(asked, together, rule=rule, shuffle=LUCK.shuffle),
        "turnout": turnout,
        "together": earlier,
    }
    told = {"results": content, "closed_on": clock.today(), "salt": b"", "state": "closed"}
    Survey.objects.filter(pk=row.pk).update(**told, version=F("version") + 1)
    row.refresh_from_db()
    tell("survey_closed", row, by)
    publish(row)
    transaction.on_commit(forget_journal)


def _keep_for_next(row: Survey, asked: Sequence[Question], given: Mapping[str, list[tuple[str, Value]]]) -> None:
    """What may be told with the next survey, in mixed order: of groups that have five answers to the question, no free ones.
    Of other surveys, and of everybody else, no answer is kept: only what is told."""
    rows = []
    for question in asked:
        answers = given.get(question.code, []) if question.kind != "text" else []
        enough = {g for g, n in results.counted(answers).items() if n >= RANKED}
        rows += [Answer(survey=row, question=question.code, group=g, value=v) for g, v in answers if g in enough]
    LUCK.shuffle(rows)
    Answer.objects.bulk_create(rows, batch_size=500)


def told_of(row: Survey) -> list[Question]:
    """The questions whose results are told: all themes as one where they are told together."""
    asked = queries.asked(row)
    if row.pooling != "themes":
        return asked
    return [*(q for q in asked if not q.theme), pooled()]


def _unsealed(row: Survey) -> dict[str, list[tuple[str, Value]]]:
    """Answers by question, each question mixed by itself: nobody's whole sheet goes on. Raises Refused."""
    found: dict[str, list[tuple[str, Value]]] = {}
    try:
        sheets = [(s.group, unseal(bytes(row.salt), s.group, bytes(s.sealed))) for s in row.sheets.all()]
    except Unreadable:
        raise Refused(no("surveys_unreadable")) from None
    for group, sheet in sheets:
        for code, value in (with_pooled(sheet) if row.pooling == "themes" else sheet).items():
            found.setdefault(code, []).append((group, value))
    for each in found.values():
        LUCK.shuffle(each)
    return found


def _with_earlier(
    row: Survey, asked: Sequence[Question], given: Mapping[str, list[tuple[str, Value]]]
) -> tuple[dict[str, list[tuple[str, Value]]], list[str]]:
    """Together with the survey before, of which nothing was told; (answers, codes of the questions told so)."""
    last = queries.before(row) if row.pooling == "waves" else None
    found, codes = dict(given), list[str]()
    if last is None or last.pooling != "waves" or not last.results:
        return found, codes
    untold = {q["code"] for q in last.results["questions"] if results.nothing_told(q) and q["kind"] != "text"}
    alone = {q["code"] for q in _told(asked, given) if results.nothing_told(q)}
    same, before = ({q.code: q for q in each} for each in (asked, queries.asked(last)))
    for code in sorted(untold & alone):
        if same[code] == before.get(code):
            rows = Answer.objects.filter(survey=last, question=code)
            both = results.joined(given.get(code, []), list(rows.values_list("group", "value")))
            if not results.nothing_told(_told([same[code]], {code: both})[0]):
                rows.delete()  # told together once, and never again
                found[code] = both
                codes.append(code)
    return found, codes


def _told(asked: Sequence[Question], given: Mapping[str, results.Given]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results.content(asked, given, rule=release_or_wait)["questions"]
    return found


def keep_days() -> str:
    """Opens what opens today, closes what closed yesterday, gives up what never opened (a job). One that fails stops no other."""
    today = clock.today()
    waits = Survey.objects.filter(state__in=["draft", "agreed"])
    rows = [
        *((open_now, row) for row in waits.filter(state="agreed", opens_on__lte=today, closes_on__gte=today)),
        *((close, row) for row in Survey.objects.filter(state="open", closes_on__lt=today)),
        *((cancel, row) for row in waits.filter(closes_on__lt=today - GIVEN_UP)),
    ]
    done = 0
    for verb, row in rows:
        try:
            verb(by=HOUSE, survey=row)
            done += 1
        except Refused as refused:
            log.error("a survey was not moved", extra={"survey": str(row.public_id), "reason": refused.verdict.code})
    gone, _each = Answer.objects.filter(survey__closed_on__lt=today - KEPT).delete()
    return f"{done} of {len(rows)} moved, {gone} answers forgotten"
