"""Reading the block of law: assessments of duties for regions and organisations. Never stored, always computed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yhdyspinta.core.audit.queries import revision, revisions
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.evidence.queries import ledger
from yhdyspinta.core.evidence.records import Ledger
from yhdyspinta.core.interfaces.catalogue import SITUATION_NAMES
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.law.duties import Duty, catalogue
from yhdyspinta.core.law.schedule import Moment, moment
from yhdyspinta.core.registry.atlas import Atlas, Org, RegionView, Unit, units
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.obligations.compliance import Assessment, assess
from yhdyspinta.rooms.obligations.models import RegionDay

Days = Mapping[tuple[str, str], date]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an assessment reads, fetched once a page: registry, records, the regions' own days."""

    atlas: Atlas
    ledger: Ledger
    days: Days
    state: tuple[object, ...] = ()
    """What it was all read at: the revisions and the catalogue."""
    silent: dict[tuple[object, ...], Assessment] = field(default_factory=dict)
    """Assessments of units with nothing recorded: the same for all units of one kind, so made once."""
    wholes: dict[tuple[object, ...], Moment] = field(default_factory=dict)


def desk() -> Desk:
    """The frozen state of today. A constant number of queries: three when nothing has changed."""
    held = revisions()
    state = (catalogue().digest, *(held.get(name, 0) for name in ("registry", "evidence", "obligations")))
    return Desk(atlas(), ledger(), region_days(), state)


_DAYS: Memo[Days] = Memo(2)


def region_days() -> Days:
    """(region code, duty code) → the day both sides have accepted."""
    return _DAYS.get(revision("obligations"), _load_days)


def _load_days() -> Days:
    rows = RegionDay.objects.filter(withdrawn_at=None, accepted_at__isnull=False)
    return {(r.region.code, r.duty_code): r.day for r in rows.select_related("region")}


def day_proposals(region: str) -> QuerySet[RegionDay]:
    """Proposed and accepted days of a region that stand."""
    return RegionDay.objects.filter(region__code=region, withdrawn_at=None).select_related("region").order_by("-id")


def complete_from(d: Desk, unit: Unit) -> date | None:
    """From when a unit's records are complete: every organisation of it must have said so."""
    said = d.ledger.complete_from
    if not said:
        return None
    declared = [said.get(i) for i in {o.id for o in (*unit.orgs, *unit.bound)}]
    known = [c for c in declared if c is not None]
    return max(known) if known and len(known) == len(declared) else None


def assess_unit(d: Desk, duty: Duty, unit: Unit, region: str, on: date) -> Assessment:
    """One duty of one unit on a day, with everything the desk knows."""
    found = shared_assessment(d, duty, unit, region, on)
    return found if found.unit == unit else replace(found, unit=unit)


def shared_assessment(d: Desk, duty: Duty, unit: Unit, region: str, on: date) -> Assessment:
    """The same, but units with nothing recorded share one answer whose `unit` may be another of their kind."""
    ids = frozenset(o.id for o in unit.orgs)
    records = d.ledger.of(duty.code, ids, on, unit.also)
    complete = complete_from(d, unit)
    earlier = d.days.get((region, duty.code))
    whole = _whole(d, duty, unit, ids, on)
    if records or complete:
        return assess(duty, unit, records, on=on, complete_from=complete, earlier=earlier, whole=whole)
    key = (duty.code, unit.carrier, on, earlier, whole)
    if key not in d.silent:
        d.silent[key] = assess(duty, unit, (), on=on, earlier=earlier, whole=whole)
    return d.silent[key]


def _whole(d: Desk, duty: Duty, unit: Unit, ids: frozenset[int], on: date) -> Moment | None:
    """The moment of the wider plan, when the duty is part of one."""
    if not duty.clock.part_of:
        return None
    wider = catalogue().duties[duty.clock.part_of]
    if unit.carrier == "helsinki" and not wider.applies.helsinki:
        return None
    acts = [r for r in d.ledger.of(wider.code, ids, on) if r.is_act and r.extent == "whole"]
    last = max(acts, key=lambda r: r.happened_on, default=None)
    key = (wider.code, unit.carrier, on, last)
    if key not in d.wholes:
        d.wholes[key] = moment(
            wider,
            carrier=unit.carrier,
            on=on,
            last=last.happened_on if last else None,
            last_until=last.holds_until if last else None,
        )
    return d.wholes[key]


def in_region(d: Desk, view: RegionView, duties: Iterable[Duty], on: date) -> list[Assessment]:
    """Every given duty × its units in a region."""
    return [assess_unit(d, duty, unit, view.area.code, on) for duty in duties for unit in units(duty, view)]


