"""What the records say of a duty: (duty, who, records, declarations, day) → situation, next day, reasons. Pure.

Overdue is rare: a binding duty with a statutory date, met by an organisation that has declared its records complete
from before the period began. Everything else without a record says only that nothing is recorded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.periods import Period
from yhdyspinta.core.common.words import Word
from yhdyspinta.core.evidence.records import Record
from yhdyspinta.core.interfaces.cells import Contribution, Finding, Flag, Situation, summary
from yhdyspinta.core.law.duties import Duty
from yhdyspinta.core.law.schedule import Moment, add_interval, moment, next_time, term_on
from yhdyspinta.core.registry.atlas import Unit

OBSERVABLE = frozenset(
    {"negotiation", "plan", "report", "agreement", "cooperation_body", "notification", "joint_preparedness"}
)
"""Kinds of duty whose fulfilment leaves a dated trace; the others count only where something is recorded."""

Weight = Literal["expected", "counts_if_recorded", "not_counted"]


@dataclass(frozen=True)
class Assessment:
    """One duty of one unit on a day. `records`: newest first; `used`: the one the situation rests on."""

    duty: Duty
    unit: Unit
    on: date
    situation: Situation
    moment: Moment
    flags: frozenset[Flag] = frozenset()
    records: tuple[Record, ...] = ()
    records_from: date | None = None
    late_since: date | None = None
    used: Record | None = None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The reasons in words, successes first; made when somebody reads them."""
        if self.moment.force != "in_force":
            return (_force_finding(self.duty, self.moment),)
        return _findings(self)

    @property
    def next_date(self) -> date | None:
        """The next day that matters, if it is still to come and the duty is not yet met in its period."""
        due = self.moment.due
        if due is None or due < self.on:
            return None
        met = self.situation == "in_place" and self.duty.clock.rule != "every"
        return None if met else due


WEIGHTS: tuple[tuple[str, Weight, Callable[[Duty], bool]], ...] = (
    ("weight_individual", "not_counted", lambda d: d.individual),
    ("weight_voluntary", "not_counted", lambda d: d.binding != "shall"),
    ("weight_no_theme", "not_counted", lambda d: not d.themes),
    ("weight_event", "counts_if_recorded", lambda d: d.clock.rule == "on_event"),
    ("weight_no_trace", "counts_if_recorded", lambda d: d.kind not in OBSERVABLE),
    ("weight_conditional", "counts_if_recorded", lambda d: d.clock.conditional),
    ("weight_school", "counts_if_recorded", lambda d: d.clock.per_school),
    ("weight_expected", "expected", lambda d: True),
)
"""How a duty counts in a cell: the first line that holds decides. Words: `rule:<code>`."""

LATE_NEEDS = ("late_binding", "late_statute", "late_declared", "late_unmet")
STALE_WHEN = ("stale_term", "stale_expired", "stale_earlier")
"""What `late_since`, `_stale` and `_outdated` ask for, in the order they ask it. Words: `rule:<code>`."""


def weight(duty: Duty) -> Weight:
    """How a duty counts in a cell, by WEIGHTS."""
    return next(counts for _, counts, holds in WEIGHTS if holds(duty))


