"""Takes the handbook's pictures from a running product: python tools/take_handbook.py [DATA]

An example installation is built, started, photographed in three languages and thrown away. The pictures go to `handbook/` in
DATA (else YHDYSPINTA_DATA, else var/), where the installation finds them. Needs the development environment and Chromium.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import django
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LANGS = ("fi", "sv", "en")
SIZE = 1000, 760
REGION, ID = "alueet/aavaniemi/", r"[0-9a-f-]{36}/"
COORDINATOR, OFFICIAL, RESPONDER, ELECTED = "koordinaattori-hva", "kunta-2", "varautuja-kunta", "paattaja"
ADMINISTRATOR = "administrator"


class Shot(NamedTuple):
    """A picture: its name, where to begin, the links to follow one after another (patterns of their paths), and who looks."""

    name: str
    path: str
    follow: tuple[str, ...] = ()
    who: str = ""


SHOTS = (
    Shot("front", ""),
    Shot("interface", f"{REGION}hyte/"),
    Shot("past", f"{REGION}?on=2025-12-31&vs=2024-06-01"),
    Shot("profile", "tilastot/kunnat/kuusirinne/"),
    Shot("compare", "tilastot/vertaa/"),
    Shot("five-minutes", f"{REGION}viisi-minuuttia/", who=ELECTED),
    Shot("mine", "oma/", who=OFFICIAL),
    Shot("forum", f"{REGION}foorumit/", (rf"/foorumit/{ID}$",)),
    Shot("meeting", f"{REGION}foorumit/", (rf"/foorumit/{ID}$", rf"/kokoukset/{ID}$"), COORDINATOR),
    Shot("contacts", "vastinpari/?q=opiskeluhuolto"),
    Shot("problem", f"{REGION}ongelmat/", (rf"/ongelmat/{ID}$",), COORDINATOR),
    Shot("wellbeing", "hyvinvointi/kunnat/kuusirinne/", (rf"/hyvinvointi/{ID}$",), OFFICIAL),
    Shot("preparedness", f"{REGION}valmius/", who=RESPONDER),
    Shot("incident", f"{REGION}valmius/hairiot/", (rf"/varautuminen/hairio/{ID}$",), RESPONDER),
    Shot("keys", "oma/avaimet/", who=OFFICIAL),
    Shot("people", "yllapito/kayttajat/", who=ADMINISTRATOR),
    Shot("import", "tuo/", who=COORDINATOR),
)


def main(target: Path) -> list[str]:
    """Takes every picture; what could not be taken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from yhdyspinta.site.drills.answering import answers, free_port, own_environment, web  # noqa: PLC0415  (needs the path above)
    from yhdyspinta.site.example.stage import SHOWN  # noqa: PLC0415

    lacking: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        env = own_environment(
            folder, YHDYSPINTA_DEMO="1", YHDYSPINTA_HASHED_STATIC="1", YHDYSPINTA_LOG_LEVEL="ERROR", YHDYSPINTA_SYNC="0"
        )
        begun = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "manage.py", "prepare", "--link", address], cwd=ROOT, env=env, check=True, text=True, capture_output=True,
        )  # fmt: skip
        made = subprocess.run(  # noqa: S603  (our own command)
[sys.executable, "manage.py", "example", "--link", address], cwd=ROOT, env=env, check=True, text=True, capture_output=True)  # fmt: skip
        links = dict(zip(SHOWN, re.findall(r"^PERSON .*?: (\S+)$", made.stdout, re.MULTILINE), strict=True))
        links[ADMINISTRATOR] = re.findall(r"^LINK (\S+)$", begun.stdout, re.MULTILINE)[0]
        server = subprocess.Popen(  # noqa: S603  (our own server)
            web(port), cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            answers(port)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                for who in sorted({s.who for s in SHOTS}):
                    page = _signed_in(browser, links.get(who, ""))
                    for shot in (s for s in SHOTS if s.who == who):
                        lacking += [
                            f"{lang}/{shot.name}: {why}"
                            for lang in LANGS
                            if (why := _taken(page, address, lang, shot, target))
                        ]
        finally:
            server.terminate()
            server.wait(timeout=20)
    return lacking


def _signed_in(browser: Browser, link: str) -> Page:
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="fi-FI")
    if link:
        page.goto(link)
        page.locator("main form button[type=submit]").first.click()
    return page


def _taken(page: Page, address: str, lang: str, shot: Shot, target: Path) -> str:
    """Takes one picture; why it could not be taken."""
    answer = page.goto(f"{address}/{lang}/{shot.path}")
    for pattern in shot.follow:
        hrefs = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
        found = next((h for h in hrefs if re.search(pattern, h)), None)
        if found is None:
            return f"no link {pattern} on {page.url}"
        answer = page.goto(address + found)
    if answer is None or answer.status != 200:
        return f"{page.url} answered {answer.status if answer else 0}"
    page.locator("main h1").first.evaluate(
        "e => window.scrollTo(0, Math.max(0, e.getBoundingClientRect().top + window.scrollY - 24))"
    )
    place = target / "handbook" / lang / f"{shot.name}.png"
    place.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=place)
    return ""


if __name__ == "__main__":
    told = main(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("YHDYSPINTA_DATA", ROOT / "var")))
    print("\n".join(told) or "all taken")  # noqa: T201  (a script talks to its terminal)
    sys.exit(bool(told))
