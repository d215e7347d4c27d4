"""Every page × three languages × two widths × light, dark and forced colours, after an empty form, with text twice as large.

Examined by axe and a ruler. Needs the development environment.
"""

import importlib
from collections.abc import Sequence
from functools import cache
from types import ModuleType


@cache
def bench(name: str, folder: str = "tests.journeys") -> ModuleType:
    """The test suite's own tools; a server has neither them nor a browser. Raises ModuleNotFoundError."""
    return importlib.import_module(f"{folder}.{name}")


def pieces() -> Sequence[str]:
    """`state reader|signed-in|coordinator language width scheme path`."""
    pages = bench("pages")
    paths = {"reader": pages.PUBLIC, "signed-in": pages.SIGNED_IN, "coordinator": pages.KEEPING}
    return [
        f"{state} {who} {lang} {width} {scheme} {path}"
        for who in paths
        for state, lang, width, scheme in pages.every()
        for path in paths[who]
    ]


def examine(piece: str) -> list[str]:
    """Faults of one page in one way."""
    found: list[str] = bench("examination").examine(piece)
    return found
