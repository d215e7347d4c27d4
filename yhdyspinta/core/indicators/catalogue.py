"""The catalogue of indicators: frozen dataclasses read from `catalogue/*.toml` and `sources.toml`. Plain Python.

One file per first theme. A file that cannot be used stops the start with file, place and reason (InvalidFile).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from yhdyspinta.core.common.texts import NO_TEXT, Text
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile, text_of, toml_of

Kind = Literal["country", "county", "employment_area", "municipality"]
Direction = Literal["more", "less", "neutral"]
Unit = Literal[
    "persons", "count", "percent", "per_1000", "per_10000", "per_100000",
    "euro", "thousand_euro", "euro_per_capita", "million_euro", "litres", "years", "points", "index",
]  # fmt: skip
AMOUNTS: frozenset[Unit] = frozenset({"persons", "count", "thousand_euro", "million_euro"})
"""Units of sums: an area's own tells how large the area is."""
Rhythm = Literal["year", "month"]
KINDS: tuple[Kind, ...] = get_args(Kind)

HERE = Path(__file__).parent
FOLDER = HERE / "catalogue"


@dataclass(frozen=True, slots=True)
class Break:
    """From this period on a line cannot be compared with what came before, for areas of `kinds`; `text` tells why."""

    period: str
    text: Text
    kinds: tuple[Kind, ...] = KINDS


