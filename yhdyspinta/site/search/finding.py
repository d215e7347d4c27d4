"""One page of what was found: narrowed, asked again who may see it, counted by kind."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import NO_TEXT, Text
from yhdyspinta.core.finding.models import Indexed
from yhdyspinta.core.finding.queries import Narrowed, find
from yhdyspinta.core.finding.records import KINDS
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.search.sources import SEEN, seen_now

PAGE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A found thing as a page shows it."""

    key: str
    kind: str
    title: Text
    about: Text
    path: str
    region: Text
    year: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. `kinds`: how many of each kind, before narrowing by kind; `more`: whether there is a following page."""

    shown: tuple[Shown, ...]
    total: int
    kinds: Mapping[str, int]
    more: bool


def result(words: str, who: Actor, by: Narrowed, number: int = 1) -> Result:
    """The asked page of what the reader may see now."""
    hits = find(words, who, Narrowed("", by.region, by.theme, by.year))
    seen = seen_now(who, [h.row.key for h in hits if h.row.kind in SEEN])
    rows = [h.row for h in hits if h.row.kind not in SEEN or h.row.key in seen]
    counted = Counter(r.kind for r in rows)
    if by.kind:
        rows = [r for r in rows if r.kind == by.kind]
    part = rows[(number - 1) * PAGE : number * PAGE]
    kinds: dict[str, int] = {k: counted[k] for k in KINDS if counted[k]}
    return Result(tuple(_shown(r) for r in part), len(rows), kinds, len(rows) > number * PAGE)


def _shown(row: Indexed) -> Shown:
    area = atlas().areas.get(row.region)
    return Shown(
        key=row.key,
        kind=row.kind,
        title=Text.of(row, "title"),
        about=Text.of(row, "about"),
        path=row.path,
        region=area.name if area and row.kind != "region" else NO_TEXT,
        year=row.year,
    )
