"""The one clock of the house. Nothing else asks the machine what time it is (a house test sees to it)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def _machine() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=_machine)


def now() -> datetime:
    """The instant now, aware, in UTC."""
    return _source.get()().astimezone(UTC)


def today() -> date:
    """The date now in Finland."""
    return date_of(now())


def date_of(instant: datetime) -> date:
    """The Finnish calendar date of an aware instant."""
    return instant.astimezone(HELSINKI).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Within the block the clock stands at `at` (aware)."""
    if at.tzinfo is None:
        raise ValueError("frozen() takes an aware datetime")
    token = _source.set(lambda: at)
    try:
        yield
    finally:
        _source.reset(token)
