"""Closing, as a verb: answers are taken from their seals, mixed, and written question by question; what may be told is frozen."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.rooms.surveys import queries, results, rules
from yhdyspinta.rooms.surveys.actions import locked, open_now, tell
from yhdyspinta.rooms.surveys.asking import Question, Value, pooled, with_pooled
from yhdyspinta.rooms.surveys.figures import publish
from yhdyspinta.rooms.surveys.models import Answer, Invitation, Sheet, Survey
from yhdyspinta.rooms.surveys.releasing import release, release_or_wait
from yhdyspinta.rooms.surveys.sealing import Unreadable, unseal

KEPT, KEPT_FOR_NEXT = timedelta(days=90), timedelta(days=730)
"""Single answers are kept so long: to find a fault of counting, or for the survey that they are told together with."""
LUCK = secrets.SystemRandom()


@transaction.atomic
def close(*, by: Actor, survey: Survey) -> None:
    """It takes no more answers, and its results open to both sides at once. Raises Refused; then nothing has changed."""
    row = locked(survey)
    require(rules.may_move(by, row, "close"))
    _overwrite()
    turnout = {t.group: [t.invited, t.answered] for t in queries.turnout(row)}
    given, asked = _unsealed(row), told_of(row)
    rows = [Answer(survey=row, question=q, group=g, value=v) for q, each in given.items() for g, v in each]
    LUCK.shuffle(rows)
    Answer.objects.bulk_create(rows, batch_size=500)
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
    transaction.on_commit(_forget_journal)


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
        sheets = [(s.group, unseal(bytes(row.salt), bytes(s.sealed))) for s in row.sheets.all()]
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


def _overwrite() -> None:
    """On SQLite what is deleted from now on is overwritten with zeros; on PostgreSQL the seals protect what remains."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _forget_journal() -> None:
    """On SQLite the journal, which still holds the seals and their salt, is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def keep_days() -> str:
    """Opens what opens today and closes what closed yesterday (a job)."""
    today, opened, closed = clock.today(), 0, 0
    for row in Survey.objects.filter(state="agreed", opens_on__lte=today, closes_on__gte=today).select_related(
        "region"
    ):
        open_now(by=HOUSE, survey=row)
        opened += 1
    for row in Survey.objects.filter(state="open", closes_on__lt=today).select_related("region"):
        close(by=HOUSE, survey=row)
        closed += 1
    return f"{opened} opened, {closed} closed, {forget_old()} answers forgotten"


def forget_old() -> int:
    """Removes single answers that are not needed any more. Returns how many."""
    today = clock.today()
    old: Any = Answer.objects.filter(survey__closed_on__lt=today - KEPT).exclude(survey__pooling="waves")
    older = Answer.objects.filter(survey__closed_on__lt=today - KEPT_FOR_NEXT)
    return int(old.delete()[0]) + int(older.delete()[0])
