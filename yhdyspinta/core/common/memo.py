"""A small bounded memory of computed things, keyed by what they were computed from. Nothing is copied or pickled.

Values must be frozen: every reader gets the same object.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, Protocol, TypeVar

V = TypeVar("V")


class _Forgets(Protocol):
    """What `forget_all` empties."""

    def forget(self) -> None:
        """Empties it."""


_ALL: list[_Forgets] = []


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
        _ALL.append(self)

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


class Lots(Generic[V]):
    """Keeps values that lie in one piece of memory together: a lot comes whole, and leaves when nobody has long asked it.

    `size`: bytes of all lots. A key put again is found in its newest lot; a lot of which nothing is found any more goes.
    """

    def __init__(self, size: int) -> None:
        self._size, self._held, self._next = size, 0, 0
        self._where: dict[Hashable, tuple[int, V]] = {}
        self._lots: OrderedDict[int, tuple[int, set[Hashable]]] = OrderedDict()
        self._lock = threading.Lock()
        _ALL.append(self)

    def all_kept(self, keys: Collection[Hashable]) -> list[V | None]:
        """The values of many keys, None for each that is not kept."""
        with self._lock:
            found = [self._where.get(key) for key in keys]
            for lot in {at[0] for at in found if at is not None}:
                self._lots.move_to_end(lot)
        return [None if at is None else at[1] for at in found]

    def kept(self, key: Hashable) -> V | None:
        """The value of a key if it is at hand."""
        with self._lock:
            at = self._where.get(key)
            if at is None:
                return None
            self._lots.move_to_end(at[0])
            return at[1]

    def put(self, values: Mapping[Hashable, V], weight: int) -> None:
        """Keeps a lot, and lets the ones asked for longest ago go; never the last one."""
        if not values:
            return
        with self._lock:
            self._next += 1
            for key in values:
                if key in self._where:
                    self._leave(key)
            self._where.update({key: (self._next, value) for key, value in values.items()})
            self._lots[self._next] = weight, set(values)
            self._held += weight
            while self._held > self._size and len(self._lots) > 1:
                gone, keys = self._lots.popitem(last=False)[1]
                self._held -= gone
                for key in keys:
                    del self._where[key]

    @property
    def weight(self) -> int:
        """Of all that is held."""
        return self._held

    def _leave(self, key: Hashable) -> None:
        lot = self._where[key][0]
        weight, keys = self._lots[lot]
        keys.discard(key)
        if not keys:
            del self._lots[lot]
            self._held -= weight

    def forget(self) -> None:
        """Empties it."""
        with self._lock:
            self._where.clear()
            self._lots.clear()
            self._held = 0


def forget_all() -> None:
    """Empties every memory (tests, bench)."""
    for memo in _ALL:
        memo.forget()
