"""The incident log examined in a real Chromium without a network: cut wires, killed browsers, wrong clocks. Also used by `drill offline`.

The wire between the browser and the server is a relay that is cut and mended, so that the service worker is cut off too; the
browser's own "offline" mode leaves it connected.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

from start import wait_until_up, web_command
from tests.journeys.examination import FLAGS
from tests.journeys.house import own_database
from yhdyspinta.site.relay import Line

ROOT = Path(__file__).resolve().parents[2]
DAY = 86_400_000
TABS = 3
SCENE = """
import django; django.setup()
from yhdyspinta.site.rights.guarding import preparedness_args
from yhdyspinta.site.rights.people import People
people = People()
args = preparedness_args(people)
people.belonging("toinen", "responder")
print(args["preparedness:incident"][0])
"""
LINK = """
import django; django.setup()
from yhdyspinta.core.accounts.actions import make_link
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common.actor import HOUSE
print(make_link(by=HOUSE, user=User.objects.get(email="%s@example.org")))
"""
KEPT = """
import django; django.setup()
from yhdyspinta.rooms.preparedness.models import LogEntry
for text in LogEntry.objects.values_list("text", flat=True):
    print("=" + text)
"""
EXPIRE = """
import django; django.setup()
from yhdyspinta.core.visits.models import Visit
Visit.objects.all().delete()
"""


class Server:
    """A server of its own, on the suite's kind of database, that can be killed and started again on its data."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = {k: v for k, v in os.environ.items() if k != "YHDYSPINTA_DEMO"} | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "YHDYSPINTA_DATA": str(folder),
            "YHDYSPINTA_SECRET_KEY": secrets.token_urlsafe(48),
            "YHDYSPINTA_HASHED_STATIC": "1",
            "YHDYSPINTA_MFA": "0",
            **own_database("yhdyspinta_offline"),
        }
        subprocess.run(
            [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=self.env, capture_output=True, check=True
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Up, and answering."""
        command = web_command(sys.executable, self.port, "error")
        out = subprocess.DEVNULL
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=out, stderr=out, start_new_session=True)
        wait_until_up(f"http://127.0.0.1:{self.port}", self.process)

    def kill(self) -> None:
        """As a power failure would end it."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def link(self, name: str) -> str:
        """A one-time link of somebody; it ends the one before."""
        return self.run(LINK % name)[0]

    def run(self, script: str) -> list[str]:
        """Runs a script in the installation; its lines, but for the log."""
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=self.env, text=True, capture_output=True, check=True
        )
        return [line for line in done.stdout.splitlines() if not line.startswith("{")]


class Device:
    """A phone: a browser with a profile of its own, that is killed and opened again; its clock may be wrong."""

    def __init__(self, playwright: Playwright, profile: Path, address: str) -> None:
        self.playwright, self.profile, self.address = playwright, profile, address
        self.context: BrowserContext | None = None

    def open(self, wrong: int = 0) -> BrowserContext:
        """Opens the browser; `wrong`: milliseconds that its clock is ahead."""
        chromium = shutil.which("chromium")
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=chromium,
            args=FLAGS,
            base_url=self.address,
            locale="fi-FI",
            viewport={"width": 360, "height": 740},
        )
        self.context.set_default_timeout(30_000)
        if wrong:
            self.context.add_init_script(CLOCK % wrong)
        return self.context

    def kill(self) -> None:
        """SIGKILL to all of its processes, whatever they were doing."""
        subprocess.run(["pkill", "-9", "-f", str(self.profile)], check=False)
        if self.context is not None:
            with contextlib.suppress(BrowserError):
                self.context.close()
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)

    def bytes_of(self, marker: str) -> list[str]:
        """Files of the profile that hold a text, in either way of writing it."""
        forms = (marker.encode(), marker.encode("utf-16-le"))
        found = []
        for file in self.profile.rglob("*"):
            with contextlib.suppress(OSError):
                if file.is_file() and any(form in file.read_bytes() for form in forms):
                    found.append(str(file.relative_to(self.profile)))
        return found


