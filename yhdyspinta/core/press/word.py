"""A document as Word (DOCX): headings, lists and tables by their styles, the same bytes from the same tree."""

import io
from datetime import datetime, time
from typing import Any

import docx as word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from yhdyspinta.core.press.office import locale_of, plain, repacked
from yhdyspinta.core.press.pictures import png
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Note, Paragraph, Picture


def docx(document: Document) -> bytes:
    """The document as a Word file."""
    made = word.Document()
    _speak(made, locale_of(document.lang))
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
    elif isinstance(block, Picture):
        made.add_picture(io.BytesIO(png(block.chart, lang)), width=Cm(16))
        made.add_paragraph(plain(block.chart.description), "Caption")
    else:
        style = "List Bullet" if isinstance(block, Bullets) else "List Bullet 2"
        for item in block.items:
            made.add_paragraph(plain(item), style)


def _table(made: Any, grid: Grid) -> None:
    """A table whose first row is repeated on each page and read as headings."""
    made.add_paragraph(plain(grid.caption), "Caption")
    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.columns), style="Table Grid")
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for line, texts in zip(table.rows, (grid.columns, *grid.rows), strict=True):
        for number, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            cell.text = plain(text)
            if number in grid.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _speak(made: Any, locale: str) -> None:
    """The language that its readers and spelling checkers hear."""
    properties = made.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    properties.append(language)
