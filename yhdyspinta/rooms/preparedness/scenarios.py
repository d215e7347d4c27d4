"""Disruptions and joint work that parties agree about, with their functions: `scenarios.toml`. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, full_text, known_codes, toml_of

FILE = Path(__file__).with_name("scenarios.toml")
KINDS = ("disruption", "finer", "strategic", "sector")
"""The seven disruptions to agree about at least, the finer list, joint work on the strategic level, joint work by sector."""
DISRUPTIONS = ("disruption", "finer")
"""Kinds that are of a disruption: they have cards, exercises and incidents."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is agreed about, with the codes of its functions."""

    code: str
    kind: str
    name: Text
    functions: tuple[str, ...]

    @property
    def disrupts(self) -> bool:
        """Whether it is a disruption."""
        return self.kind in DISRUPTIONS


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Subjects in their order, and functions by code."""

    subjects: Mapping[str, Subject]
    functions: Mapping[str, Text]


def read(path: Path) -> Catalogue:
    """The catalogue of a file. Raises InvalidFile: file, place, reason."""
    data, name = toml_of(path), path.name
    functions = {f["code"]: full_text(f["name"], f"{name}: {f['code']}") for f in data.get("function", [])}
    found: dict[str, Subject] = {}
    for raw in data.get("subject", []):
        code = str(raw.get("code", ""))
        where = f"{name}: {code}"
        if not code or code in found:
            raise InvalidFile(f"{where}: a code is missing or there twice")
        if raw.get("kind") not in KINDS:
            raise InvalidFile(f"{where}: there is no kind {raw.get('kind')!r}")
        held = known_codes(list(raw.get("functions", [])), functions, where)
        if not held:
            raise InvalidFile(f"{where}: no function")
        found[code] = Subject(code, raw["kind"], full_text(raw["name"], where), held)
    return Catalogue(MappingProxyType(found), MappingProxyType(functions))


@cache
def scenarios() -> Catalogue:
    """The catalogue of the house."""
    return read(FILE)
