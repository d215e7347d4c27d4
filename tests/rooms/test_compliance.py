"""What records say of a duty: the table of situations, lateness, staleness; and what holds of any records."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import known
from yhdyspinta.core.evidence.records import Record
from yhdyspinta.core.interfaces.cells import Contribution, Situation, combine, summary
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.law.schedule import Carrier
from yhdyspinta.core.registry.atlas import Org, Unit
from yhdyspinta.rooms.obligations.compliance import Assessment, assess, contribution, weight

TODAY = date(2026, 11, 24)
ORG = Org(1, UUID(int=1), "county", "organisaatiot", "x", "15", Text("X"), "fi", "", "", None, None)


def unit(carrier: Carrier = "county") -> Unit:
    """Somebody who meets duties."""
    return Unit(carrier, "org:1", (ORG,), ORG.name)


def record(day: date, kind: str = "plan", extent: str = "whole", until: date | None = None, **more: object) -> Record:
    """A record of the organisation."""
    values: dict[str, object] = {"confirmed": {}, "on_behalf": False, "precision": "day", **more}
    return Record(uuid4(), kind, Text("t", "t", "t"), day, holds_until=until, extent=extent, source_title="", source_url="",
                  parties=frozenset({1}), **values)  # type: ignore[arg-type]  # named fields of the dataclass  # fmt: skip


def duty(code: str) -> Duty:
    """A duty of the catalogue."""
    return catalogue().duties[code]


STRATEGY, GENERAL = "hyvinvointialuestrategia", "yleinen-neuvottelu-valtuustokausi"
YEARLY, REPORT = "hyte-vuosineuvottelu-hyvinvointialue", "pelastustoimen-vuosiselvitys"
CHILDREN, BODY = "lanu-suunnitelma-hyvinvointialue", "alueellinen-opiskeluhuollon-yhteistyoryhma"


def situation(code: str, *records: Record, on: date = TODAY) -> Situation:
    """The situation of a duty with some records."""
    return assess(duty(code), unit(), records, on=on).situation


def test_nothing_recorded_is_unknown_and_never_late() -> None:
    """Silence is silence, whatever the date."""
    for found in catalogue().duties.values():
        assert "overdue" not in assess(found, unit(), (), on=TODAY).flags


def test_the_table_of_situations() -> None:
    """Whole, part, preparation, not started, and nothing."""
    day = date(2025, 10, 24)
    assert situation(GENERAL, record(day, "negotiation")) == "in_place"
    assert situation(GENERAL, record(day, "negotiation", "part")) == "partly"
    assert situation(GENERAL, record(day, "preparation")) == "under_preparation"
    assert situation(GENERAL, record(day, "not_started")) == "not_started"
    assert situation(GENERAL) == "unknown"
    assert situation("jatehuolto-siirtyma") == "not_applicable"
    assert situation("kotoutumisohjelma", on=date(2024, 1, 1)) == "not_applicable"


def test_a_record_counts_from_its_day() -> None:
    """The day before it is not there."""
    held = record(date(2025, 10, 24), "negotiation", "part")
    assert situation(GENERAL, held, on=date(2025, 10, 23)) == "unknown"
    assert situation(GENERAL, held, on=date(2025, 10, 24)) == "partly"


def test_another_periods_record_is_not_this_ones() -> None:
    """Last year's negotiation leaves this year without a record, to be updated, and that is said."""
    found = assess(duty(YEARLY), unit(), [record(date(2024, 12, 31), "negotiation")], on=TODAY)
    assert found.situation == "unknown"
    assert found.flags == {"stale"}
    assert "no_record_period" in {f.code for f in found.findings}
    assert contribution([found]).situation == "partly"


def test_what_was_prepared_last_term_is_history() -> None:
    """A statement of a state holds for its council term."""
    assert situation(CHILDREN, record(date(2023, 11, 28), "preparation")) == "unknown"
    assert situation(CHILDREN, record(date(2025, 11, 28), "preparation")) == "under_preparation"


