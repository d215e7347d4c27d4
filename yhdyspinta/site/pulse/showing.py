"""What a page, a table and a packet show of a survey's results. Only what has been told is here to be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import say
from yhdyspinta.core.interfaces.cells import Cell
from yhdyspinta.core.ui.agreement import Asked, Side, agreement_chart
from yhdyspinta.core.ui.charts import Chart, Series, line_chart
from yhdyspinta.rooms.surveys.asking import SCALE, Question
from yhdyspinta.rooms.surveys.groups import GROUPS, SIDES
from yhdyspinta.rooms.surveys.queries import Told
from yhdyspinta.rooms.surveys.results import Gap, digest_of, share
from yhdyspinta.rooms.surveys.statements import statements

POINTS = range(1, SCALE + 1)
TONES = {"m": "kunta", "c": "hva"}
SHOWN = 200
"""So many free answers of a cut are on the page; the table to take away has all."""
TALKED = 3
"""So many gaps are brought to discussion."""
DONE = ("in_place", "partly")


@dataclass(frozen=True, slots=True)
class Evidenced:
    """What the map tells of the same thing: of so many themes (or parts) so many are in place, at least in part."""

    done: int
    of: int
    known: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One question: what is felt on each side, and what is recorded."""

    question: Question
    gap: Gap
    evidenced: Evidenced | None


def cut_of(told: Told, code: str, cut: str) -> Mapping[str, Any] | None:
    """What is told of a question in a cut: how many answered and what; None when it is hidden."""
    found: Mapping[str, Any] | None = told.told[code]["cuts"].get(cut)
    return found


def scales(told: Told, *, themes: bool) -> list[Question]:
    """Questions on a scale: of themes, or the others."""
    return [q for q in told.questions.values() if q.kind == "scale" and bool(q.theme or q.code == "themes") == themes]


def chart(told: Told, questions: Sequence[Question], lang: str) -> Chart | None:
    """Both sides of every question under each other; None when nothing may be told."""
    points = [say(f"survey_point:{p}", lang=lang) for p in POINTS]
    hidden = _("not shown: fewer than ten answers")
    asked = [
        Asked(q.name.get(lang), tuple(_side(cut_of(told, q.code, s), s, hidden, lang) for s in SIDES))
        for q in questions
    ]
    if not any(side.counts for a in asked for side in a.sides):
        return None
    about = _("Who agrees is to the right, who disagrees to the left, in per cent of the answers.")
    return agreement_chart(_("Disagree and agree, per cent of those who answered"), about, points, asked)


def _side(found: Mapping[str, Any] | None, side: str, hidden: str, lang: str) -> Side:
    return Side(_name(side, lang), TONES[side], tuple(found["counts"]) if found else None, hidden)  # type: ignore[arg-type]  # a tone


def _name(side: str, lang: str) -> str:
    """A side as charts call it."""
    return say(f"survey_group:{side}", lang=lang) if side == "m" else _("County")


def beside(told: Told, cells: Mapping[str, Sequence[Cell]]) -> list[Beside]:
    """Felt beside evidenced. `cells`: of the map by theme, empty when the reader may not see it."""
    blocks = {s.code: s.block for s in statements()}
    found = []
    for gap in told.gaps:
        question = told.questions[gap.code]
        column: list[Cell] = []
        if question.theme:
            column = list(cells.get(question.theme, ()))
        elif gap.code in blocks:
            column = [c for line in cells.values() for c in line if c.block == blocks[gap.code]]
        found.append(Beside(question, gap, _evidenced(column)))
    return found


def _evidenced(cells: Sequence[Cell]) -> Evidenced | None:
    counted = [c for c in cells if c.situation != "not_applicable"]
    if not counted:
        return None
    done = sum(c.situation in DONE for c in counted)
    return Evidenced(done, len(counted), sum(c.known for c in counted))


def to_discuss(told: Told, lang: str) -> list[tuple[str, str]]:
    """(gap in words, a question for both sides) of the widest gaps; then what fits every result."""
    asks = {s.code: s.asks for s in statements()}
    found = []
    for gap in [g for g in told.gaps if g.points is not None and g.kind != "close"][:TALKED]:
        question = told.questions[gap.code]
        ask = asks.get(gap.code, _THEME_ASKS)
        words = f"{question.name.get(lang)}: {say(gap.words, [('points', gap.width)], lang)}"
        found.append((words, ask.get(lang).format(name=question.name.get(lang))))
    return [*found, *(("", text.get(lang)) for text in _ALWAYS)]


