"""A document as Word (DOCX): headings, lists and tables by their styles, the same bytes from the same tree."""

import io
import zipfile
from datetime import datetime, time
from typing import Any

import docx as word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from yhdyspinta.core.press.pictures import png
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Note, Paragraph, Picture

FIXED = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every part: the earliest that a zip knows."""
UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
"""Characters that XML cannot hold."""
LOCALES = {"fi": "fi-FI", "sv": "sv-FI"}


def docx(document: Document) -> bytes:
    """The document as a Word file."""
    made = word.Document()
    _speak(made, LOCALES.get(document.lang, "en-GB"))
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
    return _repacked(stream.getvalue())


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


def plain(text: str) -> str:
    """Without what XML cannot hold."""
    return text.translate(UNWRITABLE)


def _repacked(made: bytes) -> bytes:
    """The same parts with fixed time stamps."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIXED), old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
