"""What is shared is agreed by both: a goal after one side differs, a task that nobody has until somebody takes it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Opener
from tests.journeys.house import House
from tests.journeys.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
WAYS = pytest.mark.parametrize(
    ("lang", "region", "county", "town", "mode"),
    [
        pytest.param("fi", "etela-savo", "etela-savon-hyvinvointialue", "mikkeli", {}, id="fi-js"),
        pytest.param(
            "sv", "pohjanmaa", "pohjanmaan-hyvinvointialue", "vaasa", {"java_script_enabled": False}, id="sv-no-js"
        ),
    ],
)


def decides(person: Person, address: str, position: str, reason: str = "") -> None:
    """The person's own organisation decides of what stands at an address."""
    person.page.goto(address)
    person.page.get_by_role("link", name=re.compile(f"^{person.says('Tell the view or the decision')}")).first.click()
    person.page.locator("input[name=step][value=decision]").check()
    person.page.locator(f"input[name=position][value={position}]").check()
    if reason:
        person.fill("What should change, or why the views differ", reason)
    person.fill("Who decided", "Hallitus")
    person.press("Save")


@WAYS
def test_two_parties_agree_on_a_goal_after_one_disputes_it(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """Both texts and both words are kept; the measure has somebody in charge only once it says so."""
    first, _ = house.pair(region, county, town)
    keeper, other = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    keeper.enter(first)
    other.enter(house.links((f"tavoite-{town}", "kunnat", town))[0])
    keeper.page.goto(f"/{lang}/alueet/{region}/tavoitteet/")
    keeper.press("Add a programme", role="link")
    title = "Title in Swedish" if lang == "sv" else "Title in Finnish"
    keeper.fill(title, "Plan 2030")
    keeper.press("Save")
    keeper.page.get_by_role("link", name=re.compile(f"^{keeper.says('Propose a goal')}")).first.click()
    keeper.fill(title, "Dubbelt fler")
    keeper.page.locator("input[name=themes][value=hyte]").check()
    for box in keeper.page.locator("input[name=parties]").all()[1:]:
        box.uncheck()
    keeper.page.locator("fieldset").filter(has=keeper.page.locator("input[name=parties]")).get_by_label(
        "Vasa" if lang == "sv" else "Mikkeli", exact=True
    ).check()
    keeper.press("Save")
    goal = keeper.page.url.split("?")[0]
    decides(other, goal, "differing", "Siffran är för stor.")
    keeper.page.goto(goal)
    expect(keeper.page.get_by_role("main")).to_contain_text("Siffran är för stor.")
    keeper.press("Rewrite the goal", role="link")
    keeper.fill(title, "Tio procent fler")
    keeper.press("Save")
    decides(keeper, goal, "accepted")
    decides(other, goal, "accepted")
    expect(other.page.get_by_role("main")).to_contain_text("2/2")
    keeper.page.goto(goal)
    keeper.press("Add a measure", role="link")
    keeper.fill(title, "Rådgivning")
    keeper.page.get_by_label(re.compile("^" + keeper.says("Who is in charge"))).first.select_option(
        label="Vasa" if lang == "sv" else "Mikkeli"
    )
    keeper.press("Save")
    other.page.goto(f"/{lang}/oma/")
    other.press("We are in charge")
    expect(other.page.get_by_role("main")).to_contain_text(other.says("in charge"))


@WAYS
def test_a_gap_is_found_taken_and_signed(
    open_browser: Opener, house: House, lang: str, region: str, county: str, town: str, mode: dict[str, object]
) -> None:
    """The county gives a task away, the page tells that nobody organises it, the town takes it, and both sign."""
    first, _ = house.pair(region, county, town)
    keeper, other = (Person(open_browser(**mode).new_page(), lang) for _ in "12")
    keeper.enter(first)
    other.enter(house.links((f"jako-{town}", "kunnat", town))[0])
    theme = f"/{lang}/alueet/{region}/tyonjako/asuminen/"
    keeper.page.goto(theme)
    keeper.press("Take up the division of labour")

    def write(first_role: str, town_role: str) -> None:
        row = keeper.page.get_by_role("row").filter(has_text=keeper_task)
        row.get_by_role("link", name=re.compile(f"^{keeper.says('Change it')}")).click()
        fields = keeper.page.locator("select[name^=org-]")
        fields.first.select_option(first_role)
        name = "Vasa" if lang == "sv" else "Mikkeli"
        keeper.page.get_by_label(re.compile(f"^{name}")).first.select_option(town_role)
        keeper.press("Save")

    keeper_task = "Stödboende och" if lang == "sv" else "Tuettu asuminen"
    write("", "")
    expect(keeper.page.get_by_role("main")).to_contain_text(keeper.says("Nobody organises"))
    write("organises", "takes_part")
    expect(keeper.page.get_by_role("main")).not_to_contain_text(keeper.says("Nobody organises"))
    decides(other, theme, "accepted")
    decides(keeper, theme, "accepted")
    expect(keeper.page.get_by_role("main")).to_contain_text(re.compile(r"2/\d+"))
    other.page.goto(f"/{lang}/yhteystiedot/kunnat/{town}/")
    other.press("Tell a contact", role="link")
    other.fill("Function in Swedish" if lang == "sv" else "Function in Finnish", "Boendeservice")
    other.fill("Shared mailbox", "boende@example.org")
    other.press("Save")
    other.page.goto(f"/{lang}/vastinpari/")
    other.fill("Task", "asumisneuvonta" if lang == "fi" else "boenderådgivning")
    other.pick("Municipality", town)
    with other.page.expect_navigation():
        other.page.get_by_role("main").get_by_role("button", name=other.says("Search")).click()
    expect(other.page.get_by_role("main")).to_contain_text("boende@example.org")
