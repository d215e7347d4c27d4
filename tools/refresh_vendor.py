"""Fetches the third-party assets again, unchanged, by package name and version: python3 tools/refresh_vendor.py

Needs npm. What is fetched and its licences: THIRD_PARTY.md.
"""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "yhdyspinta" / "core" / "ui" / "static" / "ui" / "vendor"
PACKAGES = {
    "designsystemet-css-1.22.0": (
        "@digdir/designsystemet-css@1.22.0",
        [*(f"dist/src/{n}.css" for n in ("base", "button", "input", "card", "skip-link")), "LICENSE"],
    ),
    "source-sans-3-5.3.0": (
        "@fontsource-variable/source-sans-3@5.3.0",
        [
            "files/source-sans-3-latin-wght-normal.woff2",
            "files/source-sans-3-latin-ext-wght-normal.woff2",
            "LICENSE",
        ],
    ),
    "source-serif-4-5.3.1": (
        "@fontsource/source-serif-4@5.3.1",
        ["files/source-serif-4-latin-600-normal.woff2", "files/source-serif-4-latin-ext-600-normal.woff2", "LICENSE"],
    ),
}


def fetch(folder: str, package: str, members: list[str]) -> None:
    """Packs one package with npm and copies the named files out of it."""
    with tempfile.TemporaryDirectory() as where:
        command = ["npm", "pack", "--silent", "--pack-destination", where, package]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  (fixed words, no input)
        archive = next(Path(where).glob("*.tgz"))
        with tarfile.open(archive) as tar:
            tar.extractall(where, filter="data")
        target = TARGET / folder
        target.mkdir(parents=True, exist_ok=True)
        for member in members:
            shutil.copyfile(Path(where) / "package" / member, target / Path(member).name)


if __name__ == "__main__":
    for name, (package_name, wanted) in PACKAGES.items():
        fetch(name, package_name, wanted)
        print(name)  # noqa: T201  (a script talks to its terminal)
