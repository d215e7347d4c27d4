"""Ready aims that a region can adopt as shared goals: `aims.toml`. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile, full_text, known_codes, toml_of


@dataclass(frozen=True, slots=True)
class Aim:
    """A ready aim of a theme."""

    code: str
    theme: str
    title: Text
    text: Text


def read(path: Path) -> Mapping[str, Aim]:
    """Aims by code, in order. Raises InvalidFile: file, place, reason."""
    found: dict[str, Aim] = {}
    for number, raw in enumerate(toml_of(path).get("aim", []), 1):
        where = f"{path.name}: aim {number}"
        try:
            known_codes([raw["theme"]], THEMES, where)
            texts = [full_text(raw[n], where) for n in ("title", "text")]
            found[raw["code"]] = Aim(raw["code"], raw["theme"], *texts)
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidFile(f"{where}: {error!r}") from error
    return MappingProxyType(found)


AIMS = read(Path(__file__).with_name("aims.toml"))