_THEME_ASKS = Text(
    "Mitä toinen osapuoli näkee kohdassa ”{name}”, mutta toinen ei?",
    "Vad ser den ena parten, men inte den andra, i punkten ”{name}”?",
    "What does one side see in “{name}” that the other does not?",
)
_ALWAYS = (
    Text(
        "Mikä toimii molempien mielestä?",
        "Vad fungerar enligt båda parterna?",
        "What works in the view of both sides?",
    ),
    Text(
        "Mikä yksi asia muutetaan ennen seuraavaa kyselyä, ja kuka vastaa siitä?",
        "Vilken sak ändras före nästa enkät, och vem ansvarar för det?",
        "Which one thing is changed before the next survey, and who is in charge?",
    ),
)


def groups_table(told: Told) -> list[tuple[Question, list[tuple[str, str]]]]:
    """Every question on a scale by group: ("exact", per cent), ("ranked", its place in the group's order) or ("hidden", "")."""
    rows = []
    for question in [*scales(told, themes=False), *scales(told, themes=True)]:
        cells = []
        for group in GROUPS:
            found = cut_of(told, question.code, group)
            order = told.content["orders"].get(group, [])
            if found:
                cells.append(("exact", str(share(found))))
            elif question.code in order:
                cells.append(("ranked", f"{order.index(question.code) + 1}/{len(order)}"))
            else:
                cells.append(("hidden", ""))
        rows.append((question, cells))
    return rows


def over_time(every: Sequence[Told], lang: str) -> list[Chart]:
    """How each statement has been seen from survey to survey, where a side could be told at least twice."""
    charts = []
    labels = [f"{t.closed_on.month}/{t.closed_on.year}" for t in every]
    for statement in statements():
        gaps = [t.gap(statement.code) for t in every]
        values = {s: tuple(getattr(g, s) if g else None for g in gaps) for s in SIDES}
        if max(sum(v is not None for v in each) for each in values.values()) < 2:
            continue
        series = [
            Series(_name(s, lang), tuple(map(_float, each)), TONES[s])  # type: ignore[arg-type]  # a tone
            for s, each in values.items()
            if any(v is not None for v in each)
        ]
        about = _("Per cent that agree, survey by survey.")
        charts.append(line_chart(statement.short.get(lang), about, "", labels, series, small=True, scale=(0, 100)))
    return charts


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """Options of an own question: of each side how many answered and how many chose each."""

    question: Question
    rows: list[tuple[Text, list[str]]]
    people: list[str]


def choices(told: Told) -> list[Choice]:
    """Own questions with options, side by side: how many chose each, and per cent of those who answered."""
    found = []
    for question in told.questions.values():
        if question.kind in ("one", "many"):
            cuts = [cut_of(told, question.code, s) for s in SIDES]
            rows = [(option, [_chose(c, i) for c in cuts]) for i, option in enumerate(question.options)]
            found.append(Choice(question, rows, [str(c["n"]) if c else "–" for c in cuts]))
    return found


def _chose(cut: Mapping[str, Any] | None, option: int) -> str:
    if cut is None:
        return "–"
    count: int = cut["counts"][option]
    return f"{count} ({round(100 * count / cut['n'])} %)"


@dataclass(frozen=True, slots=True)
class Words:
    """Free answers of a cut: the first of them with their digests, and how many there are in all."""

    cut: str
    shown: list[tuple[str, str]]
    count: int


def texts(told: Told) -> list[tuple[Question, list[Words]]]:
    """Free answers that may be told, by question and side."""
    return [
        (
            told.questions[code],
            [Words(cut, [(t, digest_of(t)) for t in all_[:SHOWN]], len(all_)) for cut, all_ in each.items()],
        )
        for code, each in told.content["texts"].items()
    ]


def lines(told: Told, lang: str) -> Iterable[list[str]]:
    """The table to take away: question, cut, how many answered, what was chosen, how many. Only what is told."""
    for raw in told.content["questions"]:
        question = told.questions[raw["code"]]
        names = [say(f"survey_point:{p}", lang=lang) for p in POINTS]
        names = [o.get(lang) for o in question.options] or names
        for cut, found in raw["cuts"].items():
            for name, count in zip(names, found["counts"], strict=True):
                head = [question.text.get(lang), say(f"survey_group:{cut}", lang=lang), str(found["n"])]
                yield [*head, name, str(count), str(round(100 * count / found["n"]))]
        for cut, words in told.content["texts"].get(raw["code"], {}).items():
            for text in words:
                yield [question.text.get(lang), say(f"survey_group:{cut}", lang=lang), "", text, "", ""]
