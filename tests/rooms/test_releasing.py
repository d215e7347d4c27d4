"""What may be told of a survey: the rule against every attack by subtraction, and the counting of results. Plain Python."""

import random
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yhdyspinta.core.common.texts import Text
from yhdyspinta.rooms.surveys import releasing, results
from yhdyspinta.rooms.surveys.asking import (
    LONGEST,
    POOLED,
    Question,
    answered,
    assembled,
    of_theme,
    restored,
    seconds,
    with_pooled,
)
from yhdyspinta.rooms.surveys.groups import CUTS, GROUPS
from yhdyspinta.rooms.surveys.releasing import EXACT, RANKED, atoms, is_safe, release, release_or_wait, size
from yhdyspinta.rooms.surveys.results import Gap, content, counts_of, everything, gaps, joined, nothing_told, share
from yhdyspinta.rooms.surveys.statements import published, statements
from yhdyspinta.site.drills.anonymity import SUBSETS, attacked, computed, made_up

SIZES = st.fixed_dictionaries({g: st.one_of(st.integers(0, 12), st.integers(0, 40)) for g in GROUPS})
SCALE = Question("q", "scale", Text("k"))


def sizes(*counts: int) -> dict[str, int]:
    """Of the groups in their order."""
    return dict(zip(GROUPS, counts, strict=True))


def people(counts: dict[str, int], value: Any = 3) -> list[tuple[str, Any]]:
    """Answers of so many people of each group, all alike."""
    return [(g, value) for g, n in counts.items() for _ in range(n)]


@given(SIZES)
@settings(max_examples=400)
@example(dict.fromkeys(GROUPS, 9))
@example(sizes(10, 9, 0, 9, 1, 0))
@example(sizes(30, 5, 5, 3, 1, 0))
def test_no_subtraction_finds_a_small_crowd(counts: dict[str, int]) -> None:
    """Every set of groups that a linear combination of told cuts gives has at least ten people; of orders, five."""
    told = release(counts)
    assert all(size(cut, counts) >= EXACT for cut in told.exact)
    assert all(size(cut, counts) >= RANKED for cut in told.ranked)
    assert not told.exact & told.ranked
    assert computed(told.exact, counts, EXACT) == []
    assert computed(told.exact | told.ranked, counts, RANKED) == []


@given(SIZES)
@settings(max_examples=100)
def test_as_much_is_told_as_is_safe(counts: dict[str, int]) -> None:
    """No cut could be added; a side that is a crowd is hidden only when both together would give the other away."""
    told = release(counts)
    for cut in set(CUTS) - told.exact:
        assert not is_safe(told.exact | {cut}, counts, EXACT)
    for side in ("m", "c"):
        assert (side in told.exact) == (size(side, counts) >= EXACT)


@pytest.mark.parametrize(
    ("counts", "exact"),
    [
        (sizes(10, 10, 10, 10, 10, 10), set(CUTS)),
        (sizes(10, 0, 0, 10, 0, 0), {"m", "c", "all", "m_lead", "c_lead"}),  # whoever answered alone is the side
        (sizes(20, 0, 0, 9, 0, 0), {"m", "m_lead"}),  # all together would give the nine
        (sizes(20, 3, 0, 12, 0, 0), {"m", "c", "all", "c_lead"}),  # the twenty would give the three
        (sizes(20, 5, 5, 12, 0, 0), {"m", "c", "all", "m_lead", "c_lead"}),  # five and five stay a crowd of ten
        (sizes(9, 0, 0, 9, 0, 0), {"all"}),
        (sizes(4, 0, 0, 4, 0, 0), set()),
    ],
)
def test_told_cuts_by_hand(counts: dict[str, int], exact: set[str]) -> None:
    """Worked out on paper."""
    assert release(counts).exact == exact


def test_floors_of_an_order() -> None:
    """Nine in order, four not at all; an order that would give the order of four is not told either."""
    assert release(sizes(9, 0, 0, 0, 0, 0)).ranked == {"m", "m_lead", "all"}
    assert release(sizes(9, 0, 0, 4, 0, 0)).exact == {"all"}
    assert release(sizes(9, 0, 0, 4, 0, 0)).ranked == set()  # beside all thirteen, the nine would tell of the four
    assert release(sizes(4, 0, 0, 0, 0, 0)).ranked == set()
    told = release(sizes(5, 4, 0, 0, 0, 0))
    assert told.exact == set()
    assert "m_lead" not in told.ranked or ("m" not in told.ranked and "all" not in told.ranked)


