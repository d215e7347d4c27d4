"""The token bucket: never more than it may give, always something after the time it told."""

from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.bucket import Bucket

waits = st.lists(st.floats(0, 10), min_size=1, max_size=60)


@given(waits, st.integers(1, 10), st.floats(0.1, 5))
def test_it_gives_at_most_its_size_and_what_has_come_back(steps: list[float], size: int, rate: float) -> None:
    """In any stretch of time: size + rate × seconds; the wait it tells is enough and not more than one token's time."""
    bucket, now, given_out = Bucket(size=size, rate=rate), 0.0, 0
    for step in steps:
        now += step
        wait = bucket.take("a", now)
        if wait == 0:
            given_out += 1
        else:
            assert 0 < wait <= 1 / rate + 1e-9
            assert bucket.take("a", now + wait + 1e-6) == 0
            now += wait + 1e-6
            given_out += 1
        assert given_out <= size + rate * now + 1e-6


def test_keys_do_not_share_and_the_oldest_are_forgotten() -> None:
    """One who asks too much does not stop another; memory is bounded."""
    bucket = Bucket(size=1, rate=1, keys=2)
    assert bucket.take("a", 0) == 0
    assert bucket.take("a", 0) > 0
    assert bucket.take("b", 0) == 0
    assert bucket.take("c", 0) == 0
    assert bucket.take("a", 0) == 0


def test_a_clock_that_goes_back_gives_nothing() -> None:
    """Time that runs backwards is no time."""
    bucket = Bucket(size=1, rate=1)
    assert bucket.take("a", 100) == 0
    assert bucket.take("a", 50) > 0