def test_a_body_of_the_last_term_needs_updating() -> None:
    """A standing group that nobody has confirmed since the elections."""
    body = record(date(2023, 4, 20), "body")
    assert assess(duty(BODY), unit("region"), [body], on=date(2024, 1, 1)).flags == frozenset()
    assert assess(duty(BODY), unit("region"), [body], on=TODAY).flags == {"stale"}
    confirmed = record(date(2023, 4, 20), "body", confirmed={1: date(2026, 1, 5)})
    assert assess(duty(BODY), unit("region"), [confirmed], on=TODAY).flags == frozenset()
    assert assess(duty(BODY), unit("region"), [confirmed], on=date(2025, 12, 1)).flags == {"stale"}


def test_a_plan_whose_time_has_run_out() -> None:
    """It is a part, to be updated."""
    found = assess(duty(BODY), unit("region"), [record(date(2025, 7, 1), "body", until=date(2026, 6, 30))], on=TODAY)
    assert found.situation == "partly"
    assert found.flags == {"stale"}


def late(code: str, *records: Record, complete: date | None, on: date = TODAY) -> date | None:
    """Since when a duty is late."""
    return assess(duty(code), unit(), records, on=on, complete_from=complete).late_since


def test_late_needs_a_declaration_over_the_whole_period() -> None:
    """The strategy of the term 2022–2025: late only when records are complete from before it began."""
    assert late(STRATEGY, complete=None) is None
    assert late(STRATEGY, complete=date(2022, 3, 2)) is None
    assert late(STRATEGY, complete=date(2022, 3, 1)) == date(2025, 5, 31)
    assert late(STRATEGY, record(date(2024, 1, 1)), complete=date(2022, 3, 1)) is None
    assert late(STRATEGY, record(date(2025, 9, 1)), complete=date(2022, 3, 1)) is None
    assert late(STRATEGY, record(date(2024, 1, 1), extent="part"), complete=date(2022, 3, 1)) == date(2025, 5, 31)
    assert late(STRATEGY, complete=date(2022, 3, 1), on=date(2025, 5, 31)) is None


def test_late_needs_a_statutory_day() -> None:
    """A recommended time never makes anybody late."""
    assert late(GENERAL, complete=date(2021, 1, 1)) is None
    assert late(YEARLY, complete=date(2021, 1, 1)) is None


def test_the_yearly_report_is_late_from_the_first_of_may() -> None:
    """30.4. is the last day."""
    full = date(2023, 1, 1)
    assert late(REPORT, record(date(2025, 4, 1), "report"), complete=full, on=date(2026, 4, 30)) is None
    assert late(REPORT, record(date(2025, 4, 1), "report"), complete=full, on=date(2026, 5, 1)) == date(2026, 4, 30)
    assert late(REPORT, record(date(2026, 5, 9), "report"), complete=full, on=date(2026, 5, 10)) is None
    assert late(REPORT, complete=date(2026, 2, 1), on=date(2026, 5, 1)) is None


def test_four_years_from_the_last_or_from_complete_records() -> None:
    """What was done before records were complete may have been done again unseen."""
    assert (
        late(CHILDREN, record(date(2022, 6, 1)), complete=date(2022, 1, 1)) is None
    )  # in force from 2023: counted from there
    assert late(CHILDREN, complete=date(2021, 1, 1), on=date(2027, 1, 1)) is None
    assert late(CHILDREN, complete=date(2021, 1, 1), on=date(2027, 1, 2)) == date(2027, 1, 1)
    assert late(CHILDREN, record(date(2023, 6, 1)), complete=date(2025, 1, 1), on=date(2028, 1, 1)) is None
    assert late(CHILDREN, record(date(2023, 6, 1)), complete=date(2023, 1, 1), on=date(2028, 1, 1)) == date(2027, 6, 1)


def test_a_single_day_that_passed() -> None:
    """The preparedness group had to be set up by 30.6.2023."""
    group = "alueellinen-valmiusyhteistyoryhma"
    assert late(group, complete=date(2023, 4, 1)) == date(2023, 6, 30)
    assert late(group, complete=date(2023, 4, 2)) is None
    assert late(group, record(date(2024, 1, 1), "body"), complete=date(2023, 4, 1)) is None


def test_client_and_school_matters_never_count() -> None:
    """Seventeen duties about single clients are outside every cell; school inspections never late."""
    weights = [weight(d) for d in catalogue().duties.values()]
    assert weights.count("not_counted") >= 17
    assert all(weight(d) == "not_counted" for d in catalogue().duties.values() if d.individual)
    assert late("kouluympariston-seuranta-3v", complete=date(2021, 1, 1), on=date(2035, 1, 1)) is None


