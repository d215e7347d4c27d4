"""The chapters of the handbook, from their files. Plain Python: a chapter that lacks a language is refused when it is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).parent / "texts"
CHAPTERS = {
    "start": "alku",
    "councillor": "luottamushenkilo",
    "coordinator": "koordinaattori",
    "official": "viranhaltija",
    "registry": "kirjaamo",
    "client-work": "asiakastyo",
    "analyst": "analyytikko",
    "preparedness": "varautuminen",
    "administrator": "yllapitaja",
    "privacy": "tietosuoja",
}
"""File and slug of each, in their order."""
OF_ROOMS = {
    "statistics": "analyst", "forums": "coordinator", "goals": "coordinator", "agreements": "coordinator",
    "surveys": "coordinator", "bringing": "coordinator", "responsibilities": "client-work", "welfare": "official",
    "obligations": "official", "preparedness": "preparedness", "yllapito": "administrator",
}  # fmt: skip
"""The chapter that helps on the pages of a room, or under an address's first part; elsewhere the first."""
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_PICTURE = re.compile(r"^!\[(?P<alt>[^\]]+)\]\((?P<name>[a-z-]+)\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a chapter: its HTML, or a picture by name with what is in it."""

    html: str = ""
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter in one language."""

    name: str
    slug: str
    title: str
    parts: Sequence[Part]

    @property
    def pictures(self) -> list[str]:
        """Names of its pictures."""
        return [p.picture for p in self.parts if p.picture]


@cache
def chapters(lang: str) -> tuple[Chapter, ...]:
    """All chapters in a language. Raises FileNotFoundError, ValueError when one lacks its title."""
    return tuple(
        _read(name, slug, (HERE / lang / f"{name}.md").read_text(encoding="utf-8")) for name, slug in CHAPTERS.items()
    )


def _read(name: str, slug: str, text: str) -> Chapter:
    first, _, rest = text.partition("\n")
    if not first.startswith("# "):
        raise ValueError(f"{name}.md does not begin with its title")
    title = first[2:].strip()
    return Chapter(name, slug, title, tuple(_parts(rest, title)))


def _parts(text: str, title: str) -> list[Part]:
    """Texts and pictures in their order."""
    found, at = list[Part](), 0
    for match in _PICTURE.finditer(text):
        found += [Part(html=_html(text[at : match.start()], title)), Part(picture=match["name"], alt=match["alt"])]
        at = match.end()
    return [*found, Part(html=_html(text[at:], title))]


def _html(text: str, title: str) -> str:
    """Our own text as HTML, each wide table in a box with a name of its own that can be scrolled by keyboard."""
    before, *tables = str(MARKDOWN.render(text)).replace("<th>", '<th scope="col">').split("<table>")
    return before + "".join(
        f'<div class="y-scroll" tabindex="0" role="region" aria-label="{escape(title)} {number}"><table class="y-t">'
        + table.replace("</table>", "</table></div>")
        for number, table in enumerate(tables, start=1)
    )
