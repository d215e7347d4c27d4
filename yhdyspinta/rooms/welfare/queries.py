"""Reading documents: who sees them, what a chapter shows, what is still open."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.axes import COUNTRY, Place
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.queries import Figures, figures, law
from yhdyspinta.core.interfaces.cells import Finding
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.goals.models import Goal
from yhdyspinta.rooms.welfare.models import Chapter, WelfareDocument
from yhdyspinta.rooms.welfare.outlines import BODIES, JOINED, SECTIONS, Joined, Level, Section

TERM = 5
"""A change is told from so many years before the latest figure, or the nearest after that."""


def level_of(kind: str) -> Level:
    """Helsinki is a municipality."""
    return "county" if kind == "county" else "municipality"


def visible_to(actor: Actor) -> QuerySet[WelfareDocument]:
    """Public ones; drafts of one's own organisation, and of which one writes a chapter. An administrator sees all."""
    rows = WelfareDocument.objects.filter(withdrawn_at=None).select_related("organisation", "region", "programme")
    if actor.is_administrator:
        return rows
    seen = Q(visibility="public") | Q(organisation__public_id__in=actor.belongs_to)
    if owned := actor.owned("chapter"):
        seen |= Q(pk__in=Chapter.objects.filter(public_id__in=owned).values("document"))
    return rows.filter(seen)


def whole(rows: QuerySet[WelfareDocument]) -> QuerySet[WelfareDocument]:
    """With everything that a page of one shows, in a fixed number of queries."""
    return rows.prefetch_related(
        "chapters__left_out", "chapters__added", "chapters__remarks", "nested", "statements", "follows__chapters"
    )


def of_organisation(actor: Actor, organisation: int) -> QuerySet[WelfareDocument]:
    """The latest term first."""
    return visible_to(actor).filter(organisation=organisation).annotate(chapter_count=Count("chapters"))


def section_of(chapter: Chapter) -> Section:
    """What the chapter is about; of one that the outline has no more, its code."""
    known = SECTIONS.get(chapter.code)
    return known or Section(chapter.code, (), Text(chapter.code), Text(), (), ())


def title_of(row: WelfareDocument) -> Text:
    """What it is called."""
    return Text.of(row, "title")


def origin_of(row: WelfareDocument) -> str:
    """As evidence names it."""
    return f"welfare.document:{row.public_id}"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a chapter: the latest value of the organisation and its period, a value some years before, the region's
    and the country's of the same period. None where there is none; `why` then tells: nothing brought, or not told of it."""

    indicator: Indicator
    period: str
    value: float | None
    before: float | None
    before_period: str
    region: float | None
    country: float | None
    why: str = ""

    @property
    def change(self) -> float | None:
        """From `before` to the latest value."""
        return self.value - self.before if self.value is not None and self.before is not None else None


def places_of(org: Org, region: str) -> tuple[Place, Place | None]:
    """Where an organisation and its region lie in the figures; a county is its own region."""
    if org.kind == "county":
        return (("municipality", "091"), None) if region == "90" else (("county", region), None)
    return ("municipality", org.code), ("county", region)


def proposed(section: Section, level: Level) -> list[Indicator]:
    """The proposed figures of a section's themes, in the catalogue's order."""
    every = law().indicators.values()
    return [
        i for i in every if i.proposed and not i.ended and level in i.levels and set(i.themes) & set(section.themes)
    ]


def codes_of(chapter: Chapter, level: Level) -> list[str]:
    """What a chapter shows: the proposed figures without those left out, then those added."""
    left = {x.indicator for x in chapter.left_out.all()}
    known = law().indicators
    shown = [i.code for i in proposed(section_of(chapter), level) if i.code not in left]
    return list(dict.fromkeys([*shown, *(a.indicator for a in chapter.added.all() if a.indicator in known)]))


def lines(codes: Sequence[str], org: Org, region: str, kept: Mapping[str, Figures] | None = None) -> list[Line]:
    """Each figure as it stands now, those that are missing last. One query, none when the figures are given."""
    found = figures(codes) if kept is None else kept
    at, around = places_of(org, region)
    every = [_line(law().indicators[code], found.get(code), at, around) for code in codes]
    return sorted(every, key=lambda line: line.value is None)


