"""The map on a day, from every room's facade; cached by what it is computed from."""

from collections.abc import Mapping
from datetime import date

from yhdyspinta.core.audit.models import Revision
from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES
from yhdyspinta.core.interfaces.cells import Cell, Contribution, combine
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.house import FACADES

Key = tuple[str, str, str]
Map = Mapping[Key, Cell]
_MAPS: Memo[Map] = Memo(40)


def interface_map(on: date) -> Map:
    """Every cell of every region on the day: (region, theme, block) → Cell."""
    revisions = tuple(sorted(Revision.objects.values_list("name", "value")))
    return _MAPS.get((on, catalogue().digest, revisions), lambda: compute(list(atlas().areas), on))


def compute(regions: list[str], on: date) -> Map:
    """The cells of some regions, computed anew."""
    told: dict[Key, list[Contribution]] = {}
    for facade in FACADES:
        for key, contribution in facade.statuses(regions, on).items():
            told.setdefault(key, []).append(contribution)
    return {
        (region, theme, block): combine(region, theme, block, told.get((region, theme, block), []))
        for region in regions
        for theme in THEMES
        for block in BLOCKS
    }


def rows(cells: Map, region: str) -> list[tuple[str, list[Cell]]]:
    """A region's map: themes down, blocks across."""
    return [(theme, [cells[region, theme, block] for block in BLOCKS]) for theme in THEMES]


def changes(before: Map, after: Map, region: str) -> list[tuple[Cell, Cell]]:
    """The region's cells whose situation or flags differ between two maps, in the map's order."""
    keys = [(region, theme, block) for theme in THEMES for block in BLOCKS]
    pairs = [(before[key], after[key]) for key in keys]
    return [(a, b) for a, b in pairs if (a.situation, a.flags) != (b.situation, b.flags)]
