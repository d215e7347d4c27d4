"""Real people, end to end: a report to the council, packets for a round of negotiations, a new councillor's first five minutes."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opener
from tests.journeys.examination import faults
from tests.journeys.house import House
from tests.journeys.person import Person
from tests.journeys.test_shared import WAYS
from yhdyspinta.core.common import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]


def written(writer: Person, colleague: Person, friend: Person, town: str) -> str:
    """One begins the report, a colleague writes a section, somebody asked from outside another; where it is read."""
    lang, year = writer.lang, clock.today().year
    title = "Title in Swedish" if lang == "sv" else "Title in Finnish"
    text = "Text in Swedish" if lang == "sv" else "Text in Finnish"
    writer.page.goto(f"/{lang}/hyvinvointi/kunnat/{town}/")
    writer.press("Begin a report or a plan", role="link")
    writer.fill("First year", str(year))
    writer.fill(title, "Hyvinvointi")
    writer.press("Save")
    report = writer.page.url.split("?")[0]
    chapter = writer.page.locator("section a[href*='/hyvinvointi/luku/']:not([href*='kirjoittaja'])")
    addresses = [str(a.get_attribute("href")) for a in chapter.all()]
    assert len(addresses) >= 9
    writer.page.goto(addresses[0])
    writer.fill(text, "Asukkaat voivat hyvin.")
    writer.press("Save")
    colleague.page.goto(addresses[2])
    colleague.fill(text, "Nuoret saavat apua.")
    colleague.press("Save")
    writer.page.goto(addresses[4] + "kirjoittaja/")
    writer.fill("Name", "Vieras")
    writer.fill("E-mail", f"hva-{town}@example.org")
    writer.page.locator("main form button[type=submit]").first.click()
    invited = writer.page.locator("main input[readonly], main code, main .y-copy").first
    friend.page.goto(
        str(invited.input_value() if invited.evaluate("e => e.tagName") == "INPUT" else invited.inner_text())
    )
    friend.page.locator("main form button[type=submit]").first.click()
    friend.page.goto(addresses[4])
    friend.fill(text, "Ikäihmiset asuvat kotona.")
    friend.press("Save")
    return report


@WAYS
def test_a_report_is_written_with_two_colleagues_and_the_council_approves(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """One begins, a colleague and somebody asked from outside write; what is open is told; it is frozen and recorded."""
    first, second, outside = house.links(
        (f"hyte-{town}", "kunnat", town),
        (f"sivistys-{town}", "kunnat", town),
        (f"hva-{town}", "organisaatiot", county),
    )
    writer, colleague, friend = (Person(open_browser(**mode).new_page(), lang) for _ in "123")
    for person, link in ((writer, first), (colleague, second), (friend, outside)):
        person.enter(link)
    report = written(writer, colleague, friend, town)
    writer.page.goto(report)
    main = writer.page.get_by_role("main")
    expect(main).to_contain_text("Ikäihmiset asuvat kotona.")
    expect(main).to_contain_text(writer.says("Still open"))
    writer.press("Send to the council")
    writer.press("The council has approved it", role="link")
    writer.fill("Section (§)", "12")
    writer.fill("Link to the decision", "https://example.org/paatos")
    writer.press("Save")
    reader = open_browser(**mode).new_page()
    reader.goto(report)
    expect(reader.get_by_role("main")).to_contain_text("Nuoret saavat apua.")
    reader.locator("a[href*='/pysyva/asiakirja/']").first.click()
    for form in ("pdf", "docx", "pptx"):
        with reader.expect_download() as got:
            reader.locator(f"a[href='?muoto={form}']").click()
        assert got.value.suggested_filename.endswith(form)
    space = f"/{lang}/kunnat/{town}/"
    reader.goto(space)
    expect(reader.get_by_role("main")).to_contain_text("Hyvinvointi")


@WAYS
def test_an_official_prepares_a_round_of_negotiations(
    open_browser: Opener,
    house: House,
    lang: str,
    region: str,
    county: str,
    town: str,
    mode: dict[str, object],
    tmp_path: Path,
) -> None:
    """Parts and language are chosen, one packet for each municipality is made while progress is shown, all come in one file."""
    first, _ = house.pair(region, county, town)
    official = Person(open_browser(**mode).new_page(), lang)
    official.enter(first)
    page = official.page
    page.goto(f"/{lang}/alueet/{region}/neuvottelupaketti/?osa=duties&osa=questions")
    page.locator("#nakyvyys").select_option("public")
    official.press("Make one for each municipality")
    working = page.url
    expect(page.get_by_role("progressbar")).to_be_visible()
    if not mode:  # axe runs as a script of the page
        assert faults(page, working) == []
    looks: list[str] = []
    page.on("request", lambda r: looks.append(r.url) if r.url == working else None)
    house.work()
    if mode:
        official.press("Look again", role="link")
    expect(page.locator("#tyo")).not_to_have_attribute("data-follow", re.compile(".+"))
    assert len(looks) <= 12  # one in two seconds, not a storm
    packets = page.locator("#tyo li a")
    assert packets.count() >= 11  # the municipalities of the smaller region
    if not mode:
        assert faults(page, working) == []
    with page.expect_download() as got:
        page.get_by_role("link", name=official.says("All as PDF")).click()
    got.value.save_as(tmp_path / "all.zip")
    names = zipfile.ZipFile(tmp_path / "all.zip").namelist()
    assert len(names) == packets.count()
    packets.first.click()
    expect(page.get_by_role("main")).to_contain_text(official.says("Permanent address"))
    other = "fi" if lang == "sv" else "sv"
    page.goto(f"/{lang}/alueet/{region}/neuvottelupaketti/?osa=questions&kieli={other}")
    expect(page.locator("article")).to_have_attribute("lang", other)


@WAYS
def test_a_new_councillors_first_five_minutes(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """With seats in both, on a phone: what is agreed, late and coming, what to ask, their role; then the way in, page by page."""
    person = Person(open_browser(viewport={"width": 360, "height": 780}, **mode).new_page(), lang)
    person.enter(house.elected(f"uusi-{town}", ("kunnat", town), ("organisaatiot", county)))
    page = person.page
    page.goto(f"/{lang}/oma/")
    main = page.get_by_role("main")
    for heading in (
        "What has been agreed",
        "What is late",
        "What comes to decision",
        "What has changed",
        "Three questions worth asking",
    ):
        expect(page.get_by_role("heading", name=person.says(heading), exact=True)).to_be_visible()
    assert page.locator(".y-q li").count() == 3
    expect(main).to_contain_text({"fi": "Kaksoisrooli", "sv": "Dubbelroll"}[lang])
    person.press("For a new elected official", role="link")
    page.locator(".y-path a").first.click()
    for _ in range(5):
        page.locator("main nav a").last.click()
    person.page.goto(f"/{lang}/perehdytys/")
    expect(page.locator(".y-path li")).to_contain_text([re.compile(person.says("opened"))] * 6)
    page.goto(f"/{lang}/oma/")
    if not mode:
        assert faults(page, f"/{lang}/oma/") == []
