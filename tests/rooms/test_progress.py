"""How far goals and measures have come: the straight path, the days, who is in charge. Properties and cases."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yhdyspinta.rooms.goals import progress
from yhdyspinta.rooms.goals.progress import COURSES, GOAL_RULES, STATES, Look, Target, progress_of, situation

TODAY = date(2026, 11, 24)
numbers = st.integers(-1000, 1000).map(float)
years = st.integers(1990, 2060)


def test_the_path_is_straight_and_ends_at_the_target() -> None:
    """Baseline before, target after, halfway between."""
    less = Target(2020, 20.0, 2030, 10.0)
    assert [less.expected(y) for y in (2015, 2020, 2025, 2030, 2040)] == [20, 20, 15, 10, 10]
    assert [less.way(v) for v in (20.0, 15.0, 10.0, 5.0, 25.0)] == [0, 0.5, 1, 1.5, -0.5]


@pytest.mark.parametrize(
    ("values", "course", "year"),
    [
        ({}, "no_data", None),
        ({2019: 1.0, 2020: 1.0}, "no_data", None),
        ({2027: 1.0}, "no_data", None),
        ({2025: 15.0}, "on_track", 2025),
        ({2025: 15.1}, "at_risk", 2025),
        ({2025: 17.5}, "at_risk", 2025),
        ({2025: 17.6}, "off_track", 2025),
        ({2025: 20.0}, "off_track", 2025),
        ({2025: 25.0}, "off_track", 2025),
        ({2022: 25.0, 2025: 10.0}, "reached", 2025),
        ({2025: 9.0, 2026: 14.0}, "on_track", 2026),
    ],
)
def test_the_latest_figure_after_the_baseline_decides(values: dict[int, float], course: str, year: int | None) -> None:
    """From 20 in 2020 to 10 in 2030: the path says 15 in 2025 and 14 in 2026."""
    found = progress_of(Target(2020, 20.0, 2030, 10.0), values, TODAY)
    assert (found.course, found.year) == (course, year)


@pytest.mark.parametrize(("back", "told"), [(-1, False), (0, True), (1, True), (366, True), (367, False)])
def test_what_has_been_told_counts_for_a_year(back: int, told: bool) -> None:
    """From the day itself to a year after, a leap day included; what is to come is not yet told."""
    assert progress.followed([TODAY - timedelta(days=back)], TODAY) is told
    assert progress.followed([date(2020, 1, 1), TODAY - timedelta(days=back)], TODAY) is told
    assert not progress.followed([], TODAY)


def test_one_agreed_goal_is_already_part_of_the_way() -> None:
    """The first counts; when somebody answers for it and it is followed, it is in place."""
    assert situation(Look(goals=1, agreed=0, owned=0, followed=0)) == "under_preparation"
    assert situation(Look(goals=1, agreed=1, owned=0, followed=0)) == "partly"
    assert situation(Look(goals=1, agreed=1, owned=1, followed=1)) == "in_place"


def test_what_is_exactly_on_the_path_is_on_it() -> None:
    """Whatever floating point makes of it: a tenth a year."""
    assert progress_of(Target(2020, 0.0, 2024, 0.4), {2023: 0.3}, TODAY).course == "on_track"


@pytest.mark.parametrize(("base", "goes"), [((2020, 1.0, 2020, 2.0), False), ((2020, 1.0, 2021, 1.0), False), ((2021, 1.0, 2020, 2.0), False), ((2020, 1.0, 2021, 2.0), True)])  # fmt: skip
def test_a_target_goes_somewhere(base: tuple[int, float, int, float], goes: bool) -> None:
    """To another value, later."""
    if goes:
        assert Target(*base)
        return
    with pytest.raises(ValueError, match="baseline"):
        Target(*base)


@given(years, numbers, st.integers(1, 30), numbers, st.dictionaries(years, numbers), years)
def test_more_or_less_is_the_same(
    base: int, baseline: float, span: int, target: float, values: dict[int, float], now: int
) -> None:
    """A goal that rises and its mirror image that falls have the same course; nothing later than the day counts."""
    assume(baseline != target)
    on = date(now, 6, 1)
    up = progress_of(Target(base, baseline, base + span, target), values, on)
    mirrored = {y: -v for y, v in values.items()}
    down = progress_of(Target(base, -baseline, base + span, -target), mirrored, on)
    assert (up.course, up.year) == (down.course, down.year)
    assert up.course in COURSES
    if up.year is not None:
        assert base < up.year <= now
        assert up.value == values[up.year]
        assert not any(up.year < y <= now for y in values)
    else:
        assert up.course == "no_data"
    later = {**values, now + 1: 0.0}
    assert progress_of(Target(base, baseline, base + span, target), later, on) == up


@pytest.mark.parametrize(
    ("state", "starts", "ends", "timing"),
    [
        ("planned", None, None, "waits"),
        ("planned", TODAY + timedelta(days=1), None, "waits"),
        ("planned", TODAY, None, "waits"),
        ("planned", TODAY - timedelta(days=1), None, "late"),
        ("planned", None, TODAY - timedelta(days=1), "late"),
        ("under_way", None, TODAY, "runs"),
        ("under_way", None, TODAY - timedelta(days=1), "late"),
        ("done", None, TODAY - timedelta(days=1), "done"),
        ("stopped", None, TODAY - timedelta(days=1), "stopped"),
    ],
)
def test_a_measure_is_late_by_its_own_days(state: str, starts: date | None, ends: date | None, timing: str) -> None:
    """What has ended is never late; what should have begun is."""
    assert progress.timing_of(state, starts, ends, TODAY) == timing  # type: ignore[arg-type]  # a plain word in a table


@pytest.mark.parametrize(
    ("owner", "accepted", "refused", "found"),
    [
        (False, None, None, "nobody"),
        (True, None, None, "asked"),
        (True, TODAY, None, "accepted"),
        (True, TODAY - timedelta(days=120), None, "accepted"),
        (True, TODAY - timedelta(days=121), None, "stale"),
        (True, TODAY + timedelta(days=1), None, "asked"),
        (True, TODAY, TODAY + timedelta(days=1), "accepted"),
        (True, None, TODAY, "refused"),
        (True, TODAY, TODAY, "refused"),
        (True, TODAY, TODAY - timedelta(days=1), "accepted"),
    ],
)
def test_an_owner_accepts_and_says_so_again(
    owner: bool, accepted: date | None, refused: date | None, found: str
) -> None:
    """A season is 120 days."""
    assert progress.ownership_of(owner, accepted, refused, TODAY) == found


@given(st.integers(1, 5), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_the_first_rule_that_holds_decides(goals: int, agreed: int, owned: int, told: int) -> None:
    """Agreed, with somebody in charge and followed up; agreed; proposed."""
    look = Look(goals, agreed, owned, told)
    says = situation(look)
    assert says == next(r.says for r in GOAL_RULES if r.holds(look))
    assert (says == "in_place") == (agreed > 0 and owned >= agreed and told >= agreed)
    assert (says == "under_preparation") == (agreed == 0)


def test_a_follow_up_holds_for_a_year() -> None:
    """Not one of the future, not one of a day more."""
    assert progress.followed([TODAY - timedelta(days=366)], TODAY)
    assert not progress.followed([TODAY - timedelta(days=367), TODAY + timedelta(days=1)], TODAY)
    assert set(STATES) == {"planned", "under_way", "done", "stopped"}
