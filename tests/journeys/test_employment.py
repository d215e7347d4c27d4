"""Employment by real people: a year of joint support told and looked at in a meeting; a municipality's guidance in two clicks."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opener
from tests.journeys.examination import faults
from tests.journeys.house import House
from tests.journeys.person import Person
from yhdyspinta.core.common import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
WAYS = pytest.mark.parametrize(
    ("lang", "area", "county", "town", "mode"),
    [
        pytest.param("fi", "etela-karjala", "etela-karjalan-hyvinvointialue", "imatra", {}, id="fi-js"),
        pytest.param(
            "sv", "pietarsaaren-seutu", "pohjanmaan-hyvinvointialue", "pedersoren-kunta", {"java_script_enabled": False}, id="sv-no-js"
        ),
    ],
)  # fmt: skip


@WAYS
def test_a_tym_year(
    open_browser: Opener, house: House, lang: str, area: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """The county tells of the group and the year, both sides of their people; a manager opens the page in a meeting."""
    first, second = house.links((f"tym-{area}", "organisaatiot", county), (f"ta-{area}", "tyollisyysalueet", area))
    keeper, other = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    keeper.enter(first)
    other.enter(second)
    page, today = keeper.page, clock.today()
    page.goto(f"/{lang}/tyollisyysalueet/{area}/tym/")
    expect(page.get_by_role("main")).to_contain_text(keeper.says("Nobody has told of the steering group. The law asks for one, for five years: the employment authority sets it and names the chair, the county the vice chair."))  # fmt: skip
    keeper.press("Tell of the steering group", role="link")
    keeper.fill("Set on", f"{today.year}-01-02")
    keeper.fill("Term ends on", f"{today.year + 4}-12-31")
    for n, function in enumerate(("Johtaja A", "Johtaja B")):
        page.locator(f"[name=org{n}]").select_option(index=1)
        page.locator(f"[name=function{n}]").fill(function)
    keeper.press("Save")
    expect(page.get_by_role("main")).to_contain_text(
        keeper.says("One vice chair is named, by the wellbeing services county.")
    )
    names = page.locator("[name=org1] option").all_inner_texts()
    own = next(i for i, n in enumerate(names) if "hyvinvointialue" in n or "välfärdsområde" in n)
    page.locator("[name=org1]").select_option(index=own)
    keeper.press("Save")
    expect(page.get_by_role("main")).to_contain_text("Johtaja B")
    page.get_by_role("link", name=keeper.says("Goals and staff of %(year)s") % {"year": today.year}).click()
    keeper.fill("Goals in Swedish" if lang == "sv" else "Goals in Finnish", "Snabbt stöd")
    keeper.fill("Staff was looked at on", today.isoformat())
    keeper.press("Save")
    for person, space, slug, count in (
        (keeper, "organisaatiot", county, "2"),
        (other, "tyollisyysalueet", area, "3,5"),
    ):
        person.page.goto(f"/{lang}/tyollisyysalueet/{area}/tym/vastinparit/{space}/{slug}/")
        person.page.locator("[name=kuntoutus]").fill(count)
        person.press("Save")
    reader = open_browser(**mode).new_page()
    reader.goto(f"/{lang}/tyollisyysalueet/{area}/tym/")
    main = reader.get_by_role("main")
    for words in ("Johtaja A", "Snabbt stöd", "3,5", "1,5"):
        expect(main).to_contain_text(words)
    if not mode:
        assert faults(reader, reader.url) == []


@WAYS
def test_a_municipalitys_guidance_is_found_in_two_clicks(
    open_browser: Opener, house: House, lang: str, area: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """The municipality tells its contact; from the list of employment areas it is there after the second click."""
    teller = Person(open_browser(**mode).new_page(), lang)
    teller.enter(house.links((f"ohjaus-{town}", "kunnat", town))[0])
    teller.page.goto(f"/{lang}/yhteystiedot/kunnat/{town}/kerro/")
    teller.page.locator(f"[name=name_{lang}]").fill("Ohjaus ja neuvonta")
    teller.page.locator("[name=email]").fill("neuvonta@example.org")
    if teller.page.locator("[name=theme]").count():
        teller.page.locator("[name=theme]").select_option("tyollisyys")
    teller.press("Save")
    reader = Person(open_browser(viewport={"width": 360, "height": 800}, **mode).new_page(), lang)
    reader.page.goto(f"/{lang}/tyollisyysalueet/?q={area.split('-')[0]}")
    reader.page.locator(f"a[href$='/tyollisyysalueet/{area}/tym/']").first.click()
    anchor = reader.page.locator("a[href='#ohjaus']")
    anchor.click()
    expect(reader.page.locator("#ohjaus")).to_contain_text("neuvonta@example.org")
    expect(reader.page.locator("#ohjaus")).to_contain_text(reader.says("contact not told"))