CLOCK = """
(() => {
  const real = Date, ahead = %d;
  window.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(real.now() + ahead); }
    static now() { return real.now() + ahead; }
  };
})()
"""


def until(page: Page, truth: str, seconds: float = 30) -> None:
    """Waits until an expression of the page is true; the policy of the pages lets no script be made there. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(BrowserError):  # the page was just leaving
            if page.evaluate(truth):
                return
        time.sleep(0.1)
    said = page.evaluate("document.getElementById('loki-tila')?.textContent")
    raise TimeoutError(f"{truth}: {said}")


def ready(page: Page) -> None:
    """The page has what it needs to go on without a network."""
    until(page, "document.documentElement.dataset.offline === 'ready'")


def write(page: Page, text: str) -> None:
    """An entry; back when the page says that it is kept."""
    page.bring_to_front()  # a tab behind others draws nothing, so nothing in it can be pressed
    page.evaluate(
        "void (window.keptOne = new Promise((ok) => document.getElementById('loki').addEventListener('kept', () => ok(1), {once: true})))"
    )
    page.fill("[name=text]", text)
    page.click("#loki button[type=submit]")
    page.evaluate("window.keptOne")


def queued(page: Page) -> int:
    """How many entries wait on the device."""
    found: int = page.evaluate("window.outbox.all().then((all) => all.length)")
    return found


def enter(page: Page, link: str) -> None:
    """Signs in by a one-time link."""
    page.goto(f"/fi/kirjaudu/{link}/")
    page.locator("main button").first.click()
    page.wait_for_url(lambda url: "kirjaudu" not in url)


@contextlib.contextmanager
def stage() -> Iterator[tuple[Server, Line, Device, Path]]:
    """A server, a wire and a device in folders that go away."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        (Path(folder) / "data").mkdir()
        server = Server(Path(folder) / "data")
        server.start()
        wire = Line(server.port)
        device = Device(playwright, Path(folder) / "phone", f"http://127.0.0.1:{wire.port}")
        try:
            yield server, wire, device, Path(folder)
        finally:
            device.kill()
            wire.close()
            server.kill()


def six_hours(entries: int, kills: int) -> tuple[list[str], dict[str, Any]]:
    """Entries written without a network by a device that is killed again and again; faults, and what was counted."""
    marker = f"merkki{secrets.token_hex(6)}"
    faults: list[str] = []
    with stage() as (server, wire, device, _folder):
        incident = server.run(SCENE)[0]
        address = f"/fi/varautuminen/hairio/{incident}/"
        page = device.open().new_page()
        enter(page, server.link("lauri"))
        page.goto(address)
        ready(page)
        wire.down()
        kept, unsure = _written_offline(device, address, marker, entries, kills, faults)
        page = device.open().new_page()
        _storage_full(page, device.address, address, f"{marker} täynnä", kept, faults)
        server.run(EXPIRE)
        wire.up()
        waits = _another_person(page, server, address, len(kept), faults)
        _sent(page, server, wire, address)
        stored = Counter(line[1:] for line in server.run(KEPT) if marker in line)
        faults += [f"lost: {text}" for text in kept if not stored[text]]
        faults += [f"{n} times: {text}" for text, n in stored.items() if n > 1]
        faults += [f"from nowhere: {text}" for text in stored if text not in kept and text not in unsure]
        page.goto(address)
        page.locator("form[data-leave] button").click()
        page.wait_for_url(lambda url: "tehty=poistuttu" in url)
        left = page.evaluate(
            "Promise.all([indexedDB.databases(), caches.keys()]).then(([a, b]) => a.length + b.length)"
        )
        faults += [f"{left} stores are left on the device after signing out"] if left else []
        assert device.context is not None
        device.context.close()
        faults += [f"the device still holds a text in {name}" for name in device.bytes_of(marker)]
    counted = {
        "kept": len(kept),
        "unsure": len(unsure),
        "waited": waits,
        "stored": sum(stored.values()),
        "asked": sum(stored[text] > 0 for text in kept[:entries]),
        "short": sum(stored[text] > 0 for text in unsure),
    }
    return faults, counted


