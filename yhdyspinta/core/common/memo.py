"""A small bounded memory of computed things, keyed by what they were computed from. Nothing is copied or pickled.

Values must be frozen: every reader gets the same object.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

V = TypeVar("V")


class Forgetful(Protocol):
    """Something that can be emptied."""

    def forget(self) -> None:
        """Empties it."""


_ALL: list[Forgetful] = []


class Memo(Generic[V]):
    """Keeps the `size` values asked for last. Two threads may compute the same value once each; that is harmless."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.Lock()
        _ALL.append(self)

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value

    def kept(self, key: Hashable) -> V | None:
        """The value of a key if it is at hand."""
        with self._lock:
            return self._kept.get(key)

    def forget(self) -> None:
        """Empties it."""
        with self._lock:
            self._kept.clear()


def register(memory: Forgetful) -> None:
    """Another memory that `forget_all` empties."""
    _ALL.append(memory)


def forget_all() -> None:
    """Empties every memory (tests, bench)."""
    for memo in _ALL:
        memo.forget()
