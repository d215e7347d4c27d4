"""Takes docs/region.png from a running house: python tools/take_screenshot.py http://127.0.0.1:8000"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "region.png"

if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1250}, locale="fi-FI")
        page.goto(f"{sys.argv[1]}/fi/alueet/keski-suomi/")
        page.screenshot(path=TARGET)
        browser.close()