@dataclass(frozen=True, slots=True)
class Source:
    """A producer's service. `late_after`: months after the end of the latest period when newer figures are missed.

    `breaks`: of all its indicators.
    """

    code: str
    name: Text
    licence: str
    url: str
    late_after: int
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A share or rate computed here: `per` × of ÷ over, where both are known.

    `before`: `of` is a change that is already in `over`, so the share is of what there was before it.
    """

    of: str
    over: str
    per: int
    before: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `id`: as the source knows it. `direction`: more is better, less is better, or neither.

    `additive`: a sum over municipalities is the area's figure. `proposed`: belongs to the national proposal of its
    themes. `floor`: the source tells no smaller counts. `range`: what a value can be, where its unit does not tell.
    `late_after`: as its source's, where its rhythm is another. `query`: table and content of a PxWeb source.
    `continues`: the older indicator of the same thing, whose line goes on in this one. `forecast_of`: the figure that it
    tells the future of; its periods may lie ahead, and it ages from the first of them.
    `verified`: its title has been read in the source itself. `region`: whose own figure it is; "" for everybody's.
    `ended`: it is no longer brought or chosen.
    """

    code: str
    source: str
    id: str
    name: Text
    unit: Unit
    decimals: int
    direction: Direction
    themes: tuple[str, ...]
    levels: tuple[Kind, ...]
    producer: str
    proposed: bool = False
    additive: bool = False
    genders: bool = False
    every: Rhythm = "year"
    floor: int = 0
    range: tuple[float, float] | None = None
    late_after: int = 0
    derived: Derived | None = None
    continues: str = ""
    forecast_of: str = ""
    breaks: tuple[Break, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    note: Text = NO_TEXT
    verified: bool = True
    region: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything read; `digest` names this very content."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    digest: str

    def late_after(self, indicator: Indicator) -> int:
        """Months after the end of the latest period when newer figures are missed."""
        return indicator.late_after or self.sources[indicator.source].late_after

    def breaks(self, indicator: Indicator, kind: Kind) -> list[Break]:
        """Where the line of an indicator breaks for areas of a kind, in the order of time."""
        found = [b for b in (*self.sources[indicator.source].breaks, *indicator.breaks) if kind in b.kinds]
        return sorted(found, key=lambda b: b.period)

    def of_theme(self, theme: str, region: str = "") -> list[Indicator]:
        """Indicators that serve a theme, those of its national proposal first; of a region also its own."""
        found = [i for i in self.indicators.values() if theme in i.themes and i.region in ("", region) and not i.ended]
        return sorted(found, key=lambda i: not i.proposed)

    def proposed(self, theme: str) -> tuple[str, ...]:
        """Codes of the national proposal for a theme."""
        return tuple(i.code for i in self.of_theme(theme) if i.proposed)


def _breaks(raw: list[dict[str, Any]]) -> tuple[Break, ...]:
    found = tuple(Break(b["period"], text_of(b["text"]), tuple(b.get("kinds", KINDS))) for b in raw)
    if any(not set(b.kinds) <= set(KINDS) or not b.text.complete for b in found):
        raise TypeError("a break needs levels that are there, and its reason in fi, sv and en")
    return found


def _indicator(raw: dict[str, Any], where: str) -> Indicator:
    try:
        fields = {**raw, "name": text_of(raw["name"]), "note": text_of(raw.get("note"))}
        fields["themes"], fields["levels"] = tuple(raw["themes"]), tuple(raw["levels"])
        fields["breaks"] = _breaks(raw.get("breaks", []))
        fields["range"] = tuple(raw["range"]) if "range" in raw else None
        fields["derived"] = Derived(**raw["derived"]) if "derived" in raw else None
        fields["query"] = MappingProxyType(dict(raw.get("query", {})))
        found = Indicator(**fields)
    except (KeyError, TypeError) as error:
        raise InvalidFile(f"{where}: {error!r}") from error
    faults = [
        (not found.name.complete, "lacks a name in fi, sv or en"),
        (found.unit not in get_args(Unit), f"no such unit: {found.unit}"),
        (found.direction not in get_args(Direction), f"no such direction: {found.direction}"),
        (found.every not in get_args(Rhythm), f"no such rhythm: {found.every}"),
        (not found.themes or not set(found.themes) <= set(THEMES), f"no such theme in {found.themes}"),
        (not found.levels or not set(found.levels) <= set(KINDS), f"no such level in {found.levels}"),
        (not 0 <= found.decimals <= 4, f"decimals {found.decimals}"),
    ]
    for wrong, reason in faults:
        if wrong:
            raise InvalidFile(f"{where}: {found.code}: {reason}")
    return found


def _toml(path: Path, section: str) -> list[dict[str, Any]]:
    data = toml_of(path)
    found = data.get(section, [])
    if not isinstance(found, list):
        raise InvalidFile(f"{path.name}: {section} is not a list of tables")
    return found


def read(paths: Iterable[Path], sources: Path) -> Catalogue:
    """Reads catalogue files. Raises InvalidFile: file, place, reason."""
    paths = sorted(paths)
    known: dict[str, Source] = {}
    for raw in _toml(sources, "source"):
        try:
            fields = {**raw, "name": text_of(raw["name"]), "breaks": _breaks(raw.get("breaks", []))}
            known[raw["code"]] = Source(**fields)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{sources.name}: source {len(known) + 1}: {error!r}") from error
    found: dict[str, Indicator] = {}
    for path in paths:
        for position, raw in enumerate(_toml(path, "indicator"), start=1):
            where = f"{path.name}: indicator {position}"
            one = _indicator(raw, where)
            if one.code in found:
                raise InvalidFile(f"{where}: {one.code} is there twice")
            if one.source not in known:
                raise InvalidFile(f"{where}: no such source: {one.source}")
            found[one.code] = one
    _check_parts(found)
    text = "".join(p.read_text(encoding="utf-8") for p in [*paths, sources])
    return Catalogue(MappingProxyType(found), MappingProxyType(known), sha256(text.encode()).hexdigest()[:16])


def _check_parts(found: Mapping[str, Indicator]) -> None:
    """What an indicator is derived from, continues or tells the future of must be there. Raises InvalidFile."""
    for one in found.values():
        if one.forecast_of and one.forecast_of not in found:
            raise InvalidFile(f"{one.code}: a forecast of {one.forecast_of}, which is not there")
        if one.continues and one.continues not in found:
            raise InvalidFile(f"{one.code}: continues {one.continues}, which is not there")
        for part in (one.derived.of, one.derived.over) if one.derived else ():
            if part not in found or found[part].derived:
                raise InvalidFile(f"{one.code}: derived from {part}, which is no indicator of a source")


@cache
def catalogue() -> Catalogue:
    """The catalogue of the package. Raises InvalidFile at the start."""
    return read(FOLDER.glob("*.toml"), HERE / "sources.toml")
