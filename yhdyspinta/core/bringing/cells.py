"""Cells of a spreadsheet as typed values: text, days, words of a list, organisations, addresses. What cannot be used says why."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import translation

from yhdyspinta.core.bringing.kinds import Reader, Scope
from yhdyspinta.core.common.dates import parse_date
from yhdyspinta.core.common.texts import LANGUAGES, Text, clean, search_key, sort_key
from yhdyspinta.core.common.words import Param, say, show_date
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.models import Kind as OrgKind
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING

FIRST, LAST = date(1900, 1, 1), date(2099, 12, 31)
SOME = 4
MANY = 200
"""So many words a cell may list."""


class Unusable(Exception):  # noqa: N818  (names the cell, told to whoever brought it)
    """A cell that cannot be used. `code`: why, worded at display."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code, self.params = code, tuple(params.items())


def plain(word: str) -> str:
    """A word as headings and cells are compared."""
    return search_key(word).strip()


def written(cell: Any) -> str:
    """A cell as a person would write it: whole numbers without decimals, days of a spreadsheet without their midnight."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    text = clean(str(cell))
    return text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00", text) else text


@dataclass(frozen=True, slots=True)
class Words:
    """Any text of at most `limit` characters."""

    limit: int = 200

    def read(self, text: str, scope: Scope) -> str:
        """The text."""
        if len(text) > self.limit:
            raise Unusable("bring_too_long", limit=str(self.limit))
        return text

    def offered(self, scope: Scope) -> list[str]:
        """Anything."""
        return []

    def shown(self, value: Any, scope: Scope) -> str:
        """As it was written."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as Finns or computers write it. `past`: not after today."""

    past: bool = False

    def read(self, text: str, scope: Scope) -> date:
        """The day."""
        try:
            day = parse_date(text)
        except ValueError:
            raise Unusable("bring_no_day") from None
        if not FIRST <= day <= LAST:
            raise Unusable("bring_no_day")
        if self.past and day > scope.on:
            raise Unusable("stances_future")
        return day

    def offered(self, scope: Scope) -> list[str]:
        """Any day."""
        return []

    def shown(self, value: Any, scope: Scope) -> str:
        """As the language writes days."""
        return show_date(value, scope.lang)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word of a list: `prefix` and code are a sentence. The code itself is taken too, and a sentence's first words."""

    prefix: str
    codes: tuple[str, ...]

    def read(self, text: str, scope: Scope) -> str:
        """The code."""
        known, word = scope.once(f"words {self.prefix}", self._known), plain(text)
        found = known.get(word)
        begins = {code for name, code in known.items() if name.startswith(f"{word} ")}
        if found is None and len(begins) == 1:
            return begins.pop()
        if found is None:
            raise Unusable("bring_no_word", words=", ".join(self.offered(scope)[:8]))
        return found

    def offered(self, scope: Scope) -> list[str]:
        """In the language of the page."""
        return [say(f"{self.prefix}{code}", lang=scope.lang) for code in self.codes]

    def _known(self) -> dict[str, str]:
        found = {plain(code): code for code in self.codes}
        for lang in LANGUAGES:
            with translation.override(lang):
                found |= {plain(say(f"{self.prefix}{code}", lang=lang)): code for code in self.codes}
        return found

    def shown(self, value: Any, scope: Scope) -> str:
        """The sentence of the code."""
        return say(f"{self.prefix}{value}", lang=scope.lang)


@dataclass(frozen=True, slots=True)
class Named:
    """One of things that have names: `names` by code, as they are in the scope. `what`: the word that they are kept by."""

    what: str
    names: Callable[[Scope], Mapping[str, Text]]

    def read(self, text: str, scope: Scope) -> str:
        """The code. A name that two things have is no name."""
        found = scope.once(f"named {self.what}", lambda: self._known(scope)).get(plain(text), "")
        if found is None:
            raise Unusable("bring_two_by_name")
        if not found:
            raise Unusable("bring_no_name")
        return found

    def offered(self, scope: Scope) -> list[str]:
        """Names in the language of the page."""
        return sorted({n.get(scope.lang) for n in self.names(scope).values()}, key=sort_key)

    def _known(self, scope: Scope) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for code, name in self.names(scope).items():
            for word in {plain(w) for w in (name.fi, name.sv, name.en) if w}:
                found[word] = code if found.get(word, code) == code else None
        return {**found, **{plain(code): code for code in self.names(scope)}}

    def shown(self, value: Any, scope: Scope) -> str:
        """Its name."""
        return self.names(scope)[value].get(scope.lang)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the region, by its name in any language. A bare name is the municipality's before others'."""

    def read(self, text: str, scope: Scope) -> Org:
        """The organisation."""
        found = scope.once("organisations", lambda: _organisations(scope)).get(plain(text))
        if found is None:
            raise Unusable("bring_no_organisation")
        return found

    def offered(self, scope: Scope) -> list[str]:
        """Names of the region's organisations."""
        return sorted((_heading(o, scope.lang) for o in scope.view.everybody()), key=sort_key)

    def shown(self, value: Any, scope: Scope) -> str:
        """Its name."""
        return _heading(value, scope.lang)


