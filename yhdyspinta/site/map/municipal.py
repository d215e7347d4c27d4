"""The municipal map of a page: which municipalities take part in something recorded, gaps between regions, labels."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yhdyspinta.core.common.memo import Memo
from yhdyspinta.core.registry.queries import atlas, municipal_shapes
from yhdyspinta.site.map.queries import Maps

CROWDED = frozenset({"01", "02", "03", "04", "90"})
"""Regions around Helsinki, whose names would lie over each other; the list and the regions' own map name them."""
MAJOR = frozenset({"21", "19", "15", "08", "05", "14", "17", "12", "11"})
"""Regions whose names fit even on a phone."""
_GROUPS: Memo[Mapping[str, str]] = Memo(8)
_BORDERS: Memo[str] = Memo(8)


def groups(now: Maps, on: date) -> Mapping[str, str]:
    """Region by municipality code on a day; Åland's municipalities are a group without a code."""
    house = atlas()

    def make() -> Mapping[str, str]:
        found = {o.code: "" for o in house.of_kind("municipality", on)}
        for code in house.areas:
            found |= {m.code: code for m in house.view(code, on).municipalities}
        return found

    return _GROUPS.get((now.state, on), make)


_PARTIES: Memo[frozenset[str]] = Memo(60)


def parties(now: Maps, on: date) -> frozenset[str]:
    """Codes of the municipalities that take part in a public record on the day."""
    return _PARTIES.get((now.state, on), lambda: _parties(now, on))


def _parties(now: Maps, on: date) -> frozenset[str]:
    told = (now.told(code, on) for code in atlas().areas)
    ids = {i for themes in told for records in themes.values() for r in records for i in r.parties}
    return frozenset(o.code for o in atlas().of_kind("municipality", on) if o.id in ids)


def municipal_map(now: Maps, on: date, lang: str) -> dict[str, Any]:
    """What `site/_municipal_map.html` draws."""
    drawn, region_of, known = municipal_shapes(), groups(now, on), parties(now, on)
    labels = []
    for code, area in atlas().areas.items():
        if code in CROWDED:
            continue
        if own := [m for m, region in region_of.items() if region == code and m in drawn.at]:
            labels.append((area.name.get(lang), drawn.middle(own), code not in MAJOR))
    return {
        "shapes": drawn,
        "map_parties": drawn.joined(known),
        "map_rest": drawn.joined([c for c in drawn.paths if c not in known]),
        "map_borders": _BORDERS.get((now.state, on), lambda: drawn.borders(region_of)),
        "map_labels": labels,
        "party_count": len(known),
        "map_count": len(region_of),
    }
