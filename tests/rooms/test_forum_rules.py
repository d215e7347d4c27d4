"""The pure rules of forums: a meeting's table of states, a forum on a day, known structures."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.forums import rhythm
from yhdyspinta.rooms.forums.states import AHEAD, HELD, MEETING, MOVES, OPEN, STATES, moved
from yhdyspinta.rooms.forums.structures import TEMPLATES

TODAY = date(2026, 11, 24)


@given(st.lists(st.sampled_from(MOVES), max_size=40))
def test_states_stay_in_their_table(moves: list[str]) -> None:
    """From the draft by any moves: always a known state; approved and cancelled are ends; nothing is held without having begun."""
    state, begun = "draft", False
    for move in moves:
        target = moved(state, move)  # type: ignore[arg-type]  # a state and a move
        assert (target is None) == (move not in MEETING[state])  # type: ignore[index]  # a state
        state = target or state
        begun = begun or state == "under_way"
        assert state in STATES
        if state in HELD:
            assert begun
    assert set(STATES) == {*HELD, *AHEAD, "cancelled"}
    assert {s for s in STATES if not MEETING[s]} == {"approved", "cancelled"} == set(STATES) - OPEN


days = st.integers(-400, 400).map(lambda n: TODAY + timedelta(days=n))


@given(st.lists(days, max_size=6), st.lists(days, max_size=4), st.one_of(st.none(), days), st.integers(1, 24), days)
def test_a_forum_on_a_day(met: list[date], ahead: list[date], agreed: date | None, months: int, on: date) -> None:
    """Of days after the one asked nothing counts but the next meeting; more meetings never make it worse."""
    base = rhythm.Forum(
        UUID(int=1), "20", ("hyte",), Text("X"), months, date(2020, 1, 1), None, agreed, 1, 2, tuple(met), tuple(ahead)
    )
    look = base.look(on)
    assert look.agreed == (agreed is not None and agreed <= on)
    assert look.met == max((d for d in met if d <= on), default=None)
    assert look.next == min((d for d in [*met, *ahead] if d > on), default=None)
    assert rhythm.situation(look) == (
        "in_place"
        if look.agreed and look.in_rhythm and look.next
        else "partly"
        if look.agreed or look.in_rhythm
        else "under_preparation"
    )
    more = rhythm.Forum(
        UUID(int=1), "20", ("hyte",), Text("X"), months, date(2020, 1, 1), None, agreed, 1, 2, (*met, on), tuple(ahead)
    ).look(on)
    assert rhythm.ORDER.index(rhythm.situation(more)) <= rhythm.ORDER.index(rhythm.situation(look))
    assert rhythm.best([look, more]) in (look, more)


@pytest.mark.django_db
def test_the_structures_are_whole() -> None:
    """In three languages, of known themes and levels."""
    known = set(atlas().areas)
    assert "20" in known
    for one in TEMPLATES.values():
        assert all((one.name.fi, one.name.sv, one.name.en, one.text.fi, one.text.sv, one.text.en))
        assert 1 <= one.rhythm <= 12
    assert clock.today() == TODAY


@given(st.dates(date(2023, 1, 1), date(2040, 12, 31)), st.integers(0, 36))
def test_a_series_keeps_its_weekday_and_its_place_in_the_month(first: date, months: int) -> None:
    """In the month that many months later, the same weekday, the same week of it or the last there is."""
    day = rhythm.in_rhythm(first, months)
    assert (day.year * 12 + day.month) - (first.year * 12 + first.month) == months
    assert day.weekday() == first.weekday()
    place, was = (day.day - 1) // 7, (first.day - 1) // 7
    assert place == was or (was == 4 and place == 3)
    assert months or day == first
