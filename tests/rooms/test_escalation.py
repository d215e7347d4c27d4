"""How problems climb and are settled: properties, a walk through every state, and cases by the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from yhdyspinta.core.common.dates import is_working_day
from yhdyspinta.rooms.agreements import escalation
from yhdyspinta.rooms.agreements.escalation import (
    ACTS,
    CLOSED,
    LADDER,
    Act,
    Event,
    Level,
    State,
    Tally,
    above,
    due_of,
    levels,
    may_follow,
    state_of,
    tally,
)

MONDAY = date(2026, 3, 2)
LIMITS: dict[Level, int] = {"client": 7, "experts": 14, "top": 30}
A, B, C = 1, 2, 3
days = st.integers(0, 400).map(lambda n: MONDAY + timedelta(days=n))
ladders = st.dictionaries(st.sampled_from(LADDER), st.integers(1, 90))


def raised(on: date = MONDAY, party: int = A) -> Event:
    """A problem of the client level."""
    return Event("raised", on, party, level="client")


def after(*events: Event, on: date = MONDAY, parties: tuple[int, ...] = (A, B)) -> State:
    """Where it is."""
    found = state_of(events, parties, LIMITS, on)
    assert found is not None
    return found


def test_a_ladder_has_its_own_levels() -> None:
    """Those that have days, lowest first; all without an agreement."""
    assert levels(LIMITS) == ("client", "experts", "top")
    assert levels({}) == LADDER
    assert above("client", LIMITS) == "experts"
    assert above("experts", LIMITS) == "top"
    assert above("top", LIMITS) is None
    assert above("political", {}) is None
    assert above("sector", LIMITS) == "top"


def test_a_level_ends_on_a_working_day() -> None:
    """Seven days from a Monday; one that would end on Good Friday or on a weekend ends on the next working day."""
    assert due_of(MONDAY, "client", LIMITS) == date(2026, 3, 9)
    assert due_of(date(2026, 3, 27), "client", LIMITS) == date(2026, 4, 7)  # Good Friday to Easter Monday
    assert due_of(MONDAY, "sector", LIMITS) is None
    assert due_of(MONDAY, "client", {}) is None


def test_raised_and_late() -> None:
    """Open until its day, late from the day after; without agreed days never late."""
    now = after(raised())
    assert (now.name, now.level, now.since, now.raised, now.due) == ("open", "client", MONDAY, MONDAY, date(2026, 3, 9))
    assert not after(raised(), on=date(2026, 3, 9)).late
    late = after(raised(), on=date(2026, 3, 10))
    assert (late.late, late.overrun, late.in_time) == (True, 1, False)
    free = state_of([raised()], (A, B), {}, date(2030, 1, 1))
    assert free is not None
    assert (free.late, free.due, free.in_time) == (False, None, True)
    assert state_of([raised()], (A, B), LIMITS, MONDAY - timedelta(days=1)) is None
    assert state_of([], (A, B), LIMITS, MONDAY) is None
    begins = state_of([Event("raised", MONDAY, A)], (A, B), {"experts": 3}, MONDAY)
    assert begins is not None
    assert begins.level == "experts"


def test_two_levels_and_solved_in_time() -> None:
    """The journey: climbs twice within its days, is offered, one accepts, then the other: solved in time."""
    climbs = [
        Event("tried", MONDAY + timedelta(days=2), B),
        Event("climbed", MONDAY + timedelta(days=7), A),
        Event("climbed", MONDAY + timedelta(days=20), B),
    ]
    now = after(raised(), *climbs, on=MONDAY + timedelta(days=20))
    assert (now.level, now.climbs, now.since) == ("top", 2, MONDAY + timedelta(days=20))
    assert now.due == date(2026, 4, 21)
    assert now.raised == MONDAY
    offered = Event("offered", MONDAY + timedelta(days=30), A, outcome="solved")
    waiting = after(raised(), *climbs, offered, on=MONDAY + timedelta(days=31))
    assert (waiting.name, waiting.waits, waiting.outcome) == ("offered", (B,), "solved")
    done = after(
        raised(), *climbs, offered, Event("accepted", MONDAY + timedelta(days=32), B), on=MONDAY + timedelta(days=99)
    )
    assert (done.name, done.closed, done.waits) == ("solved", MONDAY + timedelta(days=32), ())
    assert (done.in_time, done.late, done.overrun) == (True, False, 0)  # fmt: skip


def test_a_settlement_needs_everybody() -> None:
    """Of three the offerer and one more are not enough; what somebody does not accept is open again, its days run on."""
    offer = Event("offered", MONDAY + timedelta(days=1), A, outcome="disagreed")
    half = after(raised(), offer, Event("accepted", MONDAY + timedelta(days=2), B), on=MONDAY + timedelta(days=2), parties=(A, B, C))  # fmt: skip
    assert (half.name, half.waits) == ("offered", (C,))
    refused = after(raised(), offer, Event("rejected", MONDAY + timedelta(days=3), C), on=MONDAY + timedelta(days=3), parties=(A, B, C))  # fmt: skip
    assert (refused.name, refused.waits, refused.outcome, refused.since) == ("open", (), None, MONDAY)
    twice = [offer, Event("accepted", MONDAY + timedelta(days=2), B), Event("accepted", MONDAY + timedelta(days=2), B)]
    still = after(raised(), *twice, on=MONDAY + timedelta(days=2), parties=(A, B, C))
    assert still.waits == (C,)
    agreed = after(raised(), *twice, Event("accepted", MONDAY + timedelta(days=3), C), on=MONDAY + timedelta(days=3), parties=(A, B, C))  # fmt: skip
    assert (agreed.name, agreed.closed) == ("disagreed", MONDAY + timedelta(days=3))


def test_every_level_past_its_days_is_counted() -> None:
    """Left a day late, left on the day, and the present one; a settlement after its day counts too."""
    first = Event("climbed", MONDAY + timedelta(days=8), A)
    assert after(raised(), first, on=MONDAY + timedelta(days=8)).overrun == 1
    second = Event("climbed", date(2026, 3, 24), B)
    assert due_of(MONDAY + timedelta(days=8), "experts", LIMITS) == date(2026, 3, 24)
    now = after(raised(), first, second, on=date(2026, 3, 24))
    assert (now.overrun, now.climbs, now.late) == (1, 2, False)
    assert after(raised(), first, second, on=date(2026, 12, 1)).overrun == 2
    closing = [Event("offered", date(2026, 12, 1), A, outcome="solved"), Event("accepted", date(2026, 12, 1), B)]
    assert after(raised(), first, second, *closing, on=date(2026, 12, 31)).overrun == 2
    soon = [Event("offered", MONDAY, A, outcome="solved"), Event("accepted", MONDAY + timedelta(days=7), B)]
    assert after(raised(), *soon, on=date(2026, 12, 31)).in_time


def test_an_offer_lapses_when_the_problem_climbs() -> None:
    """What nobody answered is not waited for on the next level."""
    offer = Event("offered", MONDAY, A, outcome="solved")
    now = after(raised(), offer, Event("climbed", MONDAY, A))
    assert (now.name, now.waits, now.outcome, now.level) == ("open", (), None, "experts")
    again = after(raised(), offer, Event("climbed", MONDAY, A), Event("accepted", MONDAY, B))
    assert again.name == "open"


def test_taken_back() -> None:
    """Closed without a settlement; nothing follows."""
    now = after(raised(), Event("withdrawn", MONDAY, A), Event("tried", MONDAY, B))
    assert (now.name, now.closed, now.waits) == ("withdrawn", MONDAY, ())
    assert not any(may_follow(now, act, LIMITS) for acts in ACTS.values() for act in acts)


def test_nothing_climbs_past_the_top() -> None:
    """The elected level is the last."""
    top = Event("raised", MONDAY, A, level="top")
    assert not may_follow(after(top), "climbed", LIMITS)
    assert may_follow(after(top), "offered", LIMITS)
    assert after(top, Event("climbed", MONDAY, A)).climbs == 0
    assert may_follow(None, "raised", LIMITS)
    assert not may_follow(None, "climbed", LIMITS)
    assert not may_follow(after(top), "raised", LIMITS)


@given(days, st.sampled_from(LADDER), ladders)
def test_a_level_has_at_least_its_days(since: date, level: Level, limits: dict[Level, int]) -> None:
    """And at most a long weekend more."""
    due = due_of(since, level, limits)
    if level not in limits:
        assert due is None
        return
    assert due is not None
    assert is_working_day(due)
    over = (due - since).days - limits[level]
    assert 0 <= over <= 5
    assert all(not is_working_day(due - timedelta(days=n)) for n in range(1, over + 1))


@given(ladders)
def test_climbing_reaches_the_top(limits: dict[Level, int]) -> None:
    """From the lowest level, through each once."""
    ladder = levels(limits)
    events = [Event("raised", MONDAY, A), *[Event("climbed", MONDAY, A)] * 9]
    now = state_of(events, (A, B), limits, MONDAY)
    assert now is not None
    assert (now.level, now.climbs) == (ladder[-1], len(ladder) - 1)
    walked = [ladder[0]]
    while (following := above(walked[-1], limits)) is not None:
        walked.append(following)
    assert tuple(walked) == ladder


ACT = st.sampled_from(["raised", "tried", "climbed", "offered", "accepted", "rejected", "withdrawn"])


@given(st.lists(st.tuples(ACT, st.sampled_from([A, B, C])), max_size=12), ladders, days)
@settings(max_examples=300)
def test_the_past_does_not_change(told: list[tuple[Act, int]], limits: dict[Level, int], on: date) -> None:
    """What happens later never changes an earlier day; each state's own invariants hold."""
    events = [Event(act, MONDAY + timedelta(days=n), party, outcome="solved") for n, (act, party) in enumerate(told)]
    now = state_of(events, (A, B, C), limits, on)
    assert now == state_of([e for e in events if e.on <= on], (A, B, C), limits, on)
    if now is None:
        return
    assert (now.closed is None) == (now.name not in CLOSED)
    assert bool(now.waits) == (now.name == "offered")
    assert set(now.waits) <= {A, B, C}
    assert now.level in levels(limits)
    assert now.raised <= now.since <= on
    assert now.overrun <= now.climbs + 1
    assert not (now.late and now.due is None)


