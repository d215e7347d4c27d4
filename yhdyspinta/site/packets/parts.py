"""The parts of a packet: each tells what its reader may see on a day, and says so when there is nothing."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.evidence import queries as evidence
from yhdyspinta.core.interfaces.catalogue import LEVELS, SITUATION_NAMES, THEMES
from yhdyspinta.core.law.citations import cite
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import queries as matters
from yhdyspinta.core.matters.ahead import known_ahead
from yhdyspinta.core.press.tree import Block, Bullets, Grid, Paragraph
from yhdyspinta.core.registry.atlas import Org, RegionView
from yhdyspinta.core.ui.templatetags.ui import happened
from yhdyspinta.rooms.agreements import queries as agreements
from yhdyspinta.rooms.agreements import settling
from yhdyspinta.rooms.forums import queries as forums
from yhdyspinta.rooms.forums.models import Meeting
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.obligations import queries as obligations
from yhdyspinta.rooms.statistics import documents
from yhdyspinta.rooms.statistics import queries as statistics
from yhdyspinta.rooms.surveys import queries as surveys
from yhdyspinta.site.briefing.choosing import worth_asking
from yhdyspinta.site.briefing.texts import QUESTIONS as OPEN_QUESTIONS
from yhdyspinta.site.map.access import seen_by
from yhdyspinta.site.map.queries import maps, rows
from yhdyspinta.site.pulse.showing import to_discuss

FEW = 8
QUESTIONS = tuple(
    Text(**row)
    for row in tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))["question"]
)


@dataclass(frozen=True)
class Subject:
    """Whose packet it is: a region's, or one municipality's. `reader`: nothing is told that they may not see."""

    view: RegionView
    org: Org | None
    lang: str
    reader: Actor
    meeting: Meeting | None = None
    """The meeting that it is made for: its agenda comes first."""

    @property
    def region(self) -> str:
        """The region's code."""
        return self.view.area.code

    @property
    def on(self) -> date:
        """The day that it tells of."""
        return self.view.on

    @property
    def name(self) -> str:
        """Of the municipality or the region, in the packet's language."""
        return (self.org.name if self.org else self.view.area.name).get(self.lang)

    @property
    def ids(self) -> frozenset[int]:
        """Registry ids of those whose records it tells."""
        return frozenset({self.org.id}) if self.org else self.view.own_ids


def _or_nothing(blocks: list[Block]) -> list[Block]:
    return blocks or [Paragraph(_("Nothing has been recorded of this."))]


def _bullets(items: Iterable[str]) -> list[Block]:
    told = tuple(items)
    return _or_nothing([Bullets(told)] if told else [])


