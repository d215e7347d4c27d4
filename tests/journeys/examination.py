"""Examining pages in a real browser: axe, sideways scrolling, foreign requests, errors of the page. Also used by `drill axe`."""

import atexit
import contextlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.house import House, installation

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPTIONS = {"resultTypes": ["violations"], "preload": False}
"""Without `preload` axe leaves our style sheets where they are: it would inline them, which our policy refuses."""


def faults(page: Page, address: str) -> list[str]:
    """What axe and the ruler find on a page."""
    page.goto(address)
    result: Any = Axe().run(page, options=OPTIONS)
    found = [f"{address}: {v['id']} {v['nodes'][0]['html'][:140]}" for v in result.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{address}: {wide} px too wide")
    return found


@cache
def stage() -> tuple[Browser, House]:
    """A browser and a running house of its own, once a process; both end with it."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    playwright = stack.enter_context(sync_playwright())
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    house = stack.enter_context(installation(folder))
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    stack.callback(browser.close)
    return browser, house


@cache
def visitor(width: int, scheme: str, who: str) -> Page:
    """A page of a reader, of the administrator or of a county's coordinator. `scheme`: light, dark or forced (colours of the system)."""
    browser, house = stage()
    context = browser.new_context(
        base_url=house.address,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if scheme == "forced" else "none",
        locale="fi-FI",
    )
    page = context.new_page()
    if who != "reader":
        page.goto(house.administrator_link() if who == "signed-in" else coordinator_link(house))
        page.get_by_role("button", name="Kirjaudu sisään").click()
    return page


def coordinator_link(house: House) -> str:
    """A sign-in link of the county's coordinator of Central Finland."""
    return house.pair("keski-suomi", "keski-suomen-hyvinvointialue", "laukaa")[0]


def refused(page: Page, address: str) -> list[str]:
    """What is found on the page that a form shows when nothing has been filled in; pages without such a form have none."""
    page.goto(address)
    form = page.locator("main form.y-form:has([required])").first
    if not form.count():
        return []
    form.locator("[required]").evaluate_all("all => all.forEach(e => { e.type === 'checkbox' ? (e.checked = false) : (e.value = '') })")  # fmt: skip
    form.evaluate("f => { f.noValidate = true }")
    with page.expect_navigation():
        form.locator("button[type=submit], button:not([type])").last.click()
    result: Any = Axe().run(page, options=OPTIONS)
    return [f"{address} refused: {v['id']} {v['nodes'][0]['html'][:140]}" for v in result.response["violations"]]


def large(page: Page, address: str) -> list[str]:
    """What is found when text is twice as large (WCAG 1.4.4): nothing is cut off at the side."""
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{address}: text of 200 %: {wide} px too wide"] if wide > 0 else []


STATES = {"as-it-is": faults, "refused": refused, "large": large}


def examine(piece: str) -> list[str]:
    """One piece: `state reader|signed-in|coordinator language width scheme path`."""
    state, who, lang, width, scheme, *rest = piece.split(" ")
    return STATES[state](visitor(int(width), scheme, who), f"/{lang}/{' '.join(rest)}")
