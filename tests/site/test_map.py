"""The map: combine, time travel, its cache, opening, the timeline, pictures and tables to take away."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people import People, agreed, browser, opened, org, side
from yhdyspinta.core.accounts.actions import end_grant, give_role
from yhdyspinta.core.accounts.models import Grant
from yhdyspinta.core.audit.actions import bump
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Standing
from yhdyspinta.core.common.bucket import Bucket
from yhdyspinta.core.common.dates import EARLIEST
from yhdyspinta.core.common.words import known
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES
from yhdyspinta.core.interfaces.cells import FLAGS, SITUATIONS, SUMMARY, Contribution, Finding, combine, summary
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.actions import add_organisation
from yhdyspinta.core.registry.models import Organisation, OrganisationLink, Region
from yhdyspinta.core.themes import actions as themes
from yhdyspinta.core.themes.actions import Proposal
from yhdyspinta.core.themes.models import RegionAgreement
from yhdyspinta.core.ui import pages
from yhdyspinta.site.house import FACADES
from yhdyspinta.site.map.queries import compute, interface_map, maps
from yhdyspinta.site.map.timeline import half_years, line, month_steps

TODAY = date(2026, 11, 24)
NO_DAY = r"yhdessa|puolivuosittain|tilannekuva|tilastot|viisi-minuuttia|uusi-valtuustokausi|\.ics|\.atom|\.rss|\.svg|/uusi/|toteutumistiedot|foorumit|tyonjako|tavoitteet|sopimukset|neuvottelupaketti|asiat|kyselyt|kotoutuminen|valmius|/tym/|kuntouttava-tyotoiminta|muoto=|#|/paiva/|\?vs="
"""Addresses without a day of their own, or with one that is not the page's."""
GENERAL = "yleinen-neuvottelu-valtuustokausi"
findings = st.builds(Finding, st.sampled_from(["a", "b", "c"]), good=st.booleans())
contributions = st.builds(
    Contribution,
    situation=st.sampled_from(SITUATIONS),
    findings=st.lists(findings, max_size=4).map(tuple),
    flags=st.frozensets(st.sampled_from(FLAGS)),
    base=st.booleans(),
)


@given(st.lists(contributions, max_size=5))
def test_combine_takes_the_situation_of_the_base_and_everybodys_findings(parts: list[Contribution]) -> None:
    """Other rooms never change the situation; flags and findings are everybody's, successes first, each once."""
    cell = combine("15", "hyte", "law", parts)
    base = next((p for p in parts if p.base), None)
    assert cell.situation == (base.situation if base else "unknown")
    assert set(cell.flags) == {f for p in parts for f in p.flags}
    assert set(cell.findings) == {f for p in parts for f in p.findings}
    assert len(set(cell.findings)) == len(cell.findings)
    goods = [f.good for f in cell.findings]
    assert goods == sorted(goods, reverse=True)


@given(st.lists(contributions, max_size=5), st.randoms(use_true_random=False))
def test_combine_does_not_care_about_the_order_of_the_others(parts: list[Contribution], chance: Any) -> None:
    """Shuffling what other rooms say changes neither situation, flags nor which findings there are."""
    base, others = [p for p in parts if p.base], [p for p in parts if not p.base]
    mixed = chance.sample(others, len(others))
    one, two = combine("15", "hyte", "law", base + others), combine("15", "hyte", "law", base + mixed)
    assert (one.situation, one.flags, set(one.findings)) == (two.situation, two.flags, set(two.findings))


@given(st.lists(st.sampled_from(SITUATIONS), max_size=8))
def test_the_table_of_the_page_is_the_table_of_the_rule(parts: list[Any]) -> None:
    """The first line that holds decides, whatever the order of the parts; each line has its words."""
    kinds = [p for p in parts if p != "not_applicable"]
    assert summary(parts) == next(r.says for r in SUMMARY if r.holds(kinds)) == summary(reversed(parts))
    assert {f"rule:{r.code}" for r in SUMMARY} <= known()


def test_every_rule_of_every_room_has_its_words() -> None:
    """Headings and rules that the page is generated from."""
    for facade in FACADES:
        for heading, codes in facade.rules():
            assert {heading, *(f"rule:{code}" for code in codes)} <= known()


