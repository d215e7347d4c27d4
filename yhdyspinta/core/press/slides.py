"""A document as slides (PPTX) that people can change: one message a slide, its sources in the notes, the same bytes
from the same tree. A chart without marks is a chart of the program itself, with its figures; others are pictures."""

import copy
import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Emu, Inches, Pt

from yhdyspinta.core.press.office import locale_of, plain, repacked
from yhdyspinta.core.press.packing import Line, Slide, row_heights, slides, widths
from yhdyspinta.core.press.pictures import map_png, png
from yhdyspinta.core.press.tree import Document, Grid, Map, Picture
from yhdyspinta.core.ui.charts import Chart

WIDTH, HEIGHT = Inches(40 / 3), Inches(7.5)
LEFT, TOP, FOOT = Inches(0.7), Inches(1.6), Inches(6.85)
ROOM = Emu(WIDTH - 2 * LEFT)
"""Width of a slide's body."""
TITLE_SLIDE, TEXT, TITLE_ONLY = 0, 1, 5
"""Layouts of the library's own empty deck."""
PETROL, INK, QUIET = (RGBColor.from_string(c) for c in ("0F4F5A", "1E2624", "4A5452"))
LINE_COLOURS = ("0F4F5A", "833F72", "4B6514", "5F6764")
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WHITE, PAPER = RGBColor(255, 255, 255), RGBColor(0xF7, 0xF5, 0xF0)
CHARTS = {"line": XL_CHART_TYPE.LINE_MARKERS, "bar": XL_CHART_TYPE.BAR_CLUSTERED}


def slideshow(document: Document) -> bytes:
    """The document as slides."""
    deck = pptx.Presentation()
    _widen(deck)
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = plain(document.title), "Yhdyspinta", ""
    core.created = core.modified = datetime.combine(document.day, time())
    core.language = locale_of(document.lang)
    _first(deck, document)
    for each in slides(document.blocks, document.title):
        _slide(deck, each, document)
    stream = io.BytesIO()
    deck.save(stream)
    return repacked(stream.getvalue())


def _widen(deck: Any) -> None:
    """The empty deck is 4:3; its master and layouts are stretched to 16:9, titles to the left in the house's colour."""
    across = WIDTH / deck.slide_width
    down = HEIGHT / deck.slide_height
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape.element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(int(shape.left * across)), Emu(int(shape.width * across))
                shape.top, shape.height = Emu(int(shape.top * down)), Emu(int(shape.height * down))
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT


def _first(deck: Any, document: Document) -> None:
    """Title, what it is, and its address in the notes."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    _title(slide, document.title, document.lang, Pt(44), Inches(2.3))
    below = slide.placeholders[1]
    below.left, below.top, below.width, below.height = LEFT, Inches(4.0), ROOM, Inches(1.2)
    _write(below.text_frame, [Line(document.subtitle)], document.lang, Pt(22))
    _notes(slide, [document.address], document.lang)


def _slide(deck: Any, of: Slide, document: Document) -> None:
    """One slide: heading, body, footer, notes."""
    text = isinstance(of.content, tuple)
    slide = deck.slides.add_slide(deck.slide_layouts[TEXT if text else TITLE_ONLY])
    count = f" ({of.number}/{of.of})" if of.of > 1 else ""
    _title(slide, of.title + count, document.lang, Pt(28), Inches(0.45))
    notes = [*of.sources, document.address]
    if isinstance(of.content, tuple):
        body = slide.placeholders[1]
        body.left, body.top, body.width, body.height = LEFT, TOP, ROOM, Emu(FOOT - TOP)
        _write(body.text_frame, of.content, document.lang, Pt(20))
    elif isinstance(of.content, Grid):
        _table(slide, of.content, document.lang)
    elif isinstance(of.content, Map):
        _fit(slide, map_png(of.content), of.content.told)
        notes = [of.content.title, of.content.description, *notes]
    else:
        _picture(slide, of.content, document.lang)
        notes = [of.content.chart.description, *notes]
    _footer(slide, document)
    _notes(slide, notes, document.lang)


def _title(slide: Any, text: str, lang: str, size: Any, top: Any) -> None:
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = LEFT, top, ROOM, Inches(1.1)
    _write(shape.text_frame, [Line(text)], lang, size, colour=PETROL, bold=True)


def _write(frame: Any, lines: Sequence[Line], lang: str, size: Any, colour: Any = INK, *, bold: bool = False) -> None:
    """Texts as runs that know their language; no markup is read from them."""
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = 1  # to the left
        if not line.bullet:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.insert(0, properties.makeelement(f"{{{A}}}buNone", {}))
        run = paragraph.add_run()
        run.text = plain(line.text)
        run.font.size, run.font.bold = size, bold
        run.font.italic = line.quiet or None
        run.font.color.rgb = QUIET if line.quiet else colour
        run._r.get_or_add_rPr().set("lang", locale_of(lang))


def _table(slide: Any, grid: Grid, lang: str) -> None:
    """A table with a heading row and a heading column, read as such."""
    heights = row_heights(grid)
    frame = slide.shapes.add_table(1 + len(grid.rows), len(grid.columns), LEFT, TOP, ROOM, Inches(sum(heights)))
    _told(frame, grid.caption)
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    sizes = widths(grid)
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = Emu(int(ROOM * size / sum(sizes)))
    for line, height, texts in zip(table.rows, heights, (grid.columns, *grid.rows), strict=True):
        line.height = Inches(height)
        head = texts is grid.columns
        for number, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            cell.margin_top = cell.margin_bottom = Inches(0.05)
            cell.fill.solid()
            cell.fill.fore_color.rgb = PETROL if head else PAPER
            _write(cell.text_frame, [Line(text)], lang, Pt(12), WHITE if head else INK, bold=head or number == 0)
            if number in grid.numeric:
                cell.text_frame.paragraphs[0].alignment = 3  # to the right


def _picture(slide: Any, picture: Picture, lang: str) -> None:
    """The program's own chart, which can be changed; a picture where a mark would be lost."""
    chart = picture.chart
    cells = [c for row in chart.rows for c in row.cells]
    if chart.kind in CHARTS and all(c is None or isinstance(c, float | int) for c in cells):
        _chart(slide, chart, lang)
        return
    _fit(slide, png(chart, lang), f"{chart.title}. {chart.description}")


def _fit(slide: Any, drawn: bytes, told: str) -> None:
    """A picture as large as the slide's body lets it be."""
    shape = slide.shapes.add_picture(io.BytesIO(drawn), LEFT, TOP, height=Emu(FOOT - TOP))
    if shape.width > ROOM:
        shape.height, shape.width = Emu(int(shape.height * ROOM / shape.width)), ROOM
    _told(shape, told)


def _chart(slide: Any, chart: Chart, lang: str) -> None:
    data = CategoryChartData()
    data.categories = [plain(row.head) for row in chart.rows]
    for number, name in enumerate(chart.columns):
        data.add_series(plain(name), [row.cells[number] for row in chart.rows])
    frame = slide.shapes.add_chart(CHARTS[chart.kind], LEFT, TOP, ROOM, Emu(FOOT - TOP), data)
    _told(frame, f"{chart.title}. {chart.description}")
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(14), INK
    drawn.has_title = True
    _write(drawn.chart_title.text_frame, [Line(f"{chart.title}, {chart.unit}" if chart.unit else chart.title)], lang, Pt(16))  # fmt: skip
    drawn.has_legend = len(chart.columns) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for number, series in enumerate(drawn.plots[0].series):
        colour = RGBColor.from_string(LINE_COLOURS[number % len(LINE_COLOURS)])
        if chart.kind == "line":
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = colour, Pt(2.5)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour


def _footer(slide: Any, document: Document) -> None:
    """Whose slide it is, and its number as a field: it follows when slides are moved."""
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type == 13:  # slide number
            slide.shapes._spTree.append(copy.deepcopy(shape._element))
    box = slide.shapes.add_textbox(LEFT, Inches(6.95), Inches(9), Inches(0.35))
    _write(box.text_frame, [Line(f"{document.title}. {document.subtitle}")], document.lang, Pt(11), QUIET)


def _notes(slide: Any, lines: Sequence[str], lang: str) -> None:
    _write(slide.notes_slide.notes_text_frame, [Line(t) for t in lines if t], lang, Pt(12))


def _told(shape: Any, text: str) -> None:
    """What it is, for those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", plain(text))