def of_organisation(d: Desk, org: Org, on: date) -> list[Assessment]:
    """What binds an organisation on the day, in the catalogue's order.

    Of a duty that it meets with others in several regions or employment areas: each where something is recorded, and
    one for the rest. A municipality that is an employment authority also has its area's duties.
    """
    also = tuple(a for a in d.atlas.linked_to(org, "authority", on))
    found: dict[str, list[Assessment]] = {}
    for area in {a.code: a for o in (org, *also) for a in d.atlas.regions_of(o, on)}.values():
        view = d.atlas.view(area.code, on)
        for duty in catalogue().duties.values():
            for unit in units(duty, view):
                if org in unit.bound or any(a in unit.bound for a in also):
                    found.setdefault(duty.code, []).append(assess_unit(d, duty, unit, area.code, on))
    return [a for code in catalogue().duties if code in found for a in _told_and_one(found[code])]


def _told_and_one(assessments: list[Assessment]) -> list[Assessment]:
    """Those with something recorded, each unit once; or the first when nothing is."""
    told = {a.unit.key: a for a in assessments if a.records or a.flags}
    return list(told.values()) or assessments[:1]


def duties_of_theme(theme: str) -> list[Duty]:
    """Duties of a theme, the core ones first, in the catalogue's order."""
    order = {"core": 0, "important": 1, "supplementary": 2}
    return sorted((x for x in catalogue().duties.values() if theme in x.themes), key=lambda x: order[x.priority])


def search_duties(words: str, lang: str) -> list[Duty]:
    """Duties whose title, statute or requirement has every word, in any language the reader knows."""
    wanted = words.casefold().split()
    found = []
    for duty in catalogue().duties.values():
        statute = catalogue().statutes[duty.statute]
        texts = (duty.title, duty.requirement, statute.name)
        hay = " ".join(t.get(x) for t in texts for x in ("fi", lang)).casefold() + f" {duty.statute} {duty.code}"
        if wanted and all(w in hay for w in wanted):
            found.append(duty)
    return found


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A coming day of a duty: who, what, on which basis."""

    day: date
    basis: str
    assessment: Assessment
    region: str


_CALENDARS: Memo[tuple[CalendarEntry, ...]] = Memo(60)


def calendar(d: Desk, on: date, until: date, *, region: str = "") -> list[CalendarEntry]:
    """Days of a region, or of all, from `on` to `until`; a duty that each municipality carries appears once."""
    made = _CALENDARS.get(
        (d.state, on, until, region), lambda: tuple(_entries(_asked(d, on, region), until, by_region=bool(region)))
    )
    return list(made)


def calendar_of(d: Desk, org: Org, assessments: Iterable[Assessment], on: date, until: date) -> list[CalendarEntry]:
    """Days of an organisation from what `of_organisation` found on the day."""
    areas = d.atlas.regions_of(org, on)
    return _entries(((areas[0].code if areas else "", a) for a in assessments), until, by_region=True)


def _entries(found: Iterable[tuple[str, Assessment]], until: date, *, by_region: bool) -> list[CalendarEntry]:
    """One entry a duty and day, and a region when asked, in order of day."""
    entries: dict[tuple[str, date, str], CalendarEntry] = {}
    for code, a in found:
        day = a.next_date
        if day is None or day > until or a.duty.individual or a.duty.binding != "shall":
            continue
        key = (a.duty.code, day, code if by_region else "")
        entries.setdefault(key, CalendarEntry(day, a.moment.basis, a, code))
    return sorted(entries.values(), key=lambda e: (e.day, e.assessment.duty.code))


def _asked(d: Desk, on: date, region: str) -> Iterable[tuple[str, Assessment]]:
    """(region, assessment) that a calendar looks at; units with nothing recorded share one."""
    for code in [region] if region else sorted(d.atlas.areas):
        view = d.atlas.view(code, on)
        for duty in catalogue().duties.values():
            # Kept by identity together with the object itself: an id is free again when its object is.
            found = {id(a): a for a in (shared_assessment(d, duty, unit, code, on) for unit in units(duty, view))}
            yield from ((code, a) for a in found.values())


def table_header() -> list[str]:
    """Columns of a table of assessments."""
    first = [_("Duty"), _("Statute"), _("Section"), _("Who"), _("Situation"), _("Next day"), _("Basis of the day")]
    return [*first, _("Reasons")]


def table_rows(assessments: Iterable[Assessment], lang: str) -> list[list[str]]:
    """Assessments as a table has them, in words."""
    rows = []
    for a in assessments:
        situation = SITUATION_NAMES[a.situation].label("law").get(lang)
        day = show_date(a.next_date, lang) if a.next_date else ""
        basis = say(f"basis:{a.moment.basis}", lang=lang) if a.next_date else ""
        reasons = " ".join(say(f.code, f.params, lang) for f in a.findings)
        duty = [a.duty.title.get(lang), a.duty.statute, cite(a.duty.sections, lang)]
        rows.append([*duty, a.unit.name.get(lang), situation, day, basis, reasons])
    return rows
