"""Preparedness by real people: six hours without electricity, a contact tree that is exercised, a card that is current."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import CHROMIUM, Opener
from tests.journeys.examination import OPTIONS, faults
from tests.journeys.house import ROOT, House
from tests.journeys.person import Person
from yhdyspinta.core.common import clock
from yhdyspinta.site.drills import power_cut

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
# What a phone shows before each cell of a table of cards.
LABELS = "[...document.querySelectorAll('.y-t.cards td')].map((td) => getComputedStyle(td, '::before').content.replaceAll('\"', ''))"
WAYS = pytest.mark.parametrize(
    ("lang", "region", "county", "town", "mode"),
    [
        pytest.param("fi", "kymenlaakso", "kymenlaakson-hyvinvointialue", "kotka", {}, id="fi-js"),
        pytest.param("sv", "satakunta", "satakunnan-hyvinvointialue", "rauma", {"java_script_enabled": False}, id="sv-no-js"),
    ],
)  # fmt: skip
NO_LOOP = os.geteuid() != 0 or not Path("/dev/loop-control").exists() or "DATABASE_URL" in os.environ


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_municipality_without_electricity_logs_and_syncs() -> None:
    """Three tabs, a killed browser, clocks a day wrong, a full device, an ended session, somebody else, a flapping wire, a killed
    server: nothing is lost, doubled or left. The long form: `drill offline`."""
    command = [sys.executable, "-m", "tests.journeys.offline", "6", "2"]  # this process drives another browser already
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    found, counted = json.loads(done.stdout.splitlines()[-1])
    assert found == []
    assert counted["asked"] == 6
    assert counted["kept"] == 7  # and the one that a full device gave back


@pytest.mark.skipif(NO_LOOP, reason="needs root, a loop device and SQLite; the long form: drill power-cut")
def test_what_was_acknowledged_survives_a_power_cut() -> None:
    """With FULL nothing is lost; with NORMAL something is, which shows that the method sees it."""
    assert [f for f in power_cut.examine("run 1 FULL") if "acknowledged," not in f] == []
    assert any(
        "lost" in f and "acknowledged," not in f for n in (1, 2, 3) for f in power_cut.examine(f"run {n} NORMAL")
    )


def joined(who: Person, region: str, part: str) -> None:
    """The person's organisation decides to use a part."""
    who.page.goto(f"/{who.lang}/alueet/{region}/valmius/kayttoon/")
    who.page.locator("[name=part]").select_option(part)
    who.page.locator("[name=body]").fill("Hallitus")
    who.press("Save")


def contact(who: Person, region: str, space: str, slug: str, title: str, phone: str, above: str = "") -> None:
    """The person tells how their organisation is reached."""
    who.page.goto(f"/{who.lang}/alueet/{region}/valmius/yhteystiedot/{space}/{slug}/")
    who.page.locator("[name=title]").fill(title)
    who.page.locator("[name=phone]").fill(phone)
    if above:
        option = who.page.locator("[name=called_by] option", has_text=above).get_attribute("value")
        who.page.locator("[name=called_by]").select_option(option)
    who.press("Save")