def state(name: escalation.StateName, raised_on: date, closed: date | None = None, **more: object) -> State:
    """A problem as it is."""
    fields: dict[str, object] = {
        "name": name,
        "level": "client",
        "since": raised_on,
        "raised": raised_on,
        "closed": closed,
    }
    return State(**(fields | more))  # type: ignore[arg-type]  # the fields of State  # fmt: skip


def test_a_year_in_numbers() -> None:
    """Raised in it, open some time in it, settled in it; taken back ones and other years do not count."""
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    found = tally(
        [
            state("open", first, climbs=1, overrun=1),
            state("offered", last),
            state("solved", date(2025, 12, 1), first),
            state("solved", date(2026, 5, 1), date(2026, 5, 11), climbs=2),
            state("disagreed", date(2026, 6, 1), date(2026, 6, 5), overrun=2),
            state("withdrawn", date(2026, 6, 1), date(2026, 6, 2)),
            state("solved", date(2025, 1, 1), date(2025, 12, 31)),
            state("open", date(2027, 1, 1)),
        ],
        first,
        last,
    )
    assert found == Tally(raised=4, open=2, solved=2, disagreed=1, climbed=2, late=2, days=10)
    assert tally([], first, last) == Tally()


class Walk(RuleBasedStateMachine):
    """Every way through: what may follow follows, what may not changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.day = MONDAY

    def now(self) -> State | None:
        """Where it is."""
        return state_of(self.events, (A, B), LIMITS, self.day)

    @initialize()
    def raise_it(self) -> None:
        """Always first."""
        self.events.append(raised())

    @rule(n=st.integers(1, 20))
    def wait(self, n: int) -> None:
        """Days pass."""
        self.day += timedelta(days=n)

    @precondition(lambda self: self.now() is not None and self.now().name not in CLOSED)
    @rule(act=ACT, party=st.sampled_from([A, B]))
    def do(self, act: Act, party: int) -> None:
        """Somebody tries something."""
        before = self.now()
        self.events.append(Event(act, self.day, party, outcome="solved"))
        if not may_follow(before, act, LIMITS):
            assert self.now() == before
            self.events.pop()

    @invariant()
    def settled_by_both(self) -> None:
        """Nothing is solved that one of the two has not accepted."""
        now = self.now()
        if now is not None and now.name == "solved":
            last = max(i for i, e in enumerate(self.events) if e.act == "offered")
            said = {self.events[last].party} | {e.party for e in self.events[last:] if e.act == "accepted"}
            assert said == {A, B}


TestWalk = pytest.mark.filterwarnings("default")(Walk.TestCase)
