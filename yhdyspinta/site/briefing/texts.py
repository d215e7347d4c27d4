"""The written pages of the briefing, from files: questions, roles, words, the way in, the start of a term, links, grants.

Plain Python. A file that lacks a language or names what there is not is refused when it is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES, InvalidFile, full_text, known_codes, toml_of

HERE = Path(__file__).parent
ROLES = ("municipal", "county", "both")


@dataclass(frozen=True, slots=True)
class Check:
    """A question that the map answers. `cells`: (theme, block) of the map."""

    text: Text
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the way in."""

    slug: str
    name: Text
    text: tuple[Text, ...]
    checks: tuple[Check, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What an elected official does for cooperation in a role."""

    name: Text
    does: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means."""

    name: Text
    means: Text


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a council term's start. `blocks`: columns of the map that tell how far it is; none when no column does."""

    code: str
    name: Text
    text: Text
    blocks: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A link to read more. `seen`: when the link stood in its `source`."""

    code: str
    name: Text
    keeper: str
    link: str
    themes: tuple[str, ...]
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    seen: date
    source: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call for grants: from `opens` to `closes`, both included."""

    code: str
    name: Text
    keeper: str
    opens: date
    closes: date
    link: str
    source: str
    seen: date
    priorities: tuple[Text, ...]
    note: Text | None

    def state(self, on: date) -> str:
        """coming, open or closed on a day."""
        return "coming" if on < self.opens else "open" if on <= self.closes else "closed"


def questions(folder: Path = HERE) -> Mapping[str, Text]:
    """By block; every block has one, with the theme's place in it. Raises InvalidFile."""
    found = {
        code: full_text(row, f"questions.toml: {code}") for code, row in toml_of(folder / "questions.toml").items()
    }
    known_codes(list(found), BLOCKS, "questions.toml")
    for code in BLOCKS:
        if code not in found or any("{theme}" not in found[code].get(lang) for lang in ("fi", "sv", "en")):
            raise InvalidFile(f"questions.toml: {code} is missing or has no {{theme}}")
    return MappingProxyType(found)


def roles(folder: Path = HERE) -> Mapping[str, Role]:
    """By ROLES. Raises InvalidFile."""
    data = toml_of(folder / "roles.toml")
    known_codes(list(data), ROLES, "roles.toml")
    return MappingProxyType(
        {
            code: Role(
                full_text(data[code], f"roles.toml: {code}"),
                tuple(full_text(d, f"roles.toml: {code}") for d in data[code]["does"]),
            )
            for code in ROLES
        }
    )


def glossary(folder: Path = HERE) -> tuple[Word, ...]:
    """In the file's order. Raises InvalidFile."""
    rows = toml_of(folder / "glossary.toml")["word"]
    return tuple(
        Word(full_text(r["name"], "glossary.toml"), full_text(r["means"], f"glossary.toml: {r['name']}")) for r in rows
    )


def term(folder: Path = HERE) -> tuple[Step, ...]:
    """The steps in their order. Raises InvalidFile."""
    return tuple(
        Step(
            row["code"],
            full_text(row["name"], f"term.toml: {row['code']}"),
            full_text(row["text"], f"term.toml: {row['code']}"),
            known_codes(row.get("blocks", []), BLOCKS, f"term.toml: {row['code']}"),
            known_codes(row.get("themes", []), THEMES, f"term.toml: {row['code']}"),
        )
        for row in toml_of(folder / "term.toml")["step"]
    )


def materials(folder: Path = HERE) -> Mapping[str, Material]:
    """By code. Raises InvalidFile."""
    found = {}
    for code, row in toml_of(folder / "materials.toml").items():
        where = f"materials.toml: {code}"
        if not str(row["link"]).startswith("https://"):
            raise InvalidFile(f"{where}: {row['link']!r} is no https address")
        found[code] = Material(
            code,
            full_text(row["name"], where),
            row["keeper"],
            row["link"],
            known_codes(row["themes"], THEMES, where),
            known_codes(row["roles"], ROLES, where),
            known_codes(row["languages"], ("fi", "sv", "en"), where),
            row["seen"],
            row["source"],
        )
    return MappingProxyType(found)


def path(folder: Path = HERE) -> tuple[Page, ...]:
    """The pages of the way in, in their order. Raises InvalidFile."""
    links = materials(folder)
    found = []
    for row in toml_of(folder / "path.toml")["page"]:
        where = f"path.toml: {row['slug']}"
        checks = []
        for check in row["check"]:
            known_codes([theme for theme, _ in check["cells"]], THEMES, where)
            known_codes([block for _, block in check["cells"]], BLOCKS, where)
            checks.append(Check(full_text(check, where), tuple((theme, block) for theme, block in check["cells"])))
        texts = tuple(full_text(t, where) for t in row["text"])
        found.append(
            Page(
                row["slug"],
                full_text(row["name"], where),
                texts,
                tuple(checks),
                known_codes(row["materials"], links, where),
            )
        )
    return tuple(found)


def calls(folder: Path = HERE) -> tuple[Call, ...]:
    """Calls for grants, the latest first. Raises InvalidFile."""
    found = []
    for code, row in toml_of(folder / "grants.toml").items():
        where = f"grants.toml: {code}"
        if row["closes"] < row["opens"]:
            raise InvalidFile(f"{where} closes before it opens")
        found.append(
            Call(
                code,
                full_text(row["name"], where),
                row["keeper"],
                row["opens"],
                row["closes"],
                row["link"],
                row["source"],
                row["seen"],
                tuple(full_text(p, where) for p in row.get("priorities", [])),
                full_text(row["note"], where) if "note" in row else None,
            )
        )
    return tuple(sorted(found, key=lambda c: c.opens, reverse=True))


QUESTIONS, OFFICIALS, GLOSSARY, TERM = questions(), roles(), glossary(), term()
MATERIALS, PATH, CALLS = materials(), path(), calls()