def content(day: date, number: int = 1) -> Content:
    """A negotiation of Kainuu county and Kuhmo."""
    parties = (org("organisaatiot/kainuun-hyvinvointialue").id, org("kunnat/kuhmo").id)
    return Content(
        kind="negotiation",
        happened_on=day,
        duties={GENERAL: "part"},
        parties=parties,
        title_fi=f"Neuvottelu {number}",
        source_title="P",
        source_url="https://example.org",
    )


@pytest.mark.django_db
def test_a_past_day_is_true_by_what_is_known_today() -> None:
    """Recorded later: the past knows it. Corrected to another day: the past follows. Withdrawn: it never was. Restored: it was."""
    before, after = date(2026, 9, 9), date(2026, 9, 10)

    def told(on: date) -> bool:
        return interface_map(on)["20", "yleinen", "law"].known

    assert not told(after)
    with clock.frozen(datetime(2026, 11, 20, 10, tzinfo=UTC)):
        row = evidence.record(by=HOUSE, acting_for=None, content=content(after))
    assert (told(before), told(after)) == (False, True)
    row = evidence.correct(by=HOUSE, acting_for=None, evidence=row, version=1, content=content(date(2026, 10, 1)))
    assert (told(after), told(date(2026, 9, 30)), told(date(2026, 10, 1))) == (False, False, True)
    evidence.withdraw(by=HOUSE, evidence=row, reason="väärin")
    assert not told(TODAY)
    evidence.restore(by=HOUSE, evidence=row)
    assert told(TODAY)


moves = st.lists(
    st.tuples(st.sampled_from(["record", "correct", "withdraw", "restore", "declare", "need", "end", "parish", "undo"]), st.integers(0, 300)),
    min_size=2,
    max_size=7,
)  # fmt: skip


class Undone(Exception):  # noqa: N818  (rolls a transaction back)
    """Raised to undo."""


def move(name: str, number: int) -> None:
    """One random write; one that has nothing to do does nothing."""
    day = date(2026, 1, 1) + timedelta(days=number)
    last = Evidence.objects.filter(origin="").order_by("-id").first()
    if name == "record" or (last is None and name in ("correct", "withdraw", "restore")):
        evidence.record(by=HOUSE, acting_for=None, content=content(day, number))
    elif name == "correct" and last is not None and last.withdrawn_at is None:
        evidence.correct(by=HOUSE, acting_for=None, evidence=last, version=last.version, content=content(day, number))
    elif name == "withdraw" and last is not None:
        evidence.withdraw(by=HOUSE, evidence=last, reason="x")
    elif name == "restore" and last is not None:
        evidence.restore(by=HOUSE, evidence=last)
    elif name == "declare":
        kuhmo = org("kunnat/kuhmo")
        editor = Actor(uuid4(), (Standing("editor", organisation=kuhmo.public_id),))
        evidence.declare_complete(by=editor, organisation=kuhmo, complete_from=date(2023, 1, 1))
    elif name == "need":
        agreed("20", Proposal("need", "hyte", texts={"fi": f"{number}"}, not_needed=(tuple(BLOCKS)[1 + number % 5],)))
    elif name == "end" and (standing := RegionAgreement.objects.filter(ended_at=None).first()) is not None:
        themes.end(by=side("20", "county"), agreement=standing)
    elif name == "parish":
        add_organisation(by=HOUSE, kind="parish", name_fi=f"Seurakunta {uuid4()}", regions=["20"])


def undone(number: int) -> None:
    """A write that is read and then rolled back."""
    with transaction.atomic():
        move("record", number)
        interface_map(TODAY)
        raise Undone


