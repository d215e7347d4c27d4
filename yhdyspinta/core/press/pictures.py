"""A chart as a file of its own: SVG, and PNG drawn from it. Both carry title, unit, notes and source."""

import typst
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from yhdyspinta.core.press.fonts import FONTS, one_file
from yhdyspinta.core.press.office import plain
from yhdyspinta.core.press.tree import Map
from yhdyspinta.core.ui.charts import Chart
from yhdyspinta.core.ui.templatetags.ui import number

HEAD, LINE = 46.0, 18.0
"""Height of the title and the unit, and of each line below the chart, in the chart's own units."""
LETTER = 7.5
"""Width of a letter or a digit, at most."""
DOTS = 192.0
"""Of a PNG, to the inch: sharp on a slide."""
TO_PNG = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", alt: "")'


def svg(chart: Chart, lang: str, *, framed: bool = True) -> str:
    """A chart as SVG that needs nothing else. `framed`: with its title, unit, notes and source."""
    foot = [*chart.notes, chart.source or chart.description] if framed else []
    head = HEAD if framed else 0.0
    with translation.override(lang):
        left = _room_left(chart)
    context = {
        "left": -left,
        "width": chart.width + left,
        "chart": chart,
        "framed": framed,
        "foot": [(line, chart.height + LINE * (i + 1)) for i, line in enumerate(foot)],
        "top": -head,
        "height": chart.height + head + LINE * len(foot) + (8 if foot else 0),
        "language": lang,
    }
    with translation.override(lang):
        return render_to_string("press/chart.svg", context)


TONES = ("#dad6cc", "#eef4f4", "#c7dede", "#8fbcbd", "#4d8d90", "#0f4f5a")
"""Of a map: without a figure, then the fifths from the lowest to the highest."""


def _said(text: str) -> str:
    """A text inside SVG: escaped, without what XML cannot hold."""
    return escape(plain(text))


def map_svg(drawn: Map) -> str:
    """A map as SVG that needs nothing else. Its sizes are the map's own."""
    x, y, width, height = drawn.box
    line = max(width, height) / 400
    paths = "".join(
        f'<path d="{escape(t.path)}" fill="{TONES[t.tone]}" stroke="#fff" stroke-width="{line:.3f}"><title>{_said(t.name)}: {_said(t.value)}</title></path>'
        for t in drawn.tiles
    )
    title = f"<title>{_said(drawn.title)}</title><desc>{_said(drawn.description)}</desc>"
    size = f'width="{width * 4:.1f}" height="{height * 4:.1f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" {size} role="img">{title}{paths}</svg>'


def map_png(drawn: Map) -> bytes:
    """The same as PNG."""
    compiler = typst.Compiler(font_paths=FONTS, ignore_system_fonts=True, sys_inputs={"svg": map_svg(drawn)})
    return one_file(compiler.compile(input=TO_PNG.encode(), format="png", ppi=DOTS))


def _room_left(chart: Chart) -> float:
    """How far texts that end at a place reach over the left edge: long numbers of the axis."""
    ends = [s for s in chart.shapes if s.kind == "text" and s.anchor == "end"]
    reach = [len(s.text or number(s.value)) * LETTER - s.x for s in ends]
    return max(0.0, *reach) if reach else 0.0


def png(chart: Chart, lang: str) -> bytes:
    """The same as PNG."""
    compiler = typst.Compiler(font_paths=FONTS, ignore_system_fonts=True, sys_inputs={"svg": svg(chart, lang)})
    return one_file(compiler.compile(input=TO_PNG.encode(), format="png", ppi=DOTS))
