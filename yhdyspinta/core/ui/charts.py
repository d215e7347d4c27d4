"""Charts as accessible SVG: series → shapes with title, description and the same numbers as a table. Plain Python.

Straight segments only; a missing value is a gap, never a guess. Bars begin at zero, lines need not. Sizes in SVG units.
A chart is drawn by `{% include "ui/chart.html" with chart=… %}`; numbers are written by the page's language.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Tone = Literal["kunta", "hva", "maa", "other"]
Anchor = Literal["start", "middle", "end"]
Value = float | None


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of values, one a label; None where there is no figure."""

    name: str
    values: tuple[Value, ...]
    tone: Tone = "kunta"


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing drawn. `kind`: path, rect, dot or text; `css`: its class; `value` a number to be written by language."""

    kind: Literal["path", "rect", "dot", "text"]
    css: str
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    d: str = ""
    text: str = ""
    value: Value = None
    day: date | None = None
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the chart's table: its heading and its cells (numbers, None for no figure, or days)."""

    head: str
    cells: tuple[Value | date, ...]


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the same as a table. `kind`: what another program can draw from the table, when it can."""

    title: str
    description: str
    unit: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    small: bool = False
    source: str = field(default="")
    notes: tuple[str, ...] = ()
    revised: bool = False
    kind: Literal["line", "bar", "own"] = "own"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a line alone does not tell. Places are those of labels and series.

    `breaks`: from which label on the figures cannot be compared with earlier ones, and why; the line is cut there.
    `revised`: (series, label) of figures that their source has corrected. `ahead`: from which label on, and in what words,
    figures are a forecast. `only`: of a break by its label, the series that it concerns; without one, all of them.
    """

    breaks: tuple[tuple[int, str], ...] = ()
    revised: frozenset[tuple[int, int]] = frozenset()
    ahead: tuple[int, str] | None = None
    only: Mapping[int, frozenset[int]] = field(default_factory=dict)


NO_MARKS = Marks()
LEFT, RIGHT, TOP, FOOT = 46.0, 124.0, 14.0, 28.0
LETTER = {"kunta": "k", "hva": "v", "maa": "m", "other": "g"}
BAR = 26.0


class BadChart(ValueError):  # noqa: N818  (names the chart, like the other refusals)
    """A chart that cannot be drawn truthfully; the message says why."""


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that cover low–high, about so many steps: steps of 1, 2 or 5 × a power of ten."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise BadChart(f"not numbers: {low}, {high}")
    if high - low < 1e-9 * max(1.0, abs(low)):  # as good as one value
        high = low + max(1.0, abs(low))
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * 0.999)
    first, count = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, count + 1)]


def known(series: Sequence[Series]) -> list[float]:
    """Every value that is there. Raises BadChart when there is none, or one is not a number."""
    values = [v for s in series for v in s.values if v is not None]
    if not values:
        raise BadChart("no figures to draw")
    if not all(math.isfinite(v) for v in values):
        raise BadChart("a value is not a number")
    return values


def same_length(labels: Sequence[str], series: Sequence[Series]) -> None:
    """Raises BadChart when a series does not have one value a label."""
    for s in series:
        if len(s.values) != len(labels):
            raise BadChart(f"{s.name}: {len(s.values)} values for {len(labels)} labels")


