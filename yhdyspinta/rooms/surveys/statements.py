"""The six statements that every survey asks, and what earlier published waves told of them: `statements.toml`. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import BLOCKS, InvalidFile, full_text, known_codes, toml_of

FILE = Path(__file__).with_name("statements.toml")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement to agree or disagree with. `block`: the column that tells of the same by evidence; `asks`: a question for discussion."""

    code: str
    text: Text
    short: Text
    block: str
    asks: Text


@dataclass(frozen=True, slots=True)
class Published:
    """A wave that somebody else has made and told of. `told`: what was read, by statement; what is missing is not known."""

    name: Text
    year: int
    source: str
    told: Mapping[str, Text]


def read(path: Path) -> tuple[tuple[Statement, ...], tuple[Published, ...]]:
    """Statements and published waves, in file order. Raises InvalidFile: file, place, reason."""
    data, statements = toml_of(path), list[Statement]()
    try:
        for number, raw in enumerate(data["statement"], start=1):
            where = f"{path.name}: statement {number}"
            known_codes([raw["block"]], BLOCKS, where)
            more = {key: full_text(raw[key], f"{where}: {key}") for key in ("short", "asks")}
            statements.append(Statement(raw["code"], full_text(raw, where), block=raw["block"], **more))
        waves = [_wave(raw, {s.code for s in statements}, f"{path.name}: wave {n}") for n, raw in enumerate(data["wave"], 1)]  # fmt: skip
    except (KeyError, TypeError) as error:
        raise InvalidFile(f"{path.name}: {error!r}") from error
    return tuple(statements), tuple(waves)


def _wave(raw: dict[str, object], known: set[str], where: str) -> Published:
    told = raw.get("told", {})
    if not isinstance(told, dict) or not set(told) <= known:
        raise InvalidFile(f"{where}: tells of a statement that is not there")
    source = str(raw["source"])
    if told and not source.startswith("https://"):
        raise InvalidFile(f"{where}: what is told needs its source")
    texts = {code: full_text(text, f"{where}: {code}") for code, text in told.items()}
    return Published(full_text(raw, where), int(str(raw["year"])), source, texts)


@cache
def _all() -> tuple[tuple[Statement, ...], tuple[Published, ...]]:
    return read(FILE)


def statements() -> tuple[Statement, ...]:
    """The six statements in their order. Raises InvalidFile at the start."""
    return _all()[0]


def published() -> tuple[Published, ...]:
    """Waves of others, the earliest first."""
    return _all()[1]
