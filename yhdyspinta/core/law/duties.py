"""The catalogue of statutory cooperation duties: frozen dataclasses read from `catalogue/*.toml`.

One file per subject. A file that cannot be used stops the start with file, line and reason (InvalidFile).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from yhdyspinta.core.common.texts import NO_TEXT, Text
from yhdyspinta.core.interfaces.catalogue import THEMES, InvalidFile, text_of

Kind = Literal[
    "negotiation",
    "plan",
    "report",
    "agreement",
    "cooperation_body",
    "notification",
    "cooperation_duty",
    "joint_preparedness",
    "hearing",
    "incentive",
    "system_duty",
]
Binding = Literal["shall", "may", "informative"]
Carried = Literal["each", "together", "area"]
Status = Literal["in_force", "transitional", "expired", "repealed", "pending", "uncertain"]
Confidence = Literal["verified-in-source", "from-knowledge", "uncertain"]
Priority = Literal["core", "important", "supplementary"]
Rule = Literal["council_term", "yearly", "every", "once", "fixed_term", "continuous", "on_event"]
Basis = Literal["statute", "interpretation", "none"]
Council = Literal["county", "municipal", "both"]
Unit = Literal["", "years", "months", "weeks"]
Area = Literal["", "helsinki", "bilingual", "bilingual_or_sami", "sami", "uusimaa", "licensed"]

CATALOGUE = Path(__file__).with_name("catalogue")
SUBJECTS = (*THEMES, "jarjestelma")


@dataclass(frozen=True, slots=True)
class Clock:
    """When a duty is to be met. `every` counts `unit`s from the last time; `within` from an event.

    `by`: a single day. `first_by`: the day of the first time. `yearly_by`: month-day of each year, "04-30".
    `part_of`: the wider plan this one belongs to; the earlier date counts. `per_school`, `conditional`: kept where
    the house has no records of the single school or of the condition, so no lateness is ever computed. `no_day`: done
    at another point of the period than its end (the cadence says when), so no day is derived.
    """

    rule: Rule
    basis: Basis
    council: Council = "both"
    every: int = 0
    unit: Unit = ""
    within: int = 0
    by: date | None = None
    first_by: date | None = None
    yearly_by: str = ""
    part_of: str = ""
    conditional: bool = False
    per_school: bool = False
    no_day: bool = False


@dataclass(frozen=True, slots=True)
class Applies:
    """Where a duty applies beside its actors: not in Helsinki, or only in an `area` (`licensed`: only education
    providers entered here, not every municipality). `rescue_host`: the county that hosts a joint rescue department may
    act for the others."""

    helsinki: bool = True
    area: Area = ""
    rescue_host: bool = False


@dataclass(frozen=True, slots=True)
class Statute:
    """An act or decree: number as "611/2021", names, the former name after a renaming, Finlex address."""

    number: str
    name: Text
    finlex: str
    former: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Duty:
    """One statutory duty, in the project's own words. `carried`: who meets it (each organisation by itself, the
    region together, or each employment area). `examples`: what can show that it was met."""

    code: str
    subject: str
    statute: str
    sections: str
    kind: Kind
    binding: Binding
    themes: tuple[str, ...]
    carried: Carried
    responsible: tuple[str, ...]
    participants: tuple[str, ...]
    individual: bool
    priority: Priority
    status: Status
    confidence: Confidence
    clock: Clock
    approver_basis: str
    title: Text
    requirement: Text
    cadence: Text
    applies: Applies = Applies()
    amended_by: str = ""
    in_force_from: date | None = None
    in_force_until: date | None = None
    approver: Text = NO_TEXT
    scope: Text = NO_TEXT
    changes: Text = NO_TEXT
    notes: Text = NO_TEXT
    examples: tuple[Text, ...] = ()

    @property
    def can_be_late(self) -> bool:
        """Only a binding duty with a statutory date, met by an organisation and not about one client or school."""
        return (
            self.binding == "shall"
            and self.clock.basis == "statute"
            and not (self.individual or self.clock.per_school or self.clock.conditional)
        )


@dataclass(frozen=True, slots=True)
class CouncilTerm:
    """A council term as the statutes give it."""

    body: Council
    start: date
    end: date
    basis: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it, with how far it can be trusted. `digest` changes whenever a file does."""

    duties: Mapping[str, Duty]
    statutes: Mapping[str, Statute]
    actors: Mapping[str, Text]
    terms: tuple[CouncilTerm, ...]
    checked_to: date
    checked_to_statute: str
    source: Text
    licence: str
    digest: str


_TEXTS = frozenset(f.name for f in fields(Duty) if f.type is Text)
_TUPLES = frozenset({"themes", "responsible", "participants"})
_WORDS: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "binding": get_args(Binding),
    "carried": get_args(Carried),
    "status": get_args(Status),
    "confidence": get_args(Confidence),
    "priority": get_args(Priority),
}
_CLOCK_WORDS: dict[str, tuple[str, ...]] = {
    "rule": get_args(Rule),
    "basis": get_args(Basis),
    "council": get_args(Council),
    "unit": get_args(Unit),
}