def table_of(labels: Sequence[str], series: Sequence[Series]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Columns and rows of the table beside a chart: labels down, series across."""
    rows = tuple(Row(label, tuple(s.values[i] for s in series)) for i, label in enumerate(labels))
    return tuple(s.name for s in series), rows


def _scale(value: float, low: float, high: float, start: float, end: float) -> float:
    return round(start + (value - low) / (high - low) * (end - start), 1)


def _spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Heights for labels so that none lies on another, each as near its own place as can be, in the order given."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [wanted[i] for i in order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + apart)
    over = placed[-1] - wanted[order[-1]] if placed else 0.0
    placed = [p - over / 2 for p in placed]
    found = [0.0] * len(wanted)
    for i, p in zip(order, placed, strict=True):
        found[i] = round(p, 1)
    return found


def line_chart(
    title: str,
    description: str,
    unit: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    small: bool = False,
    scale: tuple[float, float] | None = None,
    marks: Marks = NO_MARKS,
) -> Chart:
    """Values over time. The end of each line carries its name; a gap is dotted, a forecast dashed. Raises BadChart.

    `scale`: lowest and highest value of the axis, when it is to be wider than the values, as among small multiples.
    """
    same_length(labels, series)
    values = known(series)
    low, high = scale or (min(values), max(values))
    steps = ticks(low, high, 3 if small else 4)
    width, height = (240.0, 130.0) if small else (640.0, 250.0)
    right = 12.0 if small else RIGHT
    x0, x1, y0, y1 = LEFT, width - right, height - FOOT, TOP
    across = [_scale(i, 0, max(len(labels) - 1, 1), x0, x1) for i in range(len(labels))]
    shapes = _behind(marks, across, y0, y1)
    for step in steps:
        y = _scale(step, steps[0], steps[-1], y0, y1)
        shapes.append(Shape("path", "ax", d=f"M{x0} {y}H{x1}"))
        shapes.append(Shape("text", "", x0 - 8, y + 4, value=step, anchor="end"))
    every = max(1, math.ceil(len(labels) / (3 if small else 8)))
    for i, label in enumerate(labels):
        if i % every == 0:
            anchor: Anchor = "start" if small and i == 0 else "middle"
            shapes.append(
                Shape("text", "opt" if i % (2 * every) else "", across[i], height - 8, text=label, anchor=anchor)
            )
    ends: list[tuple[Series, float, float]] = []
    for number, s in enumerate(series):
        heights = [None if v is None else _scale(v, steps[0], steps[-1], y0, y1) for v in s.values]
        shapes += _line(s, across, heights, marks, number)
        ends += [(s, x, y) for x, y in zip(across, heights, strict=True) if y is not None][-1:]
    if not small:
        for (s, x, _), y in zip(ends, _spread([y for _, _, y in ends], 15), strict=True):
            shapes.append(Shape("text", LETTER[s.tone], x + 8, y + 4, text=s.name))
    columns, rows = table_of(labels, series)
    notes = tuple(f"{n}) {labels[i]}: {why}" for n, (i, why) in enumerate(marks.breaks, 1))
    return Chart(
        title,
        description,
        unit,
        width,
        height,
        tuple(shapes),
        columns,
        rows,
        small,
        notes=notes,
        revised=bool(marks.revised),
        kind="line" if marks == NO_MARKS else "own",  # another program would join what is cut here
    )


def _behind(marks: Marks, across: Sequence[float], y0: float, y1: float) -> list[Shape]:
    """The stretch of a forecast as a field with its words, and each break as a line with its number."""
    shapes: list[Shape] = []
    if marks.ahead is not None:
        at, words = marks.ahead
        start = across[max(at - 1, 0)]
        shapes.append(Shape("rect", "ahead", start, y1, across[-1] - start, y0 - y1))
        shapes.append(Shape("text", "", start, y1 - 4, text=words))
    for number, (at, _why) in enumerate(marks.breaks, 1):
        x = round((across[max(at - 1, 0)] + across[at]) / 2, 1)
        shapes.append(Shape("path", "brk", d=f"M{x} {y1}V{y0}"))
        edge = x > (across[0] + 3 * across[-1]) / 4  # at the right edge its number stands on the left side
        shapes.append(
            Shape("text", "", x + (-4 if edge else 4), y0 - 5, text=f"{number})", anchor="end" if edge else "start")
        )
    return shapes


def _line(
    s: Series, across: Sequence[float], heights: Sequence[float | None], marks: Marks, number: int
) -> list[Shape]:
    """Straight segments between neighbours that are there, dots at each, a dotted bridge over a gap; cut at a break."""
    letter, cuts = LETTER[s.tone], {i for i, _why in marks.breaks if number in marks.only.get(i, {number})}
    ahead = marks.ahead[0] if marks.ahead else len(across)
    paths: dict[str, list[str]] = {f"l{letter}": [], f"l{letter} f": []}
    last: int | None = None
    shapes: list[Shape] = []
    for i, y in enumerate(heights):
        if y is None:
            continue
        if last is not None and not any(last < cut <= i for cut in cuts):
            step = f"M{across[last]} {heights[last]}L{across[i]} {y}"
            if i - last > 1:
                shapes.append(Shape("path", "gap", d=step))
            else:
                paths[f"l{letter} f" if i >= ahead else f"l{letter}"].append(step)
        last = i
        dot = "rev" if (number, i) in marks.revised else "f" if i >= ahead else ""
        shapes.append(Shape("dot", f"p{letter} {dot}".strip(), across[i], y, width=4.2 if dot == "rev" else 2.6))
    return [*(Shape("path", css, d=_joined(each)) for css, each in paths.items() if each), *shapes]


def _joined(steps: Sequence[str]) -> str:
    """Segments as one path: a step that begins where the last one ended goes on from there."""
    parts, end = [], ""
    for step in steps:
        start, _, target = step[1:].partition("L")
        parts.append(f"L{target}" if start == end else step)
        end = target
    return "".join(parts)


def bar_chart(title: str, description: str, unit: str, labels: Sequence[str], series: Series) -> Chart:
    """One bar a label, from zero, its number at the end; negative values go left (a diverging bar). Raises BadChart."""
    same_length(labels, [series])
    values = known([series])
    steps = ticks(min(0.0, *values), max(0.0, *values))
    diverging = steps[0] < 0
    left, right = 170.0, 60.0
    width, height = 640.0, TOP + BAR * len(labels) + FOOT
    x0, x1 = left, width - right
    zero = _scale(0.0, steps[0], steps[-1], x0, x1)
    shapes = []
    for step in steps:
        x = _scale(step, steps[0], steps[-1], x0, x1)
        shapes.append(Shape("path", "b0" if step == 0 else "ax", d=f"M{x} {TOP}V{height - FOOT}"))
        shapes.append(Shape("text", "", x, height - 8, value=step, anchor="middle"))
    for i, (label, value) in enumerate(zip(labels, series.values, strict=True)):
        y = TOP + i * BAR
        shapes.append(Shape("text", "name", left - 8 - (60 if diverging else 0), y + 17, text=label, anchor="end"))
        if value is None:
            shapes.append(Shape("text", "none", zero + 6, y + 17, text="–"))
            continue
        x = _scale(value, steps[0], steps[-1], x0, x1)
        tone = LETTER[series.tone] if value >= 0 else "v"
        shapes.append(Shape("rect", f"p{tone}", min(x, zero), y + 5, abs(x - zero), BAR - 10))
        away: Anchor = "start" if value >= 0 else "end"
        shapes.append(Shape("text", "num", x + (6 if value >= 0 else -6), y + 17, value=value, anchor=away))
    columns, rows = table_of(labels, [series])
    return Chart(title, description, unit, width, height, tuple(shapes), columns, rows, kind="bar")


def dot_chart(title: str, description: str, unit: str, labels: Sequence[str], series: Sequence[Series]) -> Chart:
    """For comparing a few series label by label: dots on one line, joined; the number of each in the table. Raises BadChart."""
    same_length(labels, series)
    values = known(series)
    steps = ticks(min(values), max(values))
    left, right = 170.0, 40.0
    width, height = 640.0, TOP + 22 + BAR * len(labels) + FOOT
    x0, x1, top = left, width - right, TOP + 22
    shapes = []
    for step in steps:
        x = _scale(step, steps[0], steps[-1], x0, x1)
        shapes.append(Shape("path", "ax", d=f"M{x} {top}V{height - FOOT}"))
        shapes.append(Shape("text", "", x, height - 8, value=step, anchor="middle"))
    for i, s in enumerate(series):
        shapes.append(Shape("dot", f"p{LETTER[s.tone]}", x0 + i * 150, TOP + 2, width=5))
        shapes.append(Shape("text", LETTER[s.tone], x0 + 10 + i * 150, TOP + 6, text=s.name))
    for i, label in enumerate(labels):
        y = top + i * BAR + BAR / 2
        shapes.append(Shape("text", "name", left - 10, y + 4, text=label, anchor="end"))
        spots = [(_scale(s.values[i], steps[0], steps[-1], x0, x1), s) for s in series if s.values[i] is not None]  # type: ignore[arg-type]  # filtered
        if len(spots) > 1:
            shapes.append(Shape("path", "join", d=f"M{min(x for x, _ in spots)} {y}H{max(x for x, _ in spots)}"))
        shapes += [Shape("dot", f"p{LETTER[s.tone]}", x, y, width=5) for x, s in spots]
    columns, rows = table_of(labels, series)
    return Chart(title, description, unit, width, height, tuple(shapes), columns, rows)


def small_multiples(
    titles: Sequence[str],
    description: str,
    unit: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    marks: Marks = NO_MARKS,
) -> list[Chart]:
    """One small line chart a series, all on the same scale so that they can be compared. Raises BadChart."""
    values = known(series)
    scale = min(values), max(values)
    return [
        line_chart(title, description, unit, labels, [s], small=True, scale=scale, marks=marks)
        for title, s in zip(titles, series, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Task:
    """A stretch of days of a Gantt chart. `line`: those of one line lie beside each other; by its name, unless given.
    `mark`: a day of it that stands out."""

    name: str
    start: date
    end: date
    tone: Tone = "other"
    line: str = ""
    mark: date | None = None


def _lanes(tasks: Sequence[Task]) -> list[int]:
    """Which lane of its line each stretch lies in, so that those of the same days do not cover each other."""
    ends: list[date] = []
    found = []
    for task in tasks:
        lane = next((i for i, end in enumerate(ends) if end < task.start), len(ends))
        ends[lane : lane + 1] = [task.end]
        found.append(lane)
    return found


def _stretches(tasks: Sequence[Task], y: float, name_ends: float, at: Callable[[date], float]) -> list[Shape]:
    """One line of a Gantt chart: its name, its stretches in their lanes, the days that stand out."""
    lanes = _lanes(tasks)
    tall = (BAR - 12) / (max(lanes) + 1)
    shapes = [Shape("text", "name", name_ends, y + 17, text=tasks[0].line or tasks[0].name, anchor="end")]
    for task, lane in zip(tasks, lanes, strict=True):
        above, wide = y + 6 + lane * tall, max(at(task.end) - at(task.start), 2.0)
        shapes.append(Shape("rect", f"p{LETTER[task.tone]}", at(task.start), above, wide, tall))
        if task.mark is not None and task.start <= task.mark <= task.end:
            shapes.append(Shape("dot", "mk", at(task.mark), above + tall / 2, width=min(5.0, tall / 2 + 1)))
    return shapes


def shortened(name: str, length: int = 28) -> str:
    """A name that fits beside a chart: its middle left out, for years and numbers stand at the end."""
    if len(name) <= length:
        return name
    tail = max(4, length // 3)
    return f"{name[: length - tail - 1].rstrip()}…{name[-tail:].lstrip()}"


def gantt_chart(
    title: str, description: str, columns: tuple[str, str], tasks: Sequence[Task], *, on: date | None = None
) -> Chart:
    """Stretches of days one under another, years below, the day `on` as a line. Raises BadChart."""
    if not tasks:
        raise BadChart("nothing to draw")
    for task in tasks:
        if task.end < task.start:
            raise BadChart(f"{task.name}: ends before it starts")
    first, last = min(t.start for t in tasks), max(t.end for t in tasks)
    span = max((last - first).days, 1)
    left, right = 190.0, 16.0
    lines: dict[str, list[Task]] = {}
    for number, task in enumerate(tasks):
        lines.setdefault(task.line or f"{number} {task.name}", []).append(task)
    width, height = 640.0, TOP + BAR * len(lines) + FOOT
    x0, x1 = left, width - right

    def at(day: date) -> float:
        return _scale((day - first).days, 0, span, x0, x1)

    shapes = []
    years = [date(y, 1, 1) for y in range(first.year, last.year + 2) if first <= date(y, 1, 1) <= last]
    for year in years[:: max(1, math.ceil(len(years) / 8))]:
        shapes.append(Shape("path", "ax", d=f"M{at(year)} {TOP}V{height - FOOT}"))
        shapes.append(Shape("text", "", at(year), height - 8, text=str(year.year), anchor="middle"))
    for number, each in enumerate(lines.values()):
        shapes += _stretches(each, TOP + number * BAR, left - 8, at)
    if on is not None and first <= on <= last:
        shapes.append(Shape("path", "b0", d=f"M{at(on)} {TOP - 6}V{height - FOOT}"))
    rows = tuple(Row(f"{t.line}: {t.name}" if t.line else t.name, (t.start, t.end)) for t in tasks)
    return Chart(title, description, "", width, height, tuple(shapes), columns, rows)
