"""A scale of agreement as diverging bars: who disagrees to the left, who agrees to the right, both sides under each other. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

from yhdyspinta.core.ui.charts import LETTER, BadChart, Chart, Row, Shape, Tone

POINTS = 5
HEAD, LINE, TOP, FOOT = 26.0, 25.0, 10.0, 34.0
LEFT, RIGHT, WIDTH = 166.0, 52.0, 640.0
CLASSES = ("d{}2", "d{}1", "dn", "a{}1", "a{}2")


@dataclass(frozen=True, slots=True)
class Side:
    """One bar: whose, how many chose each of the five points; `counts` is None where it may not be told, `words` tells why."""

    name: str
    tone: Tone
    counts: tuple[int, ...] | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its bars."""

    name: str
    sides: tuple[Side, ...]


def shares(counts: Sequence[int]) -> list[float]:
    """Per cent of each point."""
    return [100 * n / sum(counts) for n in counts]


def agreement_chart(title: str, description: str, points: Sequence[str], asked: Sequence[Asked]) -> Chart:
    """Half of those in the middle lie on each side of the line. The numbers at the ends: disagree, agree. Raises BadChart."""
    told = [shares(s.counts) for a in asked for s in a.sides if s.counts]
    if not told:
        raise BadChart("no figures to draw")
    if any(len(each) != POINTS for each in told) or len(points) != POINTS:
        raise BadChart("a scale has five points")
    reach = max(max(p[0] + p[1] + p[2] / 2, p[2] / 2 + p[3] + p[4]) for p in told)
    height = TOP + sum(HEAD + LINE * len(a.sides) + 8 for a in asked) + FOOT
    x0, x1 = LEFT + 40, WIDTH - RIGHT
    zero, scale = (x0 + x1) / 2, (x1 - x0) / 2 / reach
    y, shapes = TOP, list[Shape]()
    for one in asked:
        shapes.append(Shape("text", "head", 0, y + 16, text=one.name))
        y += HEAD
        for side in one.sides:
            shapes.append(Shape("text", "name", LEFT - 10, y + 16, text=side.name, anchor="end"))
            shapes += _bar(side, y, zero, scale)
            y += LINE
        y += 8
    shapes.insert(0, Shape("path", "b0", d=f"M{zero:.1f} {TOP}V{height - FOOT}"))
    shapes.append(Shape("text", "", zero - 8, height - 8, text=points[0], anchor="end"))
    shapes.append(Shape("text", "", zero + 8, height - 8, text=points[-1]))
    rows = tuple(
        Row(f"{a.name}: {s.name}", tuple(round(v) for v in shares(s.counts)) if s.counts else (None,) * POINTS)
        for a in asked
        for s in a.sides
    )
    return Chart(title, description, "", WIDTH, height, tuple(shapes), tuple(points), rows)


def _bar(side: Side, y: float, zero: float, scale: float) -> list[Shape]:
    if not side.counts:
        return [Shape("text", "none", zero + 8, y + 16, text=side.words)]
    found, letter = shares(side.counts), LETTER[side.tone]
    x = start = zero - (found[0] + found[1] + found[2] / 2) * scale
    shapes = []
    for share, css in zip(found, CLASSES, strict=True):
        if share:
            shapes.append(Shape("rect", css.format(letter), round(x, 1), y + 3, round(share * scale, 1), LINE - 7))
        x += share * scale
    shapes.append(Shape("text", "", round(start, 1) - 6, y + 16, value=round(found[0] + found[1]), anchor="end"))
    shapes.append(Shape("text", "num", round(x, 1) + 6, y + 16, value=round(found[3] + found[4])))
    return shapes
