"""Scheduled work: each slot once, failures kept, night work at its hour."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from yhdyspinta.core.jobs.catalogue import Job, jobs
from yhdyspinta.core.jobs.models import ScheduledRun
from yhdyspinta.core.jobs.schedule import claim, in_a_thread, run_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nightly bringing of figures asks nobody here; test_sources.py tests it."""
    monkeypatch.setattr("yhdyspinta.site.upkeep.bring", lambda **_: iter(()))


AT = datetime(2026, 11, 24, 9, 0, 30, tzinfo=UTC)


MINUTELY = ["hooks-send", "index", "invitations", "seal-events", "survey-mix"]


def test_every_job_runs_once_a_slot() -> None:
    """Twice in the same minute runs nothing new; a minute later only the jobs of a minute."""
    assert run_due(AT) == [
        "bringing-tidy",
        "hooks-gather",
        "hooks-send",
        "index",
        "invitations",
        "letters",
        "notices",
        "notices-now",
        "retention",
        "seal-events",
        "survey-days",
        "survey-letters",
        "survey-mix",
        "sweep-codes",
        "tidy-up",
        "verify-seals",
    ]
    assert run_due(AT) == []
    assert run_due(AT + timedelta(minutes=1)) == MINUTELY
    assert not ScheduledRun.objects.filter(failed=True).exists()
    assert ScheduledRun.objects.get(name="sync-figures").result == "waits for its hour"
    assert "sync-figures" in run_due(AT + timedelta(days=1))


def test_a_slot_is_taken_once() -> None:
    """Two workers cannot have the same one."""
    job = Job("x", timedelta(hours=1), "yhdyspinta.site.upkeep.seal")
    assert claim(job, job.slot(AT)) is not None
    assert claim(job, job.slot(AT)) is None


def test_night_work_has_its_hour() -> None:
    """A day's slot begins at the offset."""
    job = next(j for j in jobs() if j.name == "verify-seals")
    assert job.slot(AT).hour == 1
    assert job.slot(AT.replace(hour=0)).date() == (AT - timedelta(days=1)).date()


def test_a_failing_job_is_kept_and_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row tells what went wrong."""

    def fail() -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr("yhdyspinta.site.upkeep.sweep", fail)
    ran = run_due(AT)
    assert "tidy-up" in ran
    assert "broken" in ScheduledRun.objects.get(name="sweep-codes").result
    assert ScheduledRun.objects.get(name="sweep-codes").failed


def test_minute_work_does_not_wait_for_the_night() -> None:
    """Figures are brought for an hour; events are sealed each minute meanwhile."""
    run_due(AT)
    night = AT + timedelta(days=1)
    later: list[Callable[[], None]] = []
    assert "sync-figures" in run_due(night, beside=later.append)
    assert ScheduledRun.objects.get(name="sync-figures", slot__gt=AT).finished_at is None
    assert run_due(night + timedelta(minutes=1), beside=later.append) == MINUTELY
    assert ScheduledRun.objects.filter(name="seal-events", finished_at=None).count() == 0
    assert len(later) == 4, "feeds, figures, statutes and service points"
    for run in later:
        run()
    assert ScheduledRun.objects.get(name="sync-figures", slot__gt=AT).finished_at is not None


def test_long_work_runs_in_a_thread_of_its_own() -> None:
    """The one who starts it goes on at once; it has its own connection, and closes it."""
    gate = threading.Event()
    names: list[str] = []

    def work() -> None:
        gate.wait(10)
        names.append(threading.current_thread().name)

    in_a_thread(work)
    assert names == []
    gate.set()
    for thread in [t for t in threading.enumerate() if t.name == "long-job"]:
        thread.join(10)
    assert names == ["long-job"]
