"""A year of cooperation as people live it: the yearly negotiation of thirteen municipalities and its way home; a small
municipality that answers a whole year from four letters."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.fakes.smtp import Sink, listening
from tests.journeys.conftest import Opener
from tests.journeys.house import House, run
from tests.journeys.person import Person
from yhdyspinta.core.common import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
TOWNS = ("heinavesi", "ilomantsi", "juuka", "kitee", "kontiolahti", "lieksa", "liperi", "nurmes", "outokumpu")
SILENT = ("Joensuu", "Polvijärvi", "Rääkkylä", "Tohmajärvi")


def founded(person: Person, region: str) -> str:
    """Founds the hyte group of a region from its template; its address."""
    person.page.goto(f"/{person.lang}/alueet/{region}/foorumit/uusi/?malli=hyte")
    person.press("Found the forum")
    return person.page.url.split("?")[0]


def held(person: Person, forum: str, duty: str, titles: tuple[str, ...]) -> str:
    """Plans the negotiation of today, calls it, holds it and approves its memo with what was agreed; its address."""
    page, lang = person.page, person.lang
    page.goto(forum)
    person.press("Plan a meeting", role="link")
    person.fill("Day", clock.today().isoformat())
    person.fill("Begins at", "09:00")
    person.pick("What kind of a meeting", "negotiation")
    page.locator(f"input[name=duties][value={duty}]").check()
    person.press("Save")
    expect(page.get_by_text(person.says("Who must be there"))).to_be_visible()
    address = page.url.split("?")[0]
    for title in titles:
        person.press("Add a point", role="link")
        person.fill("Title in Swedish" if lang == "sv" else "Title in Finnish", title)
        person.press("Save")
    person.press("Call the meeting")
    person.press("Begin")
    for box in page.locator("input[name=present]").all():
        box.check()
    person.press("Save")
    for title in titles:
        page.get_by_role("listitem").filter(has_text=title).get_by_role(
            "link", name=re.compile(f"^{person.says('Write the point')}")
        ).first.click()
        person.pick("What came of it", "agreed")
        person.press("Save")
    person.press("Mark the memo as written")
    person.press("Approve the memo")
    return address


@pytest.mark.parametrize(
    ("lang", "mode"),
    [pytest.param("fi", {}, id="fi-js"), pytest.param("sv", {"java_script_enabled": False}, id="sv-no-js")],
)
def test_the_yearly_negotiation_of_thirteen_municipalities_comes_home(
    open_browser: Opener, house: House, lang: str, mode: dict[str, object]
) -> None:
    """Called, held, three things agreed; two need councils; nine municipalities answer; the next agenda shows four missing."""
    first, _ = house.pair("pohjois-karjala", "pohjois-karjalan-hyvinvointialue", "joensuu")
    keeper = Person(open_browser(**mode).new_page(), lang)
    keeper.enter(first)
    forum = founded(keeper, "pohjois-karjala")
    titles = ("Painopiste 2027", "Perhekeskus", "Tietojen vaihto")
    meeting = held(keeper, forum, "hyte-vuosineuvottelu-hyvinvointialue", titles)
    for title in titles[:2]:
        keeper.page.goto(meeting)
        asks = keeper.page.get_by_role("listitem").filter(has_text=title)
        with keeper.page.expect_navigation():  # all() does not wait for the next page
            asks.get_by_role("link", name=re.compile(f"^{keeper.says('Ask the parties to handle it')}")).first.click()
        for box in keeper.page.locator("input[name=parties]").all()[:1]:
            box.uncheck()  # the county has decided already
        keeper.press("Ask")
    links = house.links(*((f"{town}-{lang}", "kunnat", town) for town in TOWNS))
    for link in links:
        answers(open_browser, link, lang, mode, titles[0])
    keeper.page.goto(forum)
    keeper.press("Plan a meeting", role="link")
    keeper.fill("Day", (clock.today() + timedelta(days=90)).isoformat())
    keeper.press("Save")
    main = keeper.page.get_by_role("main")
    expect(main).to_contain_text(keeper.says("Receipts that are still missing"))
    box = main.locator("details").filter(has_text="9/13").first
    expect(box).to_be_visible()
    box.locator("summary").click()
    for name in SILENT:
        expect(box).to_contain_text(name)
    expect(main.locator("details").filter(has_text="0/13").first).to_be_visible()


def answers(open_browser: Opener, link: str, lang: str, mode: dict[str, object], title: str) -> None:
    """A municipality tells its decision from its own page."""
    context = open_browser(**mode)
    town = Person(context.new_page(), lang)
    town.enter(link)
    town.page.goto(f"/{lang}/oma/")
    town.page.get_by_role("link", name=title).first.click()
    town.press("Tell how it was handled", role="link")
    town.fill("Who decided", "Kunnanhallitus")
    town.fill("Section (§)", "45")
    town.press("Save")
    expect(town.page.get_by_text("Kunnanhallitus § 45").first).to_be_visible()
    context.close()


def test_thirteen_parties_are_entered_by_hand_in_half_an_hour(open_browser: Opener, house: House) -> None:
    """A coordinator founds the forum and records the public decision of every party with its source; acts and minutes counted."""
    keeper = Person(open_browser().new_page(), "fi")
    keeper.enter(house.pair("pohjois-karjala", "pohjois-karjalan-hyvinvointialue", "joensuu")[0])
    began = time.monotonic()
    forum = founded(keeper, "pohjois-karjala")
    for number in range(14):
        keeper.page.goto(forum)
        row = keeper.page.locator("tbody tr").filter(has_text="ei vastausta").first
        row.get_by_role("link").first.click()
        keeper.acts += 1
        keeper.fill("Who decided", "Hallitus")
        keeper.fill("Section (§)", str(100 + number))
        keeper.fill("Link to the decision", f"https://example.org/{number}")
        keeper.press("Save")
    main = keeper.page.get_by_role("main")
    expect(main).to_contain_text("14/14")
    minutes = keeper.acts * 12 / 60 + (time.monotonic() - began) / 60  # twelve seconds to find, read and type one thing
    assert minutes < 30
    print(f"14 parties, {keeper.acts} presses and fields, about {minutes:.0f} minutes")  # noqa: T201  (told in the report)


@pytest.fixture
def letterbox() -> Iterator[Sink]:
    """A real SMTP server on loopback."""
    with listening() as made:
        yield made


QUARTER = """
import django; django.setup()
from datetime import datetime, timedelta
from uuid import uuid4
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor, Standing
from yhdyspinta.core.common.verdict import YES
from yhdyspinta.core.matters import actions, letters
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.registry.models import Organisation, Region
from yhdyspinta.core.registry.queries import atlas
letters.LIFE = timedelta(days=500)  # the year is behind us, the browser is of today
town = Organisation.objects.get(space="kunnat", slug="luhanka")
region = Region.objects.get(slug="keski-suomi")
begins = clock.now() - timedelta(days={days})
for number in range({count}):
    with clock.frozen(begins + timedelta(days=number * 5)):
        question = Question("year:{days}-%s" % number, "/kokoukset/", {{"fi": "Asia {days}-%s" % number}}, {{"fi": "Päätetään hyväksyä."}}, due=clock.today() + timedelta(days=60))
        by = Actor(uuid4(), (Standing("coordinator", region=region.code, side="county"),))
        actions.ask(by=by, allowed=YES, region=region, parties=[atlas().orgs[town.pk]], question=question)
