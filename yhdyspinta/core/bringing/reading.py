"""A brought file as rows: headings found, columns guessed, each row read and looked through. Nothing is written here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from yhdyspinta.core.bringing.cells import Unusable, plain, written
from yhdyspinta.core.bringing.kinds import Kind, Scope, Values, kind_of
from yhdyspinta.core.bringing.models import Bringing
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import LANGUAGES
from yhdyspinta.core.common.words import Param, say
from yhdyspinta.core.indicators.sources.files import letter
from yhdyspinta.core.registry.queries import atlas

ROWS, WIDE = 3_000, 80
"""So many rows a file may have, and columns."""
SEARCHED = 12
"""Among so many first rows the headings are looked for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a row from being brought: its column by letter ("" for the row as a whole), and why."""

    column: str
    code: str
    params: tuple[tuple[str, Param], ...] = ()
    given: str = ""

    def told(self, lang: str) -> str:
        """In the active language."""
        return say(self.code, self.params, lang)


@dataclass(slots=True)
class Line:
    """A row that was looked through. `number`: counted from one as spreadsheets do."""

    number: int
    values: Values
    given: tuple[str, ...]
    faults: list[Fault] = field(default_factory=list)
    there: bool = False

    @property
    def title(self) -> str:
        """What the row calls itself: its title, else what stands first in it."""
        titles = (self.values.get(f"title_{lang}") for lang in LANGUAGES)
        return (next((t for t in titles if t), "") or next((c for c in self.given if c), ""))[:160]

    @property
    def ready(self) -> bool:
        """Whether it can be brought."""
        return not self.faults and not self.there


def scope_of(row: Bringing, by: Actor) -> Scope:
    """For whom and where a file's rows are read, today."""
    area, today = atlas().areas[row.region.code], clock.today()
    return Scope(by, area, atlas().view(area.code, today), today, row.lang)


def heads_of(kind: Kind) -> Mapping[str, str]:
    """Headings in every language, and other words that columns are known by, each with its field."""
    found = {plain(w): one.code for one in reversed(kind.fields) for w in one.words}
    for lang in LANGUAGES:
        with translation.override(lang):
            found |= {plain(str(one.label)): one.code for one in reversed(kind.fields)}
    return found


def guessed(kind: Kind, rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """The row of headings, and the columns that are known by theirs: where most are known, the first of such rows."""
    known = heads_of(kind)
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:SEARCHED]):
        found: dict[str, int] = {}
        for at, cell in enumerate(row[:WIDE]):
            if code := known.get(plain(written(cell).rstrip("* "))):
                found.setdefault(code, at)
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def headings(row: Bringing) -> list[tuple[int, str, str]]:
    """Columns of the chosen sheet: place, heading or letter, and the first cell under it that says something."""
    rows = row.sheets[row.sheet]["rows"] if row.sheets else []
    top = rows[row.head] if row.head < len(rows) else []
    found = []
    for at in range(min(WIDE, max((len(r) for r in rows), default=0))):
        under = (written(r[at]) for r in rows[row.head + 1 :] if at < len(r))
        example = next((text for text in under if text), "")
        heading = written(top[at]) if at < len(top) else ""
        if heading or example:
            found.append((at, heading or letter(at), example[:40]))
    return found


def missing(row: Bringing, kind: Kind) -> list[str]:
    """Codes of needed fields that have neither a column nor a fixed value."""
    return [f.code for f in kind.fields if f.needed and f.code not in row.columns and not row.fixed.get(f.code)]


def lines_of(row: Bringing, scope: Scope) -> list[Line]:
    """Every row under the headings that says something, read and looked through."""
    kind = kind_of(row.kind)
    rows = row.sheets[row.sheet]["rows"] if row.sheets else []
    lines = []
    for number, cells in enumerate(rows[row.head + 1 :], row.head + 2):
        given = tuple(written(c) for c in cells[:WIDE])
        if any(given):
            lines.append(_read(row, kind, number, given, scope))
    _twice(kind, lines)
    there = kind.there(scope)
    for line in lines:
        if line.faults:
            continue
        line.there = kind.mark(line.values) in there
        verdict = kind.check(scope, line.values)
        if not line.there and not verdict:
            line.faults.append(Fault("", verdict.code, verdict.params))
    return lines


def _read(row: Bringing, kind: Kind, number: int, given: tuple[str, ...], scope: Scope) -> Line:
    line, values = Line(number, {}, given), dict[str, Any]()
    for one in kind.fields:
        at = row.columns.get(one.code)
        own = given[at] if at is not None and at < len(given) else ""
        text = own or row.fixed.get(one.code, "")
        column = letter(at) if at is not None else ""
        if not text:
            if one.needed:
                line.faults.append(Fault(column, "bring_empty", (("field", str(one.label)),)))
            continue
        try:
            values[one.code] = one.reader.read(text, scope)
        except Unusable as fault:
            line.faults.append(Fault(column, fault.code, fault.params, text[:60]))
    line.values = values
    return line


def _twice(kind: Kind, lines: Sequence[Line]) -> None:
    """A row whose like has come before in the same file is told, not brought."""
    first: dict[str, int] = {}
    for line in lines:
        if line.faults:
            continue
        key = kind.key(line.values)
        if key in first:
            line.faults.append(Fault("", "bring_twice", (("row", str(first[key])),)))
        else:
            first[key] = line.number


@dataclass(frozen=True, slots=True)
class Mended:
    """One thing to mend wherever it is: its cells or rows as people write them, what they say, why."""

    where: str
    whole: bool
    given: str
    fault: Fault


def to_mend(lines: Sequence[Line]) -> list[Mended]:
    """Faults of all rows, the same reason once: in the order of the first row that has it."""
    found: dict[tuple[str, str, tuple[tuple[str, Param], ...], str], list[int]] = {}
    first: dict[tuple[str, str, tuple[tuple[str, Param], ...], str], Fault] = {}
    for line in lines:
        for fault in line.faults:
            key = (fault.column, fault.code, fault.params, fault.given)
            found.setdefault(key, []).append(line.number)
            first.setdefault(key, fault)
    return [Mended(_places(k[0], rows), not k[0], k[3], first[k]) for k, rows in found.items()]


def _places(column: str, rows: Sequence[int]) -> str:
    """B5, B7–B9: rows that follow each other are told by their ends."""
    ends: list[list[int]] = []
    for row in rows:
        if ends and row == ends[-1][1] + 1:
            ends[-1][1] = row
        else:
            ends.append([row, row])
    parts = [f"{column}{a}" if a == b else f"{column}{a}–{column}{b}" for a, b in ends]
    return ", ".join(parts[:8]) + (f" +{len(parts) - 8}" if len(parts) > 8 else "")


def counted(lines: Sequence[Line]) -> Mapping[str, int]:
    """How many rows are ready, recorded before, or cannot be brought."""
    found = Counter("ready" if x.ready else "there" if x.there and not x.faults else "faulty" for x in lines)
    return {"ready": found["ready"], "there": found["there"], "faulty": found["faulty"], "all": len(lines)}
