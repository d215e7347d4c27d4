"""Five minutes before a meeting: what is agreed, what is late, what comes to decision, what has changed, what to ask.

Everything is asked with its reader: it tells no more than the pages it links to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.evidence import queries as evidence
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.interfaces.catalogue import BLOCKS, FLAG_NAMES, SITUATION_NAMES
from yhdyspinta.core.interfaces.cells import Cell
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import queries as matters
from yhdyspinta.core.matters.ahead import known_ahead
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.ui.templatetags.ui import happened
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.site.briefing.choosing import ASKED, worth_asking
from yhdyspinta.site.briefing.texts import QUESTIONS
from yhdyspinta.site.map.access import Seen
from yhdyspinta.site.map.queries import Map, changes, maps, rows
from yhdyspinta.site.packets.parts import QUESTIONS as GENERAL

FEW, MORE = 5, 6
"""Lines of a section, lines of the longer ones."""
AHEAD = timedelta(days=400)
"""How far ahead what comes is told: a year and its reports."""
UNASKED = timedelta(days=90)
"""A question without a wished day is late after a season."""
SPEED = 130
"""Words a minute, read with thought."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in words, where it is told, what it is based on; its day when it is to come. `flag`: overdue or stale."""

    text: str
    href: str = ""
    source: str = ""
    on: date | None = None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Five:
    """The five sections. `more`: how many changes there are beyond those told; `since`: from which day on."""

    agreed: tuple[Line, ...]
    late: tuple[Line, ...]
    coming: tuple[Line, ...]
    changed: tuple[Line, ...]
    asked: tuple[Line, ...]
    since: date
    more: int = 0

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one."""
        lines = (*self.agreed, *self.late, *self.coming, *self.changed, *self.asked)
        return max(1, round(sum(len(f"{line.text} {line.source}".split()) for line in lines) / SPEED))


@dataclass(frozen=True)
class Reader:
    """Who reads of which region, for which municipality if any, in which language, since when, following which theme if any."""

    seen: Seen
    org: Org | None
    who: Actor
    lang: str
    since: date
    theme: str = ""

    @property
    def region(self) -> str:
        """The region's code."""
        return self.seen.area.code

    @property
    def on(self) -> date:
        """The day that it is read."""
        return self.seen.view.on

    @property
    def themes(self) -> list[str]:
        """The followed theme, or all of the region's."""
        return [t for t in self.seen.themes if not self.theme or t == self.theme]


def five(of: Reader) -> Five:
    """The five sections of a reader. The map's cells only when the reader may see the map."""
    now = maps()
    cells = now.region(of.region, of.on) if of.seen.shown else {}
    before = now.region(of.region, of.since) if of.seen.shown else {}
    changed = [_change(a, b, of) for a, b in changes(before, cells, of.region, of.themes)]
    if not of.seen.shown:
        changed = _recorded(of)
    paper, shared = agreements.of_region(of.who, of.region), list(goals.whole(goals.of_region(of.who, of.region)))
    agreed, late = _agreed(of, paper, shared), _late(of, cells, paper, shared)
    return Five(
        agreed=tuple(agreed[:FEW]),
        late=tuple(late),
        coming=tuple(sorted(_coming(of), key=lambda line: line.on or date.max)[:MORE]),
        changed=tuple(changed[:MORE]),
        asked=tuple(_asked(of, cells)),
        since=of.since,
        more=max(0, len(changed) - MORE),
    )


def _of_theme(records: QuerySet[Evidence], of: Reader) -> QuerySet[Evidence]:
    """Those that serve a duty of the followed theme."""
    if not of.theme:
        return records
    codes = [d.code for d in catalogue().duties.values() if of.theme in d.themes]
    return records.filter(duties__duty_code__in=codes).distinct()


def _serves(of: Reader, themes: Iterable[str]) -> bool:
    return not of.theme or of.theme in themes


