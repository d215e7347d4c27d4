"""A request runs in one piece of the interpreter's stack: small calls never take pages from the system and give them back."""

import resource
import sys
from collections.abc import Callable

import pytest

from yhdyspinta.core.common.callstack import unbroken

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pages taken by a thread are counted on Linux")
TURNS, DEEP = 200, 400


def leaf(one: int, two: int, three: int) -> int:
    """A small call."""
    return one + two + three


def deeper(levels: int) -> int:
    """Small calls again and again, from so deep."""
    if levels:
        return deeper(levels - 1)
    return sum(leaf(n, n, n) for n in range(TURNS))


def pages_taken(call: Callable[[int], int]) -> list[int]:
    """How many pages the thread took from the system while it called from each depth."""
    taken = []
    for depth in range(DEEP):
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        call(depth)
        taken.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)
    return taken


def test_no_depth_takes_a_page_at_each_call() -> None:
    """Four hundred depths cross several chunks; in one piece none pays for each of its calls, in many some do."""
    deeper(DEEP)
    assert max(pages_taken(deeper)) >= TURNS  # as it is without
    assert max(pages_taken(unbroken(deeper))) < TURNS / 4


def test_what_is_called_does_not_change() -> None:
    """Arguments, answer and errors pass through; only this function's frame is wide."""
    assert unbroken(leaf)(1, two=2, three=3) == 6
    with pytest.raises(ZeroDivisionError):
        unbroken(divmod)(1, 0)
    assert unbroken(leaf).__code__ is not unbroken(leaf).__code__


def test_it_is_what_the_server_runs() -> None:
    """The entry is wrapped."""
    from config.wsgi import application  # noqa: PLC0415  (it looks at the installation when it is imported)

    assert application.__code__.co_stacksize > 60_000
