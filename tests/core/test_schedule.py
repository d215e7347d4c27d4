"""The clock of the law: known days, and what holds of every duty on every day of 20 years."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.periods import Period
from yhdyspinta.core.law.duties import Clock, Duty, catalogue
from yhdyspinta.core.law.schedule import Carrier, add_interval, moment, term_on, terms_of

duties = st.sampled_from(sorted(catalogue().duties.values(), key=lambda d: d.code))
carriers = st.sampled_from(get_args(Carrier))
days = st.dates(date(2023, 1, 1), date(2043, 1, 1))


def duty(code: str) -> Duty:
    """A duty of the catalogue."""
    return catalogue().duties[code]


def test_council_terms() -> None:
    """Both terms' dates of the notes: apart before 1.6.2025, together after."""
    assert terms_of("county")[0] == Period(date(2022, 3, 1), date(2025, 5, 31))
    assert terms_of("municipal")[0] == Period(date(2021, 8, 1), date(2025, 5, 31))
    assert terms_of("both")[0] == Period(date(2022, 3, 1), date(2025, 5, 31))
    assert (
        terms_of("county")[1:3]
        == terms_of("municipal")[1:3]
        == [
            Period(date(2025, 6, 1), date(2029, 5, 31)),
            Period(date(2029, 6, 1), date(2033, 5, 31)),
        ]
    )


@given(days, st.sampled_from(["county", "municipal", "both"]))
def test_every_day_has_one_term(on: date, council: str) -> None:
    """No gap and no overlap for 20 years."""
    hits = [t for t in terms_of(council) if on in t]  # type: ignore[arg-type]  # sampled from the literal's own words
    assert len(hits) == 1


def test_the_general_negotiation() -> None:
    """By the end of the term; the law names no day."""
    now = moment(duty("yleinen-neuvottelu-valtuustokausi"), carrier="region", on=date(2025, 10, 24))
    assert (now.period, now.due, now.basis) == (
        Period(date(2025, 6, 1), date(2029, 5, 31)),
        date(2029, 5, 31),
        "interpretation",
    )
    assert now.previous == Period(date(2022, 3, 1), date(2025, 5, 31))


def test_a_duty_that_began_in_the_term_starts_then() -> None:
    """The municipal wellbeing plan binds from 1.1.2023, in the middle of a term."""
    now = moment(duty("hyte-kunta-kertomus-ja-suunnitelma"), carrier="municipality", on=date(2024, 1, 1))
    assert now.period == Period(date(2023, 1, 1), date(2025, 5, 31))
    assert now.previous is None


def test_helsinki_follows_its_one_council() -> None:
    """A county council's term is the city council's in Helsinki; HUS follows the county councils."""
    clinic = duty("alueellinen-neuvolasuunnitelma")
    early = date(2023, 6, 1)
    county = replace(clinic, in_force_from=date(2021, 7, 1))
    assert moment(county, carrier="helsinki", on=early).period == Period(date(2021, 8, 1), date(2025, 5, 31))
    assert moment(county, carrier="county", on=early).period == Period(date(2022, 3, 1), date(2025, 5, 31))
    assert moment(county, carrier="hus", on=early).period == Period(date(2022, 3, 1), date(2025, 5, 31))


def test_rescue_report_each_april() -> None:
    """The law names 30.4. of each year."""
    now = moment(duty("pelastustoimen-vuosiselvitys"), carrier="county", on=date(2026, 2, 1))
    assert (now.due, now.basis) == (date(2026, 4, 30), "statute")


def test_every_four_years_from_the_last_and_the_wider_plan_first() -> None:
    """Children's plan: four years from the last; as part of the wellbeing plan the earlier day counts."""
    plan = duty("lanu-suunnitelma-kunta")
    alone = moment(plan, carrier="municipality", on=date(2026, 1, 1), last=date(2024, 2, 29))
    assert (alone.due, alone.basis) == (date(2028, 2, 29), "statute")
    assert moment(plan, carrier="municipality", on=date(2026, 1, 1)).due is None
    wider = moment(duty("hyte-kunta-kertomus-ja-suunnitelma"), carrier="municipality", on=date(2026, 1, 1))
    later = moment(plan, carrier="municipality", on=date(2026, 1, 1), last=date(2026, 1, 1), whole=wider)
    assert (later.due, later.basis) == (date(2029, 5, 31), "interpretation")