def _agreed(of: Reader, paper: agreements.Rows, shared: goals.Rows) -> list[Line]:
    """Agreements in force, goals that every party has accepted, what was held or made last; the latest first."""
    found: list[tuple[date, Line]] = []
    for row in paper:
        held = agreements.held(row, of.on)
        ours = of.org is None or of.org.id in {p.id for p in agreements.parties_of(row)}
        if held and ours and agreements.state_of(row, of.on) == "in_force" and _serves(of, held.themes):
            name, href = Text.of(row, "title").get(of.lang), reverse("agreements:agreement", args=[row.public_id])
            told = _("In force since %(day)s") % {"day": show_date(held.since, of.lang)}
            found.append((held.since, Line(name, href, told)))
    for goal in shared:
        agreed = goals.agreement(goal)
        ours = of.org is None or of.org.id in {p.id for p in goals.parties_of(goal)}
        if ours and agreed.since and agreed.since <= of.on and _serves(of, [t.theme_code for t in goal.themes.all()]):
            name, href = Text.of(goal, "title").get(of.lang), reverse("goals:goal", args=[goal.public_id])
            found.append((agreed.since, Line(name, href, _("Shared goal"))))
    ids = frozenset({of.org.id}) if of.org else of.seen.view.own_ids
    records = evidence.of_organisations(of.who, ids, of.on).exclude(kind__in=["preparation", "not_started"])
    for record in _of_theme(records, of)[:FEW]:
        told = ", ".join(part for part in (str(happened(record)), record.source_title) if part)
        href = reverse("obligations:evidence", args=[record.public_id])
        found.append((record.happened_on, Line(Text.of(record, "title").get(of.lang), href, told)))
    return [line for _day, line in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _late(of: Reader, cells: Map, paper: agreements.Rows, shared: goals.Rows) -> list[Line]:
    """What is past its day, then what waits for a receipt, then how much is to be confirmed anew."""
    told = []
    stale = 0
    for theme, line in rows(cells, of.region, of.themes):
        for cell in line:
            if "overdue" in cell.flags:
                told.append(Line(_place(cell, of), _href(of, theme), _first(cell, of), flag="overdue"))
            elif "stale" in cell.flags:
                stale += 1
    for agreed in paper:
        if "unreviewed" in agreements.alarms(agreed, of.on) and _serves(of, agreements.themes_on(agreed, of.on)):
            href = reverse("agreements:agreement", args=[agreed.public_id])
            told.append(Line(Text.of(agreed, "title").get(of.lang), href, say("alarm:unreviewed")))
    told += _measures(of, shared)
    silence = Q(due__lt=of.on) | Q(due=None, asked_on__lt=of.on - UNASKED)
    asked = matters.visible_to(of.who).filter(silence, region__code=of.region, withdrawn_at=None, decisions=None)
    if of.org:
        asked = asked.filter(organisation=of.org.id)
    if silent := asked.count():
        words = ngettext("%(n)d receipt is missing.", "%(n)d receipts are missing.", silent) % {"n": silent}
        told.append(Line(words, reverse("matters-of-region", args=[of.seen.area.slug])))
    if stale:
        words = ngettext(
            "%(n)d part of the map is to be confirmed anew.", "%(n)d parts of the map are to be confirmed anew.", stale
        )
        told.append(Line(words % {"n": stale}, _map(of), flag="stale"))
    return told


def _measures(of: Reader, shared: goals.Rows) -> Iterable[Line]:
    """Measures of shared goals whose day has passed; of one organisation those that it is in charge of."""
    for goal in shared:
        late = goals.late(goal, of.on)
        if not late or (of.theme and not _serves(of, [t.theme_code for t in goal.themes.all()])):
            continue
        for row in late:
            if of.org is None or row.owner_id == of.org.id:
                day = row.ends or row.starts
                told = _("Measure, was due %(day)s") % {"day": show_date(day, of.lang)} if day else _("Measure")
                href = reverse("goals:goal", args=[goal.public_id])
                yield Line(Text.of(row, "title").get(of.lang), href, told, flag="overdue")


def _coming(of: Reader) -> Iterable[Line]:
    """Meetings, days of the law, changes that are known, questions to one's own bodies."""
    until = of.on + AHEAD
    meetings = forums.meetings_visible_to(of.who).filter(forum__region__code=of.region, on__gte=of.on, on__lte=until)
    if of.theme:
        meetings = meetings.filter(forum__themes__theme_code=of.theme)
    for meeting in meetings.exclude(state__in=["cancelled", "approved"]).order_by("on", "id")[:MORE]:
        name, href = Text.of(meeting.forum, "name").get(of.lang), reverse("forums:meeting", args=[meeting.public_id])
        yield Line(name, href, _("Meeting of a forum"), meeting.on)
    desk = obligations.desk()
    met = _met(of, desk)
    for entry in obligations.calendar(desk, of.on, until, region=of.region):
        duty = entry.assessment.duty
        if _serves(of, duty.themes) and duty.code not in met:
            told = f"{duty.statute} {say(f'basis_short:{entry.basis}')}"
            yield Line(duty.title.get(of.lang), reverse("obligations:duty", args=[duty.code]), told, entry.day)
    for one in known_ahead(of.who, of.region, of.themes, of.on):
        href = reverse(one.what.url_name, args=one.what.url_args)
        yield Line(say(one.what.code, one.what.params, of.lang), href, _("Known change"), one.on)
    if of.org:
        asked = matters.visible_to(of.who).filter(organisation=of.org.id, withdrawn_at=None, decisions=None)
        for row in asked.filter(due__gte=of.on).order_by("due", "id")[:MORE]:
            href = reverse("matters:consultation", args=[row.public_id])
            yield Line(Text.of(row, "title").get(of.lang), href, _("To be handled by your own body"), row.due)


def _met(of: Reader, desk: obligations.Desk) -> frozenset[str]:
    """Duties that the reader's own organisation has already met: their day is past for it, whatever waits for the others."""
    own = obligations.of_organisation(desk, of.org, of.on) if of.org else []
    left = {a.duty.code for a in own if a.situation != "in_place"}
    return frozenset(a.duty.code for a in own) - left


def _change(before: Cell, after: Cell, of: Reader) -> Line:
    """From what to what a cell has changed, with its first reason."""
    return Line(
        f"{_place(after, of)}: {_state(before, of)} → {_state(after, of)}", _href(of, after.theme), _first(after, of)
    )


def _recorded(of: Reader) -> list[Line]:
    """Of a region whose map is not open: what has been recorded since."""
    ids = of.seen.view.own_ids
    records = evidence.of_organisations(of.who, ids, of.on).filter(recorded_at__date__gte=of.since)
    found = _of_theme(records, of)[: MORE + 1]
    return [
        Line(Text.of(r, "title").get(of.lang), reverse("obligations:evidence", args=[r.public_id]), str(happened(r)))
        for r in found
    ]


def _asked(of: Reader, cells: Map) -> list[Line]:
    """Three questions from what is open on the map; general ones where the map is not told or nothing is open."""
    chosen = worth_asking(dict(rows(cells, of.region, of.themes)), one_theme=bool(of.theme))
    if not chosen:
        return [Line(q.get(of.lang)) for q in GENERAL[:ASKED]]
    return [
        Line(
            QUESTIONS[c.block].get(of.lang).format(theme=of.seen.label(c.theme, of.lang)),
            _href(of, c.theme),
            f"{BLOCKS[c.block].short.get(of.lang)}: {_state(c, of)}",
        )
        for c in chosen
    ]


def _place(cell: Cell, of: Reader) -> str:
    return f"{of.seen.label(cell.theme, of.lang)}, {BLOCKS[cell.block].short.get(of.lang).lower()}"


def _state(cell: Cell, of: Reader) -> str:
    """The situation as its column calls it, and its first flag."""
    words = SITUATION_NAMES[cell.situation].label(cell.block).get(of.lang)
    return ", ".join([words, *(FLAG_NAMES[f].name.get(of.lang).lower() for f in cell.flags[:1])])


def _first(cell: Cell, of: Reader) -> str:
    """Why, in the first words that the map has for it."""
    return next((say(f.code, f.params, of.lang) for f in cell.findings), "")


def _href(of: Reader, theme: str) -> str:
    return reverse("interface", args=[of.seen.area.slug, theme])


def _map(of: Reader) -> str:
    return f"{reverse('region', args=[of.seen.area.slug])}#map"
