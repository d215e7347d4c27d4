"""Takes docs/screens.md, with its pictures, from a house of its own: python tools/take_screens.py

Needs the development environment and Chromium. The house is started, photographed and thrown away; in it one region's
map has been opened as an example, so that the pictures show a map.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "docs" / "screens"


class Shot(NamedTuple):
    """A picture: its file, address, width, scheme, height and what it shows."""

    file: str
    path: str
    width: int
    scheme: str
    height: int
    says: str


SHOTS = (
    Shot("front", "/fi/", 1280, "light", 2300, "The front page: regions as hexagons, themes across, municipalities as tiles"),
    Shot("region", "/fi/alueet/keski-suomi/", 1280, "light", 1500, "A region: successes first, the line of days, the interface map"),
    Shot("region-dark", "/fi/alueet/keski-suomi/", 1280, "dark", 1500, "The same in the dark"),
    Shot("interface", "/sv/alueet/keski-suomi/opiskeluhuolto/", 1280, "light", 1900, "One interface, in Swedish: six building blocks, background, questions"),
    Shot("half-years", "/en/alueet/keski-suomi/puolivuosittain/", 1280, "light", 1100, "The map by half-years, in English"),
    Shot("municipalities", "/fi/kunnat/", 1280, "light", 1250, "308 municipalities, each one tile"),
    Shot("components", "/fi/ui/", 1280, "light", 2400, "The gallery of components"),
    Shot("phone-region", "/fi/alueet/keski-suomi/", 360, "light", 1500, "The region on a phone"),
    Shot("phone-front", "/fi/", 360, "dark", 1500, "The front page on a phone, in the dark"),
)  # fmt: skip


def main() -> None:
    """Starts a house, takes every picture, writes the page."""
    from tests.journeys.house import installation  # noqa: PLC0415  (needs the path above)

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, installation(Path(data)) as house, sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for shot in SHOTS:
            page = browser.new_page(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme="dark" if shot.scheme == "dark" else "light",
                locale="fi-FI",
            )
            page.goto(house.address + shot.path)
            page.screenshot(path=FOLDER / f"{shot.file}.png")
            page.close()
        browser.close()
    parts = [
        f"## {s.says}\n\n`{s.path}` · {s.width} px · {s.scheme}\n\n![{s.says}](screens/{s.file}.png)\n" for s in SHOTS
    ]
    head = (
        "# Screens\n\nTaken by `python tools/take_screens.py` from a fresh installation. As an example the map of one region, "
        "Keski-Suomi, has been opened there; the records are the real ones that the installation starts with.\n\n"
    )
    (ROOT / "docs" / "screens.md").write_text(head + "\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
