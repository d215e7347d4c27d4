"""axe finds nothing on any page, in three languages, at two widths, light and dark; nothing scrolls sideways; no foreign origin."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Opener
from tests.journeys.house import House

pytestmark = [pytest.mark.browser, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
GENERAL = "yleinen-neuvottelu-valtuustokausi"
PUBLIC = [
    "",
    "alueet/",
    "alueet/?q=zzz",
    "alueet/keski-suomi/",
    "alueet/keski-suomi/?on=2025-10-31",
    "alueet/helsinki/",
    "alueet/keski-suomi/yleinen/",
    "alueet/kainuu/asuminen/",
    "alueet/keski-suomi/velvoitteet/?teema=hyte",
    "kunnat/",
    "kunnat/kuhmo/",
    "kunnat/maarianhamina/",
    "kunnat/pertunmaa/",
    "tyollisyysalueet/",
    "tyollisyysalueet/suupohja/",
    "organisaatiot/",
    "organisaatiot/hus-yhtyma/",
    "organisaatiot/keski-suomen-hyvinvointialue/",
    "velvoitteet/?teema=varautuminen",
    f"velvoitteet/{GENERAL}/",
    "velvoitteet/kuntouttava-tyotoiminta-siirto-kuntiin/",
    "kalenteri/",
    "kalenteri/?alue=keski-suomi&vuosi=2029",
    "toteutumistiedot/",
    "haku/?q=kuhmo",
    "haku/?q=zzzz",
    "nain-kartta-lasketaan/",
    "lahteet/",
    "saavutettavuus/",
    "kirjaudu/",
    "kirjaudu/vanha-linkki/",
    "kunnat/ei-ole/",
    "?on=eilen",
]
SIGNED_IN = [
    "oma/",
    "toteutumistiedot/uusi/",
    f"toteutumistiedot/uusi/?alue=keski-suomi&velvoite={GENERAL}",
    "taydellisyys/kunnat/kuhmo/",
    f"alueet/kainuu/velvoitteet/{GENERAL}/paiva/",
    "yllapito/",
    "yllapito/organisaatiot/uusi/",
    "yllapito/kayttajat/",
    "yllapito/kayttajat/uusi/",
]
WIDTHS = (320, 1280)


def faults(page: Page, address: str) -> list[str]:
    """What axe and the ruler find on a page."""
    page.goto(address)
    result: Any = Axe().run(page, options={"resultTypes": ["violations"]})
    found = [f"{address}: {v['id']} {v['nodes'][0]['html'][:140]}" for v in result.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{address}: {wide} px too wide")
    return found


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(open_browser: Opener, lang: str, width: int) -> None:
    """Every public page."""
    page = open_browser(viewport={"width": width, "height": 900}).new_page()
    assert [f for path in PUBLIC for f in faults(page, f"/{lang}/{path}")] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages_in_the_dark(open_browser: Opener, width: int) -> None:
    """The same in dark colours."""
    page = open_browser(viewport={"width": width, "height": 900}, color_scheme="dark").new_page()
    assert [f for path in PUBLIC[:20] for f in faults(page, f"/fi/{path}")] == []


def test_signed_in_pages(open_browser: Opener, house: House) -> None:
    """Forms and upkeep, as the administrator, in three languages at two widths."""
    context = open_browser()
    page = context.new_page()
    page.goto(house.administrator_link())
    page.get_by_role("button", name="Kirjaudu sisään").click()
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for lang in ("fi", "sv", "en"):
            found += [f for path in SIGNED_IN for f in faults(page, f"/{lang}/{path}")]
    assert found == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"/fi/toteutumistiedot/uusi/?alue=kainuu&velvoite={GENERAL}")
    page.get_by_role("button", name="Tallenna").click()
    assert page.get_by_role("alert").is_visible()
    result: Any = Axe().run(page)
    assert [v["id"] for v in result.response["violations"]] == []
