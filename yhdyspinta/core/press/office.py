"""What Word files and slides share: texts that XML can hold, the language of a text, the same bytes from the same parts."""

import io
import re
import zipfile

FIXED = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every part: the earliest that a zip knows."""
UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
"""Characters that XML cannot hold."""
LOCALES = {"fi": "fi-FI", "sv": "sv-FI"}
MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def plain(text: str) -> str:
    """Without what XML cannot hold."""
    return text.translate(UNWRITABLE)


def locale_of(lang: str) -> str:
    """The language as readers aloud and spelling checkers know it; Swedish is Finland's."""
    return LOCALES.get(lang, "en-GB")


def repacked(made: bytes) -> bytes:
    """The same parts with fixed time stamps; so are the workbooks inside, which say when they were made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith(".xlsx"):
                body = _undated(body)
            new.writestr(zipfile.ZipInfo(name, FIXED), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _undated(book: bytes) -> bytes:
    """A workbook that is the data of a chart: its own day of making tells nothing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "docProps/core.xml":
                body = MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", body)
            new.writestr(zipfile.ZipInfo(name, FIXED), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
