"""Journeys of real people, by keyboard, also without JavaScript, on a phone and a large screen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opener
from tests.journeys.house import House
from yhdyspinta.core.common import clock

pytestmark = [pytest.mark.browser, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
GENERAL = "yleinen-neuvottelu-valtuustokausi"
MODES = [
    pytest.param({"java_script_enabled": False}, id="no-js"),
    pytest.param({"viewport": {"width": 320, "height": 700}}, id="phone"),
    pytest.param({}, id="desktop"),
]


FOCUSED = """() => { const e = document.activeElement;
    return (e.innerText || '').trim() || e.getAttribute('aria-label') || (e.labels && e.labels[0] ? e.labels[0].innerText : ''); }"""


def press_until(page: Page, wanted: str, limit: int = 80) -> None:
    """Tabs until the focused thing's text or label begins with the words; then it can be pressed."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        text = page.evaluate(FOCUSED)
        if str(text).strip().startswith(wanted):
            return
    raise AssertionError(f"could not reach {wanted!r} by Tab")


def sign_in(page: Page, link: str) -> None:
    """Opens the link and presses its button."""
    page.goto(link)
    page.get_by_role("button", name="Kirjaudu sisään").click()
    expect(page.get_by_role("status")).to_contain_text("Olet kirjautunut sisään")


@pytest.mark.parametrize("mode", MODES)
def test_has_kuhmos_county_negotiated_this_term(open_browser: Opener, mode: dict[str, object]) -> None:
    """From the front page by keyboard: search, Kuhmo, the duty; it says that nothing is recorded, and the recommended time."""
    page = open_browser(**mode).new_page()
    page.goto("/fi/")
    page.locator("#q").focus()
    page.keyboard.type("kuhmo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Haku")
    press_until(page, "Kuhmo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kuhmo")
    row = page.locator(
        "tr", has=page.get_by_role("rowheader", name="Yhteistyöneuvottelu vähintään kerran valtuustokaudessa")
    )
    expect(row).to_contain_text("Ei kirjattua tietoa")
    expect(row).to_contain_text("31.5.2029")
    page.get_by_role("link", name="Kainuu", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kainuu")


@pytest.mark.parametrize(
    ("mode", "region", "county", "town"),
    [
        pytest.param({"java_script_enabled": False}, "kainuu", "kainuun-hyvinvointialue", "kuhmo", id="no-js"),
        pytest.param(
            {"viewport": {"width": 320, "height": 700}}, "lappi", "lapin-hyvinvointialue", "inari", id="phone"
        ),
        pytest.param({}, "satakunta", "satakunnan-hyvinvointialue", "rauma", id="desktop"),
    ],
)
def test_record_that_it_did_and_the_other_side_confirms(
    open_browser: Opener, house: House, mode: dict[str, object], region: str, county: str, town: str
) -> None:
    """The county records a negotiation by keyboard; the town finds it waiting and confirms; both see it on the map at once."""
    first, second = house.links((f"a-{region}", "organisaatiot", county), (f"b-{region}", "kunnat", town))
    page = open_browser(**mode).new_page()
    sign_in(page, first)
    page.goto(f"/fi/velvoitteet/{GENERAL}/")
    press_until(page, "Kirjaa, mitä on tehty")
    page.keyboard.press("Enter")
    page.locator("#alue").select_option(region)
    page.get_by_role("button", name="Jatka").press("Enter")
    title = f"Yhteistyöneuvottelu, {region}"
    page.get_by_label("Lyhyt otsikko suomeksi").first.fill(title)
    page.get_by_label("Minä päivänä?").fill(clock.today().isoformat())
    page.get_by_role("checkbox", name=town.capitalize(), exact=True).press("Space")
    page.get_by_role("button", name="Tallenna").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("status")).to_contain_text("Tallennettu")

    other = open_browser(**mode).new_page()
    sign_in(other, second)
    other.goto("/fi/oma/")
    other.get_by_role("link", name=title).press("Enter")
    other.get_by_role("button", name="Vahvista").press("Enter")
    expect(other.get_by_role("status")).to_contain_text("vahvistettu")
    for reader in (page, other):
        reader.goto(f"/fi/alueet/{region}/yleinen/")
        expect(reader.locator("section#law")).to_contain_text(title)
        expect(reader.locator("section#law")).to_contain_text("Osittain toteutunut")