@pytest.mark.django_db
@settings(max_examples=25)
@given(steps=moves)
def test_random_writes_between_reads_are_never_stale(steps: list[tuple[str, int]]) -> None:
    """After each write, and after one that was rolled back, the cached map is the map computed anew."""
    with transaction.atomic():
        for name, number in steps:
            interface_map(TODAY)
            if name == "undo":
                with pytest.raises(Undone):
                    undone(number)
            else:
                move(name, number)
            fresh = compute(["20"], TODAY)
            assert {k: interface_map(TODAY)[k] for k in fresh} == fresh
            assert {k: maps().region("20", TODAY)[k] for k in fresh} == fresh
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_map_is_shown_when_both_sides_have_opened_it(reader: Client, people: People) -> None:
    """Before: records and sources to all, the map to the region's own people, no picture, no situations in the table."""
    path = "/fi/alueet/keski-suomi/"
    before = reader.get(path).content.decode()
    assert "y-map" not in before
    assert "Yhteinen tilaisuus kokosi" in before
    assert "Osittain toteutunut" not in before
    assert reader.get(f"{path}kartta.svg").status_code == 404
    assert reader.get(f"{path}hyte/").content.decode().count('class="y-block"') == 0
    assert "y-s s-" not in reader.get(f"{path}hyte/").content.decode()
    assert "y-mini" not in reader.get("/fi/").content.decode()
    table = reader.get(f"{path}?muoto=csv").content.decode("utf-8-sig")
    assert "Tilanne" not in table.splitlines()[0]
    mine = browser(people.editor("laukaa", "kunnat/laukaa")).get(path).content.decode()
    assert "y-map" in mine
    assert "Esikatselu" in mine
    assert "y-map" not in browser(people.kuhmo).get(path).content.decode()
    opened("15")
    after = reader.get(path).content.decode()
    assert "Osittain toteutunut" in after
    assert "Esikatselu" not in after
    assert reader.get(f"{path}kartta.svg").status_code == 200
    themes.end(by=side("15", "county"), agreement=RegionAgreement.objects.get())
    assert "y-map" not in reader.get(path).content.decode()


@pytest.mark.django_db
def test_the_country_by_blocks_by_theme_and_filtered(reader: Client) -> None:
    """Each view has its cells; filters leave what they say; nonsense is a 400 with the valid words."""
    opened("15")
    cells = interface_map(TODAY)
    blocks = reader.get("/fi/?nayta=osat").content.decode()
    assert f"<b>{sum(cells['15', t, 'law'].known for t in THEMES)}/{len(THEMES)}</b>" in blocks
    theme = reader.get("/fi/?nayta=hyte").content.decode()
    assert 'href="/fi/alueet/keski-suomi/hyte/#law"' in theme
    assert "Karttaa ei ole vielä avattu" in theme
    east = reader.get("/fi/?yta=2").content.decode()
    body = east[east.index("<tbody>") : east.index("</tbody>")]
    assert body.count('scope="row"') == 4
    only = reader.get("/fi/?vain=kirjatut&yta=5").content.decode()
    assert "Mikään alue ei vastaa valintoja" in only
    for bad in ("nayta=x", "yta=9", "vain=x"):
        assert reader.get(f"/fi/?{bad}").status_code == 400


