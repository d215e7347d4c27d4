"""Figures from files: wide and long tables, every fault with its place, and files that are made to hurt."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people import People, actor, browser
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.indicators.axes import Place, axis
from yhdyspinta.core.indicators.laying import BadFigures
from yhdyspinta.core.indicators.queries import figures_of
from yhdyspinta.core.indicators.sources.files import BadFile, Sheet, fetch, letter, period_of, tidy
from yhdyspinta.rooms.statistics.actions import NotImported, import_file

TEA = "sotkanet-4072"
NAMES: dict[str, Place] = {"kuhmo": ("municipality", "290"), "290": ("municipality", "290"), "sss": ("country", "")}


def book(rows: Sequence[Sequence[object]], name: str = "Taulu") -> bytes:
    """A workbook of one sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


WIDE: list[list[object]] = [
    ["TEAviisari 2024"],
    [],
    ["Kunta", "Huom", 2022, "2024"],
    ["Kuhmo", "x", 61.5, "70,5"],
    [205, "", "..", 44],
]
LONG = "Kuntanumero;Vuosi;Luku\n290;2022;61,5\n290;2024;70.5\nKajaani;2024;44\n"


@pytest.mark.django_db
@pytest.mark.parametrize("body", [book(WIDE), LONG.encode(), LONG.encode("utf-16")[:0] + ("\ufeff" + LONG).encode()])
def test_wide_and_long_tables(body: bytes) -> None:
    """Areas by name or code, decimal point or comma, the source's signs; what the file lacks stays."""
    made = import_file(by=HOUSE, code=TEA, name="tea.xlsx", body=body)
    assert made is not None
    found = figures_of(TEA)
    assert found is not None
    assert found.table.periods == ("2022", "2024")
    assert found.totals[:, axis().index["municipality", "290"]].tolist() == [61.5, 70.5]
    assert found.totals[1, axis().index["municipality", "205"]] == 44
    again = import_file(by=HOUSE, code=TEA, name="tea.csv", body=b"kunta;2025\nKuhmo;75\n")
    assert again is not None
    assert (again.added, again.revised, again.removed) == (1, 0, 0)
    assert import_file(by=HOUSE, code=TEA, name="tea.csv", body=b"kunta;2025\nKuhmo;75\n") is None


@pytest.mark.django_db
def test_what_we_export_can_be_imported(reader: Client) -> None:
    """The way around: nothing changes."""
    for form in ("csv", "xlsx"):
        body = reader.get(f"/fi/tilastot/luku/statfin-vaesto/?muoto={form}").content
        held = figures_of("statfin-vaesto")
        assert held is not None
        import_file(by=HOUSE, code="statfin-vaesto", name="x", body=body)
        found = figures_of("statfin-vaesto")
        assert found is not None
        assert np.array_equal(found.table.values, held.table.values, equal_nan=True)


@pytest.mark.django_db
def test_every_fault_has_its_place_and_nothing_is_imported(people: People) -> None:
    """Sheet, row, column, reason; all of them at once."""
    rows: list[list[object]] = [
        ["Alue", "2023", "2024"],
        ["Kuhmo", 1, "yksi"],
        ["Atlantis", 2, 3],
        ["Sotkamo", "12%", 4],
    ]
    with pytest.raises(NotImported) as caught:
        import_file(by=HOUSE, code=TEA, name="x.xlsx", body=book(rows))
    assert [str(f) for f in caught.value.faults] == [
        "Taulu, row 2, column C: not a number: 'yksi'",
        "Taulu, row 3, column A: no such area: 'Atlantis'",
        "Taulu, row 4, column B: not a number: '12%'",
    ]
    assert figures_of(TEA) is None
    for body, reason in ((b"x;y\n1;2\n", "no heading row"), (b"kunta;vuosi;arvo\nKuhmo;eilen;1\n", "not a year")):
        with pytest.raises(NotImported) as caught:
            import_file(by=HOUSE, code=TEA, name="x.csv", body=body)
        assert reason in str(caught.value.faults[0])
    with pytest.raises(BadFigures, match="twice"):
        import_file(by=HOUSE, code=TEA, name="x.csv", body=b"kunta;2024\nKuhmo;1\n290;2\n")
    with pytest.raises(BadFigures, match="outside"):
        import_file(by=HOUSE, code=TEA, name="x.csv", body=b"kunta;2024\nKuhmo;1000\n")
    with pytest.raises(LookupError):
        import_file(by=HOUSE, code="tyonv-tyottomyysaste", name="x.csv", body=b"kunta;2024\nKuhmo;1\n")
    with pytest.raises(Refused):
        import_file(by=actor(people.kuhmo), code=TEA, name="x.csv", body=b"kunta;2024\nKuhmo;1\n")


