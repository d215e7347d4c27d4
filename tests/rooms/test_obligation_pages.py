"""Pages of the room: what they say, bad input, forms that lose nothing, pressing twice, query counts."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from tests.people import People, actor, browser, org, row
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.evidence import actions as evidence_actions
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.ui.pages import forget_pages
from yhdyspinta.rooms.obligations import queries
from yhdyspinta.rooms.obligations.models import RegionDay
from yhdyspinta.site.map.queries import interface_map

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
GENERAL = "yleinen-neuvottelu-valtuustokausi"
RECORD = f"/fi/toteutumistiedot/uusi/?alue=kainuu&velvoite={GENERAL}"


def body(client: Client, path: str, status: int = 200) -> str:
    """The text of a page."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def sent(people: People, **changes: str) -> dict[str, str]:
    """A valid form of Kainuu county about its negotiation with Kuhmo."""
    county = str(org("organisaatiot/kainuun-hyvinvointialue").public_id)
    base = {
        "key": str(uuid4()),
        "acting_for": county,
        "kind": "negotiation",
        "title_fi": "Yhteistyöneuvottelu pidettiin",
        "happened_on": "2026-10-01",
        "precision": "day",
        f"duty:{GENERAL}": "whole",
        "parties": county,
        "visibility": "public",
    }
    return {**base, **changes}


def test_the_event_of_keski_suomi_is_there_from_its_day(reader: Client) -> None:
    """Not on 23.10.2025, on 31.10.2025 with its source."""
    before = body(reader, "/fi/alueet/keski-suomi/yleinen/?on=2025-10-23")
    after = body(reader, "/fi/alueet/keski-suomi/yleinen/?on=2025-10-31")
    assert "Yhteinen tilaisuus kokosi noin 180 osallistujaa" not in before
    assert "Yhteinen tilaisuus kokosi noin 180 osallistujaa" in after
    assert "24.10.2025" in after
    row_ = Evidence.objects.get(origin="reference:keski-suomi-yhteistyoneuvottelu-2025")
    assert "sttinfo.fi" in body(reader, f"/fi/toteutumistiedot/{row_.public_id}/")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/fi/alueet/keski-suomi/?on=eilen", 400, "24.10.2025"),
        ("/fi/alueet/keski-suomi/?on=2025-02-30", 400, "vuosi-kuukausi-päivä"),
        ("/fi/alueet/keski-suomi/?on=2022-12-31", 400, "1.1.2023"),
        ("/fi/alueet/keski-suomi/?on=2040-01-01", 400, "31.5.2033"),
        ("/fi/velvoitteet/?teema=kissat", 400, "yleinen"),
        ("/sv/velvoitteet/?teema=kissat", 400, "yleinen"),
        ("/fi/kalenteri/?alue=atlantis", 400, "ita-uusimaa"),
        ("/fi/velvoitteet/ei-ole/", 404, "Sivua ei löydy"),
        ("/fi/alueet/atlantis/", 404, "Sivua ei löydy"),
        ("/fi/alueet/kainuu/kissat/", 404, "Sivua ei löydy"),
        ("/fi/kunnat/999/", 404, "Sivua ei löydy"),
        ("/sv/kunnat/ingenstans/", 404, "Sidan"),
        ("/fi/toteutumistiedot/00000000-0000-0000-0000-000000000000/", 404, "Sivua ei löydy"),
    ],
)
def test_bad_input_says_what_and_how(reader: Client, path: str, status: int, words: str) -> None:
    """400 with the valid form, 404 with a search."""
    assert words in body(reader, path, status)


def test_both_ways_of_writing_the_day(reader: Client) -> None:
    """A Finn writes 31.10.2025."""
    assert "180 osallistujaa" in body(reader, "/fi/alueet/keski-suomi/?on=31.10.2025")


def test_a_municipalitys_page_says_what_binds_it(reader: Client) -> None:
    """Kuhmo: region, duties by theme, next days; the code leads there."""
    text = body(reader, "/fi/kunnat/kuhmo/")
    assert "Kainuu" in text
    assert "Kuntastrategia" in text
    assert "31.5.2029" in text
    answer = reader.get("/fi/kunnat/290/")
    assert (answer.status_code, answer["Location"]) == (301, "/fi/kunnat/kuhmo/")


