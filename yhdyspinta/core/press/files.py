"""A document as an answer to a request: HTML, PDF, Word, slides or XLSX."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime, time

import xlsxwriter
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from yhdyspinta.core.press.pdf import pdf
from yhdyspinta.core.press.slides import slideshow
from yhdyspinta.core.press.tree import Document
from yhdyspinta.core.press.word import docx
from yhdyspinta.core.ui.tables import PLAIN_TEXT, XLSX

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": DOCX,
    "pptx": PPTX,
    "xlsx": XLSX,
    "html": "text/html; charset=utf-8",
}
FORMS = tuple(TYPES)


def answer(document: Document, form: str, name: str) -> HttpResponse:
    """The document in one of FORMS, to be kept under a name."""
    response = HttpResponse(made(document, form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def html(document: Document) -> str:
    """The document as a page of its own, in the language it is written in."""
    with translation.override(document.lang):
        return render_to_string("press/document.html", {"document": document})


def sheets(document: Document) -> bytes:
    """The document's tables as a workbook, a sheet each, and what they are and where they come from on the first."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **PLAIN_TEXT}) as book:
        book.set_properties({"created": datetime.combine(document.day, time())})  # the same data, the same bytes
        bold = book.add_format({"bold": True})
        with translation.override(document.lang):
            first = book.add_worksheet(_("About"))
        first.write_string(0, 0, document.title, bold)
        for number, line in enumerate([document.subtitle, document.address], 1):
            first.write_string(number, 0, line)
        row = 4
        for block in document.blocks:
            for line in _lines(block):
                first.write_string(row, 0, line)
                row += 1
        for number, grid in enumerate(document.grids(), 1):
            sheet = book.add_worksheet(str(number))
            sheet.write_string(0, 0, grid.caption, bold)
            sheet.write_row(2, 0, grid.columns, bold)
            for at, cells in enumerate(grid.rows, 3):
                sheet.write_row(at, 0, cells)
            sheet.freeze_panes(3, 1)
            sheet.autofit()
    return stream.getvalue()


def _lines(block: object) -> list[str]:
    """What a block says in words; its tables have sheets of their own."""
    text = getattr(block, "text", "")
    return [text] if text else list(getattr(block, "items", ()))


MAKERS: Mapping[str, Callable[[Document], bytes | str]] = {
    "pdf": pdf,
    "docx": docx,
    "pptx": slideshow,
    "xlsx": sheets,
    "html": html,
}
"""By form."""


def made(document: Document, form: str) -> bytes:
    """The document's bytes in one of FORMS."""
    body = MAKERS[form](document)
    return body.encode() if isinstance(body, str) else body
