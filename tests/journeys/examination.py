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
def visitor(width: int, scheme: Any, signed_in: bool) -> Page:
    """A page of a reader, or of the administrator."""
    browser, house = stage()
    context = browser.new_context(
        base_url=house.address, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fi-FI"
    )
    page = context.new_page()
    if signed_in:
        page.goto(house.administrator_link())
        page.get_by_role("button", name="Kirjaudu sisään").click()
    return page


def examine(piece: str) -> list[str]:
    """One piece: `reader|signed-in language width scheme path`."""
    who, lang, width, scheme, *rest = piece.split(" ")
    return faults(visitor(int(width), scheme, who == "signed-in"), f"/{lang}/{' '.join(rest)}")