def _line(indicator: Indicator, found: Figures | None, at: Place, around: Place | None) -> Line:
    if found is None:
        return Line(indicator, "", None, None, "", None, None, "nothing_brought")
    column = found.axis.index.get(at)
    values, periods = found.latest if column is not None else (None, None)
    if column is None or values is None or periods is None or int(periods[column]) < 0:
        return Line(indicator, "", None, None, "", None, None, "not_told")
    row = int(periods[column])
    period = found.table.periods[row]
    earlier = _earlier(found, column, row)
    region = _value(found, row, around) if around else None
    before, before_period = (float(found.totals[earlier, column]), found.table.periods[earlier]) if earlier is not None else (None, "")  # fmt: skip
    return Line(indicator, period, float(values[column]), before, before_period, region, _value(found, row, COUNTRY))


def _value(found: Figures, row: int, place: Place) -> float | None:
    column = found.axis.index.get(place)
    value = float(found.totals[row, column]) if column is not None else math.nan
    return None if math.isnan(value) else value


def _earlier(found: Figures, column: int, row: int) -> int | None:
    """The first known period of the last TERM years before the latest."""
    first = int(found.table.periods[row][:4]) - TERM
    for earlier in range(row):
        if int(found.table.periods[earlier][:4]) >= first and not math.isnan(float(found.totals[earlier, column])):
            return earlier
    return None


def joined_of(level: Level) -> list[Joined]:
    """Plans that the law joins to the plan of the level."""
    return [j for j in JOINED.values() if level in j.levels]


def goals_of(row: WelfareDocument, actor: Actor) -> list[Goal]:
    """The goals of the programme that is the plan, of those the reader may see; shared priorities first."""
    if row.programme_id is None:
        return []
    mine = goals.visible_to(actor).filter(programme=row.programme_id, ended_on=None)
    return list(goals.whole(mine).order_by("-priority", "id"))


def counterparts(row: WelfareDocument) -> list[WelfareDocument]:
    """The approved plans of a report, or the reports of a plan: of the same years, or the plan goes on where the report ends."""
    other = {"report": "plan", "plan": "report"}.get(row.kind)
    rows = WelfareDocument.objects.filter(
        organisation=row.organisation_id, kind=other or "", state="approved", withdrawn_at=None
    )
    if row.kind == "report":
        near = rows.filter(first_year__lte=row.last_year + 1, last_year__gte=row.first_year)
    else:
        near = rows.filter(first_year__lte=row.last_year, last_year__gte=row.first_year - 1)
    return list(near.select_related("organisation", "region", "programme").prefetch_related("nested").order_by("pk"))


def written_by(actor: Actor) -> list[Chapter]:
    """Chapters that the person has been asked to write, of documents that are being written."""
    owned = actor.owned("chapter")
    if not owned:
        return []
    rows = Chapter.objects.filter(public_id__in=owned, document__state="writing", document__withdrawn_at=None)
    return list(rows.select_related("document__organisation").order_by("document_id", "number"))


def open_points(row: WelfareDocument, goal_count: int, today: date) -> list[Finding]:
    """What is still open, told before it goes to the council: it does not stop it, for the council decides what suffices."""
    here = ("welfare:document", (str(row.public_id),))
    found: list[Finding] = []
    for chapter in row.chapters.all():
        if not Text.of(chapter, "text"):
            what = (("name", section_of(chapter).title),)
            found.append(Finding("welfare_empty", what, "welfare:chapter", (str(chapter.public_id),)))
        if remarks := [r for r in chapter.remarks.all() if r.settled_at is None]:
            what2 = (("name", section_of(chapter).title), ("count", str(len(remarks))))
            found.append(Finding("welfare_remarks", what2, "welfare:chapter", (str(chapter.public_id),)))
    holds = {h for c in row.chapters.all() for h in section_of(c).holds}
    if "goals" in holds and not goal_count:
        found.append(Finding("welfare_no_goals", (), *here))
    if "nested" in holds:
        told = {n.code for n in row.nested.all()}
        level = level_of(row.organisation.kind)
        found += [Finding("welfare_nested_open", (("name", j.name),), *here) for j in joined_of(level) if j.code not in told]  # fmt: skip
    if "statements" in holds:
        given = {s.body: s.given_on for s in row.statements.all()}
        for body in BODIES:
            if given.get(body) is None:
                code = "welfare_statement_missing" if body in given else "welfare_statement_not_asked"
                found.append(Finding(f"{code}:{body}", (), *here))
    return found


def chapter_of(actor: Actor, public_id: UUID) -> QuerySet[Chapter]:
    """A chapter of what the reader may see, with its document."""
    rows = Chapter.objects.filter(document__in=visible_to(actor).values("pk"))
    return rows.filter(public_id=public_id).select_related("document__organisation", "document__region", "document__programme")  # fmt: skip
