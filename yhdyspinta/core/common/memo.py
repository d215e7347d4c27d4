"""A small bounded memory of computed things, keyed by what they were computed from. Nothing is copied or pickled.

Values must be frozen: every reader gets the same object.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

_ALL: list["Memo[object]"] = []


def one(_value: object) -> int:
    """Every value weighs the same."""
    return 1


class Memo(Generic[V]):
    """Keeps the values asked for last, up to `size` in all of what they `weigh`: so many of them, unless told otherwise.

    Two threads may compute the same value once each; that is harmless.
    """

    def __init__(self, size: int, weigh: Callable[[V], int] = one) -> None:
        self._size, self._weigh, self._held = size, weigh, 0
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.Lock()
        _ALL.append(self)  # type: ignore[arg-type]  # only forgotten, never read, through this list

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        self.put(key, value)
        return value

    def all_kept(self, keys: Collection[Hashable]) -> list[V | None]:
        """The values of many keys, None for each that is not kept."""
        found, pages = [], self._kept
        with self._lock:
            for key in keys:
                value = pages.get(key)
                if value is not None:
                    pages.move_to_end(key)
                found.append(value)
        return found

    def put(self, key: Hashable, value: V) -> None:
        """Keeps a value, and lets the ones asked for longest ago go; never the last one."""
        with self._lock:
            if key in self._kept:
                self._held -= self._weigh(self._kept.pop(key))
            self._kept[key] = value
            self._held += self._weigh(value)
            while self._held > self._size and len(self._kept) > 1:
                self._held -= self._weigh(self._kept.popitem(last=False)[1])

    def kept(self, key: Hashable) -> V | None:
        """The value of a key if it is at hand."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def forget(self) -> None:
        """Empties it."""
        with self._lock:
            self._kept.clear()
            self._held = 0


def forget_all() -> None:
    """Empties every memory (tests, bench)."""
    for memo in _ALL:
        memo.forget()
