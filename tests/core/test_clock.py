"""The one clock, across daylight saving."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common import clock


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), date(2026, 3, 29)),  # the night the clocks go forward
        (datetime(2026, 10, 24, 21, 30, tzinfo=UTC), date(2026, 10, 25)),  # the night they go back
        (datetime(2026, 12, 31, 22, 1, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 20, 59, tzinfo=UTC), date(2026, 6, 30)),
    ],
)
def test_the_day_is_helsinkis(instant: datetime, day: date) -> None:
    """A date is the Finnish one, whatever the season."""
    with clock.frozen(instant):
        assert clock.today() == day


@given(st.datetimes(datetime(2020, 1, 1), datetime(2045, 1, 1)))  # noqa: DTZ001  (hypothesis wants naive bounds)
def test_days_never_go_backwards(naive: datetime) -> None:
    """A minute later it is the same day or the next."""
    instant = naive.replace(tzinfo=UTC)
    step = clock.date_of(instant + timedelta(minutes=1)) - clock.date_of(instant)
    assert step in (timedelta(0), timedelta(days=1))


def test_a_naive_instant_is_refused() -> None:
    """The clock takes aware instants only."""
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001  (the point)
        pass
