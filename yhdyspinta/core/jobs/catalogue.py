"""Which jobs there are and when, and what work people can ask for. Apps above add theirs when they start."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """A job, how often it runs, and at which offset in its period (night work: 24 h with an offset of 1 h).

    `run` names a function without arguments that returns its result in words; a path, because jobs are registered
    before tables are ready.
    """

    name: str
    every: timedelta
    run: str
    offset: timedelta = timedelta(0)
    waits: bool = False
    """Long work: it keeps to its hour, so that a new installation does not begin with it, and goes on beside other work."""

    def slot(self, at: datetime) -> datetime:
        """The slot that `at` falls in: a whole number of periods since 1970, UTC."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC) + self.offset
        return epoch + self.every * ((at - epoch) // self.every)


_JOBS: dict[str, Job] = {}


def add(job: Job) -> None:
    """Registers a job. The same name again replaces it."""
    _JOBS[job.name] = job


def jobs() -> tuple[Job, ...]:
    """All registered jobs, by name."""
    return tuple(_JOBS[name] for name in sorted(_JOBS))


_WORKS: dict[str, str] = {}


def add_work(kind: str, run: str) -> None:
    """Registers a kind of work. `run` names a function of (Work, Step): it goes on from where the work was left."""
    _WORKS[kind] = run


def work_of(kind: str) -> str:
    """The function's path. Raises KeyError for a kind that there is not."""
    return _WORKS[kind]
