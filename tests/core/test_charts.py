"""Charts tell the truth: bars from zero, gaps as gaps, the table has every number, labels do not lie on each other."""

import itertools
import math
import re
from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.core.ui import charts
from yhdyspinta.core.ui.charts import BadChart, Chart, Series, Task
from yhdyspinta.core.ui.templatetags.ui import fixed

numbers = st.floats(-1e6, 1e6, allow_nan=False)
values = st.lists(st.none() | numbers, min_size=1, max_size=12).filter(lambda v: any(x is not None for x in v))


def labels(row: list[float | None]) -> list[str]:
    """One a value."""
    return [str(2000 + i) for i in range(len(row))]


def texts(chart: Chart) -> list[str]:
    """Words drawn in the picture."""
    return [s.text for s in chart.shapes if s.kind == "text" and s.text]


@given(numbers, numbers)
def test_ticks_cover_and_are_round(a: float, b: float) -> None:
    """The first is at or under the lowest value, the last at or over the highest; steps are equal; not too many."""
    low, high = min(a, b), max(a, b)
    steps = charts.ticks(low, high)
    near = (steps[1] - steps[0]) * 1e-6
    assert steps[0] <= low + near
    assert steps[-1] >= high - near
    assert 2 <= len(steps) <= 8
    gaps = {round(y - x, 6) for x, y in itertools.pairwise(steps)}
    assert max(gaps) - min(gaps) <= 1e-5 * max(gaps)


@given(values)
def test_a_line_has_a_dot_for_each_figure_and_a_gap_for_each_hole(row: list[float | None]) -> None:
    """Dots = figures; a dotted bridge for every inner hole; everything inside the picture; the table has it all."""
    chart = charts.line_chart("T", "D", "%", labels(row), [Series("Me", tuple(row))])
    dots = [s for s in chart.shapes if s.kind == "dot"]
    known = [i for i, v in enumerate(row) if v is not None]
    assert len(dots) == len(known)
    assert sum(s.css == "gap" for s in chart.shapes) == sum(b - a > 1 for a, b in itertools.pairwise(known))
    assert all(0 <= d.x <= chart.width and 0 <= d.y <= chart.height for d in dots)
    assert [r.cells[0] for r in chart.rows] == row


@given(values)
def test_bars_begin_at_zero_and_are_as_long_as_their_value(row: list[float | None]) -> None:
    """Lengths are proportional to values; negative ones end where positive ones begin."""
    chart = charts.bar_chart("T", "D", "%", labels(row), Series("Me", tuple(row)))
    bars = [s for s in chart.shapes if s.kind == "rect"]
    known = [v for v in row if v is not None]
    assert len(bars) == len(known)
    pairs = [(bar.width, abs(value)) for bar, value in zip(bars, known, strict=True)]
    longest = max(pairs, key=lambda p: p[1])
    if longest[1] > 0:
        assert all(math.isclose(w, longest[0] * v / longest[1], abs_tol=0.25) for w, v in pairs)
    zero = {round(b.x if v >= 0 else b.x + b.width, 1) for b, v in zip(bars, known, strict=True) if v}
    assert max(zero, default=0) - min(zero, default=0) <= 0.21
    assert sum(t == "–" for t in texts(chart)) == row.count(None)


@given(st.lists(st.floats(0, 250), min_size=1, max_size=6))
def test_labels_at_the_ends_do_not_lie_on_each_other(wanted: list[float]) -> None:
    """At least fifteen units apart, in the order of their lines."""
    placed = charts._spread(wanted, 15)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    heights = [placed[i] for i in order]
    assert all(b - a >= 14.8 for a, b in itertools.pairwise(heights))


