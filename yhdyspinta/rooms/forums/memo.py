"""The paragraphs of a memo that came as a Word file, so that what was agreed can be marked. Nothing else of it is used."""

import io
import zipfile

import docx
from docx.opc.exceptions import PackageNotFoundError

MOST, LONGEST = 300, 1_000
"""Paragraphs that are shown, and characters of each."""


def paragraphs(body: bytes) -> list[str]:
    """The text of the file, paragraph by paragraph, also of its tables. Empty when it cannot be read."""
    try:
        opened = docx.Document(io.BytesIO(body))
    except (  # bad XML is a SyntaxError
        PackageNotFoundError,
        SyntaxError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
    ):
        return []
    texts = [p.text for p in opened.paragraphs]
    texts += [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    seen = dict.fromkeys(" ".join(t.split())[:LONGEST] for t in texts)
    return [t for t in seen if t][:MOST]
