"""Workbooks of bringing: a template with its columns and the words they take, and the report of what became of each row."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from yhdyspinta.core.bringing.cells import written
from yhdyspinta.core.bringing.kinds import Kind, Scope
from yhdyspinta.core.bringing.models import Bringing, Brought
from yhdyspinta.core.bringing.reading import Line
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.sources.files import letter
from yhdyspinta.core.ui.tables import PLAIN_TEXT

FIXED = datetime(2026, 1, 1)  # noqa: DTZ001  (a workbook knows no zones)
DOWN = 2_000
"""So many rows of a template offer the words of a column to choose from."""


def template(kind: Kind, scope: Scope) -> bytes:
    """A sheet with the headings, needed ones with an asterisk, and a second one that tells what each column takes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **PLAIN_TEXT}) as book:
        strong, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        rows, help_ = book.add_worksheet(_("Rows")[:31]), book.add_worksheet(_("Instructions")[:31])
        book.set_properties({"created": FIXED})  # the same words give the same bytes
        rows.freeze_panes(1, 0)
        help_.write_row(0, 0, [_("Column"), _("Needed"), _("Words that it takes")], strong)
        help_.set_column(0, 0, 34)
        help_.set_column(2, 2, 90)
        for at, one in enumerate(kind.fields):
            label, offered = str(one.label), one.reader.offered(scope)
            rows.write_string(0, at, f"{label} *" if one.needed else label, strong)
            rows.set_column(at, at, max(16, len(label) + 4))
            shown = "; ".join(offered) if offered else _("any text or day")
            help_.write_string(at + 1, 0, label)
            help_.write_string(at + 1, 1, _("yes") if one.needed else "")
            help_.write_string(at + 1, 2, shown[:32_000], wrapped)
            if offered and sum(len(w) + 1 for w in offered) < 250 and not any("," in w or '"' in w for w in offered):
                rule = {"validate": "list", "source": offered, "error_type": "warning"}
                rows.data_validation(1, at, DOWN, at, rule)
    return stream.getvalue()


def report(row: Bringing, lines: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table: what will become of each row, or has; with the row as it came, so that it can be mended."""
    found = {b.number: b for b in row.rows.all()}
    heads = _headings(row)
    header = [_("Row"), _("What became of it"), _("Why"), *heads]
    if row.state == "looked":
        told = [[str(x.number), _outlook(x), _faults(x, row.lang), *_cells(x.given, len(heads))] for x in lines]
    else:
        given = _given(row)
        told = [[str(n), say(f"bring:{b.outcome}"), why_of(b), *_cells(given.get(n, ()), len(heads))] for n, b in sorted(found.items())]  # fmt: skip
    return header, told


def why_of(row: Brought) -> str:
    """Why a row was not brought, or not undone."""
    if not row.why:
        return ""
    told = say(row.why["code"], [(n, v) for n, v in row.why["params"]])
    return f"{row.why['column']}{row.number}: {told}" if row.why.get("column") else told


def _outlook(line: Line) -> str:
    return say("bring:refused") if line.faults else say("bring:there") if line.there else _("will be brought")


def _faults(line: Line, lang: str) -> str:
    return " ".join(f"{f.column}{line.number}: {f.told(lang)}" if f.column else f.told(lang) for f in line.faults)


def _headings(row: Bringing) -> list[str]:
    rows = row.sheets[row.sheet]["rows"] if row.sheets else []
    top = rows[row.head] if row.head < len(rows) else []
    return [written(c) or letter(at) for at, c in enumerate(top)]


def _given(row: Bringing) -> dict[int, tuple[str, ...]]:
    rows = row.sheets[row.sheet]["rows"] if row.sheets else []
    return {n: tuple(written(c) for c in cells) for n, cells in enumerate(rows, 1)}


def _cells(given: Sequence[str], width: int) -> list[str]:
    return [*given[:width], *[""] * (width - len(given))]
