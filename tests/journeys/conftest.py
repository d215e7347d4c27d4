"""Chromium and a running house, once a session.

YHDYSPINTA_WAY makes all journeys go another way: "keyboard", "slow", "phone", or several of them (`manage.py drill tasks`).
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys import keyboard
from tests.journeys.examination import FLAGS
from tests.journeys.house import House, installation
from tests.journeys.wire import Wire

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
Opener = Callable[..., BrowserContext]
WAY = os.environ.get("YHDYSPINTA_WAY", "").split()
PHONE = {"width": 320, "height": 700}


@pytest.fixture(scope="session", autouse=True)
def way() -> Iterator[Wire]:
    """The way that all go; what came over the wire is told in the file of YHDYSPINTA_WAY_TOLD."""
    wire = Wire()
    with pytest.MonkeyPatch.context() as patch:
        if "keyboard" in WAY:
            keyboard.only(patch)
        yield wire
    if told := os.environ.get("YHDYSPINTA_WAY_TOLD"):
        keys = f"{keyboard.PRESSED[0]:,} keys pressed"
        Path(told).write_text(wire.told() if "slow" in WAY else keys, encoding="utf-8")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without it these tests are skipped, or fail where it is required."""
    if CHROMIUM is None:
        if "browser" in os.environ.get("YHDYSPINTA_TEST_REQUIRE", ""):
            pytest.fail("Chromium is required and not installed: apt-get install chromium")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running installation."""
    with installation(Path(tmp_path_factory.mktemp("house"))) as running:
        yield running


@pytest.fixture
def open_browser(chromium: Browser, house: House, way: Wire) -> Iterator[Opener]:
    """Makes contexts that fail on foreign requests, console errors and page errors; on a slow wire also on heavy pages."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    wire = Wire()

    def opener(**options: Any) -> BrowserContext:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "fi-FI", **options}
        settings = {"base_url": house.address, **settings, **({"viewport": PHONE} if "phone" in WAY else {})}
        context = chromium.new_context(**settings)
        context.set_default_timeout(15_000)
        if "slow" in WAY:
            wire.slow(context)
        context.on(
            "request", lambda r: None if r.url.startswith((settings["base_url"], "data:")) else faults.append(r.url)
        )
        context.on(
            "console", lambda m: faults.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
        )
        context.on("weberror", lambda e: faults.append(str(e.error)))
        contexts.append(context)
        return context

    yield opener
    for context in contexts:
        context.close()
    way.pages.update(wire.pages)
    assert [*faults, *wire.faults()] == []