letters.set_address(by=HOUSE, organisation=town, email="kirjaamo@luhanka.example")
sent = 0
for day in range(90):  # the job of every morning
    with clock.frozen(begins + timedelta(days=day)):
        if begins + timedelta(days=day) <= clock.now():
            sent += letters.send_all().startswith("1 ")
print(sent)
"""


@pytest.mark.parametrize("mode", [pytest.param({"java_script_enabled": False}, id="no-js")])
def test_a_small_municipality_answers_a_year_from_four_letters(
    open_browser: Opener, house: House, letterbox: Sink, mode: dict[str, object]
) -> None:
    """One part-time official, no account: every link of four letters is answered; presses, fields and minutes are counted."""
    kept, port = letterbox, letterbox.port
    official = Person(open_browser(viewport={"width": 360, "height": 740}, **mode).new_page(), "fi")
    mail = {**house.env, "YHDYSPINTA_MAIL_URL": f"smtp://127.0.0.1:{port}", "YHDYSPINTA_ADDRESS": house.address}
    began, answered = time.monotonic(), 0
    for quarter, days in enumerate((360, 270, 180, 90)):
        assert int(run(QUARTER.format(days=days, count=3), mail).split()[-1]) == 1
        assert len(kept.letters) == quarter + 1
        body = kept.letters[-1].get_payload(decode=True)
        assert isinstance(body, bytes)
        links = re.findall(rf"{re.escape(house.address)}(/\S+/vastaa/\S+)", body.decode())
        assert len(links) == 3
        for link in links:
            official.page.goto(link)
            official.acts += 1  # the link in the letter
            official.fill("Who decided", "Kunnanhallitus")
            official.fill("Section (§)", str(30 + answered))
            official.press("Send")
            expect(official.page.get_by_role("heading", level=1)).to_contain_text("Kiitos")
            answered += 1
            again = official.page.goto(link)
            assert again is not None
            assert again.status == 410
    taken = time.monotonic() - began
    assert (len(kept.letters), answered) == (4, 12)
    assert {str(letter["To"]) for letter in kept.letters} == {"kirjaamo@luhanka.example"}
    assert official.acts <= 4 * answered
    minutes = (
        official.acts * 8 / 60
    )  # eight seconds to read and press or fill one thing, the machine's own time beside it
    assert minutes + taken / 60 < 120
    print(f"{answered} decisions, {official.acts} presses and fields, about {minutes:.0f} minutes")  # noqa: T201  (told in the report)
