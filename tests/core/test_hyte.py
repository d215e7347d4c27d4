"""The coefficient's arithmetic: worked by hand, its sum, its lowest value, its size beside a published difference."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.hyte import coefficient as hyte
from yhdyspinta.core.hyte.coefficient import Area, Pair, Range
from yhdyspinta.core.hyte.scheme import LEVELS, SCHEMES, published, read
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.interfaces.catalogue import InvalidFile

TOWNS, COUNTIES = SCHEMES["municipality"], SCHEMES["county"]
F = Fraction


def area(code: str, residents: int, done: int, pairs: dict[str, tuple[str, str]]) -> Area:
    """A municipality that answers yes to its first `done` processes."""
    process = {p.code: F(100 if i < done else 0) for i, p in enumerate(TOWNS.process)}
    return Area(code, residents, process, {c: Pair(F(a), F(b)) for c, (a, b) in pairs.items()})


WORKED = (
    area("a", 10_000, 15, {f"r{i}": ("20", "18") for i in range(1, 7)}),
    area("b", 30_000, 9, {f"r{i}": ("20", "20") for i in range(1, 7)}),
    area("c", 60_000, 0, {f"r{i}": ("20", "19") for i in range(1, 7)}),
)
"""By hand: changes 2, 0, 1 → results 100, 0, 50; processes 100, 60, 0 → points 100, 30, 25; mean (1 000 000 + 900 000 + 1 500 000) / 100 000 = 34."""


def test_three_municipalities_worked_by_hand() -> None:
    """Points, mean, coefficients and euros of 2025 as counted on paper."""
    found = hyte.divide(TOWNS, 2025, WORKED, F("19.97"))
    assert [found.shares[c].points.total for c in "abc"] == [100, 30, 25]
    assert found.mean == 34
    assert [found.shares[c].coefficient for c in "abc"] == [F(100, 34), F(30, 34), F(25, 34)]
    assert [found.shares[c].cents for c in "abc"] == [58_735_294, 52_861_765, 88_102_941]
    assert found.total_cents == 199_700_000 == sum(s.cents for s in found.shares.values())
    assert found.lacking == ()


def test_the_law_gives_15_processes_and_6_results_and_counties_6_and_5() -> None:
    """The weights of the decrees: half by processes, half by results."""
    assert (len(TOWNS.process), len(TOWNS.results)) == (15, 6)
    assert (len(COUNTIES.process), len(COUNTIES.results)) == (6, 5)
    assert {F(s.at(2026)["process_weight"].value) for s in SCHEMES.values()} == {F(1, 2)}
    for scheme in SCHEMES.values():
        assert {r.indicator for r in scheme.results if r.indicator} <= set(catalogue().indicators)


def test_one_yes_is_three_and_a_third_points() -> None:
    """0,0333 of 100, as the decree's annex weighs it."""
    none = hyte.points(TOWNS, 2025, Area("x", 1, {}, {}), {})
    one = hyte.points(TOWNS, 2025, Area("x", 1, {"p12": F(100)}, {}), {})
    assert one.total - none.total == F(100, 30)


def test_what_is_missing_counts_as_the_lowest_and_is_named() -> None:
    """618/2021 15 §: an area without a figure gets no more than the country's smallest change."""
    silent = replace(WORKED[0], code="d", results={**WORKED[0].results, "r3": Pair(None, F(18))}, process={})
    found = hyte.divide(TOWNS, 2025, (*WORKED, silent), F(1)).shares["d"].points
    assert found.missing == (*(p.code for p in TOWNS.process), "r3")
    assert (found.process, found.result) == (F(0), F(500, 6))


def test_counties_results_are_relative_from_2026_and_nothing_before() -> None:
    """VM/2025/131 3 a §: a fall from 10 to 9 is as good as one from 100 to 90."""
    assert hyte.change(Pair(F(10), F(9)), relative=True) == hyte.change(Pair(F(100), F(90)), relative=True) == F(1, 10)
    assert hyte.change(Pair(F(0), F(9)), relative=True) is None
    assert COUNTIES.at(2026)["change"].value == "relative"
    with pytest.raises(ValueError, match="begins in 2026"):
        COUNTIES.at(2025)


def test_a_target_that_is_reached_gives_full_points() -> None:
    """Even to one whose figure has grown."""
    reached = replace(TOWNS, results=(replace(TOWNS.results[0], target=F(10)), *TOWNS.results[1:]))
    here = Area("x", 1, {}, {"r1": Pair(F(8), F(9))})
    assert hyte.points(reached, 2025, here, {"r1": Range(F(-1), F(5))}).scaled == {"r1": 100}
    assert hyte.points(TOWNS, 2025, here, {"r1": Range(F(-1), F(5))}).scaled == {"r1": 0}