@WAYS
def test_a_contact_tree_is_exercised(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """Both take details into use and tell their numbers; the tree is called, one answers; the public sees a day."""
    links = house.responders((f"tilanne-{region}", "organisaatiot", county), (f"tekninen-{town}", "kunnat", town))
    first, second = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    for person, link in zip((first, second), links, strict=True):
        person.enter(link)
        joined(person, region, "details")
    contact(first, region, "organisaatiot", county, "Tilannekeskus", "+358 50 111")
    contact(second, region, "kunnat", town, "Tekninen päivystys", "+358 50 222", "Tilannekeskus")
    page = first.page
    page.goto(f"/{lang}/alueet/{region}/valmius/")
    first.press("Try the contact tree", role="link")
    page.locator("[name=planned_on]").fill(clock.today().isoformat())
    first.press("Save")
    expect(page.get_by_role("main")).to_contain_text("+358 50 222")
    page.get_by_role("button", name=f"{first.says('Answered the call')} : Tilannekeskus", exact=True).click()
    page.get_by_role("row").filter(has_text="Tekninen").get_by_role("button", name=first.says("Did not answer")).click()
    expect(page.get_by_role("main")).to_contain_text(first.says("did not answer"))
    first.press("The exercise was held", role="link")
    first.press("Save")
    first.press("Write what was learnt", role="link")
    page.locator("[name=text]").fill("Numero oli vanha")
    first.press("Save")
    expect(page.get_by_role("main")).to_contain_text("Numero oli vanha")
    if not mode:
        assert faults(page, page.url) == []
    other = second.page
    other.goto(f"/{lang}/alueet/{region}/valmius/yhteystiedot/")
    second.press("Holds today")
    expect(other.get_by_role("row").filter(has_text="Tekninen")).to_contain_text(second.says("today"))
    reader = open_browser(**mode).new_page()
    reader.goto(f"/{lang}/alueet/{region}/valmius/")
    main = reader.get_by_role("main")
    expect(main).to_contain_text(f"{clock.today():%-d.%-m.%Y}")
    for words in ("+358", "Tekninen", "Numero oli vanha"):
        expect(main).not_to_contain_text(words)


@WAYS
def test_the_printed_card_is_current(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """A plan is begun, its procedure written; the number changes, and the next card has the new one."""
    region, county, town = ("paijat-hame", "paijat-hameen-hyvinvointialue", "lahti") if lang == "fi" else ("keski-pohjanmaa", "keski-pohjanmaan-hyvinvointialue", "kokkola")  # fmt: skip
    keeper = Person(open_browser(**mode).new_page(), lang)
    keeper.enter(house.pair(region, county, town)[0])
    keeper.page.goto(f"/{lang}/alueet/{region}/valmius/suunnitelma/vesihuolto/")
    keeper.press("Save")
    plan = keeper.page.url.split("?")[0]
    keeper.page.goto(f"{plan}roolit/vesi/")
    keeper.page.locator("select").last.select_option("leads")
    keeper.press("Save")
    keeper.page.set_viewport_size({"width": 360, "height": 740})
    assert keeper.says("Leads") in keeper.page.evaluate(LABELS)
    links = house.responders((f"kortti-{region}", "organisaatiot", county), (f"kortti-{town}", "kunnat", town))
    first, second = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    for person, link in zip((first, second), links, strict=True):
        person.enter(link)
        joined(person, region, "details")
    contact(first, region, "organisaatiot", county, "Tilannekeskus", "+358 50 333")
    page = first.page
    page.goto(f"{plan}menettely/")
    page.locator(f"[name=procedure_{lang}]").fill("Soitetaan vesilaitokselle")
    first.press("Save")
    assert "+358\u00a050\u00a0333" in card(first, plan)
    assert "Soitetaan vesilaitokselle" in card(first, plan)
    page.goto(f"/{lang}/alueet/{region}/valmius/yhteystiedot/")
    first.press("Correct", role="link")
    page.locator("[name=phone]").fill("+358 50 444")
    first.press("Save")
    now = card(first, plan)
    assert "+358\u00a050\u00a0444" in now
    assert "333" not in now
    pdf = page.context.request.get(f"{plan}kortti/?muoto=pdf")
    assert pdf.body().startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.body()
    assert keeper.page.context.request.get(f"{plan}kortti/").status == 404


def card(who: Person, plan: str) -> str:
    """The words of the card, as Word has them."""
    body = who.page.context.request.get(f"{plan}kortti/?muoto=docx").body()
    return zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()


def test_the_log_without_javascript(open_browser: Opener, house: House) -> None:
    """In Swedish on a phone: a log is opened, written and told to be over."""
    links = house.responders(("logg-oster", "organisaatiot", "pohjanmaan-hyvinvointialue"), ("logg-vasa", "kunnat", "vaasa"))  # fmt: skip
    people = [Person(open_browser(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page(), "sv") for _ in links]  # fmt: skip
    for person, link in zip(people, links, strict=True):
        person.enter(link)
        for part in ("details", "log"):
            joined(person, "pohjanmaa", part)
    first, second = people
    first.page.goto("/sv/alueet/pohjanmaa/valmius/hairiot/avaa/")
    first.page.locator("[name=title]").fill("Elavbrott")
    first.press("Save")
    first.page.locator("[name=text]").fill("Strömmen är borta")
    first.press("Write into the log")
    second.page.goto(first.page.url.split("?")[0])
    expect(second.page.get_by_role("main")).to_contain_text("Strömmen är borta")
    second.page.locator("[name=kind][value=status]").check()
    for name, index in (("function", 1), ("about", 1), ("value", 2)):
        second.page.locator(f"[name={name}]").select_option(index=index)
    second.press("Write into the log")
    expect(second.page.get_by_role("main")).to_contain_text(second.says("works in part"))
    second.press("The disruption is over")
    expect(second.page.get_by_role("main")).to_contain_text(second.says("It goes on after all"))


def test_an_entry_is_one_entry_however_it_is_pressed(open_browser: Opener, house: House) -> None:
    """Pressed twice it is there once; what is not taken says why and is written anew; the page grows by itself for the others."""
    links = house.responders(("loki-savo", "organisaatiot", "pohjois-savon-hyvinvointialue"), ("loki-kuopio", "kunnat", "kuopio"))  # fmt: skip
    first, second = (Person(open_browser(viewport={"width": 360, "height": 740}).new_page(), "fi") for _ in links)
    for person, link in zip((first, second), links, strict=True):
        person.enter(link)
        for part in ("details", "log"):
            joined(person, "pohjois-savo", part)
    page = first.page
    page.goto("/fi/alueet/pohjois-savo/valmius/hairiot/avaa/")
    page.locator("[name=title]").fill("Myrsky")
    first.press("Save")
    second.page.goto(page.url.split("?")[0])
    page.locator("[name=text]").fill("Puita kaatunut teille")
    page.get_by_role("button", name=first.says("Write into the log")).dblclick()
    expect(page.locator("#loki-kuva li")).to_have_count(1)
    expect(second.page.locator("#loki-kuva li")).to_have_count(1, timeout=20_000)
    page.locator("[name=text]").fill("Potilas 131052-308T siirretty")
    page.get_by_role("button", name=first.says("Write into the log")).click()
    expect(page.locator("#loki-jono")).to_contain_text("henkilötunnus")
    assert faults_here(page) == []
    page.get_by_role("button", name=first.says("Take back to the field")).click()
    expect(page.locator("[name=text]")).to_have_value("Potilas 131052-308T siirretty")
    page.locator("[name=text]").fill("Yksi potilas siirretty")
    page.get_by_role("button", name=first.says("Write into the log")).click()
    expect(page.locator("#loki-jono")).to_be_hidden()
    expect(page.locator("#loki-kuva li")).to_have_count(2)
    page.get_by_role("button", name=first.says("Sign out")).click()
    page.wait_for_url(lambda url: "tehty=poistuttu" in url)
    assert page.evaluate("indexedDB.databases().then((d) => d.length)") == 0


def faults_here(page: Page) -> list[str]:
    """What axe finds on the page as it is now, and whether it scrolls sideways."""
    found: Any = Axe().run(page, options=OPTIONS)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [v["id"] for v in found.response["violations"]] + (["too wide"] if wide > 0 else [])