@given(SIZES)
@settings(max_examples=60)
def test_waiting_tells_figures_of_a_side_or_nothing(counts: dict[str, int]) -> None:
    """Never an order, never all without a side."""
    told = release_or_wait(counts)
    assert not told.ranked
    assert told.exact == (release(counts).exact if release(counts).exact & {"m", "c"} else frozenset())


def test_atoms() -> None:
    """What is told without what is told inside it."""
    assert set(atoms({"m", "m_lead"})) == {frozenset({"m_elected", "m_expert"}), frozenset({"m_lead"})}
    assert set(atoms({"all", "m"})) == {CUTS["m"], CUTS["c"]}


def test_the_attacker_is_no_fool() -> None:
    """Without protection it finds cells, and it solves a difference of two told cuts; with protection none in fifty surveys."""
    bare = made_up(3, protected=False)
    assert attacked(bare["content"], bare["counts"])
    counts = sizes(20, 3, 0, 12, 0, 0)
    assert computed(frozenset({"m", "m_lead"}), counts, EXACT) == [(frozenset({"m_elected"}), 3)]
    assert computed(frozenset({"all", "c", "m_lead"}), counts, EXACT) == [(frozenset({"m_elected"}), 3)]
    for number in range(50):
        kept = made_up(number)
        assert attacked(kept["content"], kept["counts"]) == []


@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.integers(1, 5)), max_size=120), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_results_do_not_depend_on_the_order_of_answers(answers: list[tuple[str, int]], luck: random.Random) -> None:
    """The same people in another order give the same results."""
    mixed = list(answers)
    luck.shuffle(mixed)
    assert content([SCALE], {"q": answers}) == content([SCALE], {"q": mixed})


def test_counts_and_shares() -> None:
    """A scale counts its points; agreeing is four and five; a gap is named by its direction and width."""
    given_ = [
        *people({"m_lead": 6}, 4),
        *people({"m_lead": 6}, 2),
        *people({"c_lead": 12}, 5),
        *people({"c_expert": 4}, 1),
    ]
    told = content([SCALE], {"q": given_})
    cut = told["questions"][0]["cuts"]
    assert cut["m"] == {"n": 12, "counts": [0, 6, 0, 6, 0]}
    assert share(cut["m"]) == 50
    assert share(cut["c"]) == 75
    found = gaps(told)
    assert found == [Gap("q", 50, 75)]
    assert (found[0].kind, found[0].width, found[0].words) == ("county", "25", "gap:county")
    assert Gap("q", 60, 51).kind == "close"
    assert Gap("q", 60, 50).kind == "municipalities"
    assert Gap("q", None, 50).kind == "unknown"
    assert Gap("q", None, 50).width == "0"


def test_totals_of_many_options_are_of_people() -> None:
    """Twelve people choose two each: twenty-four choices of twelve who answered."""
    many = Question("own1", "many", Text("k"), options=(Text("a"), Text("b"), Text("c")))
    given_ = people({"m_lead": 12}, [0, 2])
    assert counts_of(many, given_, "m") == [12, 0, 12]
    cut = content([many], {"own1": given_})["questions"][0]["cuts"]["m"]
    assert cut == {"n": 12, "counts": [12, 0, 12]}


def test_orders_only_of_what_has_no_figures() -> None:
    """A group of seven is told in which order it puts the statements, the most agreed first; one alone gives no order."""
    asked = [Question(c, "scale", Text(c)) for c in ("a", "b", "c")]
    given_ = {"a": people({"m_lead": 7}, 2), "b": people({"m_lead": 7}, 5), "c": people({"m_lead": 3}, 5)}
    told = content(asked, given_)
    assert told["orders"]["m_lead"] == ["b", "a"]
    assert told["questions"][0]["cuts"] == {}
    assert "orders" in told
    assert content(asked[:1], given_)["orders"] == {}


def test_free_answers_side_by_side_or_together_or_not() -> None:
    """From ten on each side; else all as one crowd of ten; else none. Mixed by the caller's luck."""
    text = Question("own1", "text", Text("k"))
    both = [*people({"m_lead": 10}, "a"), *people({"c_lead": 10}, "b")]
    assert set(content([text], {"own1": both})["texts"]["own1"]) == {"m", "c"}
    one = [*people({"m_lead": 10}, "a"), *people({"c_lead": 9}, "b")]
    assert set(content([text], {"own1": one})["texts"]["own1"]) == {"all"}
    assert len(content([text], {"own1": one})["texts"]["own1"]["all"]) == 19
    assert content([text], {"own1": people({"m_lead": 9}, "a")})["texts"] == {}
    alone = content([text], {"own1": people({"m_lead": 10}, "a")})["texts"]["own1"]
    assert set(alone) == {"m"}
    mixed: list[list[str]] = []
    content([text], {"own1": both}, shuffle=mixed.append)
    assert len(mixed) == 2