def _written_offline(device: Device, address: str, marker: str, entries: int, kills: int, faults: list[str]) -> tuple[list[str], list[str]]:  # fmt: skip
    """Writes in three tabs, and kills the browser in the middle; (what the page called kept, what was cut short)."""
    kept, unsure, each = list[str](), list[str](), -(-entries // kills)
    for turn in range(kills):
        assert device.context is not None
        if turn:
            device.open((0, DAY, -DAY)[turn % 3])
        tabs = [device.context.new_page() for _ in range(TABS)]
        for tab in tabs:
            tab.goto(address)
        if queued(tabs[0]) < len(kept):
            faults.append(f"after kill {turn}: {queued(tabs[0])} on the device of {len(kept)}")
        for n in range(min(each, entries - len(kept))):
            text = f"{marker} {len(kept) + 1} kello {turn}.{n}"
            write(tabs[n % TABS], text)
            kept.append(text)
        text = f"{marker} kesken {turn}"
        tabs[0].fill("[name=text]", text)
        tabs[0].evaluate("document.querySelector('#loki button[type=submit]').click()")
        unsure.append(text)
        device.kill()
    return kept, unsure


def _storage_full(page: Page, where: str, address: str, text: str, kept: list[str], faults: list[str]) -> None:
    """A device without space says so and keeps the text in the field; with space again it takes it.

    It is full before the page writes anything: Chromium remembers for a while how much space there was.
    """
    chromium = page.context.new_cdp_session(page)
    chromium.send("Storage.overrideQuotaForOrigin", {"origin": where, "quotaSize": 1})
    page.goto(address)
    before = queued(page)
    page.fill("[name=text]", text)
    page.click("#loki button[type=submit]")
    until(page, "document.getElementById('loki-virhe').textContent.includes('täynnä')")
    if page.input_value("[name=text]") != text or queued(page) != before:
        faults.append("a full device lost the text")
    chromium.send("Storage.overrideQuotaForOrigin", {"origin": where})
    write(page, text)
    kept.append(text)


def _another_person(page: Page, server: Server, address: str, waits: int, faults: list[str]) -> int:  # fmt: skip
    """The session has ended; somebody else signs in on the same device and out again: what waits is neither sent nor erased.
    Back: how many wait."""
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, "document.getElementById('loki-tila').textContent.includes('Kirjaudu')")
    before = queued(page)
    if before < waits:
        faults.append(f"an ended session: {before} of {waits} on the device")
    enter(page, server.link("toinen"))
    page.goto(address)
    until(page, "document.getElementById('loki-maara').textContent.includes('toisen henkilön')")
    write(page, "toisen oma kirjaus")
    until(page, f"window.outbox.all().then((all) => all.length === {before})")
    page.locator("form[data-leave] button").click()
    page.wait_for_url(lambda url: "tehty=poistuttu" in url)
    if any("merkki" in line for line in server.run(KEPT)):
        faults.append("somebody else's session sent what was not theirs")
    return before


def _sent(page: Page, server: Server, wire: Line, address: str) -> None:
    """The writer signs in again; the wire flaps and the server is killed while it takes the entries, until all are taken."""
    enter(page, server.link("lauri"))
    page.goto(address, wait_until="commit")
    for _flap in range(4):
        time.sleep(0.7)
        wire.down()
        server.kill()
        time.sleep(0.3)
        server.start()
        wire.up()
    page.goto(address)
    until(page, "window.outbox.flush().then(() => window.outbox.all()).then((all) => !all.length)", 120)


if __name__ == "__main__":
    print(json.dumps(six_hours(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201  (its answer)
