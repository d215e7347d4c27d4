"""axe finds nothing on any page; nothing scrolls sideways; no foreign origin. Languages, widths and schemes in turn.

Every page in every way: `manage.py drill axe`.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import Opener
from tests.journeys.examination import OPTIONS, faults
from tests.journeys.house import House
from tests.journeys.pages import GENERAL, KEEPING, PUBLIC, SCHEMES, SIGNED_IN, WIDTHS, rotated

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("pages")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(open_browser: Opener, width: int, scheme: str) -> None:
    """Every public page in every language, each time in another width and scheme."""
    page = open_browser(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    mine = [
        f"/{lang}/{path}"
        for number, path in enumerate(PUBLIC)
        for lang, w, s in rotated(number)
        if (w, s) == (width, scheme)
    ]
    assert len(mine) > len(PUBLIC) / 2
    assert [f for address in mine for f in faults(page, address)] == []


def test_signed_in_pages(open_browser: Opener, house: House) -> None:
    """Forms, previews and upkeep, as the administrator; what a form says after an error."""
    context = open_browser()
    page = context.new_page()
    page.goto(house.administrator_link())
    page.get_by_role("button", name="Kirjaudu sisään").click()
    page.goto("/fi/kunnat/kuhmo/")
    page.get_by_role("button", name="Seuraa", exact=True).click()
    assert page.get_by_role("button", name="Lopeta seuraaminen").is_visible()
    page.goto("/fi/oma/webhookit/")
    page.get_by_label("Ohjelman osoite").fill("https://ohjelma.example/tieto")
    page.get_by_role("button", name="Tallenna").click()
    page.get_by_role("button", name="Lähetä koeviesti").click()
    assert page.get_by_text("odottaa lähetystä").is_visible()
    found: list[str] = []
    for path in (page.url.removeprefix(house.address).split("?")[0],):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += faults(page, path)
    for number, path in enumerate(SIGNED_IN):
        for lang, width, scheme in rotated(number):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += faults(page, f"/{lang}/{path}")
    assert found == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"/fi/toteutumistiedot/uusi/?alue=kainuu&velvoite={GENERAL}")
    page.get_by_role("button", name="Tallenna").click()
    assert page.get_by_role("alert").is_visible()
    result: Any = Axe().run(page, options=OPTIONS)
    assert [v["id"] for v in result.response["violations"]] == []


def test_pages_of_a_coordinator(open_browser: Opener, house: House) -> None:
    """The forms of forums, meetings and matters."""
    page = open_browser().new_page()
    page.goto(house.pair("keski-suomi", "keski-suomen-hyvinvointialue", "laukaa")[0])
    page.get_by_role("button", name="Kirjaudu sisään").click()
    found: list[str] = []
    for number, path in enumerate(KEEPING):
        for lang, width, scheme in rotated(number):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += faults(page, f"/{lang}/{path}")
        assert page.get_by_role("heading", level=1).count() == 1, path
    assert found == []
