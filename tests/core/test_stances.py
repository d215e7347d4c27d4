"""Two signatures: what the parties' words amount to. Only decisions of the present text are agreement; silence never is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.verdict import no
from yhdyspinta.core.stances.positions import POSITIONS, STEPS, Agreement, Said, agreement_of
from yhdyspinta.core.stances.rules import Words, says_enough

DAY = date(2026, 11, 24)
said = st.builds(
    Said,
    party=st.integers(1, 6),
    step=st.sampled_from(STEPS),
    position=st.sampled_from(POSITIONS),
    version=st.integers(1, 4),
    on=st.integers(0, 400).map(lambda n: DAY - timedelta(days=n)),
    number=st.integers(0, 10_000),
)
told = st.lists(said, max_size=20, unique_by=lambda s: s.number)
parties = st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True)


def groups(found: Agreement) -> list[tuple[int, ...]]:
    """All five."""
    return [found.accepted, found.with_changes, found.differing, found.earlier, found.unanswered]


@given(parties, told, st.integers(1, 4))
def test_each_party_is_in_exactly_one_group(asked: list[int], words: list[Said], version: int) -> None:
    """In the order it was named; the count is of the asked ones, whatever others say."""
    found = agreement_of(asked, words, version)
    assert sorted(p for group in groups(found) for p in group) == sorted(asked)
    assert found.parties == len(asked)
    for group in groups(found):
        assert list(group) == [p for p in asked if p in group]


@given(parties, told, st.integers(1, 4))
def test_it_holds_only_when_every_party_has_last_accepted_this_text(
    asked: list[int], words: list[Said], version: int
) -> None:
    """By each party's newest decision, counted here one by one; the day is that of the last acceptance."""
    last: dict[int, Said | None] = {}
    for party in asked:
        own = [s for s in words if s.party == party and s.step == "decision" and s.version <= version]
        last[party] = max(own, key=lambda s: (s.version, s.number), default=None)
    every = all(s is not None and s.version == version and s.position == "accepted" for s in last.values())
    found = agreement_of(asked, words, version)
    assert found.holds == every
    assert found.since == (max(s.on for s in last.values() if s is not None) if every else None)


@given(parties, told, st.integers(1, 4), said)
def test_views_and_strangers_change_nothing(asked: list[int], words: list[Said], version: int, one: Said) -> None:
    """A view in preparation, and the word of somebody who is no party."""
    before = agreement_of(asked, words, version)
    stranger = Said(99, "decision", one.position, one.version, one.on, 20_000)
    view = Said(asked[0], "view", one.position, one.version, one.on, 20_001)
    assert agreement_of(asked, [*words, stranger, view], version) == before


@given(parties, told, st.integers(1, 4))
def test_a_new_text_asks_everybody_again(asked: list[int], words: list[Said], version: int) -> None:
    """What was decided of the text before never holds of the next one; who had decided is told apart from the silent."""
    words = [s for s in words if s.version <= version]
    found = agreement_of(asked, words, version + 1)
    assert groups(found)[:3] == [(), (), ()]
    assert not found.holds
    spoke = {*(p for group in groups(agreement_of(asked, words, version))[:4] for p in group)}
    assert set(found.earlier) == spoke


def test_what_a_stance_must_tell() -> None:
    """A differing view its reason, a decision who decided, another's decision its source; nothing from the future."""
    good = Words("decision", "accepted", DAY, body="Kunnanhallitus", section="12")
    assert says_enough(good, on_behalf=False, today=DAY)
    for words, behalf, code in (
        (Words("decision", "accepted", DAY + timedelta(days=1), body="X"), False, "stances_future"),
        (Words("decision", "differing", DAY, body="X"), False, "stances_needs_reason"),
        (Words("view", "accepted_with_changes", DAY, reason=" "), False, "stances_needs_reason"),
        (Words("decision", "accepted", DAY), False, "stances_needs_body"),
        (good, True, "stances_needs_source"),
        (Words("view", "accepted", DAY, link="https://example.org"), True, "stances_needs_source"),
    ):
        assert says_enough(words, on_behalf=behalf, today=DAY) == no(code)
    assert says_enough(Words("view", "accepted", DAY), on_behalf=False, today=DAY)