def test_size_beside_a_published_difference() -> None:
    """Two counties of 125 000 people and 68 € a resident, 3.4 M€ apart: coefficients 0.40 apart."""
    mean = F(40)
    better = hyte.what_if(mean * F(125, 100), F(50), mean, 125_000, 5_600_000, F(68)).now
    worse = hyte.what_if(mean * F(85, 100), F(34), mean, 125_000, 5_600_000, F(68)).now
    assert better.coefficient - worse.coefficient == F(2, 5)
    assert better.euros - worse.euros == 3_400_000


def test_alone_and_together() -> None:
    """Alone the mean barely moves; together the gain is smaller, and nothing at all for one who is at the mean."""
    found = hyte.what_if(F(40), F(50), F(40), 1_000, 100_000, F(20))
    assert found.now.euros == 20_000
    assert found.alone.coefficient == F(50) / (F(40) + F(10, 100))
    assert found.everybody.coefficient == 1
    assert found.now.euros == found.everybody.euros < found.alone.euros
    with pytest.raises(ValueError, match="mean"):
        hyte.what_if(F(1), F(1), F(0), 1, 1, F(1))


def test_alone_is_the_division_made_anew() -> None:
    """What-if says what the whole division says when one area's answers change."""
    before = hyte.divide(TOWNS, 2025, WORKED, F("19.97"))
    better = replace(WORKED[2], process={p.code: F(100) for p in TOWNS.process})
    after = hyte.divide(TOWNS, 2025, (*WORKED[:2], better), F("19.97"))
    told = hyte.what_if(F(25), after.shares["c"].points.total, before.mean, 60_000, 100_000, F("19.97"))
    assert told.now.euros == before.shares["c"].euros
    assert told.alone.euros == after.shares["c"].euros


pairs = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda p: Pair(F(p[0], 10), F(p[1], 10)))
areas = st.lists(
    st.builds(
        Area,
        code=st.uuids().map(str),
        residents=st.integers(1, 700_000),
        process=st.dictionaries(st.sampled_from([p.code for p in TOWNS.process]), st.sampled_from([F(0), F(100)])),
        results=st.dictionaries(st.sampled_from([r.code for r in TOWNS.results]), pairs),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda a: a.code,
)


@given(areas, st.integers(1, 5000))
def test_the_sum_is_always_price_times_residents(found: list[Area], price: int) -> None:
    """To the cent, whatever is missing; every part is within a cent of its exact one; nobody gets less than nothing."""
    made = hyte.divide(TOWNS, 2025, found, F(price, 100))
    residents = sum(a.residents for a in found)
    assert sum(s.euros for s in made.shares.values()) * 100 == price * residents == made.total_cents
    assert all(abs(s.cents - s.euros * 100) < 1 and s.cents >= 0 for s in made.shares.values())
    assert all(0 <= s.points.total <= 100 for s in made.shares.values())


@given(areas)
def test_a_yes_never_costs_its_giver(found: list[Area]) -> None:
    """Points and euros of an area do not fall when it does more."""
    first = found[0]
    better = replace(first, process={p.code: F(100) for p in TOWNS.process})
    before = hyte.divide(TOWNS, 2025, found, F(20)).shares[first.code]
    after = hyte.divide(TOWNS, 2025, [better, *found[1:]], F(20)).shares[first.code]
    assert after.points.total >= before.points.total
    assert after.cents >= before.cents


def test_nobody_to_divide_to() -> None:
    """An empty country is said, not divided by."""
    with pytest.raises(ValueError, match="nobody"):
        hyte.divide(TOWNS, 2025, [], F(1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "mean"', 'name = "meen"', "meen"),
        ('value = "0.5"', 'value = "1.5"', "process_weight cannot be"),
        ('status = "law"', 'status = "rumour"', "rumour"),
        ('code = "p2"', 'code = "p1"', "twice"),
        ('sv = "Skolmiljöns', 'xx = "Skolmiljöns', "xx"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    """The file, and what is the matter in it."""
    text = (Path(hyte.__file__).parent / "municipality.toml").read_text()
    path = tmp_path / "municipality.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidFile, match=rf"municipality\.toml.*{told}"):
        read("municipality", path)


def test_published_points_have_source_and_day() -> None:
    """Kanta-Häme's of the figures of 2024, as it told."""
    told = published("county", "07")
    assert told is not None
    assert (int(told.points), told.place, told.of, told.year) == (46, 7, 22, 2024)
    assert published("county", "13") is None
    assert all(level in SCHEMES for level in LEVELS)