def _line_of(text: str, header: str, position: int) -> int:
    """The line where the nth `[[header]]` stands, so that an error can be found in an editor."""
    starts = [m.start() for m in re.finditer(rf"^\[\[{header}\]\]", text, re.MULTILINE)]
    return text.count("\n", 0, starts[position]) + 1 if position < len(starts) else 1


def _parse(path: Path) -> tuple[dict[str, Any], str]:
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text), text
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InvalidFile(f"{path.name}: {error}") from error


def _one_of(words: Mapping[str, tuple[str, ...]], values: Mapping[str, Any]) -> None:
    for name, allowed in words.items():
        if name in values and values[name] not in allowed:
            raise ValueError(f"{name} = {values[name]!r} is not one of {', '.join(w for w in allowed if w)}")


def _duty(raw: dict[str, Any], subject: str) -> Duty:
    _one_of(_WORDS, raw)
    _one_of(_CLOCK_WORDS, raw["clock"])
    made: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _TEXTS:
            made[key] = text_of(value)
        elif key in _TUPLES:
            made[key] = tuple(value)
        elif key == "examples":
            made[key] = tuple(text_of(v) for v in value)
        elif key == "clock":
            made[key] = Clock(**value)
        elif key == "applies":
            made[key] = Applies(**value)
        else:
            made[key] = value
    return Duty(subject=subject, **made)


def _problem(duty: Duty, actors: Mapping[str, Text], statutes: Mapping[str, Statute]) -> str:
    """What is wrong with a duty, in words, or nothing."""
    if duty.statute not in statutes:
        return f"statute {duty.statute} is not in statutes.toml"
    for theme in duty.themes:
        if theme not in THEMES:
            return f"theme {theme} is not in the interface catalogue"
    for actor in (*duty.responsible, *duty.participants):
        if actor not in actors:
            return f"actor {actor} is not in actors.toml"
    for name in ("title", "requirement", "cadence", "scope", "changes", "notes", "approver"):
        text: Text = getattr(duty, name)
        if text and not text.complete:
            return f"{name} lacks fi, sv or en"
    if duty.clock.rule == "every" and not (duty.clock.every and duty.clock.unit):
        return "clock.every needs a number and a unit"
    if duty.in_force_from and duty.in_force_until and duty.in_force_until < duty.in_force_from:
        return "in_force_until is before in_force_from"
    return ""


def _read_duties(folder: Path, actors: Mapping[str, Text], statutes: Mapping[str, Statute]) -> dict[str, Duty]:
    duties: dict[str, Duty] = {}
    for subject in SUBJECTS:
        path = folder / f"{subject}.toml"
        data, text = _parse(path)
        for position, raw in enumerate(data.get("duty", [])):
            where = f"{path.name}, line {_line_of(text, 'duty', position)} ({raw.get('code', 'no code')})"
            try:
                duty = _duty(raw, subject)
            except (KeyError, TypeError, ValueError) as error:
                raise InvalidFile(f"{where}: {error}") from error
            if duty.code in duties:
                raise InvalidFile(f"{where}: the same code is used twice")
            if problem := _problem(duty, actors, statutes):
                raise InvalidFile(f"{where}: {problem}")
            duties[duty.code] = duty
    for duty in duties.values():
        if duty.clock.part_of and duty.clock.part_of not in duties:
            raise InvalidFile(f"{duty.subject}.toml ({duty.code}): part_of {duty.clock.part_of} does not exist")
    return duties


def _read_statutes(path: Path) -> dict[str, Statute]:
    data, text = _parse(path)
    statutes: dict[str, Statute] = {}
    for position, raw in enumerate(data.get("statute", [])):
        try:
            names = {key: text_of(raw.get(key)) for key in ("name", "former")}
            statute = Statute(number=raw["number"], finlex=raw["finlex"], **names)
        except (KeyError, TypeError) as error:
            raise InvalidFile(f"{path.name}, line {_line_of(text, 'statute', position)}: {error!r}") from error
        statutes[statute.number] = statute
    return statutes


def read(folder: Path) -> Catalogue:
    """Reads and validates a catalogue folder. Raises InvalidFile."""
    actors_raw, _ = _parse(folder / "actors.toml")
    meta, _ = _parse(folder / "catalogue.toml")
    try:
        actors = {code: text_of(raw) for code, raw in actors_raw["actors"].items()}
        terms = tuple(CouncilTerm(**raw) for raw in meta["term"])
        source = text_of(meta["source"])
        head = (meta["checked_to"], meta["checked_to_statute"], meta["licence"])
    except (KeyError, TypeError) as error:
        raise InvalidFile(f"catalogue.toml or actors.toml: {error!r}") from error
    statutes = _read_statutes(folder / "statutes.toml")
    duties = _read_duties(folder, actors, statutes)
    digest = sha256(b"".join(p.read_bytes() for p in sorted(folder.glob("*.toml")))).hexdigest()[:16]
    return Catalogue(
        duties=MappingProxyType(duties),
        statutes=MappingProxyType(statutes),
        actors=MappingProxyType(actors),
        terms=terms,
        checked_to=head[0],
        checked_to_statute=head[1],
        licence=head[2],
        source=source,
        digest=digest,
    )


@cache
def catalogue() -> Catalogue:
    """The package's own catalogue, read once."""
    return read(CATALOGUE)
