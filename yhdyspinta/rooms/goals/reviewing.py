"""A programme's year looked back at and frozen: what happened to each goal and each measure, and who told it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from yhdyspinta.core.audit.actions import bump, record_event
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused, no, require
from yhdyspinta.core.indicators.queries import figures
from yhdyspinta.rooms.goals import queries
from yhdyspinta.rooms.goals.models import FollowUp, Goal, Programme, Review


@transaction.atomic
def freeze(*, by: Actor, programme: Programme, year: int) -> Review:
    """Freezes a programme's year as it is today. One a year stands; it can be taken back and made anew. Raises Refused."""
    row = Programme.objects.select_for_update(of=("self",)).select_related("region", "owner").get(pk=programme.pk)
    require(queries.keeps(by, row))
    today = clock.today()
    if not row.first_year <= year <= min(row.last_year + 1, today.year):
        raise Refused(no("goals_review_year"))
    try:
        with transaction.atomic():
            made = Review.objects.create(
                programme=row,
                year=year,
                on=today,
                content=content_of(row, year, today),
                recorded_by=by.user,
                recorded_at=clock.now(),
            )
    except IntegrityError:
        raise Refused(no("goals_reviewed_already")) from None
    _tell("review_frozen", made, by)
    return made


@transaction.atomic
def withdraw(*, by: Actor, review: Review) -> None:
    """Takes a review back, so that the year can be looked at anew. Raises Refused."""
    require(queries.keeps(by, review.programme))
    if Review.objects.filter(pk=review.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        _tell("review_withdrawn", review, by)


def content_of(programme: Programme, year: int, on: date) -> dict[str, Any]:
    """Everything as plain data. Goals that ended before the year or began after it are not there."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = queries.whole(
        Goal.objects.filter(programme=programme).select_related("programme__region", "programme__owner")
    )
    here = [
        g
        for g in rows.order_by("-priority", "id")
        if g.begun_on <= last and (g.ended_on is None or g.ended_on >= first)
    ]
    kept = figures(f.indicator for g in here for f in g.figures.all())
    day = min(on, last)
    return {
        "programme": Text.of(programme, "title").by_language(),
        "goals": [
            {
                "title": Text.of(g, "title").by_language(),
                "priority": g.priority,
                "agreed": str(since) if (since := queries.agreement(g).since) else None,
                "ended": str(g.ended_on) if g.ended_on and g.ended_on <= day else None,
                "figures": [_figure(t) for t in queries.told(g, day, kept)],
                "measures": [_measure(d, list(g.notes.all()), first, last) for d in queries.done(g, day)],
                "notes": [_note(n) for n in g.notes.all() if n.measure_id is None and first <= n.on <= last],
            }
            for g in here
        ],
    }  # fmt: skip


def _figure(told: queries.Told) -> dict[str, Any]:
    now = told.progress
    return {
        "name": told.name.by_language(),
        "base": [told.row.base_year, told.row.baseline],
        "target": [told.row.target_year, told.row.target],
        "course": now.course,
        "year": now.year,
        "value": now.value,
    }


def _measure(done: queries.Done, notes: Sequence[FollowUp], first: date, last: date) -> dict[str, Any]:
    row = done.row
    return {
        "title": Text.of(row, "title").by_language(),
        "owner": Text.of(row.owner, "name").by_language() if row.owner and done.taken else None,
        "timing": done.timing,
        "notes": [_note(n) for n in notes if n.measure_id == row.pk and first <= n.on <= last],
    }  # fmt: skip


def _note(row: FollowUp) -> dict[str, Any]:
    name = Text.of(row.organisation, "name").by_language() if row.organisation else None
    return {"on": str(row.on), "text": row.text, "by": name}


def _tell(verb: str, row: Review, by: Actor) -> None:
    data = {"programme": str(row.programme.public_id), "year": row.year}
    record_event(verb=verb, subject_type="review", subject_id=row.public_id, by=by.user, data=data)
    bump("goals")