@given(SIZES, SIZES)
@settings(max_examples=100)
def test_two_waves_together_need_five_people_of_each(now: dict[str, int], before: dict[str, int]) -> None:
    """A group's earlier answers count only where both waves have five, so that ten answers are never of four people."""
    together = results.counted(joined(people(now), people(before)))
    for group in GROUPS:
        added = together[group] - now[group]
        assert added in (0, before[group])
        if added:
            assert min(now[group], before[group]) >= RANKED


@given(SIZES)
@settings(max_examples=50)
def test_without_protection_everything_is_told(counts: dict[str, int]) -> None:
    """The negative control really tells every cut that somebody answered."""
    assert everything(counts).exact == {c for c in CUTS if size(c, counts)}


def test_nothing_told() -> None:
    """Neither figures nor an order."""
    assert nothing_told({"cuts": {}, "ranked": []})
    assert not nothing_told({"cuts": {}, "ranked": ["m"]})
    assert not nothing_told({"cuts": {"m": {}}, "ranked": []})


def test_what_is_no_answer_is_left_out() -> None:
    """Other points than one to five, two points at once, unknown options, empty words; and what nobody asked."""
    one = Question("o", "one", Text("k"), options=(Text("a"), Text("b")))
    many = Question("m", "many", Text("k"), options=(Text("a"), Text("b"), Text("c")))
    text = Question("t", "text", Text("k"))
    asked = [SCALE, one, many, text]
    assert answered(asked, {"q": ["3"], "o": ["1"], "m": ["2", "0", "2"], "t": [" hei\x00 "], "x": ["1"]}) == {
        "q": 3,
        "o": 1,
        "m": [0, 2],
        "t": "hei",
    }
    assert answered(asked, {"q": ["6"], "o": ["2"], "m": ["9"], "t": ["  "]}) == {}
    assert answered(asked, {"q": ["1", "2"], "o": [""], "m": []}) == {}
    assert answered(asked, {"q": ["0"], "o": ["-1"], "m": ["²"]}) == {}
    assert len(str(answered([text], {"t": ["a" * 5000]})["t"])) == 1000


@pytest.mark.parametrize(("values", "mean"), [((1, 2), 2), ((5, 5, 4), 5), ((1,), 1), ((2, 3, 3, 2), 3)])
def test_themes_together(values: tuple[int, ...], mean: int) -> None:
    """A respondent's themes become their mean, rounded half up; what was said of each is gone."""
    sheet: dict[str, Any] = {f"theme:{n}": v for n, v in enumerate(values)}
    assert with_pooled({**sheet, "planned": 4}) == {"planned": 4, POOLED: mean}
    assert with_pooled({"planned": 4}) == {"planned": 4}


def test_a_question_is_kept_and_restored() -> None:
    """As it was."""
    for question in (
        SCALE,
        of_theme("hyte", Text("Hyte", "Hyte", "Hyte")),
        Question("own1", "one", Text("k"), options=(Text("a"), Text("b"))),
    ):
        assert restored(question.kept()) == question


def test_four_minutes() -> None:
    """The six statements and twelve themes fit; the time grows by every question."""
    themes = [(str(n), Text("t")) for n in range(12)]
    assert seconds(assembled(statements(), themes, [])) <= LONGEST
    assert seconds([SCALE, SCALE]) > seconds([SCALE]) > seconds([])


def test_the_six_statements_and_earlier_waves() -> None:
    """Six of them in three languages; three published waves; what was not read is not there."""
    assert len(statements()) == 6
    assert all(s.text.complete and s.short.complete and s.asks.complete for s in statements())
    assert [w.year for w in published()] == [2022, 2023, 2024]
    assert not published()[2].told
    assert all(w.source.startswith("https://") for w in published() if w.told)


def test_every_pair_of_groups_is_attacked() -> None:
    """The drill's attacker tries all 63 sets of groups."""
    assert len(SUBSETS) == len({*SUBSETS}) == sum(1 for n in range(1, 7) for _ in combinations(GROUPS, n))
    assert releasing.EXACT == 10
    assert releasing.RANKED == 5