def assess(
    duty: Duty,
    unit: Unit,
    records: Sequence[Record],
    *,
    on: date,
    complete_from: date | None = None,
    earlier: date | None = None,
    whole: Moment | None = None,
) -> Assessment:
    """The situation of a duty for a unit on a day.

    records        those of this duty and unit, in any order; later ones than `on` are ignored
    complete_from  from when the unit's records are declared complete, None when nobody has said so
    earlier        the day the region has jointly set for itself
    whole          the moment of the wider plan this duty is part of
    """
    known = sorted((r for r in records if r.happened_on <= on), key=_newest_first)
    acts = [r for r in known if r.is_act]
    full = [r for r in acts if r.extent == "whole" and not missing_parties(duty, unit, r)]
    last = full[0] if full else None
    now = moment(
        duty,
        carrier=unit.carrier,
        on=on,
        last=last.happened_on if last else None,
        last_until=last.holds_until if last else None,
        earlier=earlier,
        whole=whole,
    )
    if now.force != "in_force":
        return Assessment(duty, unit, on, "not_applicable", now, records=tuple(known), records_from=complete_from)
    situation, used = _situation(duty, now, known, acts, full, on)
    late = late_since(duty, now, full, on=on, complete_from=complete_from)
    stale = _outdated(duty, now, acts, on) if used is None else _stale(duty, used, on)
    flags: set[Flag] = {"overdue"} if late else set()
    return Assessment(
        duty=duty,
        unit=unit,
        on=on,
        situation=situation,
        moment=now,
        flags=frozenset(flags | {"stale"}) if stale else frozenset(flags),
        records=tuple(known),
        records_from=complete_from,
        late_since=late,
        used=used,
    )


JOINT_KINDS = frozenset({"negotiation", "agreement", "cooperation_duty"})


def missing_parties(duty: Duty, unit: Unit, record: Record) -> int:
    """How many of those who must meet a joint duty together are not named in the record; a part until all are.

    A joint body is set up by one of them for all, so there the record of one is enough.
    """
    if unit.carrier != "region" or duty.kind not in JOINT_KINDS:
        return 0
    return sum(1 for o in unit.orgs if o.id not in record.parties)


def _newest_first(record: Record) -> tuple[int, bool, bool, int]:
    """Newest first; of one day's records acts before states, preparation before not begun; then a fixed order."""
    return -record.happened_on.toordinal(), not record.is_act, record.kind == "not_started", record.public_id.int


def _current(duty: Duty, now: Moment, records: Sequence[Record]) -> list[Record]:
    """Records that belong to the period: by their day where the rule has periods, else all."""
    if duty.clock.rule in ("council_term", "yearly") and now.period is not None:
        period = now.period
        early = duty.in_force_from
        if early is None or period.start != early:
            return [r for r in records if r.happened_on in period]
        # A body or plan made ready in the year before the statute took effect belongs to the first period.
        ready = add_years(early, -1)
        return [r for r in records if ready <= r.happened_on and (r.happened_on in period or r.happened_on < early)]
    return list(records)


def _situation(
    duty: Duty, now: Moment, known: Sequence[Record], acts: Sequence[Record], full: Sequence[Record], on: date
) -> tuple[Situation, Record | None]:
    """The situation and the record it rests on."""
    done = _current(duty, now, full)
    if done:
        expired = done[0].holds_until is not None and done[0].holds_until < on
        overrun = duty.clock.rule in ("every", "fixed_term") and now.due is not None and now.due < on
        return ("partly" if expired or overrun else "in_place"), done[0]
    if parts := _current(duty, now, acts):
        return "partly", parts[0]
    states = _current(duty, now, [r for r in known if not r.is_act and _of_this_term(r, on)])
    if not states:
        return "unknown", None
    return ("under_preparation" if states[0].kind == "preparation" else "not_started"), states[0]


def _of_this_term(record: Record, on: date) -> bool:
    """A statement of a state holds for the council term it was made in; what was being prepared then is history now."""
    term, _ = term_on("both", on)
    return term is None or record.happened_on >= term.start


def _outdated(duty: Duty, now: Moment, acts: Sequence[Record], on: date) -> bool:
    """Met in an earlier period and not in this one. A yearly act is fresh until this year's day has come."""
    if not acts:
        return False
    if duty.clock.rule == "yearly" and now.previous is not None:
        return acts[0].happened_on < now.previous.start or (now.due is not None and now.due < on)
    return True


def _stale(duty: Duty, used: Record, on: date) -> bool:
    """A standing arrangement that nobody has stood behind in this council term, or whose own time has run out."""
    if not used.is_act:
        return False
    if used.holds_until is not None and used.holds_until < on:
        return True
    if duty.clock.rule in ("council_term", "yearly", "once"):
        return False
    term, _ = term_on("both", on)
    return term is not None and used.fresh_on(on) < term.start


