"""A wellbeing document as a tree of blocks: what the council reads, in one language, with figures as they are now."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say, show_date
from yhdyspinta.core.indicators.axes import COUNTRY, Place
from yhdyspinta.core.indicators.catalogue import AMOUNTS
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.queries import Figures, figures, law
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Note, Paragraph, Picture, Sources
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.ui.charts import Chart, Series, Tone, line_chart
from yhdyspinta.core.ui.templatetags.ui import written
from yhdyspinta.rooms.goals import queries as goals
from yhdyspinta.rooms.goals.models import Goal
from yhdyspinta.rooms.welfare import queries
from yhdyspinta.rooms.welfare.models import Chapter, WelfareDocument
from yhdyspinta.rooms.welfare.outlines import JOINED
from yhdyspinta.rooms.welfare.queries import Line

DRAWN = 4
"""A line is drawn from at least so many values."""


def of_document(row: WelfareDocument, owner: Org, lang: str, reader: Actor) -> Document:
    """The whole document; its goals are those that the reader may see. The language is active."""
    level = queries.level_of(owner.kind)
    chapters = list(row.chapters.all())
    codes = {c.pk: queries.codes_of(c, level) for c in chapters}
    kept = figures(code for each in codes.values() for code in each)
    blocks: list[Block] = []
    for chapter in chapters:
        told = queries.lines(codes[chapter.pk], owner, row.region.code, kept)
        blocks += [Heading(queries.section_of(chapter).title.get(lang)), *_chapter(chapter, told, kept, owner, lang)]
        blocks += _held(chapter, row, lang, reader)
        if used := [line for line in told if line.value is not None]:
            blocks += [Sources(_sources(used, lang))]
    years = str(row.first_year) if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"
    subtitle = f"{owner.name.get(lang)}, {say(f'welfare_kind:{row.kind}')} {years}"
    if row.approved_on:
        decided = " ".join(part for part in (row.body, row.section) if part)
        subtitle += f". {_('Approved')}: {decided}, {show_date(row.approved_on, lang)}"
    address = f"/{lang}/hyvinvointi/{row.public_id}/"
    day = row.approved_on or clock.today()
    return Document(queries.title_of(row).get(lang), subtitle, lang, day, address, tuple(blocks))


def _chapter(chapter: Chapter, told: Sequence[Line], kept: dict[str, Figures], owner: Org, lang: str) -> list[Block]:
    """What people have written, then the figures, then those that were left out and why."""
    text, in_lang = Text.of(chapter, "text").pick(lang)
    blocks: list[Block] = []
    if text:
        blocks += [Paragraph(part) for part in re.split(r"\n\s*\n", text)]
        if in_lang != lang:
            blocks += [Note(_("This section has not been written in this language."))]
    else:
        blocks += [Note(_("This section has no text."))]
    if known_ := [line for line in told if line.value is not None]:
        blocks += [grid(known_, owner, lang, queries.section_of(chapter).title.get(lang))]
        if chart := drawn(told, kept, owner, chapter.document.region.code, lang):
            blocks += [Picture(chart)]
    blocks += _missing(told, lang)
    if left := list(chapter.left_out.all()):
        known = law().indicators
        named = [(known[x.indicator].name.get(lang) if x.indicator in known else x.indicator, x.reason) for x in left]
        blocks += [Paragraph(_("Left out, with the reason:")), Bullets(tuple(f"{n}: {why}" for n, why in named))]
    return blocks


def _missing(told: Sequence[Line], lang: str) -> list[Block]:
    """Figures that are not there, by the reason."""
    by_why: dict[str, list[str]] = {}
    for line in told:
        if line.value is None:
            by_why.setdefault(line.why, []).append(line.indicator.name.get(lang))
    if not by_why:
        return []
    items = tuple(f"{say(f'welfare_why:{why}')}: {'; '.join(names)}" for why, names in by_why.items())
    return [Paragraph(_("Figures that are missing:")), Bullets(items)]


def grid(told: Sequence[Line], owner: Org, lang: str, section: str) -> Grid:
    """The known figures of a chapter as a table."""
    town = owner.kind != "county"
    columns = (
        _("Indicator"),
        _("Period"),
        owner.name.get(lang),
        _("Change"),
        *([_("Region")] if town else []),
        _("The whole country"),
    )
    rows = []
    for line in told:
        places = line.indicator.decimals
        values = [line.value, line.change, *([line.region] if town else []), line.country]
        cells = [written(v, places, lang) if v is not None else "–" for v in values]
        if line.change is not None:
            cells[1] = f"{cells[1]} ({shown(line.before_period)})"
        rows.append((line.indicator.name.get(lang), shown(line.period), *cells))
    return Grid(f"{section}: {_('Figures').lower()}", columns, tuple(rows), frozenset(range(2, len(columns))))


def drawn(told: Sequence[Line], kept: dict[str, Figures], owner: Org, region: str, lang: str) -> Chart | None:
    """The rate that differs most from the country's, over the years; none when nothing has enough values."""
    far = sorted(
        (line for line in told if line.value is not None and line.country and line.indicator.unit not in AMOUNTS),
        key=lambda line: -abs((line.value or 0.0) - (line.country or 0.0)) / abs(line.country or 1.0),
    )
    for line in far:
        found = kept[line.indicator.code]
        own, _around = queries.places_of(owner, region)
        mine = _series(found, own)
        if mine is None or sum(v is not None for v in mine) < DRAWN:
            continue
        country = _series(found, COUNTRY) or [None] * len(mine)
        tone: Tone = "hva" if owner.kind == "county" else "kunta"
        name = line.indicator.name.get(lang)
        series = [
            Series(owner.name.get(lang), tuple(mine), tone),
            Series(_("The whole country"), tuple(country), "maa"),
        ]
        return line_chart(name, line.indicator.producer, say(f"unit:{line.indicator.unit}"), [shown(p) for p in found.table.periods], series)  # fmt: skip
    return None