@dataclass(frozen=True, slots=True)
class Many:
    """Several, with semicolons or line breaks between; for organisations also "all municipalities"."""

    reader: Reader

    def read(self, text: str, scope: Scope) -> tuple[Any, ...]:
        """Each, once."""
        found: list[Any] = []
        for part in [p.strip() for p in re.split(r"[;\n]", text) if p.strip()][:MANY]:
            if isinstance(self.reader, Organisation) and plain(part) in scope.once("all towns", _all_towns):
                found += scope.view.municipalities
                continue
            try:
                found.append(self.reader.read(part, scope))
            except Unusable as fault:
                raise Unusable("bring_part", part=part[:60], why=say(fault.code, fault.params, scope.lang)) from fault
        return tuple(dict.fromkeys(found))

    def offered(self, scope: Scope) -> list[str]:
        """As each."""
        towns = [say("bring_all_towns", lang=scope.lang)] if isinstance(self.reader, Organisation) else []
        return [*towns, *self.reader.offered(scope)]

    def shown(self, value: Any, scope: Scope) -> str:
        """The first ones, and how many more."""
        parts = [self.reader.shown(v, scope) for v in value[:SOME]]
        return "; ".join(parts) + (f" +{len(value) - SOME}" if len(value) > SOME else "")


@dataclass(frozen=True, slots=True)
class Link:
    """An address of the web."""

    def read(self, text: str, scope: Scope) -> str:
        """The address."""
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError:
            raise Unusable("bring_no_link") from None
        if len(text) > 500:
            raise Unusable("bring_too_long", limit="500")
        return text

    def offered(self, scope: Scope) -> list[str]:
        """Any."""
        return []

    def shown(self, value: Any, scope: Scope) -> str:
        """As it was written."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Mail:
    """An address of mail."""

    def read(self, text: str, scope: Scope) -> str:
        """The address."""
        if len(text) > 254:
            raise Unusable("bring_too_long", limit="254")
        try:
            validate_email(text)
        except ValidationError:
            raise Unusable("bring_no_mail") from None
        return text

    def offered(self, scope: Scope) -> list[str]:
        """Any."""
        return []

    def shown(self, value: Any, scope: Scope) -> str:
        """As it was written."""
        return str(value)


def themes(scope: Scope) -> Mapping[str, Text]:
    """The region's themes of the day by code."""
    book = books().get(scope.area.code, NOTHING)
    return {code: book.name_of(code) for code in book.themes_on(scope.on)}


THEME = Named("themes", themes)


def _heading(org: Org, lang: str) -> str:
    """An organisation as a table calls it: of an employment area also what it is, for many are called as a municipality."""
    name = org.name.get(lang)
    if org.kind != OrgKind.EMPLOYMENT_AREA:
        return name
    return f"{say('bring_employment_area', lang=lang)} {name}"


def _organisations(scope: Scope) -> dict[str, Org]:
    found: dict[str, Org] = {}
    areas = [o for o in scope.view.everybody() if o.kind == OrgKind.EMPLOYMENT_AREA]
    for orgs in (areas, [o for o in scope.view.everybody() if o not in areas]):
        found |= {plain(n): o for o in orgs for n in (o.name.fi, o.name.sv, o.name.en) if n}
    for lang in LANGUAGES:
        with translation.override(lang):
            found |= {plain(_heading(o, lang)): o for o in areas}
    return found


def _all_towns() -> frozenset[str]:
    found = set()
    for lang in LANGUAGES:
        with translation.override(lang):
            found.add(plain(say("bring_all_towns", lang=lang)))
    return frozenset(found)
