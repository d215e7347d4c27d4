"""Running the jobs whose time has come, each slot once."""

import logging
import threading
from datetime import datetime

from django.db import IntegrityError, transaction
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


def run_due(at: datetime | None = None) -> list[str]:
    """Runs every job whose current slot nobody has taken. Returns the names that ran. A failing job is logged and kept."""
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
        try:
            taken.result = str(import_string(job.run)())[:400]
        except Exception as error:
            taken.failed, taken.result = True, repr(error)[:400]
            log.exception("job failed", extra={"job": job.name})
        taken.finished_at = clock.now()
        taken.save(update_fields=["result", "failed", "finished_at"])
        ran.append(job.name)
    return ran
