"""What others have told of the interface of employment, with its day and source: `cited.toml`, `needs.toml`. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import InvalidFile, full_text, toml_of

FILE, NEEDS_FILE = Path(__file__).with_name("cited.toml"), Path(__file__).with_name("needs.toml")


@dataclass(frozen=True, slots=True)
class Rehabilitative:
    """The change of rehabilitative work from a year before, as it was told: per cent by area code, and of the country."""

    period: str
    source: Text
    doubt: Text
    country_percent: float
    country_persons: int
    areas: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey and what it told."""

    year: int
    name: Text
    told: tuple[Text, ...]
    source: Text


@dataclass(frozen=True, slots=True)
class Transfer:
    """A planned change of the law. `duty`: where the catalogue has it, pending."""

    text: Text
    source: Text
    duty: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Everything of the file."""

    rehabilitative: Rehabilitative
    surveys: tuple[Asked, ...]
    transfer: Transfer


def read(path: Path) -> Cited:
    """The citations of a file. Raises InvalidFile: file, place, reason."""
    data, name = toml_of(path), path.name
    try:
        r, t = data["rehabilitative"], data["transfer"]
        told = Rehabilitative(
            r["period"],
            full_text(r["source"], f"{name}: rehabilitative"),
            full_text(r["doubt"], f"{name}: rehabilitative"),
            float(r["country_percent"]),
            int(r["country_persons"]),
            MappingProxyType({str(code): float(value) for code, value in r["areas"].items()}),
        )
        surveys = tuple(_asked(raw, f"{name}: survey {n}") for n, raw in enumerate(data["survey"], 1))
        transfer = Transfer(
            full_text(t["text"], f"{name}: transfer"), full_text(t["source"], f"{name}: transfer"), str(t["duty"])
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidFile(f"{name}: {error!r}") from error
    return Cited(told, surveys, transfer)


def _asked(raw: Mapping[str, object], where: str) -> Asked:
    told, name, source = raw["told"], raw["name"], raw["source"]
    if not (isinstance(told, list) and isinstance(name, dict) and isinstance(source, dict)):
        raise InvalidFile(f"{where}: told, name and source are tables")
    texts = tuple(full_text(t, where) for t in told)
    return Asked(int(str(raw["year"])), full_text(name, where), texts, full_text(source, where))


@cache
def cited() -> Cited:
    """The citations of the package. Raises InvalidFile at the start."""
    return read(FILE)


@cache
def needs() -> Mapping[str, Text]:
    """What clients need from both sides, by code, in order. Raises InvalidFile at the start."""
    rows = toml_of(NEEDS_FILE)["need"]
    return MappingProxyType({r["code"]: full_text(r["name"], f"{NEEDS_FILE.name}: {r['code']}") for r in rows})
