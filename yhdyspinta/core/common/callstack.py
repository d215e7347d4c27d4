"""Room for a whole request in one piece of the interpreter's own stack.

CPython (3.11 and later) keeps the frames of Python functions in chunks of 16 KiB, which it takes from the system and gives
back at once: a loop whose calls happen to lie where one chunk ends takes and returns a chunk at each turn. A page made
of many small calls meets such a place by chance, and pays up to half of its time for it. A frame that asks for much gets
a chunk of its own size, rounded up to a power of two; what is called from it fits in the rest.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SLOTS = 66_000
"""A little over half of 2¹⁷ slots of 8 bytes: the chunk becomes 1 MiB, of which nearly half is left. Only what is used is
ever touched: the rest costs no memory."""


def unbroken(call: Callable[P, R]) -> Callable[P, R]:
    """The same function, which runs where no chunk ends beneath it."""

    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=SLOTS)
    return called
