"""Core tasks that no other journey does; tasks by keyboard and over a slow wire, and the proof that those examinations can fail."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import keyboard
from tests.journeys.conftest import PHONE, Opener
from tests.journeys.person import Person
from tests.journeys.tasks import TASKS
from tests.journeys.wire import FIRST, Wire

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.real_clock, pytest.mark.xdist_group("browser")]
WAYS = pytest.mark.parametrize(
    ("lang", "town", "mode"),
    [
        pytest.param("fi", "kuhmo", {}, id="fi-js"),
        pytest.param("sv", "pedersoren-kunta", {"java_script_enabled": False, "viewport": PHONE}, id="sv-no-js-phone"),
    ],
)


@pytest.fixture(params=["mouse", "keyboard"])
def hands(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a mouse, and without."""
    if request.param == "keyboard":
        keyboard.only(monkeypatch)


@WAYS
@pytest.mark.usefixtures("hands")
def test_a_profile_tells_what_stands_out_and_is_printed(
    open_browser: Opener, lang: str, town: str, mode: dict[str, object]
) -> None:
    """Task 4: from the municipality's page to its figures; what stands out is first, sources are on the sheet, and it prints."""
    official = Person(open_browser(**mode).new_page(), lang)
    page = official.page
    page.goto(f"/{lang}/kunnat/{town}/")
    with page.expect_navigation():
        page.locator(f"a[href='/{lang}/tilastot/kunnat/{town}/']").first.click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=2).first).to_have_text(official.says("What stands out"))
    expect(main).to_contain_text(official.says("Sources:"))
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    page.emulate_media(media="print")
    expect(main.locator("form").first).to_be_hidden()
    page.emulate_media(media="screen")
    with page.expect_download() as got:
        page.get_by_role("link", name=official.says("Download (PDF)")).click()
    assert got.value.suggested_filename.endswith(".pdf")


@WAYS
@pytest.mark.usefixtures("hands")
def test_three_figures_beside_the_nearest(open_browser: Opener, lang: str, town: str, mode: dict[str, object]) -> None:
    """Task 5: one's municipality and its nearest, three figures chosen: a table, pictures, and an address that keeps it."""
    elected = Person(open_browser(**mode).new_page(), lang)
    page = elected.page
    page.goto(f"/{lang}/tilastot/kunnat/{town}/")
    elected.press("Compare with the nearest", role="link")
    for code in ("statfin-vaesto", "tyonv-tyottomyysaste", "tyonv-tyottomat"):
        page.locator("#luku").select_option(code)
        elected.press("Show")
    figures = page.locator("#figures table.y-wrap2")
    expect(figures.locator("tbody tr")).to_have_count(3)
    expect(figures.locator("thead th")).to_have_count(7)  # its name, the municipality, four nearest, the country
    assert page.locator("#figures svg").count() >= 3
    again = open_browser(**mode).new_page()
    again.goto(page.url)
    expect(again.locator("#figures table.y-wrap2 tbody tr")).to_have_count(3)


def test_every_task_has_its_journey() -> None:
    """Fifteen tasks, and every journey is there."""
    numbers = {int(part.split()[0]) for name in TASKS for part in name.split(", ") if part.split()[0].isdigit()}
    assert numbers == set(range(1, 16))
    for places in TASKS.values():
        for place in places:
            file, name = place.split("::")
            assert f"def {name}(" in (Path(__file__).parent / file).read_text(encoding="utf-8")


TRAP = """<button>A</button><input onkeydown="if (event.key === 'Tab') event.preventDefault()"><a href="#x">B</a>"""
SILENT = "<style>:focus { outline: none }</style><button>A</button><a href='#x'>B</a>"


@pytest.mark.parametrize(("content", "why"), [(TRAP, "does not lead"), (SILENT, "does not show")])
def test_the_keyboard_finds_traps_and_hidden_focus(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch, content: str, why: str
) -> None:
    """The examination can fail."""
    keyboard.only(monkeypatch)
    monkeypatch.setattr(keyboard, "FARTHEST", 9)
    page = chromium.new_page()
    page.set_content(content)
    with pytest.raises(AssertionError, match=why):
        page.get_by_role("link").click()
    page.close()


def test_a_slow_wire_is_slow_and_measured(open_browser: Opener) -> None:
    """The front page over 400 ms and 50 kB/s shows something in time and is light; a heavy page would be told."""
    context, wire = open_browser(), Wire()
    wire.slow(context)
    page = context.new_page()
    page.goto("/fi/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    (front,) = wire.pages.values()
    assert front.first is not None
    assert 0.4 < front.first < FIRST
    assert front.requests > 1
    assert wire.faults() == []
    front.bytes += 200_000
    assert len(wire.faults()) == 1
