"""A token bucket a key: who asks for dear things too often waits. In memory of one process, bounded. Plain Python."""

import threading
from collections import OrderedDict
from collections.abc import Hashable


class Bucket:
    """Each key may spend `size` at once and gets `rate` a second back; the keys used last are remembered."""

    def __init__(self, *, size: float, rate: float, keys: int = 10_000) -> None:
        self._size, self._rate, self._keys = size, rate, keys
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Hashable, now: float, cost: float = 1.0) -> float:
        """Spends `cost` (at most a full bucket); returns 0, or how many seconds to wait when too little is left.

        `now`: a monotonic clock's seconds.
        """
        cost = min(cost, self._size)
        with self._lock:
            left, then = self._left.pop(key, (self._size, now))
            left = min(self._size, left + max(0.0, now - then) * self._rate)
            wait = 0.0 if left >= cost else (cost - left) / self._rate
            self._left[key] = (left - cost if wait == 0.0 else left, now)
            while len(self._left) > self._keys:
                self._left.popitem(last=False)
            return wait

    def forget(self) -> None:
        """Everybody may ask again (tests)."""
        with self._lock:
            self._left.clear()
