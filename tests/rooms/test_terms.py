"""When agreements hold and what a theme's amount to; what tells of a client. Properties and cases."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.identifiers import CONTROL, identifiers
from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.rooms.agreements.outlines import OUTLINES, read
from yhdyspinta.rooms.agreements.terms import (
    MODEL_RULES,
    STATES,
    Coming,
    Look,
    Moment,
    Term,
    coming,
    is_expiring,
    is_unreviewed,
    moments,
    next_of,
    situation,
    state_of,
    warns,
)

TODAY = date(2026, 11, 27)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
maybe = st.none() | days


@pytest.mark.parametrize(
    ("term", "agreed", "state"),
    [
        (Term(), None, "proposed"),
        (Term(), TODAY, "in_force"),
        (Term(), TODAY + timedelta(days=1), "proposed"),
        (Term(starts=TODAY), TODAY, "in_force"),
        (Term(starts=TODAY + timedelta(days=1)), TODAY, "waits"),
        (Term(ends=TODAY), TODAY, "in_force"),
        (Term(ends=TODAY - timedelta(days=1)), TODAY, "ended"),
        (Term(ended=TODAY), TODAY, "ended"),
        (Term(ended=TODAY + timedelta(days=1)), TODAY, "in_force"),
    ],
)
def test_states_by_the_day(term: Term, agreed: date | None, state: str) -> None:
    """The last day is still in force; an early end holds from its day."""
    assert state_of(term, agreed, TODAY) == state


@given(maybe, maybe, maybe, maybe, days)
def test_every_day_has_one_state(
    starts: date | None, ends: date | None, ended: date | None, agreed: date | None, on: date
) -> None:
    """Ended never becomes anything else; in force only what all have accepted."""
    term = Term(starts, ends, None, None, ended)
    now, later = state_of(term, agreed, on), state_of(term, agreed, on + timedelta(days=30))
    assert now in STATES
    assert now != "ended" or later == "ended"
    assert now not in ("in_force", "waits") or (agreed is not None and agreed <= on)  # fmt: skip


def test_days_that_nobody_must_miss() -> None:
    """In order, the next one from today."""
    term = Term(date(2026, 1, 1), date(2027, 12, 31), 6, date(2026, 12, 1))
    found = moments(term)
    assert found == (
        Moment("review", date(2026, 12, 1)),
        Moment("renewal", date(2027, 6, 30)),
        Moment("expires", date(2027, 12, 31)),
    )
    assert coming(term, date(2026, 12, 1)) == found[0]
    assert coming(term, date(2026, 12, 2)) == found[1]
    assert coming(term, date(2028, 1, 1)) is None
    assert moments(Term(notice=6)) == ()
    assert [m.code for m in moments(Term(ends=TODAY))] == ["expires"]
    assert is_unreviewed(term, date(2026, 12, 2))
    assert not is_unreviewed(term, date(2026, 12, 1))
    assert not is_unreviewed(Term(), TODAY)  # fmt: skip


def test_half_a_year_before_its_end_it_asks() -> None:
    """Unless something follows; with a notice also from the day when it should have been given."""
    assert is_expiring(Term(ends=date(2027, 5, 27)), False, TODAY)
    assert not is_expiring(Term(ends=date(2027, 5, 28)), False, TODAY)
    assert not is_expiring(Term(ends=date(2027, 5, 27)), True, TODAY)
    assert not is_expiring(Term(), False, TODAY)
    assert is_expiring(Term(ends=date(2027, 11, 27), notice=12), False, TODAY)
    assert not is_expiring(Term(ends=date(2027, 11, 28), notice=12), False, TODAY)
    assert not is_expiring(Term(ends=date(2027, 11, 28), review=TODAY), False, TODAY)


@pytest.mark.parametrize(
    ("look", "says"),
    [
        (Look(0, 1, 0, 0), "in_place"),
        (Look(3, 2, 0, 0), "in_place"),
        (Look(0, 1, 1, 0), "partly"),
        (Look(0, 2, 0, 1), "partly"),
        (Look(1, 0, 0, 0), "under_preparation"),
        (Look(0, 0, 0, 0), "unknown"),
    ],
)
def test_the_column(look: Look, says: str) -> None:
    """What has ended lacks nothing by itself: agreements are voluntary."""
    assert situation(look) == says


@given(*[st.integers(0, 3)] * 4)
def test_more_in_order_never_says_less(proposed: int, in_force: int, expiring: int, unreviewed: int) -> None:
    """Mending what expires or waits never lowers the cell."""
    order = ("unknown", "under_preparation", "partly", "in_place")
    now = order.index(situation(Look(proposed, in_force, expiring, unreviewed)))
    assert now <= order.index(situation(Look(proposed, in_force, 0, 0)))
    assert now <= order.index(situation(Look(proposed, in_force + 1, expiring, unreviewed)))
    assert len({r.code for r in MODEL_RULES}) == len(MODEL_RULES)


def test_a_change_is_warned_of_a_year_ahead() -> None:
    """By its next day to act; past ones are not warned of."""
    change = Coming(date(2028, 6, 30), date(2027, 6, 30), date(2027, 3, 1))
    assert next_of(change, TODAY) == ("statements", date(2027, 3, 1))
    assert next_of(change, date(2027, 3, 1)) == ("statements", date(2027, 3, 1))
    assert next_of(change, date(2027, 3, 2)) == ("notice", date(2027, 6, 30))
    assert next_of(change, date(2027, 7, 1)) == ("change", date(2028, 6, 30))
    assert next_of(change, date(2029, 1, 1)) == ("change", date(2028, 6, 30))
    assert next_of(Coming(date(2027, 1, 1), statements=date(2027, 2, 1)), TODAY) == ("change", date(2027, 1, 1))
    assert warns(Coming(date(2027, 11, 27)), TODAY)
    assert not warns(Coming(date(2027, 11, 28)), TODAY)
    assert warns(Coming(TODAY), TODAY)
    assert not warns(Coming(TODAY - timedelta(days=1)), TODAY)
    assert warns(change, TODAY)


def code(day: str, sign: str, tail: str) -> str:
    """A personal identity code of nobody."""
    return f"{day}{sign}{tail}"


@pytest.mark.parametrize(
    "text",
    [
        code("131052", "-", "308T"),
        code("131052", "\u2013", "308T"),
        code("131052", "\u2014", "308T"),
        code("131052", "\uff0d", "308T"),
        code("131052", " \u00ad-\u200b ", "308T"),
        code("131052", "  -  ", "308T"),
        code("131052", "-\r\n", "308T"),
        code("13.10.52", "-", "308T"),
        code("13 10 52", "-", "308T"),
        code("13101952", "-", "308T"),
        code("131052", "_", "308T"),
        code("131052", "/", "308T"),
        code("131052", "--", "308T"),
        code("131052", "", "308T"),
        code("131052", "-", "308 T"),
        code("131052", "-", "308t"),
        code("\uff11\uff13\uff11\uff10\uff15\uff12", "-", "308T"),
        code("131052", "-", "308X"),
        code("010100", "A", "123x"),
        code("311299", "Y", "900A"),
        code("290200", "B", "951L"),
        f"Asiakas {code('131052', '-', '308T')}, soitettu.",
        f"hetu:{code('131052', '-', '308T')}",
    ],
)
def test_personal_codes_are_found(text: str) -> None:
    """However they were typed or pasted; also with a wrong letter at the end: typing badly makes nobody unknown."""
    assert [f.kind for f in identifiers(text)] == ["identity_code"]


@pytest.mark.parametrize(
    "text",
    ["", "Dnro 131052-308", "320152-308T", "131352-308T", "290201A123X", "§ 12, 24.10.2025", "1234/2026", "2026-11-27", "Y-tunnus 1234567-8", "3 500 000 euroa", "12 345 asukasta", "05.11.2026 klo 9.00", "010126 F 1001 euroa"],
)  # fmt: skip
def test_what_tells_of_nobody(text: str) -> None:
    """Record numbers, business ids, sums and days."""
    assert [f for f in identifiers(text) if f.kind != "perhaps_code"] == []


@pytest.mark.parametrize("text", ["010126-3112", "HEL 010124-1000", "laskutus 031226-2024", "010125\u20131005"])
def test_a_number_of_something_else_is_asked_about(text: str) -> None:
    """It looks like a code and ends in a wrong digit: not refused without a way round."""
    assert [f.kind for f in identifiers(text)] == ["perhaps_code"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("FI21 1234 5600 0007 85", ["account"]),
        ("FI21-1234-5600-0007-85", ["account"]),
        ("OID 1.2.246.21.131052308", ["person_number"]),
        ("kirjoita osoitteeseen a.b@example.org tai soita 040 123 4567", ["mail", "phone"]),
        ("s. 1.2.1980", ["birth"]),
        ("+358 50 1234567", ["phone"]),
    ],
)
def test_what_is_looked_at_twice(text: str, kinds: list[str]) -> None:
    """Accounts and numbers of persons are never saved; the others are asked about."""
    assert [f.kind for f in identifiers(text)] == kinds


@given(
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(2, 999),
    st.sampled_from(["-", "\u2013", " - ", "", "/", "\r\n-"]),
    st.text("abc ,.", max_size=5),
)
def test_every_right_code_is_found(born: date, number: int, sign: str, around: str) -> None:
    """Whoever was born whenever, with its own control character."""
    control = CONTROL[int(f"{born:%d%m%y}{number:03}") % 31]
    found = identifiers(f"{around}{born:%d%m%y}{sign}{number:03}{control}{around}")
    assert found[0].kind == "identity_code"


def test_outlines_say_what_is_wrong(tmp_path: Path) -> None:
    """Each kind has its sections in three languages; a broken file is told with its place."""
    assert {"strategic", "interface", "tym", "framework", "chain-integration"} == set(OUTLINES)
    assert all(len(each) >= 5 for each in OUTLINES.values())
    bad = tmp_path / "outlines.toml"
    bad.write_text('[[tym]]\ntitle = { fi = "A" }\n')
    with pytest.raises(InvalidFile, match="tym"):
        read(bad)
    bad.write_text('[[tym]]\ntitle = { fi = "A" }\ntext = { fi = "B" }\n')
    with pytest.raises(InvalidFile, match="lacks a language"):
        read(bad)
    bad.write_text("[[tym]\n")
    with pytest.raises(InvalidFile, match="outlines"):
        read(bad)
