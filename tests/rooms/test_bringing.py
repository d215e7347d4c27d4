"""Rows of a spreadsheet: columns found, rows looked through, brought by the rooms' verbs, told row by row, undone."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.people import People, actor, browser, org
from yhdyspinta.core.accounts.models import Grant
from yhdyspinta.core.bringing import actions as bringing
from yhdyspinta.core.bringing import carrying
from yhdyspinta.core.bringing.cells import plain, written
from yhdyspinta.core.bringing.kinds import kind_of, kinds
from yhdyspinta.core.bringing.models import Bringing
from yhdyspinta.core.bringing.reading import counted, guessed, lines_of, scope_of
from yhdyspinta.core.common import clock, erasing
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.indicators.sources.files import Sheet
from yhdyspinta.core.jobs.queue import Interrupted, run_asked
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.agreements.models import Agreement
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.rooms.goals.models import Goal, Measure
from yhdyspinta.rooms.responsibilities import actions as responsibilities
from yhdyspinta.rooms.responsibilities import queries as divisions
from yhdyspinta.rooms.responsibilities.models import Contact, Division

pytestmark = pytest.mark.django_db
Row = Sequence[Any]
KAINUU, KUHMO = "Kainuun hyvinvointialue", "Kuhmo"


def workbook(*rows: Row, name: str = "Taulukko1") -> SimpleUploadedFile:
    """A spreadsheet of one sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("taulukko.xlsx", stream.getvalue())


def key() -> str:
    """Of a form, new each time."""
    return str(uuid4())


def kainuu() -> str:
    """The code of the region."""
    return Region.objects.get(slug="kainuu").code


def sent(reader: Client, kind: str, *rows: Row) -> Bringing:
    """A file sent by the page."""
    told = {"kind": kind, "region": "kainuu", "file": workbook(*rows), "key": key()}
    answer = reader.post("/fi/tuo/", told)
    assert answer.status_code == 302, answer.content.decode()
    return Bringing.objects.get(public_id=answer["Location"].split("/")[-2])


def press(reader: Client, row: Bringing, what: str) -> None:
    """A button of the file's page, and the work done."""
    row.refresh_from_db()
    answer = reader.post(f"/fi/tuo/{row.public_id}/{what}/", {"version": row.version, "key": key()})
    assert answer.status_code == 302, answer.content.decode()
    run_asked()
    row.refresh_from_db()


def outcomes(row: Bringing) -> list[str]:
    """What became of each row, in their order."""
    return list(row.rows.values_list("outcome", flat=True))


@pytest.fixture
def programme(people: People) -> Any:
    """One programme of Kainuu."""
    by, region = actor(people.county_coordinator), Region.objects.get(slug="kainuu")
    return goals.begin(by=by, region=region, plan=goals.Plan({"fi": "Suunnitelma"}, "interface", 2026, 2029))


GOALS = (
    ("Kainuun yhteiset tavoitteet", "", "", ""),
    ("Tavoite", "Teemat", "Osapuolet", "Perustelu"),
    ("Nuoret saavat avun ajoissa", "Hyvinvoinnin ja terveyden edistäminen", f"{KAINUU}; {KUHMO}", "Jonot ovat pitkät."),
    ("Ikäihmiset asuvat kotona", "Ikäihmisten palvelut; hyte", "kaikki kunnat", ""),
    ("", "hyte", KUHMO, ""),
    ("Ei teemaa", "sää", KUHMO, ""),
    ("Ei täällä", "hyte", "Helsinki", ""),
    ("Nuoret saavat avun ajoissa", "hyte", KUHMO, ""),
    ("", "", "", ""),
    ("=1+1", "hyte", KUHMO, "Kaava on tekstiä."),
)