def test_small_multiples_share_one_scale() -> None:
    """The same value lies at the same height in each."""
    a, b = Series("A", (1.0, 5.0, None)), Series("B", (5.0, 9.0, 2.0))
    first, second = charts.small_multiples(["A", "B"], "D", "%", ["1", "2", "3"], [a, b])
    height = next(s.y for s in first.shapes if s.kind == "dot" and s.x > 100)
    assert height == next(s.y for s in second.shapes if s.kind == "dot")
    axes = [[s.d for s in c.shapes if s.css == "ax"] for c in (first, second)]
    assert axes[0] == axes[1]


def test_small_multiples_of_one_label_share_axes_too() -> None:
    """One year only: the axis is the common one, so the dots can be read from it."""
    low, high = charts.small_multiples(["A", "B"], "D", "%", ["2024"], [Series("A", (1.0,)), Series("B", (9.0,))])
    axes = [[(s.y, s.value) for s in c.shapes if s.value is not None] for c in (low, high)]
    assert axes[0] == axes[1]


def test_dots_and_gantt() -> None:
    """Dots of one label are joined; stretches lie in the order of their days; the day stands in its place."""
    pair = [Series("2018", (1.0, None), "maa"), Series("2025", (3.0, 2.0))]
    chart = charts.dot_chart("T", "D", "%", ["X", "Y"], pair)
    assert sum(s.css == "join" for s in chart.shapes) == 1
    plan = [Task("A", date(2025, 1, 1), date(2027, 1, 1)), Task("B", date(2026, 1, 1), date(2029, 1, 1), "hva")]
    gantt = charts.gantt_chart("T", "D", ("Alkaa", "Päättyy"), plan, on=date(2026, 1, 1))
    bars = [s for s in gantt.shapes if s.kind == "rect"]
    assert bars[0].x < bars[1].x
    assert any(s.css == "b0" and s.d.startswith(f"M{bars[1].x} ") for s in gantt.shapes)
    assert gantt.rows[0].cells == (date(2025, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.line_chart("T", "D", "%", ["a"], [Series("x", (None,))]),
        lambda: charts.line_chart("T", "D", "%", ["a"], [Series("x", (1.0, 2.0))]),
        lambda: charts.bar_chart("T", "D", "%", ["a"], Series("x", (float("nan"),))),
        lambda: charts.gantt_chart("T", "D", ("a", "b"), []),
        lambda: charts.gantt_chart("T", "D", ("a", "b"), [Task("x", date(2026, 1, 2), date(2026, 1, 1))]),
        lambda: charts.ticks(0, float("inf")),
    ],
)
def test_what_cannot_be_drawn_truthfully_is_refused(draw: object) -> None:
    """With the reason."""
    with pytest.raises(BadChart, match=r"\w"):
        draw()  # type: ignore[operator]  # a function


@pytest.mark.parametrize(("lang", "written"), [("fi", "1\u00a0234,5"), ("sv", "1\u00a0234,5"), ("en", "1,234.5")])
def test_numbers_as_the_language_writes_them(lang: str, written: str) -> None:
    """In the picture and in the table; the picture has its title and description, coordinates stay points."""
    chart = charts.bar_chart("Otsikko", "Kuvaus", "%", ["A", "B"], Series("S", (1234.5, None)))
    with translation.override(lang):
        html = render_to_string("ui/chart.html", {"chart": chart})
    assert html.count(written) == 2
    assert 'role="img" aria-label="Otsikko. Kuvaus"' in html
    assert not re.search(r'(x|y|width|height)="[\d]+,[\d]', html)


@given(st.floats(-1e9, 1e9), st.integers(0, 3), st.sampled_from(["fi", "sv", "en"]))
def test_fixed_numbers_are_written_as_babel_writes_them(value: float, decimals: int, lang: str) -> None:
    """The same separators as CLDR's; a minus is a minus; zero has no sign."""
    form = "#,##0" + ("." + "0" * decimals if decimals else "")
    exact = Decimal(f"{value:.{decimals}f}")
    with translation.override(lang):
        written = fixed(value, decimals)
    assert written == str(format_decimal(abs(exact) if exact == 0 else exact, format=form, locale=lang)).replace(
        "-", "−"
    )
