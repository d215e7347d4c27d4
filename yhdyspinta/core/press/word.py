"""A document as Word (DOCX): headings, lists and tables by their styles, the same bytes from the same tree."""

import io
from datetime import datetime, time
from typing import Any

import docx as word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from yhdyspinta.core.press.office import locale_of, plain, repacked
from yhdyspinta.core.press.packing import widths
from yhdyspinta.core.press.pictures import map_png, png
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Map, Note, Paragraph, Picture

ROOM = Cm(17)
"""Width of the text of an A4 page with margins of two centimetres."""
LETTER, MARGINS, LONGEST = Cm(0.2), Cm(0.45), 18
"""Of a cell's letter, of a cell's sides together, and letters of the longest word that makes its column wider."""
PETROL = RGBColor(0x0F, 0x4F, 0x5A)


def docx(document: Document) -> bytes:
    """The document as a Word file."""
    made = word.Document()
    _speak(made, locale_of(document.lang))
    _colour(made)
    for part in made.sections:
        part.page_width, part.page_height = Cm(21), Cm(29.7)
        part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Cm(2)
    core = made.core_properties
    core.title, core.author, core.comments = plain(document.title), "Yhdyspinta", ""
    core.created = core.modified = datetime.combine(document.day, time())
    made.add_heading(plain(document.title), 0)
    if document.subtitle:
        made.add_paragraph(plain(document.subtitle), "Subtitle")
    for block in document.blocks:
        _write(made, block, document.lang)
    made.add_paragraph(plain(document.address), "Caption")
    stream = io.BytesIO()
    made.save(stream)
    return repacked(stream.getvalue())


def _write(made: Any, block: Block, lang: str) -> None:
    """One block in Word's own styles. A blank line in a text begins a paragraph."""
    if isinstance(block, Heading):
        made.add_heading(plain(block.text), block.level)
    elif isinstance(block, Paragraph):
        for part in plain(block.text).split("\n\n"):
            made.add_paragraph(part)
    elif isinstance(block, Note):
        made.add_paragraph(plain(block.text), "Intense Quote")
    elif isinstance(block, Grid):
        _table(made, block)
    elif isinstance(block, Map):
        made.add_paragraph(plain(block.title), "Caption").paragraph_format.keep_with_next = True
        _told(made.add_picture(io.BytesIO(map_png(block)), height=Cm(8)), block.told)
    elif isinstance(block, Picture):
        shown = made.add_picture(io.BytesIO(png(block.chart, lang)), width=Cm(16))
        _told(shown, f"{block.chart.title}. {block.chart.description}")
        made.add_paragraph(plain(block.chart.description), "Caption")
    else:
        style = "List Bullet" if isinstance(block, Bullets) else "List Bullet 2"
        for item in block.items:
            made.add_paragraph(plain(item), style)


def _told(shown: Any, text: str) -> None:
    """What a picture shows, for those who do not see it."""
    shown._inline.docPr.set("descr", plain(text))


def _table(made: Any, grid: Grid) -> None:
    """A table whose first row is repeated on each page and read as headings; columns by their longest words, rows unbroken."""
    made.add_paragraph(plain(grid.caption), "Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style="Table Grid")
    table.autofit = False
    across = _across(grid)
    for column, width in zip(table.columns, across, strict=True):
        column.width = width
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for line, texts in zip(table.rows, (grid.columns, *grid.rows), strict=True):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for number, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            cell.width = across[number]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(plain(text))
            run.font.size, run.font.bold = Pt(9), texts is grid.columns or None
            if number in grid.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _across(grid: Grid) -> list[int]:
    """Each column's width: by its longest cell, but no narrower than its longest word, which would be cut."""
    sizes = widths(grid)
    fair = [ROOM * size / sum(sizes) for size in sizes]
    words = [
        max(len(w) for text in texts for w in (text or "-").split(" "))
        for texts in zip(grid.columns, *grid.rows, strict=True)
    ]
    least = [min(LONGEST, n) * LETTER + MARGINS for n in words]
    over = sum(max(0.0, need - width) for need, width in zip(least, fair, strict=True))
    spare = sum(max(0.0, width - need) for need, width in zip(least, fair, strict=True))
    given = min(1.0, over / spare) if spare else 0.0
    return [int(max(need, width - max(0.0, width - need) * given)) for need, width in zip(least, fair, strict=True)]


def _colour(made: Any) -> None:
    """The library's blue becomes the house's own colour."""
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Subtitle", "Intense Quote", "Caption"):
        made.styles[name].font.color.rgb = PETROL


def _speak(made: Any, locale: str) -> None:
    """The language that its readers and spelling checkers hear."""
    properties = made.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    properties.append(language)