def late_since(duty: Duty, now: Moment, full: Sequence[Record], *, on: date, complete_from: date | None) -> date | None:
    """The passed statutory day that was not met and has not been made good since, or None.

    Needs a declaration that covers the whole time in which it could have been met: nobody is late because nobody typed.
    """
    if complete_from is None or not duty.can_be_late or duty.clock.no_day:
        return None
    last = full[0].happened_on if full else None
    for start, due in _windows(duty, now, full, complete_from, on):
        met = last is not None and (last >= start or duty.clock.rule in ("once", "continuous"))
        if due < on and complete_from <= start and not met:
            return due
    return None


def _windows(duty: Duty, now: Moment, full: Sequence[Record], complete_from: date, on: date) -> list[tuple[date, date]]:
    """(first day on which it could be met, statutory day), newest first."""
    clock, start = duty.clock, duty.in_force_from or on
    last = full[0] if full else None
    match clock.rule:
        case "every":
            if last is not None and last.happened_on >= max(complete_from, start):
                due = next_time(clock, last.happened_on, last.holds_until)
                return [(last.happened_on + timedelta(days=1), due)] if due else []
            base = max(complete_from, start)
            # What was done before the records were complete may have been done again unseen: count from there.
            return [(base + timedelta(days=1), add_interval(base, clock.every, clock))]
        case "fixed_term":
            ended = last.holds_until if last else None
            return [(last.happened_on + timedelta(days=1), ended)] if last and ended else []
        case "once" | "continuous":
            return [(start, clock.by)] if clock.by else []
        case "council_term" | "yearly":
            return _period_windows(duty, now)
        case "on_event":
            return []


def _period_windows(duty: Duty, now: Moment) -> list[tuple[date, date]]:
    clock, found = duty.clock, []
    first = duty.clock.first_by
    if clock.rule == "council_term" and now.period is not None and first is not None and first in now.period:
        found.append((now.period.start, first))
    for period in (now.period, now.previous):
        if period is not None and clock.yearly_by:
            month, day = map(int, clock.yearly_by.split("-"))
            found.append((period.start, date(period.start.year, month, day)))
        elif period is not None and period.end is not None:
            found.append((period.start, period.end))
    return [(start, due) for start, due in found if first is None or due >= first]


def _force_finding(duty: Duty, now: Moment) -> Finding:
    if now.force == "not_yet" and duty.in_force_from:
        return Finding("duty_not_yet", (("day", duty.in_force_from),))
    if now.force == "ended" and duty.in_force_until:
        return Finding("duty_ended", (("day", duty.in_force_until),))
    return Finding("duty_pending")


def _findings(a: Assessment) -> tuple[Finding, ...]:
    duty, now, used, late = a.duty, a.moment, a.used, a.late_since
    found = [record_finding(r, duty) for r in a.records[:4]]
    if used is not None:
        missing = missing_parties(duty, a.unit, used) if used.is_act else 0
        if missing:
            total = len(a.unit.orgs)
            found.append(Finding("parties_named", (("n", str(total - missing)), ("total", str(total)))))
        if used.unconfirmed:
            found.append(Finding("record_on_behalf"))
    elif now.period is not None:
        found.append(_no_record(duty, now))
        previous = now.previous
        term = duty.clock.rule == "council_term" and previous is not None
        if term and previous is not None and not any(r.happened_on in previous for r in a.records):
            found.append(Finding("no_record_previous", _span(previous)))
    if late is not None:
        found.append(Finding("late_since", (("day", late),)))
    if used is not None and "stale" in a.flags:
        found.append(Finding("record_stale"))
    if now.due is not None and late is None and not (a.situation == "in_place" and duty.clock.rule != "every"):
        found.append(Finding(_due_code(duty, now, a.on), (("day", now.due),)))
    return tuple(found)