def test_goals_are_brought_told_and_undone(people: People, programme: Any) -> None:
    """Headings under a title; three good rows of seven; the same file again brings nothing; what is signed stays at undoing."""
    reader = browser(people.county_coordinator)
    row = sent(reader, "goals", *GOALS)
    assert (row.head, row.columns) == (1, {"title_fi": 0, "themes": 1, "parties": 2, "text_fi": 3})
    text = reader.get(f"/fi/tuo/{row.public_id}/").content.decode()
    assert "Tuo 2 riviä" in text or "Tuo 3 riviä" in text
    for cell in ("B6", "C7", "Sama kuin tämän tiedoston rivi 3"):
        assert cell in text
    assert Goal.objects.count() == 0
    press(reader, row, "aloita")
    assert row.state == "brought"
    assert [(b.number, b.outcome) for b in row.rows.all()] == [
        (3, "made"), (4, "made"), (5, "refused"), (6, "refused"), (7, "refused"), (8, "refused"), (10, "made")
    ]  # fmt: skip
    towns = len(atlas().view(kainuu(), clock.today()).municipalities)
    assert sorted(g.parties.count() for g in Goal.objects.all()) == sorted([1, 2, towns])
    assert Goal.objects.get(title_fi="=1+1").text_fi == "Kaava on tekstiä."
    again = sent(reader, "goals", *GOALS)
    press(reader, again, "aloita")
    assert outcomes(again).count("there") == 3
    assert outcomes(again).count("made") == 0
    signed = Goal.objects.get(title_fi="=1+1")
    goals.rewrite(
        by=actor(people.county_coordinator),
        goal=signed,
        version=1,
        aim=goals.Aim({"fi": "Muutettu"}, ("hyte",), (org("kunnat/kuhmo").id,)),
    )
    press(reader, row, "kumoa")
    assert row.state == "undone"
    assert outcomes(row).count("undone") == 2
    assert outcomes(row).count("kept") == 1
    assert list(Goal.objects.filter(ended_on=None).values_list("title_fi", flat=True)) == ["Muutettu"]
    assert "Joku on muuttanut" in reader.get(f"/fi/tuo/{row.public_id}/").content.decode()


def test_measures_find_their_goal(people: People, programme: Any) -> None:
    """By its title; days and words in Finnish; a goal that is not there is told; an own organisation is in charge at once."""
    reader = browser(people.county_coordinator)
    press(reader, sent(reader, "goals", *GOALS[1:4]), "aloita")
    row = sent(
        reader,
        "measures",
        ("Tavoite", "Toimenpide", "Vastuutaho", "Alkaa", "Päättyy", "Tila", "Kustannukset", "Selite"),
        ("Ikäihmiset asuvat kotona", "Kotihoito", KAINUU, "1.2.2027", "2027-12-31", "käynnissä", "pieni", "x"),
        ("ikäihmiset asuvat kotona", "Kuljetukset", KUHMO, "", "", "", "", ""),
        ("Ei ole", "Jotain", "", "", "", "", "", ""),
        ("Ikäihmiset asuvat kotona", "Väärin päin", "", "2.2.2027", "1.2.2027", "", "", ""),
        ("Ikäihmiset asuvat kotona", "Huono päivä", "", "helmikuussa", "", "", "", ""),
    )
    assert row.columns["title_fi"] == 1
    assert row.columns["goal"] == 0
    press(reader, row, "aloita")
    assert outcomes(row) == ["made", "made", "refused", "refused", "refused"]
    first = Measure.objects.get(title_fi="Kotihoito")
    assert (str(first.starts), str(first.ends), first.state, first.cost) == (
        "2027-02-01",
        "2027-12-31",
        "under_way",
        "small",
    )
    assert first.accepted_on == clock.today()
    press(reader, row, "kumoa")
    assert outcomes(row)[:2] == ["undone", "undone"]
    assert not Measure.objects.filter(withdrawn_at=None).exists()


