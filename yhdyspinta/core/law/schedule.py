"""The clock of the law, pure: (duty, kind of organisation, day) → the period a record is looked for, and the day.

A duty's day is statutory only where the statute names one. Where it does not (`interpretation`) the end of the term or
year is a recommended time and nothing more. Source of the terms: law/catalogue/catalogue.toml.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from yhdyspinta.core.common.dates import add_months, add_years
from yhdyspinta.core.common.periods import Period
from yhdyspinta.core.law.duties import Clock, Council, CouncilTerm, Duty, catalogue

Force = Literal["in_force", "not_yet", "ended", "pending"]
DueBasis = Literal["statute", "interpretation", "region", "none"]
Carrier = Literal["county", "municipality", "helsinki", "hus", "region", "area", "other"]


@dataclass(frozen=True, slots=True)
class Moment:
    """What the clock says on a day. `previous`: the closed period before, where the rule has periods."""

    force: Force
    period: Period | None = None
    due: date | None = None
    basis: DueBasis = "none"
    previous: Period | None = None


def terms_of(council: Council, known: tuple[CouncilTerm, ...] | None = None) -> list[Period]:
    """Council terms, known ones first, then derived to 2100: four years from the first of June.

    `both` is the time both councils sit: a joint duty's term starts when the later council does.
    """
    return list(_terms(council, catalogue().terms if known is None else known))


@lru_cache(maxsize=32)
def _terms(council: Council, known: tuple[CouncilTerm, ...]) -> tuple[Period, ...]:
    """The same, made once: every assessment asks."""
    if council == "both":
        pairs = zip(_terms("county", known), _terms("municipal", known), strict=True)
        return tuple(Period(max(a.start, b.start), min(a.end or b.end or a.start, b.end or a.start)) for a, b in pairs)
    terms = [Period(t.start, t.end) for t in sorted(known, key=lambda t: t.start) if t.body in (council, "both")]
    while terms[-1].end is not None and terms[-1].end.year < 2100:
        start = terms[-1].end + timedelta(days=1)
        terms.append(Period(start, add_years(start, 4) - timedelta(days=1)))
    return tuple(terms)


def term_on(council: Council, on: date) -> tuple[Period | None, Period | None]:
    """(the term that runs on the day, the one before it)."""
    previous: Period | None = None
    for term in _terms(council, catalogue().terms):
        if on in term:
            return term, previous
        previous = term
    return None, None


def council_for(clock: Clock, carrier: Carrier) -> Council:
    """Whose term counts. Helsinki has one council for both roles; HUS follows the county councils."""
    if carrier == "helsinki":
        return "municipal"
    if carrier == "hus":
        return "county"
    return clock.council


def force_on(duty: Duty, on: date) -> Force:
    """Whether the duty binds on the day."""
    if duty.status in ("pending", "uncertain") or duty.in_force_from is None:
        return "pending"
    if on < duty.in_force_from:
        return "not_yet"
    if duty.in_force_until is not None and on > duty.in_force_until:
        return "ended"
    return "in_force"


def moment(
    duty: Duty,
    *,
    carrier: Carrier,
    on: date,
    last: date | None = None,
    last_until: date | None = None,
    event: date | None = None,
    earlier: date | None = None,
    whole: Moment | None = None,
) -> Moment:
    """The clock of one duty for one carrier.

    last        the last day on or before `on` when it was met
    last_until  the day until which that plan or decision was made to hold
    event       the last event that an on-event duty follows
    earlier     the day a region has set for itself; counts only when it is inside the period and earlier
    whole       the moment of the wider plan this one is part of; the earlier day counts
    """
    force = force_on(duty, on)
    if force != "in_force" or duty.in_force_from is None:
        return Moment(force)
    found = _by_rule(duty.clock, duty.in_force_from, council_for(duty.clock, carrier), on, last, last_until, event)
    if duty.clock.basis == "none" or duty.clock.no_day:
        found = replace(found, due=None)
    elif found.due is not None:
        found = replace(found, basis=duty.clock.basis)
    if whole is not None and whole.due is not None and (found.due is None or whole.due < found.due):
        found = replace(found, due=whole.due, basis=whole.basis)
    return _with_earlier(found, earlier)


def _with_earlier(found: Moment, earlier: date | None) -> Moment:
    if earlier is None or found.period is None or earlier not in found.period:
        return found
    if found.due is not None and earlier >= found.due:
        return found
    return replace(found, due=earlier, basis="region")


def _by_rule(
    clock: Clock,
    start: date,
    council: Council,
    on: date,
    last: date | None,
    last_until: date | None,
    event: date | None,
) -> Moment:
    match clock.rule:
        case "council_term":
            return _term(clock, start, council, on, last)
        case "yearly":
            return _year(clock, start, on)
        case "every":
            return Moment("in_force", Period(last or start, None), next_time(clock, last, last_until))
        case "once":
            end = clock.by if clock.by and clock.by >= start else None
            return Moment("in_force", Period(start, end), clock.by)
        case "fixed_term":
            return Moment("in_force", Period(last or start, None), last_until)
        case "continuous":
            return Moment("in_force", Period(start, None), clock.by)
        case "on_event":
            due = add_interval(event, clock.within, clock) if event and clock.within else None
            return Moment("in_force", Period(event or start, None), due)


def add_interval(day: date, count: int, clock: Clock) -> date:
    """The day `count` of the clock's units later."""
    if clock.unit == "weeks":
        return day + timedelta(weeks=count)
    return add_months(day, count) if clock.unit == "months" else add_years(day, count)


def _clip(period: Period | None, start: date) -> Period | None:
    """The part of a period in which the duty was in force, if any."""
    if period is None or (period.end is not None and period.end < start):
        return None
    return Period(max(period.start, start), period.end)


def next_time(clock: Clock, last: date | None, last_until: date | None) -> date | None:
    """When something that is renewed from the last time is due: after the interval, or when it was itself made to end.

    An end of its own up to a year past the interval is believed (a five-year body is named before its term begins).
    """
    if last is None:
        return None
    due = add_interval(last, clock.every, clock)
    return last_until if last_until is not None and last_until <= add_years(due, 1) else due


def _term(clock: Clock, start: date, council: Council, on: date, last: date | None) -> Moment:
    term, before = term_on(council, on)
    if clock.first_by and on <= clock.first_by:
        return Moment("in_force", Period(start, clock.first_by), clock.first_by)
    if clock.first_by and term and term.start <= clock.first_by:
        # The term in which the first time fell: what was done early, for the first day, counts here.
        return Moment("in_force", Period(start, term.end), term.end if last else clock.first_by)
    period = _clip(term, start)
    return Moment("in_force", period, period.end if period else None, previous=_clip(before, start))


def _year(clock: Clock, start: date, on: date) -> Moment:
    period = _clip(Period(date(on.year, 1, 1), date(on.year, 12, 31)), start)
    due = period.end if period else None
    if clock.yearly_by:
        month, day = map(int, clock.yearly_by.split("-"))
        due = date(on.year, month, day)
        if due < (clock.first_by or start):
            due = None
    before = _clip(Period(date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)), start)
    return Moment("in_force", period, due, previous=before)


def last_map_day(today: date) -> date:
    """The latest day a map can be drawn for: the end of the council term after the one that runs `today`."""
    term, _ = term_on("both", today)
    return add_years(term.end, 4) if term and term.end else today