def _due_code(duty: Duty, now: Moment, on: date) -> str:
    """How the day is worded: a day the statute names, the end of a term, a recommended time, a day that has passed."""
    if now.basis == "statute" and now.due is not None and now.due < on:
        return "due_passed"
    if now.basis == "statute" and duty.clock.rule == "council_term" and now.period and now.due == now.period.end:
        return "due_statute_term"
    return f"due_{now.basis}"


def record_finding(record: Record, duty: Duty) -> Finding:
    """A record as a reason: what, when, from which source."""
    code = "record_part" if record.extent == "part" and record.is_act else "record_whole"
    if not record.is_act:
        code = f"record_{record.kind}"
    params = (
        ("what", Word(f"evidence:{record.kind}")),
        ("title", record.title),
        ("when", when(record)),
        ("duty", duty.title),
    )
    return Finding(code, params, "obligations:evidence", (str(record.public_id),), good=record.is_act)


def when(record: Record) -> str | date:
    """The day as exactly as it is known: a date, month.year or year."""
    if record.precision == "year":
        return str(record.happened_on.year)
    return (
        f"{record.happened_on.month}/{record.happened_on.year}" if record.precision == "month" else record.happened_on
    )


def _span(period: Period) -> tuple[tuple[str, date], ...]:
    return (("start", period.start), ("end", period.end or period.start))


def _no_record(duty: Duty, now: Moment) -> Finding:
    if now.period is not None and now.period.end is not None and duty.clock.rule in ("council_term", "yearly"):
        return Finding("no_record_period", _span(now.period))
    return Finding("no_record")


CELL_RECORDS = 40
"""Of a cell's records as many as anybody reads there; all are on the theme's page by duty."""


def contribution(assessments: Sequence[Assessment]) -> Contribution:
    """One cell of the law column from every duty × unit of a region and theme (the written table: docs/map-rule.md)."""
    counted = [a for a in assessments if _counts(a)]
    flags = frozenset(f for a in counted for f in a.flags)
    declared = [a.records_from for a in counted if "overdue" in a.flags] or [
        a.records_from for a in counted if a.records_from is not None
    ]
    return Contribution(
        situation=summary(_weighed(a) for a in counted),
        findings=(*_records_of(counted), *dict.fromkeys(f for a in counted for f in _cell_findings(a))),
        flags=flags,
        records_from=min((d for d in declared if d is not None), default=None),
    )


def _records_of(counted: Sequence[Assessment]) -> list[Finding]:
    """The records behind a cell, each once, in the order of the duties, up to CELL_RECORDS."""
    found: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for a in counted:
        if not a.records:
            continue
        for f in a.findings:
            if f.code.startswith("record_") and f.code != "record_stale":
                found.setdefault((f.code, f.url_args), f)  # one act can be a record of several duties
        if len(found) >= CELL_RECORDS:
            break
    return list(found.values())[:CELL_RECORDS]


def _cell_findings(a: Assessment) -> list[Finding]:
    """What a cell tells of one duty by name: what is late, missing from the period or to be updated."""
    found: list[Finding] = []
    name = ("duty", a.duty.title)
    there = ("obligations:duty", (a.duty.code,))
    if a.late_since is not None:
        found.append(Finding("cell_late", (name, ("day", a.late_since)), *there))
    elif a.records and a.situation == "unknown" and a.moment.period is not None and a.moment.period.end is not None:
        found.append(Finding("cell_gap", (name, *_span(a.moment.period)), *there))
    elif "stale" in a.flags:
        found.append(Finding("cell_stale", (name,), *there))
    return found


def _weighed(a: Assessment) -> Situation:
    """How an assessment counts in the cell: met in an earlier period but not in this one is a part."""
    return "partly" if a.situation == "unknown" and any(r.is_act for r in a.records) else a.situation


def _counts(a: Assessment) -> bool:
    kind = weight(a.duty)
    return kind == "expected" or (kind == "counts_if_recorded" and bool(a.records))
