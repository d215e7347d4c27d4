"""Every page × three languages × two widths × light and dark, examined by axe. Needs the development environment."""

import importlib
from collections.abc import Sequence
from functools import cache
from types import ModuleType


@cache
def bench(name: str, folder: str = "tests.journeys") -> ModuleType:
    """The test suite's own tools; a server has neither them nor a browser. Raises ModuleNotFoundError."""
    return importlib.import_module(f"{folder}.{name}")


def pieces() -> Sequence[str]:
    """`reader|signed-in language width scheme path`."""
    pages = bench("pages")
    ways = [(who, *way) for who in ("reader", "signed-in") for way in pages.every()]
    paths = {"reader": pages.PUBLIC, "signed-in": pages.SIGNED_IN}
    return [f"{who} {lang} {width} {scheme} {path}" for who, lang, width, scheme in ways for path in paths[who]]


def examine(piece: str) -> list[str]:
    """Faults of one page in one way."""
    found: list[str] = bench("examination").examine(piece)
    return found
