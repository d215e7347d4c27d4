"""A division of labour from a file: what the pages give out comes back; every bad cell is told and nothing is brought."""

import csv
import io
import time
from pathlib import Path
from uuid import uuid4

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from tests.people import People, actor, browser, org
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.responsibilities import actions
from yhdyspinta.rooms.responsibilities.actions import Written
from yhdyspinta.rooms.responsibilities.bringing import NotBrought, bring
from yhdyspinta.rooms.responsibilities.importing import letters
from yhdyspinta.rooms.responsibilities.models import Division, DivisionRole

KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A spreadsheet of one sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Työnjako")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def told() -> set[tuple[str, int, str]]:
    """What differs from the law."""
    return set(DivisionRole.objects.values_list("task_code", "organisation_id", "role"))


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_given_out_comes_back(people: People, lang: str, form: str) -> None:
    """The same file changes nothing; words of every language; a theme that nobody has taken up is taken up."""
    by = actor(people.county_coordinator)
    made = actions.take_up(by=by, region=Region.objects.get(slug="kainuu"), theme="opiskeluhuolto")
    differs = Written({org(KUHMO).id: "takes_part", org(COUNTY).id: ""})
    actions.write_task(by=by, division=made, version=1, task="kuraattoripalvelut", written=differs)
    before = told()
    body = browser(people.county_coordinator).get(f"/{lang}/alueet/kainuu/tyonjako/?muoto={form}").content
    assert bring(by=by, body=body) == 78  # all but the one of the Sámi homeland
    assert told() == before
    made.refresh_from_db()
    assert made.version == 2  # nothing differs, nobody is asked again, and no other theme is taken up
    assert Division.objects.count() == 1


def test_a_municipality_and_an_employment_area_of_one_name_are_two(people: People) -> None:
    """Turku and Turku: the area's column says what it is, and the same file brings nothing."""
    assert people.county_coordinator
    body = browser(people.county_coordinator).get("/fi/alueet/varsinais-suomi/tyonjako/?muoto=csv").content
    assert "Turku (Työllisyysalueet)" in body.decode()
    bring(by=HOUSE, body=body)
    assert not Division.objects.exists()
    changed = "alue;tunnus;Turku;Turku (työllisyysalueet)\nVarsinais-Suomi;varhaiskasvatus;järjestää;kuullaan\n"
    bring(by=HOUSE, body=changed.encode())
    assert told() == {("varhaiskasvatus", org("tyollisyysalueet/turku").id, "consulted")}
    twice = "alue;tunnus;Kuhmo;Kuhmo\nKainuu;neuvola;kuullaan;\n"
    with pytest.raises(NotBrought) as refused:
        bring(by=HOUSE, body=twice.encode())
    assert [f.code for f in refused.value.faults] == ["responsibilities_org_twice"]


def test_three_bad_cells_are_told_and_nothing_is_brought(tmp_path: Path) -> None:
    """Sheet, row, column and reason of each; the command ends with one."""
    path = tmp_path / "three_bad.xlsx"
    path.write_bytes(
        workbook(
            ("Alue", "Koodi", "Kuhmo", "Olematon"),
            ("Kainuu", "neuvola", "hallitsee", ""),
            ("Kainuu", "perhetyo", "osallistuu", ""),
            ("Kainuu", "outo", "osallistuu", ""),
        )
    )
    with translation.override("en"), pytest.raises(CommandError) as refused:
        call_command("import", "responsibilities", str(path))
    lines = str(refused.value).splitlines()
    assert "0 rows were imported" in lines[0]
    assert [x.strip() for x in lines[1:]] == [
        "Työnjako, row 1, column D: there is no organisation Olematon.",
        "Työnjako, row 2, column C: hallitsee is not a role: organises, takes part, is consulted, is informed, or empty.",
        "Työnjako, row 4, column B: there is no task outo.",
    ]
    assert not Division.objects.exists()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((("Kunta", "Rooli"),), "responsibilities_no_head"),
        ((("Koodi", "Kuhmo"), ("neuvola", "osallistuu")), "responsibilities_no_region"),
        ((("Alue", "Koodi"), ("Outola", "neuvola")), "responsibilities_no_region"),
        ((("Alue", "Koodi", "Inari"), ("Kainuu", "neuvola", "kuullaan")), "responsibilities_org_elsewhere"),
    ],
)
def test_what_a_table_cannot_say(rows: tuple[tuple[str, ...], ...], code: str) -> None:
    """Each with its own reason."""
    with pytest.raises(NotBrought) as refused:
        bring(by=HOUSE, body=workbook(*rows))
    assert [f.code for f in refused.value.faults] == [code]


def test_the_page_brings_and_tells(people: People, reader: Client) -> None:
    """A coordinator's own region where the table names none; faults stand on the page, and what is no table is told."""
    page, address = browser(people.county_coordinator), "/fi/alueet/kainuu/tyonjako/tuo/"

    def sends(name: str, body: bytes) -> object:
        return page.post(address, {"file": SimpleUploadedFile(name, body), "key": str(uuid4())})

    bad = sends("t.csv", b"koodi;Kuhmo\nneuvola;hallitsee\n")
    assert bad.status_code == 422  # type: ignore[attr-defined]  # an answer
    assert "rivi 2, sarake B: hallitsee ei ole rooli" in bad.content.decode()  # type: ignore[attr-defined]  # an answer
    assert sends("t.csv", b"").status_code == 422  # type: ignore[attr-defined]  # an answer
    assert sends("t.xlsx", b"PK\x03\x04spoiled").status_code == 422  # type: ignore[attr-defined]  # an answer
    assert not Division.objects.exists()
    good = sends("t.csv", b"koodi;Kuhmo\nneuvola;kuullaan\n")
    assert good.status_code == 302  # type: ignore[attr-defined]  # an answer
    assert told() == {("neuvola", org(KUHMO).id, "consulted")}
    assert browser(people.kuhmo).get(address).status_code == 403


def test_columns_are_named_as_spreadsheets_do() -> None:
    """A, Z, AA, AZ, BA."""
    assert [letters(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.quiet
def test_five_thousand_rows_in_five_seconds(reader: Client) -> None:
    """The whole country's tables three times over, as the law has them: read, compared, and nothing is taken up."""
    tables = [
        reader.get(f"/fi/alueet/{slug}/tyonjako/?muoto=csv").content.decode("utf-8-sig")
        for slug in ("kainuu", "lappi", "keski-suomi", "pirkanmaa")
    ]
    lines = [list(csv.reader(t.splitlines(), delimiter=";")) for t in tables]
    sheets = [(t[0], t[1:] * 17) for t in lines]
    assert sum(len(rows) for _head, rows in sheets) > 5_000
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for head, rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate([head, *rows]):
                sheet.write_row(number, 0, row)
    began = time.perf_counter()
    assert bring(by=HOUSE, body=stream.getvalue()) > 300
    assert time.perf_counter() - began < 5
    assert not Division.objects.exists()  # fmt: skip
