"""The map on a day, from every room's facade; cached by what it is computed from."""

from collections.abc import Mapping
from datetime import date

from django.core.cache import cache

from yhdyspinta.core.audit.models import Revision
from yhdyspinta.core.interfaces.catalogue import BLOCKS, THEMES
from yhdyspinta.core.interfaces.cells import Cell, Contribution, combine
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.house import FACADES

Key = tuple[str, str, str]
Map = Mapping[Key, Cell]
HOUR = 3600


def interface_map(on: date) -> Map:
    """Every cell of every region on the day: (region, theme, block) → Cell."""
    revisions = sorted(Revision.objects.values_list("name", "value"))
    key = f"map:{on}:{catalogue().digest}:{hash(tuple(revisions))}"
    found: Map | None = cache.get(key)
    if found is None:
        found = compute(list(atlas().areas), on)
        cache.set(key, found, timeout=HOUR)
    return found


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
