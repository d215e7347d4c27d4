"""Running the jobs whose time has come, each slot once."""

import functools
import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, connections, transaction
from django.utils.module_loading import import_string

from yhdyspinta.core.common import clock
from yhdyspinta.core.jobs.catalogue import Job, jobs
from yhdyspinta.core.jobs.models import ScheduledRun

STOP = threading.Event()
"""Set when the worker has been told to stop: long jobs look at it between their pieces."""
log = logging.getLogger("yhdyspinta.jobs")


def claim(job: Job, slot: datetime) -> ScheduledRun | None:
    """Takes a slot, or returns None when another worker has it."""
    if ScheduledRun.objects.filter(name=job.name, slot=slot).exists():
        return None
    try:
        with transaction.atomic():
            return ScheduledRun.objects.create(name=job.name, slot=slot, began_at=clock.now())
    except IntegrityError:
        return None


Beside = Callable[[Callable[[], None]], None]


def in_turn(work: Callable[[], None]) -> None:
    """Long work like any other: the rest waits for it."""
    work()


def in_a_thread(work: Callable[[], None]) -> None:
    """Long work in a thread of its own, which ends before the process does."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=run, name="long-job").start()


def run_due(at: datetime | None = None, *, beside: Beside = in_turn) -> list[str]:
    """Runs every job whose current slot nobody has taken, long ones by `beside`. Returns the names that were begun.

    A failing job is logged and kept.
    """
    ran = []
    for job in jobs():
        first = job.waits and not ScheduledRun.objects.filter(name=job.name).exists()
        taken = claim(job, job.slot(at or clock.now()))
        if taken is None:
            continue
        if first:
            taken.result, taken.finished_at = "waits for its hour", clock.now()
            taken.save(update_fields=["result", "finished_at"])
            continue
        (beside if job.waits else in_turn)(functools.partial(_run, job, taken))
        ran.append(job.name)
    return ran


def _run(job: Job, taken: ScheduledRun) -> None:
    try:
        taken.result = str(import_string(job.run)())[:400]
    except Exception as error:
        taken.failed, taken.result = True, repr(error)[:400]
        log.exception("job failed", extra={"job": job.name})
    taken.finished_at = clock.now()
    taken.save(update_fields=["result", "failed", "finished_at"])