def test_helsinki_has_its_own_rules(reader: Client) -> None:
    """No 14 § negotiation; its own yearly one with HUS."""
    text = body(reader, "/fi/alueet/helsinki/velvoitteet/")
    assert "/fi/velvoitteet/hyte-helsinki-hus-neuvottelu/" in text
    assert f"/fi/velvoitteet/{GENERAL}/" not in text
    elsewhere = body(reader, "/fi/alueet/kainuu/velvoitteet/")
    assert "hyte-helsinki-hus-neuvottelu" not in elsewhere
    assert f"/fi/velvoitteet/{GENERAL}/" in elsewhere


def test_aland_is_outside(reader: Client) -> None:
    """Its municipalities exist for statistics."""
    assert "Ahvenanmaa" in body(reader, "/fi/kunnat/maarianhamina/")


def test_recording_shows_on_the_map_at_once(people: People) -> None:
    """The county records; the map of Kainuu says so; Kuhmo, a party, confirms with one press."""
    county, kuhmo = browser(people.county), browser(people.kuhmo)
    party = [str(org("organisaatiot/kainuun-hyvinvointialue").public_id), str(org("kunnat/kuhmo").public_id)]
    answer = county.post(RECORD, {**sent(people), "parties": party})
    assert answer.status_code == 302
    made = Evidence.objects.get(title_fi="Yhteistyöneuvottelu pidettiin")
    assert str(made.public_id) in answer["Location"]
    assert interface_map(date(2026, 11, 24))["20", "yleinen", "law"].situation == "partly"
    page = body(kuhmo, f"/fi/toteutumistiedot/{made.public_id}/")
    assert "Vahvista" in page
    assert str(made.public_id) in body(kuhmo, "/fi/oma/")
    data = {"key": str(uuid4()), "organisation": party[1], "version": "1"}
    assert kuhmo.post(f"/fi/toteutumistiedot/{made.public_id}/vahvista/", data).status_code == 302
    assert str(made.public_id) not in body(kuhmo, "/fi/oma/")