def test_a_typing_error_loses_nothing(open_browser: Opener, house: House) -> None:
    """A refused form comes back with its reason and everything typed, focus goes to the summary's link and field."""
    (link,) = house.links(("virhe", "kunnat", "sotkamo"))
    page = open_browser(java_script_enabled=False).new_page()
    sign_in(page, link)
    page.goto(f"/fi/toteutumistiedot/uusi/?alue=kainuu&velvoite={GENERAL}")
    page.get_by_label("Lyhyt otsikko suomeksi").first.fill("Neuvottelu joulukuussa")
    page.get_by_label("Minä päivänä?").fill("2031-12-01")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_role("alert")).to_contain_text("tulevaisuudessa")
    expect(page.get_by_label("Lyhyt otsikko suomeksi").first).to_have_value("Neuvottelu joulukuussa")


def test_the_administrator_adds_a_person_and_they_sign_in(open_browser: Opener, house: House) -> None:
    """User, role, one-time link: all by the pages; the link works once."""
    page = open_browser().new_page()
    sign_in(page, house.administrator_link())
    page.goto("/fi/yllapito/kayttajat/uusi/")
    page.get_by_label("Nimi").fill("Testi Kirjaaja")
    page.get_by_label("Sähköposti").fill("testi.kirjaaja@example.org")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_label("Rooli").select_option("editor")
    page.get_by_label("Organisaatio").select_option(label="Sodankylä")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_text("Organisaation kirjaaja: Sodankylä")).to_be_visible()
    page.get_by_role("button", name="Luo kertakäyttöinen kirjautumislinkki").click()
    link = page.locator("#link").input_value()
    other = open_browser().new_page()
    sign_in(other, link)
    expect(other.get_by_role("heading", level=1)).to_have_text("Testi Kirjaaja")
    third = open_browser().new_page()
    answer = third.goto(link)
    assert answer is not None
    assert answer.status == 410


def test_the_language_switch_stays_on_the_page(open_browser: Opener) -> None:
    """The same page in Swedish and English, with its day."""
    page = open_browser().new_page()
    page.goto("/fi/alueet/keski-suomi/?on=2025-10-31")
    page.get_by_role("link", name="Svenska").click()
    expect(page).to_have_url("/sv/alueet/keski-suomi/?on=2025-10-31")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mellersta Finland")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Central Finland")


def test_skipping_to_content(open_browser: Opener) -> None:
    """The first Tab offers it."""
    page = open_browser().new_page()
    page.goto("/fi/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Siirry sisältöön")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("id", "main")


@pytest.mark.parametrize(
    ("mode", "region", "county", "town"),
    [
        pytest.param({"java_script_enabled": False}, "pirkanmaa", "pirkanmaan-hyvinvointialue", "nokia", id="no-js"),
        pytest.param(
            {"viewport": {"width": 320, "height": 700}},
            "kymenlaakso",
            "kymenlaakson-hyvinvointialue",
            "kotka",
            id="phone",
        ),
        pytest.param({}, "etela-savo", "etela-savon-hyvinvointialue", "mikkeli", id="desktop"),
    ],
)
def test_both_sides_open_their_map(
    open_browser: Opener, house: House, mode: dict[str, object], region: str, county: str, town: str
) -> None:
    """One coordinator previews and proposes by keyboard, the other confirms; then a stranger sees the map."""
    first, second = house.pair(region, county, town)
    stranger = open_browser(**mode).new_page()
    stranger.goto(f"/fi/alueet/{region}/")
    expect(stranger.locator("table.y-map")).to_have_count(0)
    page = open_browser(**mode).new_page()
    sign_in(page, first)
    page.goto(f"/fi/alueet/{region}/yhdessa/")
    press_until(page, "Alueen kartta sellaisena")
    page.keyboard.press("Enter")
    expect(page.locator("table.y-map")).to_be_visible()
    expect(page.get_by_text("Esikatselu:")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Olemme katsoneet kartan").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Ehdotettu")
    expect(page.get_by_text("Tämä on oman puolenne ehdotus")).to_be_visible()
    expect(page.get_by_role("button", name="Olemme katsoneet kartan")).to_have_count(0)
    other = open_browser(**mode).new_page()
    sign_in(other, second)
    other.goto(f"/fi/alueet/{region}/yhdessa/")
    other.get_by_role("button", name="Vahvista", exact=True).press("Enter")
    expect(other.get_by_role("status")).to_contain_text("Sovittu yhdessä")
    stranger.reload()
    expect(stranger.locator("table.y-map")).to_be_visible()