def test_agreements(people: People) -> None:
    """Two agreements, one with a bad address; undone they are ended."""
    reader = browser(people.county_coordinator)
    row = sent(
        reader,
        "agreements",
        ("Sopimus", "Laji", "Teema", "Osapuolet", "Alkaa", "Päättyy", "Linkki", "Näkyvyys"),
        (
            "Yhteistyösopimus",
            "Strateginen yhteistyösopimus",
            "hyte",
            f"{KAINUU}\n{KUHMO}",
            46023.0,
            "31.12.2028",
            "",
            "public",
        ),
        ("Tilasopimus", "muu sopimus", "hyte", KUHMO, "1.1.2026", "", "https://example.org/sopimus", "parties"),
        ("Huono", "muu sopimus", "hyte", KUHMO, "", "", "javascript:alert(1)", "public"),
    )
    press(reader, row, "aloita")
    assert outcomes(row) == ["refused", "made", "refused"]  # 46023 is no day: the cell was a bare number
    assert Agreement.objects.get().link == "https://example.org/sopimus"
    press(reader, row, "kumoa")
    assert Agreement.objects.get().ended_on == clock.today()


def test_roles_become_one_text_and_go_back(people: People) -> None:
    """Rows of a theme are one new version; undoing writes what was there before; a signed text stays."""
    reader = browser(people.county_coordinator)
    view = atlas().view(kainuu(), clock.today())
    before = dict(divisions.sheet(view, "opiskeluhuolto", None).cells)
    task = "kuraattoripalvelut"
    row = sent(
        reader,
        "roles",
        ("Tehtävä", "Organisaatio", "Rooli"),
        (task, KUHMO, "osallistuu"),
        (task, KAINUU, "ei roolia"),
        ("psykologipalvelut", KUHMO, "saa tiedon"),
        ("psykologipalvelut", KUHMO, "järjestää"),
        ("psykologipalvelut", "Kajaani", "johtaa"),
    )
    press(reader, row, "aloita")
    assert outcomes(row) == ["made", "made", "made", "refused", "refused"]
    made = Division.objects.get()
    assert made.version == 2
    told = divisions.of_region(actor(people.county_coordinator), kainuu())["opiskeluhuolto"]
    cells = divisions.sheet(view, "opiskeluhuolto", told).cells
    assert cells[task, org("kunnat/kuhmo").id] == "takes_part"
    press(reader, row, "kumoa")
    told = divisions.of_region(actor(people.county_coordinator), kainuu())["opiskeluhuolto"]
    assert {k: v for k, v in divisions.sheet(view, "opiskeluhuolto", told).cells.items() if v} == {k: v for k, v in before.items() if v}  # fmt: skip


