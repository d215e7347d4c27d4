"""Real shapes of municipalities: Statistics Finland's GeoJSON to light SVG paths. Plain Python.

Points are snapped to a grid of the picture, so that neighbours keep their common border and the paths stay small.
Accepted coordinates: ETRS-TM35FIN metres (EPSG:3067) or degrees (WGS 84). Municipality code in `kunta`, `koodi` or `code`.
"""

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from yhdyspinta.core.interfaces.catalogue import InvalidFile
from yhdyspinta.core.registry.tiles import Point

WIDTH = 480
"""Of the picture, in grid steps."""
CODE_KEYS = ("kunta", "koodi", "code")
LATITUDE = 65.0
"""Where degrees are taken to be as wide as long: the middle of the country."""
Ring = list[Point]


def shapes_of(text: str, wanted: Collection[str]) -> tuple[dict[str, str], int, int]:
    """(path by code, width, height) of a GeoJSON file. Raises InvalidFile: which feature, what is wrong, what to do."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidFile(f"not JSON, line {error.lineno}: {error.msg}") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise InvalidFile("not a GeoJSON FeatureCollection: no list `features`. Export municipalities as GeoJSON.")
    rings: dict[str, list[Ring]] = {}
    for number, raw in enumerate(features, start=1):
        code, shape = _feature(raw, number)
        rings.setdefault(code, []).extend(shape)  # an island may be a feature of its own
    if unknown := sorted(set(rings) - set(wanted)):
        raise InvalidFile(f"unknown municipality codes: {', '.join(unknown)}. Use the division of the present year.")
    if missing := sorted(set(wanted) - set(rings)):
        raise InvalidFile(f"{len(missing)} municipalities are missing: {', '.join(missing[:12])}. Export all of them.")
    return _drawn(rings)


def _feature(raw: Any, number: int) -> tuple[str, list[Ring]]:
    where = f"feature {number}"
    try:
        properties, geometry = raw["properties"], raw["geometry"]
        code = next(str(properties[k]) for k in CODE_KEYS if properties.get(k) is not None).zfill(3)
    except (KeyError, TypeError, AttributeError, StopIteration):
        raise InvalidFile(f"{where}: no municipality code in {', '.join(CODE_KEYS)}, or no geometry") from None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise InvalidFile(f"{where} ({code}): geometry is {kind!r}; expected Polygon or MultiPolygon")
    try:
        polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
        rings = [[_point(p) for p in ring] for polygon in polygons for ring in polygon]
    except (KeyError, TypeError, ValueError, IndexError):
        raise InvalidFile(f"{where} ({code}): coordinates cannot be read as pairs of numbers") from None
    if not any(len(ring) >= 4 for ring in rings):
        raise InvalidFile(f"{where} ({code}): no ring with at least four points")
    return code, rings


def _point(raw: Sequence[Any]) -> Point:
    """Kilometres east and north, from metres or degrees."""
    x, y = float(raw[0]), float(raw[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(raw)
    if abs(x) <= 180 and abs(y) <= 90:
        return x * 111.32 * math.cos(math.radians(LATITUDE)), y * 111.32
    return x / 1000, y / 1000


def _drawn(rings: Mapping[str, list[Ring]]) -> tuple[dict[str, str], int, int]:
    points = [p for shape in rings.values() for ring in shape for p in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    if east - west <= 0 or north - south <= 0:
        raise InvalidFile("every point is at the same place")
    scale = WIDTH / (east - west)
    paths = {}
    for code, shape in rings.items():
        snapped = [_snapped(ring, west, north, scale) for ring in shape]
        largest = max(snapped, key=len)
        kept = [ring for ring in snapped if len(ring) >= 3] or [largest]
        paths[code] = "".join(_path(ring) for ring in kept)
    return paths, WIDTH, math.ceil((north - south) * scale)


def _snapped(ring: Ring, west: float, north: float, scale: float) -> list[tuple[int, int]]:
    """Grid points of a ring without repeats; points on a straight step are left out."""
    found: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round((x - west) * scale), round((north - y) * scale))
        if not found or found[-1] != point:
            found.append(point)
    if len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


def _path(ring: Sequence[tuple[int, int]]) -> str:
    (x, y), steps = ring[0], []
    for a, b in ring[1:]:
        steps.append(f"{a - x} {b - y}")
        x, y = a, b
    return f"M{ring[0][0]} {ring[0][1]}" + (f"l{' '.join(steps)}" if steps else "") + "z"


_RING = re.compile(r"M(-?\d+) (-?\d+)(?:l([^Mz]*))?z")


def middle(path: str) -> Point:
    """The middle of the box of a path's longest ring: where a label goes."""
    best: list[Point] = []
    for x, y, steps in _RING.findall(path):
        at = (float(x), float(y))
        points = [at]
        numbers = [float(n) for n in steps.split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            at = (at[0] + dx, at[1] + dy)
            points.append(at)
        best = max(best, points, key=len)
    xs, ys = [p[0] for p in best], [p[1] for p in best]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