def test_walking_through_time(open_browser: Opener) -> None:
    """The slider moves month by month with the arrow keys; without JavaScript the date field and links do the same."""
    page = open_browser().new_page()
    page.goto("/fi/alueet/keski-suomi/?on=2025-10-31")
    slider = page.get_by_role("slider", name="Kartan kuukausi")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/alueet/keski-suomi/?on=2025-09-01*")
    expect(page.locator(".y-label")).to_contain_text("1.9.2025")
    plain = open_browser(java_script_enabled=False).new_page()
    plain.goto("/fi/alueet/keski-suomi/")
    expect(plain.get_by_role("slider")).to_have_count(0)
    plain.get_by_label("Toinen päivä").fill("2025-09-01")
    plain.get_by_role("button", name="Näytä").click()
    expect(plain.locator(".y-label")).to_contain_text("1.9.2025")
    plain.get_by_role("link", name="Mikä on muuttunut vuodessa?").click()
    expect(plain.locator("#changes")).to_contain_text("1.9.2024")


def test_taking_the_map_away(open_browser: Opener, tmp_path: Path) -> None:
    """PNG made on the page, SVG, table, and one sheet of paper."""
    context = open_browser(accept_downloads=True)
    page = context.new_page()
    page.goto("/fi/alueet/keski-suomi/")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Kuva (PNG)").click()
    file = tmp_path / "kartta.png"
    caught.value.save_as(file)
    assert caught.value.suggested_filename.endswith(".png")
    assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert file.stat().st_size > 20_000
    with page.expect_download() as caught:
        page.get_by_role("link", name="Taulukko (xlsx)").click()
    assert caught.value.suggested_filename.startswith("keski-suomi-")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


def test_components_answer_to_the_keyboard(open_browser: Opener) -> None:
    """Tables sort, tabs follow the arrows, a dialog opens, keeps the focus and closes with Escape."""
    page = open_browser().new_page()
    page.goto("/fi/ui/")
    heads = page.locator("#tables table").first.get_by_role("columnheader")
    heads.nth(1).get_by_role("button").press("Enter")
    expect(heads.nth(1)).to_have_attribute("aria-sort", "ascending")
    assert page.locator("#tables table").first.locator("tbody th").all_inner_texts() == ["C", "B", "A"]
    heads.nth(1).get_by_role("button").press("Enter")
    assert page.locator("#tables table").first.locator("tbody th").all_inner_texts() == ["A", "B", "C"]
    tab = page.get_by_role("tab", name="Tilanne")
    tab.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Velvoitteet")).to_be_focused()
    expect(page.locator("#panel-b")).to_be_visible()
    expect(page.locator("#panel-a")).to_be_hidden()
    page.get_by_text("Kysy ensin").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    plain = open_browser(java_script_enabled=False).new_page()
    plain.goto("/fi/ui/")
    expect(plain.locator("#panel-a")).to_be_visible()
    expect(plain.locator("#panel-b")).to_be_visible()


def test_the_country_map_leads_to_a_region_by_keyboard(open_browser: Opener) -> None:
    """The hexagons are links in the order of the alphabet; a filter keeps its choice in the address."""
    page = open_browser().new_page()
    page.goto("/fi/")
    press_until(page, "Kainuu", 120)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kainuu")
    page.goto("/fi/")
    page.get_by_label("Näytä").select_option("hyte")
    page.get_by_label("Vain alueet, joista on kirjauksia").check()
    page.locator("#table form").get_by_role("button", name="Näytä").click()
    expect(page).to_have_url(re.compile(r"\?nayta=hyte&vain=kirjatut#table$"))
    expect(page.locator("#table h2")).to_have_text("Hyvinvoinnin ja terveyden edistäminen")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("lang", "law", "source"), [("fi", "Lainsäädännön puitteet", "Lähde"), ("sv", "Lagstiftningens ramar", "Källa")]
)
def test_why_a_cell_says_what_it_says(
    open_browser: Opener, mode: dict[str, object], lang: str, law: str, source: str
) -> None:
    """From the front page to the region, a cell, the record and its source; then the same cell a year earlier."""
    page = open_browser(**mode).new_page()
    page.goto(f"/{lang}/")
    page.locator(f'svg a[href="/{lang}/alueet/keski-suomi/"]').focus()
    page.keyboard.press("Enter")
    cell = page.locator("table.y-map a[href$='/yleinen/#law']")
    word = cell.locator(".w2").inner_text()
    cell.focus()
    page.keyboard.press("Enter")
    block = page.locator("section#law")
    expect(block).to_contain_text(law)
    expect(block).to_contain_text(word)
    block.locator("ul.y-find a").first.click()
    expect(page.get_by_role("main")).to_contain_text(source)
    assert page.get_by_role("main").locator("a[href^='http']").count() >= 1
    page.goto(f"/{lang}/alueet/keski-suomi/yleinen/?on=2025-10-01")
    expect(block).not_to_contain_text("24.10.2025")