def test_weeks_after_an_event() -> None:
    """The employment plan: two weeks after the agreement was approved."""
    now = moment(
        duty("tyovoimapalvelujen-jarjestamissuunnitelma"), carrier="area", on=date(2026, 1, 1), event=date(2025, 12, 24)
    )
    assert now.due == date(2026, 1, 7)


def test_months_after_an_event() -> None:
    """A month later, or its last day."""
    assert add_interval(date(2024, 1, 31), 1, Clock("on_event", "statute", unit="months")) == date(2024, 2, 29)


def test_not_yet_and_no_longer() -> None:
    """Before its day a duty does not bind, after it neither; a pending one not at all."""
    integration = duty("kotoutumisohjelma")
    assert moment(integration, carrier="municipality", on=date(2024, 12, 31)).force == "not_yet"
    assert moment(integration, carrier="municipality", on=date(2025, 1, 1)).force == "in_force"
    assert moment(duty("jatehuolto-siirtyma"), carrier="municipality", on=date(2026, 1, 1)).force == "ended"
    assert (
        moment(duty("kuntouttava-tyotoiminta-siirto-kuntiin"), carrier="municipality", on=date(2026, 1, 1)).force
        == "pending"
    )


def test_a_regions_own_day_counts_only_when_earlier_and_inside() -> None:
    """Not after the due day, not outside the period."""
    general = duty("yleinen-neuvottelu-valtuustokausi")
    on = date(2025, 10, 24)
    assert moment(general, carrier="region", on=on, earlier=date(2026, 12, 31)).basis == "region"
    assert moment(general, carrier="region", on=on, earlier=date(2029, 5, 31)).basis == "interpretation"
    assert moment(general, carrier="region", on=on, earlier=date(2024, 12, 31)).basis == "interpretation"


@given(duties, carriers, days)
def test_what_holds_of_every_clock(duty: Duty, carrier: Carrier, on: date) -> None:
    """The day is inside its own period; the due day is not after it; the previous period ends before it."""
    now = moment(duty, carrier=carrier, on=on)
    if now.force != "in_force" or now.period is None:
        assert now.due is None
        return
    if duty.clock.rule in ("council_term", "yearly"):
        assert on in now.period
        assert now.period.end is not None
        assert now.due is None or now.due <= now.period.end
    if now.previous is not None:
        assert now.previous.end == now.period.start - timedelta(days=1)
    assert (now.due is None) == (now.basis == "none")


@given(duties, carriers, days, st.integers(1, 400))
def test_due_days_never_go_backwards(duty: Duty, carrier: Carrier, on: date, step: int) -> None:
    """As days pass with nothing recorded, the due day stays or moves on."""
    first, later = moment(duty, carrier=carrier, on=on), moment(duty, carrier=carrier, on=on + timedelta(days=step))
    if first.due is not None and later.due is not None:
        assert first.due <= later.due


@given(duties, days, st.dates(date(2023, 1, 1), date(2043, 1, 1)))
def test_the_earlier_of_two_days_wins(duty: Duty, on: date, earlier: date) -> None:
    """Whatever the region sets, the due day is never later than without it."""
    plain = moment(duty, carrier="county", on=on)
    own = moment(duty, carrier="county", on=on, earlier=earlier)
    if plain.due is not None:
        assert own.due is not None
        assert own.due <= plain.due


@given(st.dates(date(2023, 1, 1), date(2040, 2, 29)))
def test_every_n_years_is_exact(last: date) -> None:
    """Four years from the last time, leap days included."""
    now = moment(duty("lanu-suunnitelma-kunta"), carrier="municipality", on=max(last, date(2023, 1, 1)), last=last)
    assert now.due == add_years(last, 4)


@pytest.mark.parametrize("on", [date(2025, 5, 31), date(2025, 6, 1), date(2029, 5, 31), date(2029, 6, 1)])
def test_the_day_a_term_changes(on: date) -> None:
    """31 May is the old term, 1 June the new one."""
    term, before = term_on("both", on)
    assert term is not None
    assert before is not None or on < date(2025, 6, 1)
    assert term.start <= on <= (term.end or on)
    assert (on.month == 6) == (term.start == on)
