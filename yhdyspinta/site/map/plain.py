"""Cells and findings of the map as JSON has them: for the command, the interface for programs, and comparisons."""

from datetime import date
from typing import Any

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.words import Param, Word
from yhdyspinta.core.interfaces.cells import Cell, Finding


def plain(value: Param) -> Any:
    """A finding's parameter."""
    if isinstance(value, Text):
        return value.by_language()
    if isinstance(value, date):
        return value.isoformat()
    return value.code if isinstance(value, Word) else value


def finding(found: Finding) -> dict[str, Any]:
    """A finding."""
    return {"code": found.code, "params": {k: plain(v) for k, v in found.params}}


def cell(found: Cell, slug: str) -> dict[str, Any]:
    """A cell; `slug`: of its region."""
    return {
        "region": slug,
        "theme": found.theme,
        "block": found.block,
        "situation": found.situation,
        "flags": list(found.flags),
        "findings": [finding(f) for f in found.findings],
        "records_from": found.records_from.isoformat() if found.records_from else None,
    }