def _grid(caption: str, columns: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> list[Block]:
    told = tuple(lines)
    return _or_nothing([Grid(caption, columns, told)] if told else [])


def done(of: Subject) -> list[Block]:
    """The latest records of what has happened, with where each is told."""
    found = evidence.of_organisations(of.reader, of.ids, of.on).exclude(kind__in=["preparation", "not_started"])[:FEW]
    return _bullets(
        f"{Text.of(row, 'title').get(of.lang)}, {happened(row)}"
        + (f" ({row.source_title})" if row.source_title else "")
        for row in found
    )


def duties(of: Subject) -> list[Block]:
    """Binding duties in force that have a day or a record; the nearest day first. The others are counted, not listed."""
    d = obligations.desk()
    if of.org:
        found = obligations.of_organisation(d, of.org, of.on)
    else:
        every = obligations.in_region(d, of.view, catalogue().duties.values(), of.on)
        found = list({(a.duty.code, a.situation, a.next_date): a for a in every}.values())
    binding = [a for a in found if a.moment.force == "in_force" and a.duty.binding == "shall"]
    telling = [a for a in binding if a.next_date or a.situation != "unknown"]
    telling.sort(key=lambda a: (a.next_date or date.max, a.duty.code))
    columns = (_("Duty"), _("Section"), _("Situation"), _("Next day"))
    lines = (
        (
            a.duty.title.get(of.lang),
            f"{a.duty.statute} {cite(a.duty.sections, of.lang)}",
            SITUATION_NAMES[a.situation].label("law").get(of.lang),
            show_date(a.next_date, of.lang) if a.next_date else "–",
        )
        for a in telling
    )
    silent = len({a.duty.code for a in binding} - {a.duty.code for a in telling})
    rest = ngettext(
        "Of %(n)d other binding duty nothing is recorded, and it has no day.",
        "Of %(n)d other binding duties nothing is recorded, and they have no day.",
        silent,
    ) % {"n": silent}
    return [*_grid(say("packet:duties"), columns, lines), *([Paragraph(rest)] if silent else [])]


def picture(of: Subject) -> list[Block]:
    """What stands out in the figures, the population, the longer view, the proposed figures of every theme."""
    space, slug = ("kunnat", of.org.slug) if of.org else ("alueet", of.view.area.slug)
    here = statistics.find(space, slug)
    return documents.in_packet(statistics.profile(here, "kaikki", list(THEMES)), of.lang) if here else _or_nothing([])


def ahead(of: Subject) -> list[Block]:
    """Changes that are known a year ahead."""
    found = known_ahead(of.reader, of.region, THEMES, of.on)
    return _bullets(f"{show_date(one.on, of.lang)}: {say(one.what.code, one.what.params, of.lang)}" for one in found)


def shared_goals(of: Subject) -> list[Block]:
    """Each goal with its course and its measures; a municipality's are those that it shares."""
    found = goals.whole(goals.of_region(of.reader, of.region))
    lines = []
    for goal in found:
        if of.org and of.org.id not in {p.id for p in goals.parties_of(goal)}:
            continue
        courses = [say(f"course:{t.progress.course}") for t in goals.told(goal, of.on)]
        work = goals.done(goal, of.on)
        late = sum(one.timing == "late" for one in work)
        ready = sum(one.timing == "done" for one in work)
        lines.append(
            (Text.of(goal, "title").get(of.lang), ", ".join(courses) or "–", f"{ready}/{len(work)}", str(late))
        )
    return _grid(say("packet:goals"), (_("Goal"), _("Course"), _("Measures done"), _("Past their day")), lines)


def labour(of: Subject) -> list[Block]:
    """What the map finds open in the division of labour: nobody, two, no contact, disputed."""
    cells = maps().region(of.region, of.on) if seen_by(of.reader, of.view.area, of.on).shown else {}
    return _bullets(
        f"{THEMES[theme].name.get(of.lang)}: {say(f.code, f.params, of.lang)}"
        for theme, line in rows(cells, of.region)
        for cell in line
        if cell.block == "roles"
        for f in cell.findings
        if not f.good
    )


def agreed(of: Subject) -> list[Block]:
    """Agreements and models that have not ended, with their last day and what they ask."""
    lines = []
    for row in agreements.of_region(of.reader, of.region):
        if of.org and of.org.id not in {p.id for p in agreements.parties_of(row)}:
            continue
        state, term = agreements.state_of(row, of.on), agreements.term_of(row, of.on)
        if state == "ended":
            continue
        asks = [say(f"alarm:{a}") for a in agreements.alarms(row, of.on)]
        ends = show_date(term.ends, of.lang) if term.ends else "–"
        lines.append((Text.of(row, "title").get(of.lang), say(f"term:{state}"), ends, ", ".join(asks) or "–"))
    columns = (_("Agreement or model"), _("State"), _("Last day in force"), _("What it asks"))
    return _grid(say("packet:agreements"), columns, lines)


def problems(of: Subject) -> list[Block]:
    """Open problems of one's own region, level by level; never told to others."""
    lines = []
    for row in settling.problems_visible_to(of.reader).filter(region__code=of.region):
        state = settling.state_of(row, of.on)
        if state is None or state.outcome is not None:
            continue
        if of.org and of.org.id not in {p.id for p in settling.parties_of(row)}:
            continue
        due = show_date(state.due, of.lang) if state.due else "–"
        lines.append((row.title, THEMES[row.theme_code].name.get(of.lang), LEVELS[state.level].name.get(of.lang), due))
    return _grid(say("packet:problems"), (_("Problem"), _("Theme"), _("Level"), _("By")), lines)


def receipts(of: Subject) -> list[Block]:
    """What the joint forums have sent home, and what each party's own body has said; the latest first."""
    asked = matters.visible_to(of.reader).filter(region__code=of.region, withdrawn_at=None, asked_on__lte=of.on)
    if of.org:
        asked = asked.filter(organisation=of.org.id)
    lines = []
    for row in asked.order_by("-asked_on", "id")[:40]:
        said = matters.last(row)
        outcome = say(f"handled:{said.outcome if said and said.decided_on <= of.on else ''}")
        who = Text.of(row.organisation, "name").get(of.lang)
        lines.append((Text.of(row, "title").get(of.lang), who, show_date(row.asked_on, of.lang), outcome))
    return _grid(say("packet:receipts"), (_("Matter"), _("Party"), _("Asked"), _("Receipt")), lines)


def felt(of: Subject) -> list[Block]:
    """The latest survey of the region that the reader may see: both sides beside each other, and what to talk about."""
    every = surveys.told_to(of.reader, of.region, of.on)
    if not every:
        return _or_nothing([])
    told = every[-1]
    name, day = told.title.get(of.lang), show_date(told.closed_on, of.lang)
    lead = _("%(name)s, closed on %(day)s. Per cent of those who answered and agree; fewer than ten are not shown.")
    lines = [
        (
            told.questions[g.code].name.get(of.lang),
            "–" if g.m is None else str(g.m),
            "–" if g.c is None else str(g.c),
            "–" if g.points is None else g.width,
        )
        for g in told.gaps
    ]
    columns = (_("Question"), say("survey_group:m"), _("County"), _("Gap"))
    talk = tuple(f"{words} {ask}".strip() for words, ask in to_discuss(told, of.lang))
    return [Paragraph(lead % {"name": name, "day": day}), *_grid(say("packet:surveys"), columns, lines), Bullets(talk)]


def questions(of: Subject) -> list[Block]:
    """Questions from what is open on the region's map, when the reader may see it, then those that fit every region."""
    found = seen_by(of.reader, of.view.area, of.on)
    cells = maps().region(of.region, of.on) if found.shown else {}
    own = [
        OPEN_QUESTIONS[c.block].get(of.lang).format(theme=found.label(c.theme, of.lang))
        for c in worth_asking(dict(rows(cells, of.region, found.themes)))
    ]
    return [Bullets((*own, *(q.get(of.lang) for q in QUESTIONS)))]


def agenda(of: Subject) -> list[Block]:
    """The points of the meeting: who presents each, how long it takes."""
    if of.meeting is None:
        return _or_nothing([])
    lines = [
        (
            f"{row.number}. {Text.of(row, 'title').get(of.lang)}",
            row.rapporteur or "–",
            str(row.minutes) if row.minutes else "–",
        )
        for row in forums.items(of.meeting)
    ]
    return _grid(say("packet:agenda"), (_("Point"), _("Presented by"), _("Minutes")), lines)


PARTS: Mapping[str, Callable[[Subject], list[Block]]] = {
    "done": done,
    "duties": duties,
    "picture": picture,
    "ahead": ahead,
    "goals": shared_goals,
    "labour": labour,
    "agreements": agreed,
    "problems": problems,
    "receipts": receipts,
    "surveys": felt,
    "questions": questions,
}
"""In their usual order: successes first."""
MEETING: Mapping[str, Callable[[Subject], list[Block]]] = {"agenda": agenda, **PARTS}
"""Of a meeting's packet."""


def parts_for(of: Subject) -> Mapping[str, Callable[[Subject], list[Block]]]:
    """The parts that a packet can have."""
    return MEETING if of.meeting else PARTS