@pytest.mark.django_db
def test_the_region_agrees_by_pages(people: People, reader: Client) -> None:
    """One proposes a theme and a need, the other confirms; both sides open the map; a refused form keeps what was typed."""
    county, towns = browser(people.county_coordinator), browser(people.municipal_coordinator)
    base = "/fi/alueet/kainuu/yhdessa/"
    bad = county.post(f"{base}tarve/hyte/", {"key": str(uuid4()), "text_fi": " ", "not_needed": ["goals"]})
    assert bad.status_code == 422
    assert 'value="goals" id="id_not_needed_1" checked' in bad.content.decode()
    need = {"key": str(uuid4()), "text_fi": "Tavataan keväällä", "not_needed": ["goals"]}
    assert county.post(f"{base}tarve/hyte/", need).status_code == 302
    assert county.post(f"{base}teema/", {"key": str(uuid4()), "name_fi": "Järvet"}).status_code == 302
    assert county.post(f"{base}avaa/", {"key": str(uuid4())}).status_code == 302
    assert "Tavataan keväällä" not in reader.get(base).content.decode()
    assert towns.get(base).content.decode().count(">Vahvista</button>") == 3
    assert county.get(base).content.decode().count(">Vahvista</button>") == 0
    for proposal in RegionAgreement.objects.all():
        assert (
            towns.post(f"/fi/alueet/sovittu/{proposal.public_id}/vahvista/", {"key": str(uuid4())}).status_code == 302
        )
    page = reader.get("/fi/alueet/kainuu/").content.decode()
    assert "Järvet" in page
    assert "Yhdessä todettu: ei tarvita" in reader.get("/fi/alueet/kainuu/hyte/").content.decode()
    assert reader.get("/fi/alueet/kainuu/oma-jarvet/").status_code == 200
    assert reader.get("/fi/alueet/keski-suomi/oma-jarvet/").status_code == 404
    assert "Tavataan keväällä" in reader.get("/fi/alueet/kainuu/hyte/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_the_picture_stands_alone(reader: Client, lang: str) -> None:
    """Well-formed SVG with a title, one rectangle a cell, the address; nothing from elsewhere, no style attributes."""
    opened("15")
    answer = reader.get(f"/{lang}/alueet/keski-suomi/kartta.svg?on=2025-10-31")
    assert answer["Content-Type"].startswith("image/svg+xml")
    text = answer.content.decode()
    tree = ElementTree.fromstring(text)  # noqa: S314  (our own picture)
    rects = tree.findall("{http://www.w3.org/2000/svg}rect")
    assert len(rects) == 1 + len(THEMES) * len(BLOCKS)
    assert "?on=2025-10-31" in text
    assert " style=" not in text
    assert "href" not in text


@pytest.mark.django_db
def test_the_map_as_a_table(reader: Client) -> None:
    """A row a cell with situation, flags and reasons."""
    opened("15")
    text = reader.get("/fi/alueet/keski-suomi/?muoto=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 1 + len(THEMES) * len(BLOCKS)
    law = next(r for r in rows if r[0] == "Yleinen ja strateginen yhteistyö" and r[1].startswith("Lain"))
    assert law[2] == "Osittain toteutunut"
    assert "Yhteinen tilaisuus" in law[4]


@given(st.dates(EARLIEST, date(2033, 5, 31)), st.dates(EARLIEST, date(2029, 1, 1)))
def test_the_line_of_days(on: date, today: date) -> None:
    """Terms follow each other without gaps from the first day to the last; the past ends today; the step is the day's month."""
    last = last_map_day(today)
    if on > last:
        on = last
    drawn = line(on, today, last, [on, date(2020, 1, 1)])
    assert (drawn.terms[0].start, drawn.terms[-1].end) == (EARLIEST, last)
    for a, b in zip(drawn.terms, drawn.terms[1:], strict=False):
        assert b.start == a.end + timedelta(days=1)
        assert abs(a.x + a.width - b.x) < 0.15
    assert all(t.coming == (t.start > today) for t in drawn.terms)
    assert [e.day for e in drawn.events] == [on]
    steps = month_steps(last)
    assert steps[drawn.step] <= on
    assert drawn.step == drawn.months or steps[drawn.step + 1] > on
    assert set(half_years(last)) <= set(steps)


@pytest.mark.django_db
def test_half_years_tell_the_cells_of_the_map(reader: Client) -> None:
    """Each number of the table is counted from the map of that day; before opening only how many records there were."""
    closed = reader.get("/fi/alueet/keski-suomi/puolivuosittain/").content.decode()
    assert 'class="m-' not in closed
    opened("15")
    text = reader.get("/fi/alueet/keski-suomi/puolivuosittain/").content.decode()
    cells = [c for k, c in interface_map(date(2025, 1, 1)).items() if k[0] == "15"]
    row = text[text.rindex("?on=2025-01-01#map") :]
    numbers = row[: row.index("</tr>")].split('<td class="r">')[1:]
    assert [int(n.split("<")[0]) for n in numbers] == [sum(c.situation == s for c in cells) for s in SITUATIONS]
    assert text.count("<rect") == len(half_years(last_map_day(TODAY))) * len(THEMES) * len(BLOCKS)


@pytest.mark.django_db
def test_the_interface_page_answers_the_decks_questions(reader: Client) -> None:
    """Each question with the situation of the block that answers it; municipality by municipality; parties and next steps."""
    opened("15")
    text = reader.get("/fi/alueet/keski-suomi/opiskeluhuolto/").content.decode()
    asked = text[text.index("Kysy omalta alueeltasi") : text.index('id="duties"')]
    assert 'href="#law"' in asked
    assert "Osittain toteutunut" in asked
    assert text.count('<div class="next">') == len(BLOCKS)
    here = text[text.index('id="municipalities"') :]
    assert here.count('scope="row"') == 22
    assert here.count("<g><title>") == 22


def test_findings_are_frozen() -> None:
    """A reader cannot change what the next one gets."""
    cell = combine("15", "hyte", "law", [])
    with pytest.raises(AttributeError):
        cell.situation = "in_place"  # type: ignore[misc]  # that is the point
    assert replace(cell, situation="partly").situation == "partly"


@pytest.mark.django_db
def test_proposing_for_a_region_that_is_not_there(people: People) -> None:
    """404."""
    assert browser(people.county_coordinator).get("/fi/alueet/ei-ole/yhdessa/").status_code == 404
    assert Region.objects.count() == 22


@pytest.mark.django_db
def test_a_comparison_over_the_end_of_an_own_theme(reader: Client) -> None:
    """A theme that has ended is named in what changed, and its day before still has its page."""
    opened("20")
    with clock.frozen(datetime(2026, 3, 1, 10, tzinfo=UTC)):
        made = agreed("20", Proposal("theme", names={"fi": "Järvien tila"}))
        agreed("20", Proposal("need", "oma-jarvien-tila", texts={"fi": "X"}, not_needed=("goals",)))
    with clock.frozen(datetime(2026, 9, 1, 10, tzinfo=UTC)):
        themes.end(by=side("20", "county"), agreement=made)
    for query in ("vs=2026-05-01", "on=2026-05-01&vs=2026-11-24", "on=2026-05-01"):
        answer = reader.get(f"/fi/alueet/kainuu/?{query}")
        assert answer.status_code == 200
        assert "Järvien tila" in answer.content.decode()
    assert reader.get("/fi/alueet/kainuu/oma-jarvien-tila/?on=2026-05-01").status_code == 200
    assert reader.get("/fi/alueet/kainuu/oma-jarvien-tila/").status_code == 404


@pytest.mark.django_db
def test_a_preview_is_given_by_todays_region(people: People) -> None:
    """Who belongs to the region today previews every day of its map; one whose organisation has left it does not."""
    kuhmo = org("kunnat/kuhmo")
    link = OrganisationLink.objects.get(subject_id=kuhmo.id, kind="in_region", withdrawn_at=None)
    OrganisationLink.objects.filter(pk=link.pk).update(valid_until=date(2026, 6, 30))
    bump("registry")
    editor = browser(people.editor("kuhmolainen", "kunnat/kuhmo"))
    assert "y-map" not in editor.get("/fi/alueet/kainuu/").content.decode()
    assert "y-map" not in editor.get("/fi/alueet/kainuu/?on=2026-01-01").content.decode()
    neighbour = browser(people.editor("sotkamolainen", "kunnat/sotkamo"))
    assert "y-map" in neighbour.get("/fi/alueet/kainuu/?on=2026-01-01").content.decode()


@pytest.mark.django_db
def test_invisible_characters_of_older_names_do_not_break_the_picture(reader: Client) -> None:
    """A name kept before they were left out."""
    opened("20")
    agreed("20", Proposal("theme", names={"fi": "Järvet"}))
    RegionAgreement.objects.filter(kind="theme").update(name_fi="Jär\x0bvet\x01")
    bump("themes")
    tree = ElementTree.fromstring(reader.get("/fi/alueet/kainuu/kartta.svg").content)  # noqa: S314  (our own)
    assert any("Järvet" in (t.text or "") for t in tree.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.django_db
def test_a_record_of_several_themes_is_one_record(reader: Client) -> None:
    """In the country's table a region's number is of records, not of themes."""
    named = {"yleinen-neuvottelu-valtuustokausi": "part", "hyte-vuosineuvottelu-hyvinvointialue": "whole"}
    evidence.record(by=HOUSE, acting_for=None, content=replace(content(date(2026, 9, 9)), duties=named))
    known = len({r.public_id for rs in maps().told("20", TODAY).values() for r in rs})
    assert maps().recorded("20", TODAY) == known
    assert known < sum(len(rs) for rs in maps().told("20", TODAY).values())
    text = reader.get("/fi/?nayta=osat").content.decode()
    row = text[text.index('<th scope="row"><a href="/fi/alueet/kainuu/"') :]
    assert f"{known} kirjaus" in row[: row.index("</tr>")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "alueet/", "alueet/kainuu/", "alueet/kainuu/hyte/", "alueet/kainuu/velvoitteet/", "kunnat/", "kunnat/kuhmo/",
             "tyollisyysalueet/", "organisaatiot/"],
)  # fmt: skip
def test_links_keep_the_day(reader: Client, path: str) -> None:
    """From a page of another day every link to a page with days leads to that day; from today's no link has one."""
    opened("20")
    day = "2026-02-02"
    on = reader.get(f"/fi/{path}?on={day}").content.decode()
    body = on[on.index("<main") : on.index("</main>")]
    links = re.findall(r'href="(/fi/(?:alueet|kunnat|tyollisyysalueet|organisaatiot)/[^"]*)"', body)
    lost = [x for x in links if f"on={day}" not in x and not re.search(NO_DAY, x) and x != f"/fi/{path}"]
    assert lost == []
    assert path == "" or links
    today = reader.get(f"/fi/{path}").content.decode()
    assert "?on=2026-02-02" not in today


@pytest.mark.django_db
def test_half_years_are_counted_by_their_days(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page costs as many days as it shows; one that is kept costs nothing."""
    monkeypatch.setattr(pages, "DAYS", Bucket(size=20, rate=0.01))
    asked = ("kainuu", "kainuu", "lappi")
    assert [reader.get(f"/fi/alueet/{r}/puolivuosittain/").status_code for r in asked] == [200, 200, 429]


@pytest.mark.django_db
def test_a_waiting_proposal_is_on_the_page_of_who_confirms(people: People) -> None:
    """And not on the page of who proposed."""
    county, towns = browser(people.county_coordinator), browser(people.municipal_coordinator)
    county.post("/fi/alueet/kainuu/yhdessa/avaa/", {"key": str(uuid4())})
    assert "Kartan avaaminen kaikille" in towns.get("/fi/oma/").content.decode()
    assert "Kartan avaaminen kaikille" not in county.get("/fi/oma/").content.decode()


@pytest.mark.django_db
def test_one_person_cannot_open_a_map(people: People) -> None:
    """The whole way by pages: given the other side's role later, the proposer is told why it is not theirs to confirm."""
    who = people.county_coordinator
    browser(who).post("/fi/alueet/kainuu/yhdessa/avaa/", {"key": str(uuid4())})
    end_grant(by=HOUSE, grant=Grant.objects.get(user=who))
    kajaani = Organisation.objects.get(space="kunnat", slug="kajaani")
    give_role(by=HOUSE, user=who, role="coordinator", organisation=kajaani, region=Region.objects.get(code="20"), side="municipalities")  # fmt: skip
    proposal = RegionAgreement.objects.get()
    assert "Ehdotit tätä itse" in browser(who).get("/fi/alueet/kainuu/yhdessa/").content.decode()
    answer = browser(who).post(f"/fi/alueet/sovittu/{proposal.public_id}/vahvista/", {"key": str(uuid4())})
    assert answer.status_code == 403
    assert "Ehdotit tätä itse" in answer.content.decode()


@pytest.mark.django_db
def test_signing_in_from_a_form_leads_to_the_forms_page(people: People, reader: Client) -> None:
    """Not to an address that only takes forms; that address, opened by hand, says what it is."""
    made = themes.propose(by=side("20", "county"), region=Region.objects.get(code="20"), content=Proposal("opening"))
    path = f"/fi/alueet/sovittu/{made.public_id}/vahvista/"
    page = "/fi/alueet/kainuu/yhdessa/?x=1"
    for referer, back in ((f"http://testserver{page}", page), ("https://elsewhere.example/x", "/fi/oma/")):
        answer = reader.post(path, {"key": str(uuid4())}, headers={"referer": referer})
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [back]
    opened_by_hand = browser(people.county).get(path)
    assert (opened_by_hand.status_code, opened_by_hand["Allow"]) == (405, "POST")
    assert "ottaa vastaan vain lomakkeita" in opened_by_hand.content.decode()


@pytest.mark.django_db
def test_hints_and_groups_are_tied_to_their_fields(people: People) -> None:
    """Every id that a field refers to is on the page; a group has its own id and its hint."""
    base = "/fi/alueet/kainuu/yhdessa/tarve/hyte/"
    client = browser(people.county_coordinator)
    sent = client.post(base, {"key": str(uuid4()), "text_fi": "", "not_needed": ["law"]})
    for text in (client.get(base).content.decode(), sent.content.decode()):
        wanted = {i for ids in re.findall(r'aria-describedby="([^"]+)"', text) for i in ids.split()}
        wanted |= set(re.findall(r'href="#(id_[^"]*)"', text))
        assert "id_not_needed_helptext" in wanted
        assert {i for i in wanted if f'id="{i}"' not in text} == set()
        assert 'id=""' not in text
    assert 'href="#id_not_needed"' in sent.content.decode()