@pytest.mark.parametrize(
    ("mode", "region", "county", "town"),
    [
        pytest.param({}, "pohjois-karjala", "pohjois-karjalan-hyvinvointialue", "joensuu", id="js"),
        pytest.param(
            {"java_script_enabled": False}, "kanta-hame", "kanta-hameen-hyvinvointialue", "hameenlinna", id="no-js"
        ),
    ],
)
def test_a_negotiation_is_planned_held_and_counted(
    open_browser: Opener, house: House, mode: dict[str, object], region: str, county: str, town: str
) -> None:
    """A coordinator founds a forum from a known structure; a party decides; a negotiation of today goes from its call to
    its approved memo; the duty's record and the page of the forum tell it."""
    first, second = house.pair(region, county, town)
    page = open_browser(**mode).new_page()
    sign_in(page, first)
    page.goto(f"/fi/alueet/{region}/foorumit/")
    page.get_by_role("link", name="Hyvinvoinnin ja terveyden edistämisen yhteistyöryhmä").click()
    page.get_by_role("button", name="Perusta foorumi").click()
    expect(page.get_by_role("status")).to_contain_text("Ehdotettu")
    forum = page.url.split("?")[0]
    other = open_browser(**mode).new_page()
    sign_in(other, second)
    other.goto(f"/fi/alueet/{region}/foorumit/")
    other.get_by_role("link", name="Hyvinvoinnin ja terveyden edistämisen yhteistyöryhmä").first.click()
    other.get_by_label("Kuka päätti").fill("Kaupunginhallitus")
    other.get_by_label("Pykälä").fill("312")
    other.get_by_role("button", name="Tallenna").click()
    expect(other.get_by_text("Kaupunginhallitus § 312")).to_be_visible()
    page.goto(forum)
    page.get_by_role("link", name="Suunnittele kokous").click()
    page.get_by_label("Päivä").fill(clock.today().isoformat())
    page.get_by_label("Millainen kokous").select_option("negotiation")
    page.get_by_role("button", name="Tallenna").click()
    expect(page.get_by_role("alert")).to_contain_text("Valitse velvoitteet")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Lisää kohta").click()
    page.get_by_label("Otsikko suomeksi").fill("Yhteinen painopiste")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("button", name="Kutsu kokous koolle").click()
    page.get_by_role("button", name="Aloita").click()
    expect(page.get_by_role("button", name="Merkitse muistio kirjoitetuksi")).to_be_disabled()
    for box in page.get_by_role("checkbox").all()[:4]:
        box.check()
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("link", name="Kirjoita kohtaa").click()
    page.get_by_label("Miten kohta päättyi").select_option("agreed")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("button", name="Merkitse muistio kirjoitetuksi").click()
    page.get_by_role("button", name="Hyväksy muistio").click()
    expect(page.get_by_text("Muistio hyväksytty").first).to_be_visible()
    page.get_by_role("link", name="Pyydä osapuolia käsittelemään").click()
    page.get_by_role("button", name="Pyydä").click()
    expect(page.get_by_text("on käsitellyt")).to_be_visible()
    other.goto("/fi/oma/")
    other.get_by_role("link", name="Yhteinen painopiste").click()
    other.get_by_role("link", name="Kerro käsittelystä").click()
    other.get_by_label("Kuka päätti").fill("Kaupunginhallitus")
    other.get_by_label("Pykälä").fill("313")
    other.get_by_role("button", name="Tallenna").click()
    expect(other.get_by_text("Kaupunginhallitus § 313")).to_be_visible()
    page.goto("/fi/toteutumistiedot/")
    expect(page.get_by_role("link", name="Hyvinvoinnin ja terveyden edistämisen yhteistyöryhmä").first).to_be_visible()
    stranger = open_browser(**mode).new_page()
    stranger.goto(forum)
    expect(stranger.get_by_text("Muistio hyväksytty")).to_be_visible()
    expect(stranger.get_by_role("link", name="Suunnittele kokous")).to_have_count(0)