def test_next_dates() -> None:
    """A met duty of a period waits for nothing; one that is renewed from the last does."""
    open_ = assess(duty(STRATEGY), unit(), (), on=TODAY)
    assert open_.next_date == date(2029, 5, 31)
    assert assess(duty(STRATEGY), unit(), [record(date(2025, 9, 1))], on=TODAY).next_date is None
    assert assess(duty(CHILDREN), unit(), [record(date(2025, 9, 1))], on=TODAY).next_date == date(2029, 9, 1)


duties = st.sampled_from(sorted(catalogue().duties.values(), key=lambda d: d.code))
days = st.dates(date(2022, 1, 1), date(2042, 12, 31))
records = st.lists(
    st.builds(
        record,
        days,
        st.sampled_from(["plan", "body", "negotiation", "preparation", "not_started"]),
        st.sampled_from(["whole", "part"]),
    ),
    max_size=5,
)


@settings(max_examples=400)
@given(duties, records, days, st.none() | days)
def test_what_holds_of_any_records(found: Duty, rows: list[Record], on: date, complete: date | None) -> None:
    """Overdue only with a declaration, a statute's day and a passed date; order of records does not matter."""
    a = assess(found, unit(), rows, on=on, complete_from=complete)
    b = assess(found, unit(), list(reversed(rows)), on=on, complete_from=complete)
    assert (a.situation, a.flags, a.late_since) == (b.situation, b.flags, b.late_since)
    if "overdue" in a.flags:
        assert complete is not None
        assert found.can_be_late
        assert a.late_since is not None
        assert a.late_since < on
        assert complete <= a.late_since
    if not any(r.happened_on <= on for r in rows):
        assert a.situation in ("unknown", "not_applicable")
    assert all(r.happened_on <= on for r in a.records)
    assert {f.code for f in a.findings} <= known()
    if a.next_date is not None:
        assert a.next_date >= on


@given(duties, records, days)
def test_a_record_never_makes_anybody_late(found: Duty, rows: list[Record], on: date) -> None:
    """With the same declaration, one more whole act can only help."""
    complete = date(2021, 1, 1)
    before = assess(found, unit(), rows, on=on, complete_from=complete)
    after = assess(found, unit(), [*rows, record(on)], on=on, complete_from=complete)
    assert after.late_since is None or before.late_since is not None


situations = st.lists(
    st.sampled_from(["unknown", "not_started", "under_preparation", "partly", "in_place", "not_applicable"])
)


@given(situations)
def test_the_written_table(parts: list[Situation]) -> None:
    """docs/map-rule.md, row by row."""
    kinds = {p for p in parts if p != "not_applicable"}
    cell = summary(parts)
    if not kinds:
        assert cell == "not_applicable"
    elif kinds == {"in_place"}:
        assert cell == "in_place"
    elif kinds & {"in_place", "partly"}:
        assert cell == "partly"
    elif "under_preparation" in kinds:
        assert cell == "under_preparation"
    else:
        assert cell == ("not_started" if "not_started" in kinds else "unknown")


def test_other_rooms_add_findings_but_never_a_situation() -> None:
    """Without the block's own room the cell is unknown."""
    cell = combine("15", "hyte", "law", [Contribution("in_place", base=False)])
    assert cell.situation == "unknown"
    assert combine("15", "hyte", "law", []).situation == "unknown"


def test_a_cells_records_from_is_of_the_late_one() -> None:
    """What the flag rests on is told."""
    late_one = assess(duty(STRATEGY), unit(), (), on=TODAY, complete_from=date(2022, 3, 1))
    other = assess(duty(YEARLY), unit(), (), on=TODAY, complete_from=date(2021, 2, 2))
    cell = contribution([late_one, other])
    assert "overdue" in cell.flags
    assert cell.records_from == date(2022, 3, 1)


@pytest.mark.parametrize("hour", [0, 21, 22, 23])
def test_a_record_of_today_is_there_all_day(hour: int) -> None:
    """Days are Finnish days; the assessment knows no hours."""
    now = datetime(2026, 11, 24, hour, tzinfo=UTC)
    assert situation(GENERAL, record(now.date(), "negotiation"), on=now.date() + timedelta(days=0)) == "in_place"


