"""What the house may ask of this room, in bulk and on a day. What it lacks stands in ABSENT with the reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from yhdyspinta.core.common.dates import add_years
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.finding.records import Findable
from yhdyspinta.core.indicators.queries import law
from yhdyspinta.core.interfaces.cells import Contribution, Finding, Flag
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING, Agreed
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics import rules as rulebook
from yhdyspinta.rooms.statistics.queries import Looked, State

BLOCK = "picture"
ABSENT = {
    "unsigned": "a set of figures is signed by the two sides of a region, in core.themes",
    "waiting": "proposals of sets wait in core.themes, which the house asks itself",
    "audience": "notices come with the way home of decisions",
    "packet_sections": "the site makes a packet of this room's queries",
    "timeline": "the interface page reads evidence directly until several rooms have dated things",
    "export": "figures are exported by this room's own pages",
    "examples": "the starter figures of core.indicators are the example",
}
NAMED = 3
"""So many late figures are named in a finding; the rest are on the page of the picture."""
Key = tuple[str, str, str]


def statuses(regions: Iterable[str], on: date) -> Mapping[Key, Contribution]:
    """(region, theme, block) → what this room says, where there is something to say. At most three queries."""
    agreed, looked, found = books(), queries.looked(), {}
    for region in regions:
        book = agreed.get(region, NOTHING)
        for theme in book.themes_on(on):
            chosen, seen = book.picture(theme, on), _last(looked.get((region, theme), ()), on)
            if chosen is not None or seen is not None:
                found[region, theme, BLOCK] = _contribution(region, theme, chosen, seen, on)
    return found


def _last(looked: Iterable[Looked], on: date) -> Looked | None:
    """What was looked at last by the day."""
    return max((x for x in looked if x.day <= on), key=lambda x: x.day, default=None)


def _contribution(region: str, theme: str, chosen: Agreed | None, seen: Looked | None, on: date) -> Contribution:
    states = queries.states(chosen.indicators, on) if chosen else []
    late = [s for s in states if not s.fresh(on)]
    recent = seen is not None and seen.day > add_years(on, -1)
    says = rulebook.situation(agreed=chosen is not None, fresh=bool(states) and not late, looked=recent)
    flags: set[Flag] = {"stale"} if (late and chosen) or (seen is not None and not recent) else set()
    return Contribution(says, tuple(_findings(region, theme, chosen, seen, recent, late)), frozenset(flags))


def _findings(
    region: str, theme: str, chosen: Agreed | None, seen: Looked | None, recent: bool, late: list[State]
) -> Iterable[Finding]:
    slug = queries.slug_of(region)
    here = ("statistics:picture", (slug, theme))
    if chosen is not None:
        count = str(len(chosen.indicators))
        yield Finding("picture_agreed", (("day", chosen.since), ("count", count)), *here, good=True)
    if seen is not None and recent:
        params = (("day", seen.day), ("title", seen.title))
        yield Finding("picture_looked", params, "statistics:snapshot", (str(seen.public_id),), good=True)
    if chosen is not None and not late:
        yield Finding("picture_fresh", (), *here, good=True)
    for code, states in (
        ("picture_late", [s for s in late if s.period]),
        ("picture_empty", [s for s in late if not s.period]),
    ):
        if states:
            yield Finding(code, (("names", _names(states)),), *here)
    if not recent:
        yield Finding("picture_not_looked", (), *here)


def _names(states: list[State]) -> Text:
    """The first few names in each language."""
    names = [s.indicator.name for s in states[:NAMED]]
    more = " …" if len(states) > NAMED else ""
    return Text(*(", ".join(n.get(lang) for n in names) + more for lang in ("fi", "sv", "en")))


def rules() -> list[tuple[str, list[str]]]:
    """How this room computes its column: headings and the codes of its rules, from the table the rule runs on."""
    return [("rules:picture", [r.code for r in rulebook.PICTURE])]


def search_documents() -> Iterable[Findable]:
    """Figures of the catalogue and the regions' own."""
    for code, one in law().indicators.items():
        if not one.ended:
            yield Findable(
                kind="figure",
                key=f"figure:{code}",
                title=one.name,
                path=f"/tilastot/luku/{code}/",
                about=law().sources[one.source].name,
                body=" ".join((*one.note.by_language().values(), one.producer)),
                region=one.region,
                themes=frozenset(one.themes),
            )
