"""The map on a day, from every room's facade and what the region has agreed; cached by what it is computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yhdyspinta.core.audit.queries import revisions
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.evidence.queries import ledger
from yhdyspinta.core.evidence.records import Record
from yhdyspinta.core.indicators.catalogue import catalogue as indicators
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES
from yhdyspinta.core.interfaces.cells import Cell, Contribution, Finding, combine
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING, RegionBook
from yhdyspinta.site.house import TELLING

Key = tuple[str, str, str]
Map = Mapping[Key, Cell]
Told = Mapping[str, tuple[Record, ...]]
_COUNTRY: Memo[Map] = Memo(24)
_REGION: Memo[Map] = Memo(1200)
"""Small: 60 cells each. Room for every region by half-years (22 × 22 days at most) and as many other days."""
_TOLD: Memo[Told] = Memo(1200)
_RECORDED: Memo[int] = Memo(1200)


@dataclass(frozen=True)
class Maps:
    """Maps of any day as the house knows them now. Ask `maps()` once a page: it is one query while nothing changes."""

    state: tuple[object, ...]

    def country(self, on: date) -> Map:
        """Every cell of every region on the day: (region, theme, block) → Cell."""
        return _COUNTRY.get((self.state, on), lambda: compute(list(atlas().areas), on))

    def region(self, code: str, on: date) -> Map:
        """The cells of one region on the day."""
        whole = _COUNTRY.kept((self.state, on))
        return whole if whole is not None else _REGION.get((self.state, code, on), lambda: compute([code], on))

    def told(self, code: str, on: date) -> Told:
        """A region's public records by theme on the day, newest first: what is public before a map is opened."""
        return _TOLD.get((self.state, code, on), lambda: _told(code, on))

    def recorded(self, code: str, on: date) -> int:
        """How many public records a region has on the day; one that serves several themes counts once."""
        return _RECORDED.get((self.state, code, on), lambda: _distinct(self.told(code, on)))


def maps() -> Maps:
    """Keyed by every revision and the catalogue: a write is seen by the next reader."""
    return Maps((catalogue().digest, indicators().digest, tuple(sorted(revisions().items()))))


def interface_map(on: date) -> Map:
    """Every cell of every region on the day."""
    return maps().country(on)


def compute(regions: list[str], on: date) -> Map:
    """The cells of some regions, computed anew."""
    told: dict[Key, list[Contribution]] = {}
    for facade in TELLING:
        for key, contribution in facade.statuses(regions, on).items():
            told.setdefault(key, []).append(contribution)
    cells: dict[Key, Cell] = {}
    agreed = books()
    for region in regions:
        book = agreed.get(region, NOTHING)
        for theme in book.themes_on(on):
            for block in BLOCKS:
                parts = told.get((region, theme, block), [])
                cells[region, theme, block] = combine(
                    region, theme, block, [*parts, *_waived(book, theme, block, on, parts)]
                )
    return cells


def _waived(book: RegionBook, theme: str, block: str, on: date, parts: Iterable[Contribution]) -> list[Contribution]:
    """A part that the region has agreed a theme does not need. Where something is recorded, the record speaks."""
    need = book.need(theme, on)
    if need is None or block not in need.not_needed:
        return []
    recorded = any(p.base and p.situation != "unknown" for p in parts)
    finding = Finding("agreed_not_needed", (("day", need.since),))
    if recorded:
        return [Contribution("unknown", (finding,), base=False)]
    return [Contribution("not_applicable", (finding,))]


def _told(code: str, on: date) -> Told:
    view, kept = atlas().view(code, on), ledger()
    found: dict[str, dict[object, Record]] = {}
    for duty in catalogue().duties.values():
        for record in kept.of(duty.code, view.own_ids, on):
            for theme in duty.themes:
                found.setdefault(theme, {})[record.public_id] = record
    return {
        theme: tuple(sorted(records.values(), key=lambda r: (r.happened_on, str(r.public_id)), reverse=True))
        for theme, records in found.items()
    }


def _distinct(told: Told) -> int:
    return len({r.public_id for records in told.values() for r in records})


def rows(cells: Map, region: str, themes: Iterable[str] = tuple(THEMES)) -> list[tuple[str, list[Cell]]]:
    """A region's map: themes down, blocks across. A theme that the map of the day lacks is left out."""
    found = [(theme, [cells.get((region, theme, block)) for block in BLOCKS]) for theme in themes]
    return [(theme, [c for c in row if c is not None]) for theme, row in found if row[0] is not None]


def changes(before: Map, after: Map, region: str, themes: Iterable[str] = tuple(THEMES)) -> list[tuple[Cell, Cell]]:
    """The region's cells whose situation or flags differ between two maps, in the map's order."""
    keys = [(region, theme, block) for theme in themes for block in BLOCKS]
    pairs = [(before.get(key, Cell(*key)), after.get(key, Cell(*key))) for key in keys]
    return [(a, b) for a, b in pairs if (a.situation, a.flags) != (b.situation, b.flags)]
