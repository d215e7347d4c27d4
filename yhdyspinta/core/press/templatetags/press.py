"""Tags of documents: what a block is, and a chart inside a page."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from yhdyspinta.core.press.pictures import map_svg, svg
from yhdyspinta.core.press.tree import Block, Map
from yhdyspinta.core.ui.charts import Chart
from yhdyspinta.core.ui.templatetags.ui import language

register = template.Library()


@register.filter
def kind(block: Block) -> str:
    """The name of a block's kind."""
    return type(block).__name__


@register.filter
def under(row: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    """A row's cells, each with its column's heading."""
    return list(zip(columns, row, strict=True))


@register.simple_tag
def drawn(chart: Chart) -> SafeString:
    """A chart as SVG: made by a template of ours, which escapes what it is given."""
    return mark_safe(svg(chart, language()))  # noqa: S308  (our own template's output)


@register.simple_tag
def drawn_map(block: Map) -> SafeString:
    """A map as SVG."""
    return mark_safe(map_svg(block))  # noqa: S308  (every text is escaped)
