"""Negotiation packets: every municipality's in one run, the same bytes each time, only what the reader may see, empty parts said."""

import io
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document as Word

from tests.people import People, actor, browser, gathered, opened, org
from yhdyspinta.core.common.texts import sort_key
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.pages import DAYS
from yhdyspinta.rooms.agreements import raising, telling
from yhdyspinta.rooms.goals import actions as goals
from yhdyspinta.site.packets.parts import PARTS, QUESTIONS

pytestmark = pytest.mark.django_db
KUHMO = "/fi/kunnat/kuhmo/neuvottelupaketti/"


def run(out: Path, *args: str) -> str:
    """`manage.py packet`."""
    told = StringIO()
    call_command("packet", "--region", "kainuu", "--out", str(out), *args, stdout=told)
    return told.getvalue()


@pytest.mark.parametrize("form", ["pdf", "docx", "pptx"])
def test_every_municipality_has_its_file_and_twice_gives_the_same(tmp_path: Path, form: str) -> None:
    """Byte for byte; no half files; progress told one by one."""
    said = run(tmp_path / "a", "--format", form)
    run(tmp_path / "b", "--format", form)
    first = {p.name: p.read_bytes() for p in sorted((tmp_path / "a").iterdir())}
    assert first == {p.name: p.read_bytes() for p in sorted((tmp_path / "b").iterdir())}
    assert len(first) == 8
    assert all(name.endswith(f".{form}") for name in first)
    assert said.splitlines()[-1].startswith("8/8 ")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--region", "atlantis"], "Regions: "),
        (["--parts", "done,outo"], "There are: done, duties"),
        (["--on", "eilen"], "write 2025-10-31"),
        (["--on", "1999-01-01"], "outside"),
    ],
)
def test_what_cannot_be_made_is_told_before_anything_is_written(tmp_path: Path, args: list[str], told: str) -> None:
    """With what there is."""
    with pytest.raises(CommandError, match=told):
        run(tmp_path / "x", *args)
    assert not (tmp_path / "x").exists()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    """The folder's name is taken by a file."""
    (tmp_path / "x").write_text("")
    with pytest.raises(CommandError, match="x"):
        run(tmp_path / "x")


def test_the_page_has_every_part_and_says_what_is_empty(reader: Client) -> None:
    """In order; real records of the region; nothing recorded is said, not left out."""
    page = reader.get("/fi/alueet/keski-suomi/neuvottelupaketti/").content.decode()
    at = [page.index(f">{heading}</h2>") for heading in ("Onnistumisia", "Velvoitteet ja niiden seuraavat päivät", "Tilannekuva", "Tiedossa olevat muutokset", "Kysymyksiä keskusteluun")]  # fmt: skip
    assert at == sorted(at)
    assert "noin 180" in page or "180" in page
    assert "Tästä ei ole kirjattu mitään." in page
    assert QUESTIONS[0].fi in page
    assert 'href="/fi/kunnat/laukaa/neuvottelupaketti/"' in page


def test_parts_are_chosen_in_their_order_and_unknown_ones_refused(reader: Client) -> None:
    """The address keeps the choice, and the files have it."""
    page = reader.get(f"{KUHMO}?osa=questions&osa=picture").content.decode()
    body = page[page.index("<article") : page.index("</article>")]
    assert body.index("Kysymyksiä keskusteluun") < body.index("Tilannekuva")
    assert "Velvoitteet ja" not in body
    assert "?osa=questions&amp;osa=picture&amp;kieli=fi&amp;muoto=pdf" in page
    assert reader.get(f"{KUHMO}?osa=outo").status_code == 400
    assert reader.get("/fi/kunnat/ei-ole/neuvottelupaketti/").status_code == 404
    assert reader.get("/fi/kunnat/maarianhamina/neuvottelupaketti/").status_code == 404
    assert reader.get("/fi/alueet/ei-ole/neuvottelupaketti/").status_code == 404


def test_the_packets_language_is_its_own(reader: Client) -> None:
    """A Finnish page gives a Swedish packet; the file has real headings."""
    page = reader.get(f"{KUHMO}?kieli=sv").content.decode()
    assert '<article class="y-sec" lang="sv">' in page
    assert "Frågor för diskussion" in page
    body = reader.get(f"{KUHMO}?kieli=sv&muoto=docx").content
    word = Word(io.BytesIO(body))
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[-1] == "Frågor för diskussion"
    assert len(headings) == len(PARTS)
    assert reader.get(f"{KUHMO}?muoto=pdf").content.startswith(b"%PDF-")


