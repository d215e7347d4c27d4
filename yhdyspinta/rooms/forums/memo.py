"""The paragraphs of a memo that came as a Word file, so that what was agreed can be marked. Nothing else of it is used.

The text is read as a stream of bounded size: what a spreadsheet of a document could blow up is never built.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

MOST, LONGEST = 300, 1_000
"""Paragraphs that are shown, and characters of each."""
XML_LIMIT, SEEN = 5_000_000, 20_000
"""Bytes of the text part, and paragraphs that are looked at, at most."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"}


def paragraphs(body: bytes) -> list[str]:
    """The text of the file, paragraph by paragraph in order, also of its tables. Empty when it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed, packed.open("word/document.xml") as part:
            xml = part.read(XML_LIMIT + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return []
    if len(xml) > XML_LIMIT:
        return []
    seen: dict[str, None] = {}
    try:
        for text in _texts(xml):
            if len(seen) == MOST:
                break
            if text:
                seen[text] = None
    except etree.XMLSyntaxError:
        return []
    return list(seen)


def _texts(xml: bytes) -> Iterator[str]:
    walk = etree.iterparse(io.BytesIO(xml), tag=f"{_WORD}p", resolve_entities=False, no_network=True, huge_tree=False)
    for number, (_event, paragraph) in enumerate(walk):
        if number == SEEN:
            return
        said = (" " if e.tag in _SPACES else e.text or "" for e in paragraph.iter(f"{_WORD}t", *_SPACES))
        yield " ".join("".join(said).split())[:LONGEST]
        paragraph.clear()
        while paragraph.getprevious() is not None:
            del paragraph.getparent()[0]
