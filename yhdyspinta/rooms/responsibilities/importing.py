"""A division of labour from a table, as the pages give it out: tasks down, organisations across. Everything or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.utils import translation

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import LANGUAGES, search_key
from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.sources.files import Sheet, fetch
from yhdyspinta.core.registry.atlas import Area, Org
from yhdyspinta.core.registry.models import Kind
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.rooms.responsibilities.actions import Told
from yhdyspinta.rooms.responsibilities.matrix import ROLES
from yhdyspinta.rooms.responsibilities.models import DivisionTask
from yhdyspinta.rooms.responsibilities.reading import heading
from yhdyspinta.rooms.responsibilities.tasks import tasks

CODE, REGION = frozenset({"tunnus", "koodi", "kod", "code"}), frozenset({"alue", "omrade", "region"})
IGNORED = frozenset({"tehtava", "uppgift", "task", "lain mukaan", "enligt lag", "by law", "teema", "tema", "theme"})
"""Columns that are there for the reader."""
Roles = dict[tuple[str, str, str], dict[int, Told]]
"""(region, theme, task) → organisation → role."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """One cell that cannot be used, counted from one as spreadsheets do. `code`: why, worded at display; `given`: what it says."""

    sheet: str
    row: int
    column: str
    code: str
    given: str

    def told(self, lang: str) -> str:
        """In the active language."""
        where = say(
            "responsibilities_cell", [("sheet", self.sheet), ("row", str(self.row)), ("column", self.column)], lang
        )
        return f"{where} {say(self.code, [('given', self.given)], lang)}"


@dataclass
class Tidy:
    """What a file says, and every cell of it that cannot be used."""

    roles: Roles = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What the words of a file can mean, read once a file: organisations by heading, regions by name, regions' own tasks."""

    orgs: Mapping[str, Org]
    regions: Mapping[str, Area]
    own: Mapping[tuple[str, str], str]
    here: dict[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "_Known":
        """As of today. One query."""
        named = {
            _plain(n): a for a in atlas().areas.values() for n in (a.slug, *(getattr(a.name, x) for x in LANGUAGES))
        }
        own = DivisionTask.objects.filter(ended_at=None)
        rows = own.values_list("division__region__code", "code", "division__theme_code")
        return cls(_organisations(), named, {(region, code): theme for region, code, theme in rows})

    def theme(self, code: str, area: Area) -> str:
        """The theme of a task: of the package, or of the region's own; "" for none."""
        return tasks()[code].theme if code in tasks() else self.own.get((area.code, code), "")

    def work_in(self, area: Area) -> frozenset[int]:
        """Ids of the organisations of a region today."""
        if area.code not in self.here:
            self.here[area.code] = frozenset(o.id for o in atlas().view(area.code, clock.today()).everybody())
        return self.here[area.code]


def tidied(body: bytes, home: Area | None = None) -> Tidy:
    """What a file says. `home`: the region of rows that do not name one. Raises BadFile when it is not read at all."""
    found, known = Tidy(), _Known.now()
    for sheet in fetch(body):
        _sheet(sheet, known, home, found)
    return found


def _sheet(sheet: Sheet, known: _Known, home: Area | None, found: Tidy) -> None:
    head = next((i for i, row in enumerate(sheet.rows) if any(_plain(c) in CODE for c in row)), None)
    if head is None:
        found.faults.append(CellFault(sheet.name, 1, "A", "responsibilities_no_head", ""))
        return
    columns = _Columns.of(sheet, known, head, found.faults)
    for number, row in enumerate(sheet.rows[head + 1 :], head + 2):
        if any(str(c).strip() for c in row):
            _row(sheet.name, number, [str(c).strip() for c in row], columns, known, home, found)


@dataclass(frozen=True)
class _Columns:
    code: int
    region: int | None
    orgs: Mapping[int, Org]

    @classmethod
    def of(cls, sheet: Sheet, known: _Known, head: int, faults: list[CellFault]) -> "_Columns":
        """What each column of a heading row is; columns of nothing known are told."""
        names, orgs, code, region = known.orgs, dict[int, Org](), 0, None
        for at, cell in enumerate(sheet.rows[head]):
            word = _plain(cell)
            if word in CODE:
                code = at
            elif word in REGION:
                region = at
            elif word in names:
                if names[word] in orgs.values():
                    faults.append(
                        CellFault(sheet.name, head + 1, letters(at), "responsibilities_org_twice", str(cell)[:60])
                    )
                orgs[at] = names[word]
            elif word and word not in IGNORED:
                faults.append(CellFault(sheet.name, head + 1, letters(at), "responsibilities_no_org", str(cell)[:60]))
        return cls(code, region, orgs)


def _row(
    name: str, number: int, row: list[str], columns: _Columns, known: _Known, home: Area | None, found: Tidy
) -> None:
    """One task: where it is, and the role of each organisation that has one in the table."""

    def fault(at: int, code: str) -> None:
        found.faults.append(CellFault(name, number, letters(at), code, _at(row, at)[:60]))

    said = _at(row, columns.region) if columns.region is not None else ""
    area = known.regions.get(_plain(said)) if said else home
    if area is None:
        fault(columns.region or 0, "responsibilities_no_region")
        return
    theme = known.theme(_at(row, columns.code), area)
    if not theme:
        fault(columns.code, "responsibilities_no_task_code")
        return
    here = known.work_in(area)
    roles: dict[int, Told] = {}
    for at, org in columns.orgs.items():
        role = _role(_at(row, at))
        if role is None:
            fault(at, "responsibilities_no_role_word")
        elif org.id in here:
            roles[org.id] = role
        elif role:
            fault(at, "responsibilities_org_elsewhere")
    found.roles[area.code, theme, _at(row, columns.code)] = roles


def _at(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _plain(cell: object) -> str:
    return search_key(str(cell)).strip()


def letters(at: int) -> str:
    """The name of a column: A, B, … AA."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        found = chr(65 + rest) + found
    return found


def _organisations() -> dict[str, Org]:
    """Organisations of today by their headings in every language. An employment area's says what it is: many have the name
    of a municipality, and the bare name is the municipality's.
    """
    today, house = clock.today(), atlas()
    standing = [o for o in house.orgs.values() if o.valid_until is None or o.valid_until >= today]
    areas = [o for o in standing if o.kind == Kind.EMPLOYMENT_AREA]
    found: dict[str, Org] = {}
    for orgs in (areas, [o for o in standing if o.kind != Kind.EMPLOYMENT_AREA]):
        found |= {_plain(n): o for o in orgs for n in (o.name.fi, o.name.sv, o.name.en) if n}
    for lang in LANGUAGES:
        with translation.override(lang):
            found |= {_plain(heading(o, lang)): o for o in areas}
    return found


def _role(text: str) -> Told | None:
    """A role by its word in any language or its code; "" for an empty cell; None for anything else."""
    return _words().get(text.casefold(), None)


@cache
def _words() -> dict[str, Told]:
    found: dict[str, Told] = {"": "", "–": "", "-": ""}
    for lang in LANGUAGES:
        with translation.override(lang):
            found |= {say(f"role_in:{role}", lang=lang).casefold(): role for role in ROLES}
    return found | {role: role for role in ROLES}


def by_division(roles: Roles) -> Iterable[tuple[tuple[str, str], dict[str, dict[int, Told]]]]:
    """(region, theme) → task → organisation → role."""
    found: dict[tuple[str, str], dict[str, dict[int, Told]]] = {}
    for (region, theme, task), each in roles.items():
        found.setdefault((region, theme), {})[task] = each
    return found.items()