def test_pressing_twice_makes_one(people: People) -> None:
    """The same form again leads to the same record; the same key with other content is a 409."""
    client, data = browser(people.county), sent(people)
    first, second = client.post(RECORD, data), client.post(RECORD, data)
    assert first["Location"] == second["Location"]
    assert Evidence.objects.filter(title_fi=data["title_fi"]).count() == 1
    assert client.post(RECORD, {**data, "title_fi": "Toinen"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"happened_on": "2026-12-24"}, "tulevaisuudessa"),
        ({"happened_on": "24.12.2020"}, "voimassa 1.7.2021"),
        ({"happened_on": "joskus"}, "Kirjoita päivä näin"),
        ({"happened_on": ""}, "Minä päivänä?"),
        ({"title_fi": ""}, "otsikko"),
        ({f"duty:{GENERAL}": ""}, "vähintään yksi velvoite"),
        ({"source_url": "javascript:alert(1)"}, "verkko-osoite"),
        ({"kind": "party"}, "party"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(people: People, changes: dict[str, str], words: str) -> None:
    """422 with the reason; the note that was written is still in the form; nothing was saved."""
    data = sent(people, note="Tämän kirjoitin huolella & <b>pitkään</b>", **changes)
    answer = browser(people.county).post(RECORD, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Tämän kirjoitin huolella &amp; &lt;b&gt;pitkään&lt;/b&gt;" in text
    assert not Evidence.objects.filter(origin="").exists()


def test_a_form_without_its_key_is_explained(people: People) -> None:
    """400, nothing saved."""
    data = sent(people)
    del data["key"]
    assert browser(people.county).post(RECORD, data).status_code == 400
    assert not Evidence.objects.filter(origin="").exists()


def test_two_editors_see_both_texts(people: People) -> None:
    """The later one gets 409 with the saved text and the own one, and can send again."""
    county = browser(people.county)
    county.post(RECORD, sent(people))
    made = Evidence.objects.get(origin="")
    path = f"/fi/toteutumistiedot/{made.public_id}/korjaa/"
    assert county.post(path, sent(people, title_fi="Ensimmäinen", version="1")).status_code == 302
    late = sent(people, title_fi="Toinen", version="1")
    answer = county.post(path, late)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Ensimmäinen" in text
    assert "Toinen" in text
    assert 'name="version" value="2"' in text
    assert county.post(path, {**late, "key": str(uuid4()), "version": "2"}).status_code == 302
    made.refresh_from_db()
    assert (made.title_fi, made.version) == ("Toinen", 3)


def test_withdrawing_and_restoring(people: People) -> None:
    """With a reason; the page says so and offers to restore."""
    county = browser(people.county)
    county.post(RECORD, sent(people))
    made = Evidence.objects.get(origin="")
    base = f"/fi/toteutumistiedot/{made.public_id}/"
    assert county.post(f"{base}peru/", {"key": str(uuid4()), "reason": ""}).status_code == 422
    county.post(f"{base}peru/", {"key": str(uuid4()), "reason": "väärä päivä"})
    assert "väärä päivä" in body(county, base)
    county.post(f"{base}palauta/", {"key": str(uuid4())})
    made.refresh_from_db()
    assert made.withdrawn_at is None


def test_the_regions_own_day_needs_both_sides(people: People) -> None:
    """Proposed by one it does not hold; accepted by the other it does; outside the period it is refused."""
    path = f"/fi/alueet/kainuu/velvoitteet/{GENERAL}/paiva/"
    county, towns = browser(people.county_coordinator), browser(people.municipal_coordinator)
    assert county.post(path, {"key": str(uuid4()), "day": "2031-01-01"}).status_code == 422
    assert county.post(path, {"key": str(uuid4()), "day": "2027-05-31"}).status_code == 302
    proposal = RegionDay.objects.get()
    assert "31.5.2027" not in body(county, "/fi/kalenteri/?alue=kainuu")
    assert county.post(f"/fi/alueet/paiva/{proposal.public_id}/hyvaksy/", {"key": str(uuid4())}).status_code == 403
    assert towns.post(f"/fi/alueet/paiva/{proposal.public_id}/hyvaksy/", {"key": str(uuid4())}).status_code == 302
    assert "31.5.2027" in body(county, "/fi/kalenteri/?alue=kainuu")
    towns.post(f"/fi/alueet/paiva/{proposal.public_id}/peru/", {"key": str(uuid4())})
    assert "31.5.2027" not in body(county, "/fi/kalenteri/?alue=kainuu")


def test_late_only_after_the_declaration(people: People, reader: Client) -> None:
    """Kuhmo says its records are complete from 2021: its strategy of the closed term is then late, and says why."""
    path = "/fi/taydellisyys/kunnat/kuhmo/"
    assert "Määräaika ylittynyt" not in body(reader, "/fi/kunnat/kuhmo/")
    client = browser(people.kuhmo)
    assert client.post(path, {"key": str(uuid4()), "day": "2021-06-01"}).status_code == 302
    assert "Määräaika ylittynyt" in body(reader, "/fi/kunnat/kuhmo/")
    cell = interface_map(date(2026, 11, 24))["20", "yleinen", "law"]
    assert "overdue" in cell.flags
    assert cell.records_from == date(2021, 6, 1)
    client.post(path, {"key": str(uuid4()), "undo": "1"})
    assert "Määräaika ylittynyt" not in body(reader, "/fi/kunnat/kuhmo/")


def test_exports(reader: Client) -> None:
    """CSV and XLSX have every duty; text that looks like a formula stays text."""
    text = reader.get("/fi/velvoitteet/?muoto=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 153
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get("/sv/velvoitteet/?muoto=xlsx").content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert len(sheet) == 153
    region = CalamineWorkbook.from_filelike(io.BytesIO(reader.get("/fi/alueet/kainuu/velvoitteet/?muoto=xlsx").content))
    assert len(region.get_sheet_by_index(0).to_python()) > 300


def test_calendar_feeds(reader: Client) -> None:
    """Valid iCal with whole-day events; ids are stable."""
    first = reader.get("/fi/kalenteri/alueet/kainuu.ics")
    assert first["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(first.content).walk("VEVENT")
    assert len(events) > 10
    again = Calendar.from_ical(reader.get("/fi/kalenteri/alueet/kainuu.ics").content).walk("VEVENT")
    assert [str(e["UID"]) for e in events] == [str(e["UID"]) for e in again]
    assert len({str(e["UID"]) for e in events}) == len(events)
    kuhmo = Calendar.from_ical(reader.get("/sv/kalenteri/kunnat/kuhmo.ics").content).walk("VEVENT")
    assert any("strategi" in str(e["SUMMARY"]).casefold() for e in kuhmo)


def test_the_calendar_has_every_assessments_day() -> None:
    """Also of those made only for this look: plans of many days, some of them the same, are as many days."""
    d, last = queries.desk(), last_map_day(TODAY)
    area = d.atlas.area_by_slug("keski-suomi")
    assert area is not None
    for number, town in enumerate(d.atlas.view(area.code, TODAY).municipalities):
        made = Content(
            kind="plan",
            happened_on=date(2025, 1, 5) + timedelta(days=30 * (2 * number // 3)),
            duties={"lanu-suunnitelma-kunta": "whole"},
            parties=(town.id,),
            title_fi=f"Suunnitelma {number}",
            source_title="P",
            source_url="https://example.org",
        )
        evidence_actions.record(by=HOUSE, acting_for=None, content=made)
    d = queries.desk()
    found = [
        a for duty in catalogue().duties.values() for a in queries.in_region(d, d.atlas.view(area.code, TODAY), [duty], TODAY)
    ]  # fmt: skip
    wanted = {
        (a.duty.code, a.next_date)
        for a in found
        if a.next_date and a.next_date <= last and not a.duty.individual and a.duty.binding == "shall"
    }
    kept = len(list(queries._asked(d, TODAY, area.code)))
    assert sum(1 for _ in queries._asked(d, TODAY, area.code)) == kept
    for _ in range(5):
        forget_all()
        entries = queries.calendar(queries.desk(), TODAY, last, region=area.code)
        assert {(e.assessment.duty.code, e.day) for e in entries} == wanted


def add_records(count: int) -> None:
    """More records of Kainuu."""
    for number in range(count):
        content = Content(
            kind="negotiation",
            happened_on=date(2026, 9, 1 + number),
            duties={GENERAL: "part", "hyte-vuosineuvottelu-hyvinvointialue": "whole"},
            parties=(org("organisaatiot/kainuun-hyvinvointialue").id, org("kunnat/kuhmo").id),
            title_fi=f"Neuvottelu {number}",
            source_title="P",
            source_url="https://example.org",
        )
        evidence_actions.record(by=HOUSE, acting_for=None, content=content)


COUNTS = {
    "/fi/": 5,
    "/fi/alueet/": 1,
    "/fi/alueet/kainuu/": 8,
    "/fi/alueet/kainuu/yleinen/": 1,
    "/fi/alueet/kainuu/velvoitteet/": 1,
    "/fi/kunnat/": 1,
    "/fi/kunnat/kuhmo/": 8,
    "/fi/velvoitteet/": 1,
    f"/fi/velvoitteet/{GENERAL}/": 1,
    "/fi/kalenteri/": 1,
    "/fi/toteutumistiedot/": 6,
    "/fi/alueet/kainuu/puolivuosittain/": 1,
    "/fi/alueet/kainuu/yhdessa/": 2,
    "/fi/haku/?q=kuhmo": 4,
}


@pytest.mark.parametrize("path", COUNTS)
def test_one_number_of_queries_with_one_and_three_records(reader: Client, path: str) -> None:
    """Constant as data grows, and the number is known."""
    for count in (1, 2):
        add_records(count)
        reader.get(path)
        forget_pages()
        with CaptureQueriesContext(connection) as caught:
            assert reader.get(path).status_code == 200
        assert len(caught) == COUNTS[path], [q["sql"][:110] for q in caught]


def test_a_reader_never_sees_names(people: People, reader: Client) -> None:
    """Who recorded is an organisation to the public, never a person's name or address."""
    browser(people.county).post(RECORD, sent(people))
    made = Evidence.objects.get(origin="")
    text = body(reader, f"/fi/toteutumistiedot/{made.public_id}/")
    assert people.county.name not in text
    assert people.county.email not in text
    assert actor(people.county).user is not None
    assert row("kunnat/kuhmo").pk


def test_a_withdrawn_record_is_a_tombstone_to_others(people: People, reader: Client) -> None:
    """What was withdrawn may have been something that must not be shown."""
    county = browser(people.county)
    county.post(RECORD, sent(people, note="jotain, mitä ei olisi pitänyt kirjata"))
    made = Evidence.objects.get(origin="")
    base = f"/fi/toteutumistiedot/{made.public_id}/"
    county.post(f"{base}peru/", {"key": str(uuid4()), "reason": "ei kuulunut tänne"})
    gone = body(reader, base, 410)
    assert "ei olisi pitänyt" not in gone
    assert "ei kuulunut" not in gone
    assert made.title_fi not in gone
    assert "24.11.2026" in gone
    assert "ei kuulunut tänne" in body(county, base)


def test_correcting_in_another_language_keeps_the_other_notes(people: People) -> None:
    """The Finnish note stays when the Swedish page is used."""
    county = browser(people.county)
    county.post(RECORD, sent(people, note="suomeksi"))
    made = Evidence.objects.get(origin="")
    path = f"/sv/toteutumistiedot/{made.public_id}/korjaa/"
    assert county.post(path, sent(people, note="på svenska", version="1")).status_code == 302
    made.refresh_from_db()
    assert (made.note_fi, made.note_sv) == ("suomeksi", "på svenska")


@pytest.mark.parametrize("version", ["abc", "²", "", "-1", "1" * 30])
def test_a_spoiled_version_is_a_400(people: People, version: str) -> None:
    """Never a 500."""
    county = browser(people.county)
    county.post(RECORD, sent(people))
    made = Evidence.objects.get(origin="")
    organisation = str(org("organisaatiot/kainuun-hyvinvointialue").public_id)
    data = {"key": str(uuid4()), "version": version, "organisation": organisation}
    base = f"/fi/toteutumistiedot/{made.public_id}/"
    assert county.post(f"{base}vahvista/", data).status_code == 400
    assert county.post(f"{base}korjaa/", sent(people, version=version)).status_code == 400


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a+" * 1500, "q=%ED%A0%80", "henkilo=abc"])
def test_odd_queries_never_break_a_page(people: People, query: str) -> None:
    """Search, upkeep and lists."""
    client = browser(people.administrator)
    for path in ("/fi/haku/", "/fi/yllapito/", "/fi/kunnat/", "/fi/velvoitteet/"):
        assert client.get(f"{path}?{query}").status_code in (200, 400)
    assert client.get(
        "/fi/haku/?q=%5Cud800", headers={"content-type": "text/plain; charset=unicode_escape"}
    ).status_code in (200, 415)


def test_csv_cells_are_quoted(reader: Client) -> None:
    """A comma inside a cell cannot start a new one."""
    line = reader.get("/fi/velvoitteet/?muoto=csv").content.decode("utf-8-sig").splitlines()[1]
    assert line.startswith('"')
    assert line.count('";"') == 7


def test_a_joint_negotiation_is_whole_when_every_party_is_named(people: People) -> None:
    """One town of eight is a part; the county and all eight are the whole."""
    county = browser(people.county)
    county.post(RECORD, sent(people))
    on = date(2026, 11, 24)
    page = body(county, f"/fi/velvoitteet/{GENERAL}/")
    assert "1/9 osapuolta" in page
    assert interface_map(on)["20", "yleinen", "law"].situation == "partly"
    county.post(RECORD, sent(people, municipalities="on", title_fi="Kaikkien kanssa"))
    assert "Toteutettu" in body(county, f"/fi/velvoitteet/{GENERAL}/")


def test_who_is_bound_with_whom(reader: Client) -> None:
    """Kela and the county see the duties of the employment areas; HUS its own; Turku those of its area."""
    assert "tym-yhteistyosopimus" in body(reader, "/fi/organisaatiot/kela/")
    assert "tym-yhteistyosopimus" in body(reader, "/fi/organisaatiot/kainuun-hyvinvointialue/")
    assert "sote-valmiussuunnittelu-kuntien-kanssa" in body(reader, "/fi/organisaatiot/hus-yhtyma/")
    assert "tym-vuositavoitteet" in body(reader, "/fi/kunnat/turku/")
    assert "tym-vuositavoitteet" not in body(reader, "/fi/kunnat/kuhmo/")
