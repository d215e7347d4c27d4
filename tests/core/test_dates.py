"""Calendar arithmetic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.dates import add_months, add_years, easter, holidays, is_working_day, parse_date
from yhdyspinta.core.common.periods import Period

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_known_easters() -> None:
    """Easter Sundays as the almanac has them."""
    assert [easter(y) for y in (2023, 2024, 2025, 2026, 2027)] == [
        date(2023, 4, 9),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
    ]


def test_finnish_holidays_of_2026() -> None:
    """Good Friday, Ascension Day, Midsummer, Independence Day are among them."""
    found = holidays(2026)
    assert {date(2026, 4, 3), date(2026, 5, 14), date(2026, 6, 19), date(2026, 6, 20), date(2026, 12, 6)} <= found
    assert not is_working_day(date(2026, 12, 25))
    assert is_working_day(date(2026, 12, 28))


@given(st.integers(2000, 2100))
def test_midsummer_and_easter_weekdays(year: int) -> None:
    """Midsummer Day is a Saturday between 20 and 26 June, Easter a Sunday."""
    assert easter(year).weekday() == 6
    june = [d for d in holidays(year) if d.month == 6 and d.day >= 19]
    assert any(d.weekday() == 5 and 20 <= d.day <= 26 for d in june)


def test_leap_days() -> None:
    """A day that a month lacks becomes its last day."""
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@given(days, st.integers(0, 480))
def test_adding_months_never_skips_a_month(day: date, months: int) -> None:
    """The result is in the expected month, on the same day or its last."""
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and add_months(found, 0) == found)


@given(days)
def test_both_ways_of_writing_a_day_are_read(day: date) -> None:
    """ISO and Finnish forms give the same day."""
    assert parse_date(day.isoformat()) == parse_date(f"{day.day}.{day.month}.{day.year}") == day


@pytest.mark.parametrize("text", ["", "2025-13-01", "31.2.2025", "tomorrow", "2025/01/01", "1.1.25", "２０２５-01-01x"])
def test_what_is_not_a_day_is_refused(text: str) -> None:
    """Nonsense raises ValueError."""
    with pytest.raises(ValueError, match=r".+"):
        parse_date(text)


def test_a_period_cannot_end_before_it_starts() -> None:
    """The constructor refuses."""
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2025, 1, 2), date(2025, 1, 1))
    assert date(2030, 1, 1) in Period(date(2025, 1, 1), None)