def _series(found: Figures, place: Place) -> list[float | None] | None:
    column = found.axis.index.get(place)
    if column is None:
        return None
    return [float(v) if v == v else None for v in found.totals[:, column]]


def _sources(used: Sequence[Line], lang: str) -> tuple[str, ...]:
    sources = law().sources
    codes = dict.fromkeys(line.indicator.source for line in used)
    found = [f"{sources[c].name.get(lang)}, {sources[c].licence}".strip(", ") for c in codes if c in sources]
    own = sorted({line.indicator.producer for line in used if line.indicator.source not in sources})
    return (*found, *own)


def _held(chapter: Chapter, row: WelfareDocument, lang: str, reader: Actor) -> list[Block]:
    """What the section shows beside text and figures: goals with their measures, plans that belong to it, statements."""
    blocks: list[Block] = []
    for what in queries.section_of(chapter).holds:
        if what == "goals":
            blocks += _goals(queries.goals_of(row, reader), lang)
        elif what == "nested":
            blocks += _nested(row, lang)
        else:
            blocks += _statements(row, lang)
    return blocks


def _goals(found: Sequence[Goal], lang: str) -> list[Block]:
    if not found:
        return [Note(_("No programme has been chosen, or it has no public goals."))]
    blocks: list[Block] = []
    today = clock.today()
    for goal in found:
        mark = f" ({_('shared priority')})" if goal.priority else ""
        blocks += [Heading(Text.of(goal, "title").get(lang) + mark, 2)]
        if text := Text.of(goal, "text").get(lang):
            blocks += [Paragraph(text)]
        for told in goals.told(goal, today):
            words = _("%(name)s: from %(base)s (%(base_year)s) to %(target)s (%(target_year)s)") % {
                "name": told.name.get(lang),
                "base": written(told.row.baseline, told.decimals, lang),
                "base_year": told.row.base_year,
                "target": written(told.row.target, told.decimals, lang),
                "target_year": told.row.target_year,
            }
            blocks += [Paragraph(f"{words}. {say(f'course:{told.progress.course}')}.")]
        rows = tuple(
            (
                Text.of(one.row, "title").get(lang),
                Text.of(one.row.owner, "name").get(lang) if one.row.owner and one.taken else "–",
                show_date(one.row.ends, lang) if one.row.ends else "–",
                say(f"timing:{one.timing}"),
            )
            for one in goals.done(goal, today)
        )
        if rows:
            blocks += [
                Grid(
                    f"{Text.of(goal, 'title').get(lang)}: {_('Measures').lower()}",
                    (_("Measure"), _("Who is in charge"), _("By"), _("State")),
                    rows,
                )
            ]
    return blocks


def _nested(row: WelfareDocument, lang: str) -> list[Block]:
    told = {n.code: n for n in row.nested.all()}
    lines = []
    for plan in queries.joined_of(queries.level_of(row.organisation.kind)):
        one = told.get(plan.code)
        how = say(f"welfare_nested:{one.how}") if one else "–"
        where = " ".join(
            x for x in ((one.link if one else ""), show_date(one.due, lang) if one and one.due else "") if x
        )
        lines.append((JOINED[plan.code].name.get(lang), plan.section, how, where or "–"))
    columns = (_("Plan"), _("Section of law"), _("How it belongs here"), _("Where, and its next day"))
    return [Grid(_("Plans that belong to this one"), columns, tuple(lines))]


def _statements(row: WelfareDocument, lang: str) -> list[Block]:
    found = list(row.statements.all())
    if not found:
        return [Note(_("No statements have been asked."))]
    blocks: list[Block] = []
    for one in found:
        given = show_date(one.given_on, lang) if one.given_on else _("not given yet")
        blocks += [Heading(f"{say(f'welfare_body:{one.body}')}, {given}", 2)]
        blocks += [Paragraph(text) for text in (one.text, one.link) if text]
        if not one.given_on:
            blocks += [Paragraph(_("Asked on %(day)s.") % {"day": show_date(one.asked_on, lang)})]
    return blocks
