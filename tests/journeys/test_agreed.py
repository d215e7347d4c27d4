"""Real people, end to end: an agreement is renewed, and a problem climbs two levels and is solved in time."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opener
from tests.journeys.house import House
from tests.journeys.person import Person
from tests.journeys.test_shared import WAYS, decides
from yhdyspinta.core.common import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
TOWNS = {"mikkeli": "Mikkeli", "vaasa": "Vasa"}


def two(
    open_browser: Opener,
    house: House,
    lang: str,
    region: str,
    county: str,
    town: str,
    mode: dict[str, object],
    who: str,
) -> tuple[Person, Person]:
    """The county's coordinator and somebody of a municipality, signed in."""
    first, _ = house.pair(region, county, town)
    keeper, other = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    keeper.enter(first)
    other.enter(house.links((f"{who}-{town}", "kunnat", town))[0])
    return keeper, other  # fmt: skip


def of_two(keeper: Person, town: str) -> None:
    """The county and one municipality are the parties."""
    boxes = keeper.page.locator("input[name=parties]").all()
    for box in boxes[1:]:
        box.uncheck()
    keeper.page.locator("fieldset").filter(has=boxes[0]).get_by_label(TOWNS[town], exact=True).check()


@WAYS
def test_a_problem_climbs_two_levels_and_is_solved_in_time(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """The ladder is agreed, a municipality raises a problem, it goes up twice, a settlement is offered and accepted."""
    keeper, other = two(open_browser, house, lang, region, county, town, mode, "ongelma")
    title = "Title in Swedish" if lang == "sv" else "Title in Finnish"
    keeper.page.goto(f"/{lang}/alueet/{region}/sopimukset/")
    keeper.press("Propose an operating model", role="link")
    keeper.fill(title, "Hjälp i tid")
    keeper.page.locator("input[name=themes][value=opiskeluhuolto]").check()
    of_two(keeper, town)
    keeper.press("Save")
    model = keeper.page.url.split("?")[0]
    keeper.press("Write how problems are settled", role="link")
    for level, days in (("client", "7"), ("experts", "14"), ("top", "30")):
        keeper.page.locator(f"input[name=days_{level}]").fill(days)
    keeper.press("Save")
    for person in (keeper, other):
        decides(person, model, "accepted")
    other.page.goto(model)
    other.press("Raise a problem", role="link")
    other.fill("The problem in a few words", "Kallelserna kommer inte")
    other.fill("What has happened, and what has been tried", "Kallelsen till 131052-308T kom inte.")
    other.page.locator("fieldset").filter(has=other.page.locator("input[name=parties]")).first.locator(
        "input"
    ).first.check()
    other.press("Save")
    expect(other.page.get_by_role("alert")).to_contain_text(other.says("a personal identity code"))
    other.fill("What has happened, and what has been tried", "Kallelsen kom inte två gånger.")
    other.press("Save")
    problem = other.page.url.split("?")[0]
    keeper.page.goto(f"/{lang}/oma/")
    expect(keeper.page.get_by_role("main")).to_contain_text("Kallelserna kommer inte")
    keeper.press("Kallelserna kommer inte", role="link")
    keeper.press("Tell what was tried", role="link")
    keeper.fill("Tell the others", "Listan rättades.")
    keeper.press("Save")
    for why in ("Den kom fel igen.", "Sakkunniga kunde inte lösa det."):
        other.page.goto(problem)
        other.press("Take it to the next level", role="link")
        other.fill("Tell the others", why)
        other.press("Save")
    other.press("Offer a settlement", role="link")
    other.page.locator("input[name=outcome][value=solved]").check()
    other.fill("Tell the others", "Kallelserna skickas till registratorskontoret.")
    other.press("Save")
    keeper.page.goto(problem)
    keeper.press("Accept the settlement")
    expect(keeper.page.get_by_role("main")).to_contain_text(keeper.says("solved"))
    keeper.page.goto(f"/{lang}/alueet/{region}/ongelmat/")
    row = keeper.page.get_by_role("row").nth(1)
    expect(row.get_by_role("cell")).to_have_text(["1", "1", "0", "1", "0", "0", "0"])  # fmt: skip


@WAYS
def test_an_agreement_is_renewed(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """In force but ending soon: the page asks, a renewal is begun from the same text, decided again, and nothing asks any more."""
    keeper, other = two(open_browser, house, lang, region, county, town, mode, "jatko")
    title, today = "Title in Swedish" if lang == "sv" else "Title in Finnish", clock.today()
    keeper.page.goto(f"/{lang}/alueet/{region}/sopimukset/")
    keeper.press("Propose an agreement", role="link")
    keeper.page.locator("select[name=kind]").select_option("framework")
    keeper.fill(title, "Ramavtal 2023")
    keeper.page.locator("input[name=themes][value=yleinen]").check()
    of_two(keeper, town)
    keeper.fill("First day in force", (today - timedelta(days=700)).isoformat())
    keeper.fill("Last day in force", (today + timedelta(days=60)).isoformat())
    keeper.press("Save")
    agreement = keeper.page.url.split("?")[0]
    expect(keeper.page.locator(".y-ag > li")).to_have_count(5)
    for person in (keeper, other):
        decides(person, agreement, "accepted")
    keeper.page.goto(agreement)
    asks = keeper.says("ends soon, nothing that follows is in preparation")
    expect(keeper.page.get_by_role("main")).to_contain_text(asks)
    keeper.press("Renew")
    following = keeper.page.url.split("?")[0]
    assert following != agreement
    expect(keeper.page.get_by_role("main")).to_contain_text(re.compile(keeper.says("It follows")))
    expect(keeper.page.locator(".y-ag > li")).to_have_count(5)
    for person in (keeper, other):
        decides(person, following, "accepted")
    expect(other.page.get_by_role("main")).to_contain_text("2/2")
    keeper.page.goto(agreement)
    expect(keeper.page.get_by_role("main")).not_to_contain_text(asks)
    with keeper.page.expect_download() as got:
        keeper.page.get_by_role("link", name="Word").click()
    assert got.value.suggested_filename.endswith(".docx")