def zipped(files: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return stream.getvalue()


def unzipped(body: bytes) -> dict[str, bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cell_at(reference: str) -> bytes:
    """A workbook with one value far away."""
    files = unzipped(book([["x"]]))
    sheet = files["xl/worksheets/sheet1.xml"].replace(b'r="A1"', f'r="{reference}"'.encode())
    files["xl/worksheets/sheet1.xml"] = sheet.replace(b'<row r="1"', b'<row r="1048576"')
    return zipped(files)


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + b"ha" * 50 + b'">' + b"".join(b'<!ENTITY %c "%s">' % (98 + i, (b"&%c;" % (97 + i)) * 10) for i in range(9)) + b"]><worksheet>&j;</worksheet>"  # fmt: skip


def laughing() -> bytes:
    """A workbook whose sheet grows a thousand million times."""
    files = unzipped(book([["x"]]))
    return zipped(files | {"xl/worksheets/sheet1.xml": LAUGHS})


BOMBS: dict[str, Callable[[], bytes]] = {
    "a far cell": lambda: cell_at("XFD1048576"),
    "one huge text": lambda: zipped({"xl/sharedStrings.xml": b"A" * 300_000_000}),
    "too many rows": lambda: book([["Kunta", 2024], *([["Kuhmo", 1]] * 70_000)]),
    "too many columns": lambda: book([["Kunta", *range(500)]]),
    "billion laughs": laughing,
    "a million entries": lambda: zipped({f"xl/{n}": b"" for n in range(3_000)}, packed=zipfile.ZIP_STORED),
    "an address outside": lambda: zipped({"../../etc/passwd": b"x", "xl/workbook.xml": b""}),
    "a zip that is no workbook": lambda: zipped({"kuva.png": b"x"}),
    "encrypted or old": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "a broken zip": lambda: b"PK\x03\x04" + b"x" * 200,
    "binary": lambda: b"\x00\x01\x02" * 50,
    "a far longer text than a cell": lambda: b"kunta;2024\n" + b"A" * 50_000 + b";1\n",
    "eleven megabytes": lambda: b"1;" * 5_500_000,
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("name", BOMBS)
def test_files_that_are_made_to_hurt_are_refused_quickly(name: str) -> None:
    """In under five seconds, with a reason; this process is not touched."""
    body = BOMBS[name]()
    began = time.monotonic()
    with pytest.raises(BadFile) as caught:
        fetch(body)
    assert time.monotonic() - began < 5
    assert str(caught.value)


@given(st.binary(max_size=400))
@settings(max_examples=15)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """Never another error."""
    try:
        tidy(fetch(body), NAMES)
    except BadFile:
        return


cells = st.one_of(st.none(), st.text(max_size=12), st.integers(-5, 2100), st.floats(), st.booleans(), st.sampled_from(["Alue", "Kuhmo", "Vuosi", "Luku", "2024"]))  # fmt: skip


@given(st.lists(st.lists(cells, max_size=5), max_size=8))
def test_any_cells_are_figures_or_faults(rows: list[list[object]]) -> None:
    """Each fault names a row of the sheet; each figure an area that is there."""
    found, faults = tidy([Sheet("S", rows)], NAMES)
    assert all(o.place in NAMES.values() for o in found)
    assert all(1 <= f.row <= max(1, len(rows)) for f in faults)


def test_columns_and_periods() -> None:
    """As spreadsheets call them; years and months however they are written."""
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [period_of(c) for c in (2024, 2024.0, " 2024 ", "6/2026", "2026M06")] == [
        "2024",
        "2024",
        "2024",
        "2026M06",
        "2026M06",
    ]
    assert [period_of(c) for c in ("x", "13/2026", 24, None, "2026M13")] == [""] * 5


@pytest.mark.django_db
def test_the_command_and_the_page(tmp_path: Path, people: People, capsys: pytest.CaptureFixture[str]) -> None:
    """The same by both ways; a refused file is told with its faults, and what was chosen stays."""
    file = tmp_path / "tea.csv"
    file.write_bytes(b"kunta;2024\nKuhmo;70\n")
    call_command("import_figures", str(file), "--indicator", TEA)
    assert "1 new and 0 revised" in capsys.readouterr().out
    file.write_bytes(b"kunta;2024\nAtlantis;70\n")
    with pytest.raises(CommandError, match="row 2, column A: no such area"):
        call_command("import_figures", str(file), "--indicator", TEA)
    with pytest.raises(CommandError, match="nothing was imported"):
        call_command("import_figures", str(tmp_path / "ei"), "--indicator", TEA)
    client, path = browser(people.administrator), "/fi/tilastot/tuo/"
    bad = SimpleUploadedFile("t.csv", b"kunta;2025\nAtlantis;1\n")
    answer = client.post(path, {"key": str(uuid4()), "indicator": TEA, "file": bad})
    assert answer.status_code == 422
    assert "Atlantis" in answer.content.decode()
    assert f'value="{TEA}" selected' in answer.content.decode()
    good = SimpleUploadedFile("t.csv", b"kunta;2025\nKuhmo;71\n")
    answer = client.post(path, {"key": str(uuid4()), "indicator": TEA, "file": good})
    assert answer["Location"] == f"/fi/tilastot/luku/{TEA}/?tehty=tallennettu"
    assert browser(people.kuhmo).get(path).status_code == 403


@pytest.mark.django_db
def test_a_corrected_file_is_summed_anew() -> None:
    """Sums of municipalities follow their parts; a source's own sum that is another stays."""
    held = figures_of("statfin-kuolleet")
    assert held is not None
    towns = [(c, held.totals[-1][i]) for i, (k, c) in enumerate(axis().places) if k == "municipality"]
    for factor in (1, 3):
        body = "kunta;2024\n" + "".join(f"{c};{value * factor:.0f}\n" for c, value in towns)
        import_file(by=HOUSE, code="statfin-kuolleet", name="k.csv", body=body.encode())
        found = figures_of("statfin-kuolleet")
        assert found is not None
        assert found.table.period("2024")[axis().index["country", ""]] == 59_209 * factor
        assert found.table.period("2025")[axis().index["country", ""]] == 59_209


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["2025M03", "2099"])
def test_periods_of_another_rhythm_or_to_come_are_refused(period: str) -> None:
    """Otherwise nothing true could be published after them."""
    with pytest.raises(BadFigures, match="periods that"):
        import_file(by=HOUSE, code="statfin-keski-ika", name="x.csv", body=f"kunta;{period}\nKuhmo;40\n".encode())


@pytest.mark.django_db
def test_another_file_with_the_same_form_key_is_told(people: People) -> None:
    """Going back and sending a corrected file is a conflict that is told, never silence; the same file again is nothing new."""
    client, path, key = browser(people.administrator), "/fi/tilastot/tuo/", str(uuid4())

    def send(body: bytes) -> int:
        return client.post(path, {"key": key, "indicator": TEA, "file": SimpleUploadedFile("t.csv", body)}).status_code

    assert send(b"kunta;2024\nKuhmo;21\n") == 302
    assert send(b"kunta;2024\nKuhmo;21\n") == 302
    assert send(b"kunta;2024\nKuhmo;27\n") == 409


def test_a_cell_whose_formula_failed_is_told() -> None:
    """Excel's #N/A is not an empty cell: nothing is imported, and its place is told."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        made.add_worksheet("Ohje")
        sheet = made.add_worksheet("Luvut & muut")
        sheet.write_row(0, 0, ["Kunta", "2024"])
        sheet.write(1, 0, "Kuhmo")
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    _found, faults = tidy(fetch(stream.getvalue()), NAMES)
    assert [(f.sheet, f.row, f.column) for f in faults] == [("Luvut & muut", 2, "B")]
    assert "#N/A" in faults[0].reason


def test_a_failed_cell_without_its_text_is_told_and_takes_no_other_cells() -> None:
    """Some programs write a failed cell without what it shows: it is told, and the next cell's figure is no error."""
    files = unzipped(book([["Kunta", "2023", "2024"], ["Kuhmo", 1, 5]]))
    sheet = files["xl/worksheets/sheet1.xml"].replace(b'<c r="B2"><v>1</v></c>', b'<c r="B2" t="e"/>')
    assert b't="e"' in sheet
    found, faults = tidy(fetch(zipped(files | {"xl/worksheets/sheet1.xml": sheet})), NAMES)
    assert [(f.row, f.column) for f in faults] == [(2, "B")]
    assert [o.value for o in found] == [5.0]


@pytest.mark.parametrize(
    ("cells", "values", "faults"),
    [
        (["1.234", "12.500"], [], 2),  # decimals or thousands: nothing on the sheet tells
        (["1.234", "0.512"], [1.234, 0.512], 0),  # another one tells: decimals
        (["1.234", "12.5"], [1.234, 12.5], 0),
        (["1 234", "12,5"], [1234.0, 12.5], 0),
    ],
)
def test_a_point_that_can_mean_two_things_is_asked_about(cells: list[str], values: list[float], faults: int) -> None:
    """1.234 is a thousand and more in some countries and one and a quarter in others: never guessed."""
    found, wrong = tidy([Sheet("S", [["Kunta", "2023", "2024"], ["Kuhmo", *cells]])], NAMES)
    assert len(wrong) == faults
    if not faults:
        assert [o.value for o in found] == values
    else:
        assert "1234 or 1,234" in wrong[0].reason
