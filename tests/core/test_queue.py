"""Work that people ask for: each piece once, progress told, a failure keeps what is ready, a lost worker's work goes on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from yhdyspinta.core.common import clock
from yhdyspinta.core.jobs import catalogue, queue
from yhdyspinta.core.jobs.models import Work
from yhdyspinta.core.jobs.schedule import STOP

pytestmark = pytest.mark.django_db
DONE: list[int] = []
BROKEN: set[int] = set()


def count(work: Work, step: queue.Step) -> None:
    """Three pieces; one may be broken."""
    for number in range(len(DONE), 3):
        step(number, 3, f"pala {number}")
        if number in BROKEN:
            raise ValueError("rikki")
        DONE.append(number)
    step(3, 3)


@pytest.fixture(autouse=True)
def _pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    DONE.clear()
    BROKEN.clear()
    monkeypatch.setattr(catalogue, "_WORKS", {"count": "tests.core.test_queue.count"})


def asked() -> Work:
    """Work in the queue."""
    return queue.ask(kind="count", asked={"n": 3}, by=uuid4())


def test_work_is_run_to_its_end() -> None:
    """In the order asked; the queue is empty then."""
    first, second = asked(), asked()
    ran = queue.run_asked()
    assert ran == first
    first.refresh_from_db()
    assert (first.state, first.done, first.total, first.at, first.error) == ("done", 3, 3, "", "")
    assert first.ended_at is not None
    assert queue.run_asked() == second
    assert queue.run_asked() is None


def test_a_failure_tells_where_and_goes_on_from_there() -> None:
    """What is ready is not made again."""
    work = asked()
    BROKEN.add(1)
    queue.run_asked()
    work.refresh_from_db()
    assert (work.state, work.at, work.done) == ("failed", "pala 1", 1)
    assert "rikki" in work.error
    assert queue.run_asked() is None
    BROKEN.clear()
    assert queue.again(work=work)
    assert not queue.again(work=work)
    queue.run_asked()
    work.refresh_from_db()
    assert (work.state, work.error, DONE) == ("done", "", [0, 1, 2])


def test_a_stopping_worker_leaves_it_to_the_next_one() -> None:
    """Its try is not counted."""
    work = asked()
    STOP.set()
    try:
        queue.run_asked()
    finally:
        STOP.clear()
    work.refresh_from_db()
    assert (work.state, work.tries, work.ended_at) == ("queued", 0, None)
    queue.run_asked()
    work.refresh_from_db()
    assert work.state == "done"


def test_a_silent_workers_work_is_taken_three_times_at_most() -> None:
    """One that still tells of itself keeps it."""
    work = asked()
    for tries in (1, 2, 3):
        taken = queue.take()
        assert taken is not None
        assert taken.tries == tries
        assert queue.take() is None
        Work.objects.update(beat_at=clock.now() - queue.SILENT - timedelta(seconds=1))
    assert queue.take() is None
    work.refresh_from_db()
    assert work.state == "failed"
    assert "lost" in work.error


def test_what_there_is_not_is_refused_before_it_is_queued() -> None:
    """A kind that nobody runs; others' work is not shown."""
    with pytest.raises(KeyError):
        queue.ask(kind="outo", asked={}, by=uuid4())
    work = asked()
    assert not Work.objects.filter(kind="outo").exists()
    assert list(queue.asked_by(work.asked_by, "count")) == [work]
    assert not queue.asked_by(uuid4(), "count").exists()
    assert not queue.asked_by(None, "count").exists()


def test_of_two_workers_that_see_the_same_work_one_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one takes it between the look and the claim."""
    work = asked()
    other: list[Work | None] = []
    look = QuerySet.first

    def interleaved(self: QuerySet[Work]) -> Work | None:
        found = look(self)
        if not other:
            other.append(None)  # the other worker's own look is not interleaved again
            other[0] = queue.take()
        return found

    monkeypatch.setattr(QuerySet, "first", interleaved)
    assert queue.take() is None
    assert other == [work]
    work.refresh_from_db()
    assert work.tries == 1


def test_a_worker_that_comes_back_does_not_write_over_its_successor(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has lost the work: it stops at its next step, and what the other one told stands."""
    work = asked()

    def slow(taken: Work, step: queue.Step) -> None:
        step(1, 3, "pala 1")
        Work.objects.filter(pk=taken.pk).update(tries=2, done=2, at="toisen pala")
        step(2, 3, "vanha pala")

    monkeypatch.setattr("tests.core.test_queue.count", slow)
    queue.run_asked()
    work.refresh_from_db()
    assert (work.state, work.tries, work.done, work.at) == ("running", 2, 2, "toisen pala")