def test_each_reader_gets_what_they_may_see(people: People, reader: Client) -> None:
    """A parties-only goal, a change that is not public and an open problem: to Kuhmo's people, not to the public, not in files."""
    keeper, own, region = actor(people.county_coordinator), actor(people.kuhmo), Region.objects.get(slug="kainuu")
    county, kuhmo = org("organisaatiot/kainuun-hyvinvointialue"), org("kunnat/kuhmo")
    plan = goals.Plan({"fi": "Suunnitelma"}, "interface", 2026, 2029, visibility="parties")
    programme = goals.begin(by=keeper, region=region, plan=plan)
    goals.propose(by=keeper, programme=programme, aim=goals.Aim({"fi": "Salainen tavoite"}, ("hyte",), (county.id, kuhmo.id)))  # fmt: skip
    news = telling.News({"fi": "Tilan vuokra päättyy"}, "premises", "palveluverkko", date(2027, 5, 1), (county.id,))
    telling.tell(by=own, region=region, owner=kuhmo, news=news)
    trouble = raising.Trouble("Kutsu ei kulje", "Se puuttui.", "hyte", (county.id,))
    raising.raise_problem(by=own, region=region, org=kuhmo, trouble=trouble)
    for address in (KUHMO, "/fi/alueet/kainuu/neuvottelupaketti/"):
        seen = browser(people.kuhmo).get(address).content.decode()
        hidden = reader.get(address).content.decode()
        for text in ("Salainen tavoite", "Tilan vuokra päättyy", "Kutsu ei kulje"):
            assert text in seen, (address, text)
            assert text not in hidden, (address, text)
    other = reader.get("/fi/kunnat/kajaani/neuvottelupaketti/").content.decode()
    assert "Salainen tavoite" not in other


def test_parts_are_moved_earlier_by_a_link(reader: Client) -> None:
    """Each but the first has one; the files keep the order."""
    page = reader.get(f"{KUHMO}?osa=duties&osa=picture&osa=questions").content.decode()
    assert "?osa=duties&amp;osa=questions&amp;osa=picture&amp;kieli=fi" in page
    assert "?osa=picture&amp;osa=duties&amp;osa=questions&amp;kieli=fi" in page
    moved = reader.get(f"{KUHMO}?osa=picture&osa=duties").content.decode()
    assert moved.index(">Tilannekuva</h2>") < moved.index(">Velvoitteet ja niiden seuraavat päivät</h2>")


def test_a_regions_packet_has_a_map(reader: Client) -> None:
    """Of its municipalities, with the same as a table."""
    page = reader.get("/fi/alueet/keski-suomi/neuvottelupaketti/?osa=picture").content.decode()
    assert page.count("<title>Laukaa: ") == 1
    assert 'class="y-mapbox"' in page
    assert '<th scope="row">Laukaa</th>' in page


def test_a_meetings_packet_begins_with_its_agenda(people: People, reader: Client) -> None:
    """For the people of its forum only; the points are told."""
    by, county, kuhmo = (
        actor(people.county_coordinator),
        org("organisaatiot/kainuun-hyvinvointialue"),
        org("kunnat/kuhmo"),
    )
    _forum, meeting, _point = gathered(by, county, kuhmo)
    address = f"/fi/kokoukset/{meeting}/neuvottelupaketti/"
    page = browser(people.kuhmo).get(f"{address}?osa=agenda").content.decode()
    assert "1. Kohta" in page
    assert "Hyte-ryhmä" in page
    assert browser(people.outsider).get(address).status_code == 404
    assert reader.get(address).status_code == 302
    assert browser(people.kuhmo).get(f"{address}?muoto=pdf&osa=agenda").content.startswith(b"%PDF-")


def test_the_state_of_cooperation_counts_and_ranks_nobody(reader: Client) -> None:
    """What is public on a day: regions by name, open maps, the year's records; the same bytes twice."""
    page = reader.get("/fi/yhteistyon-tila/?on=2026-11-24").content.decode()
    assert "Alueita ei aseteta paremmuusjärjestykseen" in page
    names = [a.name.fi for a in atlas().areas.values()]
    at = sorted(names, key=sort_key)
    assert [page.index(f'<th scope="row">{n}</th>') for n in at] == sorted(
        page.index(f'<th scope="row">{n}</th>') for n in at
    )
    assert "0/22" in page
    opened("20")
    page = reader.get("/fi/yhteistyon-tila/").content.decode()
    assert "1/22" in page
    for form in ("pdf", "docx", "pptx"):
        DAYS.forget()
        first = reader.get(f"/sv/yhteistyon-tila/?on=2026-11-24&muoto={form}").content
        assert first == reader.get(f"/sv/yhteistyon-tila/?on=2026-11-24&muoto={form}").content


def test_questions_come_from_the_map_first_once_it_is_open(reader: Client) -> None:
    """Before that only the general ones: they would tell of the map."""
    address = "/fi/alueet/kainuu/neuvottelupaketti/?osa=questions"
    assert reader.get(address).content.decode().count("<li>Hyvinvoinnin ja terveyden edistäminen: ") == 0
    opened("20")
    page = reader.get(address).content.decode()
    body = page[page.index("<article") : page.index("</article>")]
    assert body.count("<li>") == len(QUESTIONS) + 3
    assert body.index(": ") < body.index(QUESTIONS[0].fi)
