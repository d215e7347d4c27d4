"""From which database facts are read in this request: the one that is written to, or one that follows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WRITTEN, REPLICA = "default", "replica"
"""`replica` has the same rows a moment later, and takes no writes; only where REPLICA_DATABASE_URL is set."""
_READER: ContextVar[str] = ContextVar("reader", default=WRITTEN)


def reader() -> str:
    """`replica` within `from_replica`, else `default`."""
    return _READER.get()


@contextmanager
def from_replica() -> Iterator[None]:
    """Facts are read from the database that follows."""
    token = _READER.set(REPLICA)
    try:
        yield
    finally:
        _READER.reset(token)