def test_contacts_give_back_what_they_replaced(people: People) -> None:
    """An organisation's own people; what was told before of the theme comes back; others' contacts are refused."""
    kuhmo = org("kunnat/kuhmo")
    old = responsibilities.Card({"fi": "Sivistystoimi"}, theme="opiskeluhuolto", email="vanha@example.org")
    responsibilities.tell_contact(by=actor(people.kuhmo), organisation=people_row(kuhmo.id), card=old)
    reader = browser(people.kuhmo)
    row = sent(
        reader,
        "contacts",
        ("Organisaatio", "Teema", "Tehtävä", "Sähköposti", "Puhelin"),
        (KUHMO, "Opiskeluhuolto", "Opiskeluhuollon toimisto", "uusi@example.org", "08 123"),
        (KUHMO, "", "Kirjaamo", "kirjaamo@example.org", ""),
        (KUHMO, "hyte", "Hyte", "ei-osoite", ""),
        (KUHMO, "hyte", "Hyte", f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.fi", ""),
        ("Kajaani", "", "Kirjaamo", "kirjaamo@example.org", ""),
    )
    press(reader, row, "aloita")
    assert outcomes(row) == ["made", "made", "refused", "refused", "refused"]
    press(reader, row, "kumoa")
    standing = Contact.objects.filter(organisation=kuhmo.id, withdrawn_at=None)
    assert [(c.theme_code, c.email) for c in standing] == [("opiskeluhuolto", "vanha@example.org")]


def people_row(pk: int) -> Any:
    """An organisation's row."""
    return Region._meta.apps.get_model("registry", "Organisation").objects.get(pk=pk)


def test_records_of_what_was_done(people: People) -> None:
    """A spreadsheet's own days; a day to come is refused; the same record is not brought twice; undone it is withdrawn."""
    reader = browser(people.kuhmo)
    rows = (
        ("Päivä", "Laji", "Otsikko", "Osapuolet", "Velvoite", "Lähde", "Näkyvyys"),
        (
            "24.10.2025",
            "neuvottelu",
            "Vuosineuvottelu",
            f"{KUHMO}; {KAINUU}",
            "yleinen-neuvottelu-valtuustokausi",
            "KH 1 §",
            "parties",
        ),
        (
            f"{clock.today() + timedelta(days=3)}",
            "neuvottelu",
            "Tuleva",
            KUHMO,
            "yleinen-neuvottelu-valtuustokausi",
            "",
            "public",
        ),
    )
    before = Evidence.objects.count()
    row = sent(reader, "evidence", *rows)
    press(reader, row, "aloita")
    assert outcomes(row) == ["made", "refused"], [b.why for b in row.rows.all()]
    assert Evidence.objects.order_by("-id")[0].visibility == "parties"
    press(reader, again := sent(reader, "evidence", *rows), "aloita")
    assert outcomes(again) == ["there", "refused"]
    press(reader, row, "kumoa")
    assert Evidence.objects.count() == before + 1
    assert Evidence.objects.order_by("-id")[0].withdrawn_reason


def test_columns_are_chosen_by_hand(people: People, programme: Any) -> None:
    """Headings that nobody knows; what is the same on every row is written once; a needed column is asked for."""
    reader = browser(people.county_coordinator)
    row = sent(reader, "goals", ("Asia", "Kenelle"), ("Nuorten tuki", KUHMO), ("Vanhusten tuki", KUHMO))
    page = reader.get(f"/fi/tuo/{row.public_id}/").content.decode()
    assert "Nämä tarvitsevat sarakkeen" in page
    refused = reader.post(f"/fi/tuo/{row.public_id}/aloita/", {"version": row.version, "key": key()})
    assert refused.status_code == 403
    told = {
        "col:title_fi": "0",
        "col:parties": "1",
        "all:themes": "hyte",
        "sheet": "0",
        "col:zzz": "1",
        "col:text_fi": "x",
    }
    reader.post(f"/fi/tuo/{row.public_id}/sarakkeet/", {**told, "version": row.version, "key": key()})
    row.refresh_from_db()
    assert row.columns == {"title_fi": 0, "parties": 1}
    assert row.fixed == {"themes": "hyte"}
    assert reader.post(f"/fi/tuo/{row.public_id}/sarakkeet/", {**told, "version": 1, "key": key()}).status_code == 409
    press(reader, row, "aloita")
    assert outcomes(row) == ["made", "made"]


def test_a_file_is_its_bringers_own(people: People, programme: Any) -> None:
    """Others see nothing of it; who coordinates nothing brings no goals; a right lost on the way brings no more."""
    reader, other = browser(people.county_coordinator), browser(people.kuhmo)
    row = sent(reader, "goals", *GOALS)
    for path in ("", "?muoto=xlsx"):
        assert other.get(f"/fi/tuo/{row.public_id}/{path}").status_code == 404
    for what in ("sarakkeet", "aloita", "kumoa", "uudelleen", "hylkaa"):
        assert other.post(f"/fi/tuo/{row.public_id}/{what}/", {"version": 1, "key": key()}).status_code == 404
    told = {"kind": "goals", "region": "kainuu", "file": workbook(*GOALS), "key": key()}
    assert other.post("/fi/tuo/", told).status_code == 422
    assert Client().get("/fi/tuo/").status_code == 302
    bringing.start(by=actor(people.county_coordinator), bringing=row, version=row.version)
    Grant.objects.filter(user=people.county_coordinator).update(valid_until=clock.today() - timedelta(days=1))
    run_asked()
    row.refresh_from_db()
    assert "made" not in outcomes(row)
    assert Goal.objects.count() == 0


def test_a_lost_worker_brings_no_row_twice(people: People, programme: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is stopped after each row in turn; the next goes on from there."""
    reader = browser(people.county_coordinator)
    row = sent(reader, "goals", GOALS[1], *((f"Tavoite {n}", "hyte", KUHMO, "") for n in range(6)))
    bringing.start(by=actor(people.county_coordinator), bringing=row, version=row.version)
    whole, written_rows = carrying._write, 0

    def once(*args: Any) -> None:
        nonlocal written_rows
        if written_rows % 2:
            written_rows += 1
            raise Interrupted
        whole(*args)
        written_rows += 1

    monkeypatch.setattr(carrying, "_write", once)
    for _try in range(20):
        if run_asked() is None:
            break
    row.refresh_from_db()
    assert row.state == "brought"
    assert outcomes(row) == ["made"] * 6
    assert Goal.objects.count() == 6


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", ["goals", "measures", "roles", "contacts", "agreements", "evidence"])
def test_a_template_is_understood(people: People, lang: str, kind: str) -> None:
    """Every heading of a template is known, in each language; the words it offers are taken."""
    reader = browser(people.county_coordinator)
    answer = reader.get(f"/{lang}/tuo/pohja/{kind}/kainuu/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    fields = kind_of(kind).fields
    assert guessed(kind_of(kind), rows) == (0, {f.code: n for n, f in enumerate(fields)})
    row = Bringing(kind=kind, region=Region.objects.get(slug="kainuu"), lang=lang)
    scope = scope_of(row, actor(people.county_coordinator))
    with translation.override(lang):
        for one in fields:
            for word in one.reader.offered(scope)[:20]:
                one.reader.read(word, scope)


def test_the_report_is_a_table_of_rows(people: People, programme: Any) -> None:
    """Before and after, with the cells as they came; as text, never as formulas."""
    reader = browser(people.county_coordinator)
    row = sent(reader, "goals", *GOALS)
    for step in ("", "aloita"):
        if step:
            press(reader, row, step)
        body = reader.get(f"/fi/tuo/{row.public_id}/?muoto=xlsx").content
        told = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        assert told[0][3:] == ["Tavoite", "Teemat", "Osapuolet", "Perustelu"]
        assert [r[0] for r in told[1:]] == ["3", "4", "5", "6", "7", "8", "10"]
        assert told[-1][3] == "=1+1"


def test_old_files_are_emptied(people: People, programme: Any) -> None:
    """A file that nobody brought goes in two weeks; the cells of a brought one in a month, what became of its rows stays."""
    reader = browser(people.county_coordinator)
    left, done = sent(reader, "goals", *GOALS), sent(reader, "goals", *GOALS)
    press(reader, done, "aloita")
    with clock.frozen(clock.now() + timedelta(days=15)):
        bringing.tidy()
    assert not Bringing.objects.filter(pk=left.pk).exists()
    with clock.frozen(clock.now() + timedelta(days=31)):
        bringing.tidy()
    done.refresh_from_db()
    assert done.sheets == []
    assert "made" in outcomes(done)
    assert reader.get(f"/fi/tuo/{done.public_id}/").status_code == 200
    assert reader.get(f"/fi/tuo/{done.public_id}/?muoto=xlsx").status_code == 200


def test_an_erased_persons_cells_go(people: People, programme: Any) -> None:
    """A file that waits goes whole, of a brought one only that its rows became what they became stays."""
    reader = browser(people.county_coordinator)
    left, done = sent(reader, "goals", *GOALS), sent(reader, "goals", *GOALS)
    press(reader, done, "aloita")
    for path in erasing.parts():
        import_string(path)(people.county_coordinator)
    assert not Bringing.objects.filter(pk=left.pk).exists()
    done.refresh_from_db()
    assert (done.name, done.sheets) == ("", [])
    assert set(done.rows.values_list("title", flat=True)) == {""}
    assert "made" in outcomes(done)


CELL = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-5, 60_000),
    st.booleans(),
    st.sampled_from(["hyte", KUHMO, "kaikki kunnat", "24.10.2025", "31.2.2025", "neuvottelu", "=1", ";;", "https://x"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, max_size=9), max_size=8), kind=st.sampled_from(["goals", "measures", "roles", "contacts", "agreements", "evidence"]), columns=st.dictionaries(st.integers(0, 13), st.integers(0, 9), max_size=9))  # fmt: skip
def test_any_cells_are_told_not_fallen_over(
    people: People, rows: list[list[Any]], kind: str, columns: dict[int, int]
) -> None:
    """Whatever stands in the cells and whichever columns are chosen: each row is ready, there or has its faults."""
    fields = kind_of(kind).fields
    chosen = {fields[n].code: at for n, at in columns.items() if n < len(fields)}
    row = Bringing(kind=kind, region=Region.objects.get(slug="kainuu"), lang="fi", sheets=[{"name": "x", "rows": [["a"], *rows]}], columns=chosen)  # fmt: skip
    lines = lines_of(row, scope_of(row, actor(people.county_coordinator)))
    counts = counted(lines)
    assert counts["ready"] + counts["there"] + counts["faulty"] == counts["all"] == len(lines)
    for line in lines:
        for fault in line.faults:
            assert fault.told("fi")


@given(st.text(max_size=30))
def test_a_cell_is_written_as_people_write(text: str) -> None:
    """Numbers of spreadsheets lose their decimals, days their midnight; a word compares by its letters."""
    assert written(2027.0) == "2027"
    assert written("2027-02-01T00:00:00") == "2027-02-01"
    assert written(written(text)) == written(text)
    assert plain(plain(text)) == plain(text)


def test_a_file_has_an_end(people: People, programme: Any) -> None:
    """Too many rows or cells are refused before anything is kept; a cell that is too long is told, wherever it ends."""
    by, region, kind = actor(people.county_coordinator), Region.objects.get(slug="kainuu"), kind_of("goals")
    head = list(GOALS[1])
    for sheets in ([Sheet("a", [head] * 3001)], [Sheet(str(n), [["x"] * 400] * 100) for n in range(7)]):
        with pytest.raises(Refused):
            bringing.take(by=by, kind=kind, region=region, name="x", sheets=sheets, lang="fi")
    assert not Bringing.objects.exists()
    with pytest.raises(Refused):
        bringing.take(
            by=by, kind=kind, region=region, name="x", sheets=[Sheet("a", [head, *([["y" * 7_000]] * 500)])], lang="fi"
        )
    long = [head, ["Otsikko", "hyte", KUHMO, "a" * 50_000]]
    row = bringing.take(by=by, kind=kind, region=region, name="x" * 500, sheets=[Sheet("a", long)], lang="fi")
    (line,) = lines_of(row, scope_of(row, by))
    assert [f.code for f in line.faults] == ["bring_too_long"]


def test_several_sheets(people: People, programme: Any) -> None:
    """The sheet whose headings are known is taken; another can be chosen."""
    region = Region.objects.get(slug="kainuu")
    sheets = [Sheet("Ohje", [["Lue tämä"]]), Sheet("Tavoitteet", [list(r) for r in GOALS[1:4]])]
    row = bringing.take(
        by=actor(people.county_coordinator), kind=kind_of("goals"), region=region, name="x", sheets=sheets, lang="fi"
    )
    assert row.sheet == 1
    bringing.tell_columns(by=actor(people.county_coordinator), bringing=row, version=1, sheet=0, columns={}, fixed={})
    row.refresh_from_db()
    assert (row.sheet, row.columns) == (0, {})
    assert set(kinds()) == {"goals", "measures", "roles", "contacts", "agreements", "evidence"}
