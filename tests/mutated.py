"""A plugin of pytest for `drill mutants`: loads one module from another file, as YHDYSPINTA_MUTATED says (module=path)."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from types import ModuleType


class Instead(importlib.abc.MetaPathFinder):
    """Finds one module at another path."""

    def __init__(self, module: str, path: str) -> None:
        self._module, self._path = module, path

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module is, for this one only."""
        return importlib.util.spec_from_file_location(fullname, self._path) if fullname == self._module else None


if told := os.environ.get("YHDYSPINTA_MUTATED", ""):
    sys.meta_path.insert(0, Instead(*told.split("=", 1)))
