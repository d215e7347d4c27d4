"""Tables as files: CSV, XLSX, Parquet. Everything that is listed can be taken away."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, time

import xlsxwriter
from django.http import HttpResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.parquet import columns_as_parquet, installed

FORMS = ("csv", "xlsx", *(("parquet",) if installed() else ()))
"""Parquet only where the extra `analysis` is installed."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of a workbook in which text stays text."""
Row = Sequence[str]


def table(name: str, kind: str, header: Row, rows: Sequence[Row]) -> HttpResponse:
    """A table as CSV (UTF-8 with BOM, so spreadsheets read ä), XLSX or Parquet. Text stays text: nothing becomes a formula."""
    if kind == "xlsx":
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True, **PLAIN_TEXT}) as book:
            book.set_properties({"created": datetime.combine(clock.today(), time())})  # not the second of asking
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for number, row in enumerate([header, *rows]):
                sheet.write_row(number, 0, row)
            sheet.autofit()
        response = HttpResponse(stream.getvalue(), content_type=XLSX)
    elif kind == "parquet":
        response = HttpResponse(columns_as_parquet(header, rows), content_type=PARQUET)
    else:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerows([[_harmless(v) for v in row] for row in [header, *rows]])
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _harmless(value: str) -> str:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{value}" if value.lstrip()[:1] in ("=", "+", "-", "@") or value[:1] in ("\t", "\r") else value
