"""A document as PDF: accessible (PDF/UA-1), for keeping (PDF/A-2a), the same bytes from the same tree."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import typst

from yhdyspinta.core.press.fonts import FONTS, one_file
from yhdyspinta.core.press.packing import widths
from yhdyspinta.core.press.pictures import map_svg, svg
from yhdyspinta.core.press.tree import Block, Bullets, Document, Grid, Heading, Map, Note, Paragraph, Picture, Sources

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
STRANGE = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\u00ac\u00ae-\u024f\u0370-\u03ff\u0400-\u045f\u2010-\u2015\u2018-\u201e\u2022\u2026\u202f\u20ac\u2190-\u2193\u2212\u2264\u2265]"
)
"""Anything but Latin, Greek and Cyrillic letters and the signs that the house writes with: the font may lack it."""


def pdf(document: Document) -> bytes:
    """The document as PDF. A letter that its font lacks is told by its number. Raises TypstError, with what is wrong."""
    data = {
        "title": document.title,
        "subtitle": document.subtitle,
        "lang": document.lang,
        "address": document.address,
        "landscape": document.landscape,
        "year": document.day.year,
        "month": document.day.month,
        "mday": document.day.day,
        "blocks": [_block(b, document.lang) for b in document.blocks],
    }
    try:
        return _set(data)
    except typst.TypstError as error:
        if not re.search(r"could not be displayed|contains the codepoint", str(error)):
            raise
        return _set(_plain(data))


def _set(data: dict[str, Any]) -> bytes:
    inputs = {"doc": json.dumps(data, ensure_ascii=False)}
    compiler = typst.Compiler(font_paths=FONTS, ignore_system_fonts=True, sys_inputs=inputs)
    return one_file(compiler.compile(input=TEMPLATE.read_bytes(), format="pdf", pdf_standards=[*STANDARDS]))


def _plain(value: Any) -> Any:
    """The same data with every strange letter told by its number."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return STRANGE.sub(_told, value) if isinstance(value, str) else value


def _told(match: re.Match[str]) -> str:
    return f"(U+{ord(match[0]):04X})"


def _block(block: Block, lang: str) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Note(text):
            return {"kind": "note", "text": text}
        case Bullets(items):
            return {"kind": "bullets", "items": list(items)}
        case Sources(items):
            return {"kind": "sources", "items": list(items)}
        case Picture(chart):
            told = "; ".join(
                f"{r.head}: {', '.join(str(c) for c in r.cells if c is not None)}" for r in chart.rows[-3:]
            )
            return {"kind": "picture", "svg": svg(chart, lang), "alt": f"{chart.title}. {chart.description}. {told}"}
        case Map():
            return {"kind": "map", "svg": map_svg(block), "title": block.title, "alt": block.told}
        case Grid():
            return {
                "kind": "grid",
                "caption": block.caption,
                "columns": list(block.columns),
                "rows": [list(row) for row in block.rows],
                "numeric": sorted(block.numeric),
                "widths": widths(block),
            }
