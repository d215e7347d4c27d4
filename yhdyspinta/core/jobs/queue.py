"""Work that people ask for: asked in a page, run by the worker piece by piece, its progress told, tried again when it fails."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from yhdyspinta.core.common import clock
from yhdyspinta.core.jobs.catalogue import work_of
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.jobs.schedule import STOP

SILENT = timedelta(minutes=5)
"""A worker that has told nothing for so long is gone."""
TRIES = 3
"""So many workers may be lost to one work before it is left."""
log = logging.getLogger("yhdyspinta.jobs")


class Interrupted(Exception):  # noqa: N818  (not a fault: the worker is to stop)
    """The worker stops; the work goes on with the next one."""


class Step(Protocol):
    """Tells how far a work is. Raises Interrupted when the worker is to stop."""

    def __call__(self, done: int, total: int, at: str = "") -> None: ...


def ask(*, kind: str, asked: Mapping[str, Any], by: UUID) -> Work:
    """Puts work in the queue. Raises KeyError for a kind that there is not."""
    work_of(kind)
    return Work.objects.create(kind=kind, asked=dict(asked), state="queued", asked_by=by, asked_at=clock.now())


def asked_by(user: UUID | None, kind: str) -> QuerySet[Work]:
    """Work of a kind that the person has asked for; others' is not shown."""
    return Work.objects.none() if user is None else Work.objects.filter(kind=kind, asked_by=user)


def again(*, work: Work) -> bool:
    """Puts failed work back in the queue; what is ready stays. Returns whether it had failed."""
    return bool(
        Work.objects.filter(pk=work.pk, state="failed").update(state="queued", error="", tries=0, ended_at=None)
    )


def take() -> Work | None:
    """The oldest work that waits, or whose worker has fallen silent; nobody else gets it."""
    now = clock.now()
    lost = Q(state="running", beat_at__lt=now - SILENT)
    Work.objects.filter(lost, tries__gte=TRIES).update(state="failed", error="its worker was lost", ended_at=now)
    free = Q(state="queued") | lost
    found = Work.objects.filter(free).order_by("id").first()
    if found is None:
        return None
    mine = Work.objects.filter(free, pk=found.pk, tries=found.tries)
    if not mine.update(state="running", beat_at=now, tries=F("tries") + 1):
        return None
    found.refresh_from_db()
    return found


def run_asked() -> Work | None:
    """Runs one work of the queue to its end, its failure, or until the worker is to stop. Returns it."""
    work = take()
    if work is None:
        return None

    mine = Work.objects.filter(pk=work.pk, state="running", tries=work.tries)

    def step(done: int, total: int, at: str = "") -> None:
        if STOP.is_set():
            raise Interrupted
        work.done, work.total, work.at, work.beat_at = done, total, at[:160], clock.now()
        if not mine.update(done=work.done, total=work.total, at=work.at, beat_at=work.beat_at):
            raise Interrupted  # another worker has taken it for lost, or it was put back

    try:
        import_string(work_of(work.kind))(work, step)
        work.state, work.at = "done", ""
    except Interrupted:
        work.state, work.tries = "queued", work.tries - 1
    except Exception as error:
        work.state, work.error = "failed", "; ".join([repr(error), *getattr(error, "__notes__", [])])[-400:]
        log.exception("work failed", extra={"work": str(work.public_id), "kind": work.kind})
    work.ended_at = None if work.state == "queued" else clock.now()
    mine.update(state=work.state, at=work.at, error=work.error, tries=work.tries, ended_at=work.ended_at)
    return work