def test_an_assessment_is_frozen() -> None:
    """Nothing changes it after it is made."""
    a = assess(duty(STRATEGY), unit(), (), on=TODAY)
    assert isinstance(a, Assessment)
    with pytest.raises(AttributeError):
        a.situation = "in_place"  # type: ignore[misc]  # the point


ORGS = tuple(
    Org(i, UUID(int=i), "municipality", "kunnat", f"k{i}", "", Text("K"), "fi", "", "", None, None) for i in (2, 3)
)
REGION = Unit("region", "region:15", (ORG, *ORGS), Text("R"), (ORG, *ORGS))


def test_a_joint_act_is_whole_only_with_everybody() -> None:
    """A negotiation that names one of three is a part; a joint body set up by one is a body."""
    held = record(date(2025, 10, 24), "negotiation")
    found = assess(duty(GENERAL), REGION, [held], on=TODAY)
    assert found.situation == "partly"
    assert ("parties_named", (("n", "1"), ("total", "3"))) in {(f.code, f.params) for f in found.findings}
    everybody = replace(held, parties=frozenset({1, 2, 3}))
    assert assess(duty(GENERAL), REGION, [everybody], on=TODAY).situation == "in_place"
    assert assess(duty(BODY), REGION, [record(date(2025, 8, 1), "body")], on=TODAY).situation == "in_place"


def test_an_old_plan_is_not_the_first_periods() -> None:
    """A plan of 2013 is not the wellbeing plan of 2023–2025; one of autumn 2022 is."""
    plan = "hyte-kunta-kertomus-ja-suunnitelma"
    assert situation(plan, record(date(2013, 1, 1)), on=date(2024, 1, 1)) == "unknown"
    assert situation(plan, record(date(2022, 11, 1)), on=date(2024, 1, 1)) == "in_place"


def test_what_was_done_before_its_day_is_never_late() -> None:
    """A body set up early, a rule adopted early."""
    full = date(2021, 1, 1)
    assert late("alueellinen-valmiusyhteistyoryhma", record(date(2023, 2, 1), "body"), complete=full) is None
    assert late("hallintosaanto-hairiotilanteet", record(date(2022, 11, 1)), complete=full) is None


def test_the_first_time_has_its_own_day() -> None:
    """The collaborative areas' agreement: first by 31.12.2025, whatever the term; an early one counts; then by term."""
    agreement, full = "yta-yhteistyosopimus", date(2021, 1, 1)
    assert assess(duty(agreement), unit(), (), on=date(2024, 6, 1)).moment.due == date(2025, 12, 31)
    assert late(agreement, complete=full, on=date(2025, 7, 1)) is None
    assert late(agreement, complete=full, on=date(2026, 1, 1)) == date(2025, 12, 31)
    early = record(date(2025, 4, 1), "agreement")
    assert late(agreement, early, complete=full) is None
    assert situation(agreement, early) == "in_place"
    assert late(REPORT, complete=full, on=date(2024, 4, 30)) is None
    assert late(REPORT, complete=full, on=date(2024, 5, 1)) == date(2024, 4, 30)


def test_a_body_named_before_its_term_ends_with_it() -> None:
    """A steering group named 1.12.2024 for 2025–2029 is due at its own end."""
    group = record(date(2024, 12, 1), "body", until=date(2029, 12, 31))
    assert assess(duty("tym-johtoryhma"), unit(), [group], on=date(2029, 12, 15)).moment.due == date(2029, 12, 31)
    assert assess(
        duty(CHILDREN), unit(), [record(date(2025, 1, 1), until=date(2035, 1, 1))], on=TODAY
    ).moment.due == date(2029, 1, 1)


def test_last_years_report_is_fresh_until_this_years_day() -> None:
    """Not to be updated on 1 March."""
    last = record(date(2025, 4, 20), "report")
    assert assess(duty(REPORT), unit(), [last], on=date(2026, 3, 1)).flags == frozenset()
    assert assess(duty(REPORT), unit(), [last], on=date(2026, 5, 1)).flags == {"stale"}


def test_a_day_inside_the_period_is_not_derived() -> None:
    """Influence bodies are set up at the beginning of the term, not by its end."""
    assert assess(duty("aluevaikuttamistoimielimet"), unit(), (), on=TODAY).moment.due is None
