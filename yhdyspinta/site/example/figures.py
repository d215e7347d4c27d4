"""Figures of the invented region, made from the country's own: near the mean of the kind, the same each time."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from math import fsum

from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.starter import Starter
from yhdyspinta.core.indicators.tidy import parsed
from yhdyspinta.core.registry.files import rows
from yhdyspinta.site.example.places import PLACES

SPREAD = 0.12
"""So far from the mean a figure lies at most."""
Line = Mapping[str, str]


def beside(one: Starter) -> Starter:
    """The starter file with lines of the invented places: what the package tells of real ones stays as it is."""
    reader = csv.DictReader(one.text.splitlines())
    head, lines = list(reader.fieldnames or []), list(reader)
    made = [line for place in PLACES for line in _lines(place, one.indicator, head, lines)]
    text = one.text.rstrip("\n") + "\n" + "".join(f"{','.join(line)}\n" for line in made)
    return replace(one, text=text) if made else one


def _lines(place: tuple[str, str], indicator: Indicator, head: Sequence[str], lines: Sequence[Line]) -> list[list[str]]:
    """A line a gender that the file tells of the place's kind. Sums of municipalities are added up by the store itself."""
    kind, code = place
    if indicator.additive and kind != "municipality":
        return []
    genders = dict.fromkeys(line.get("gender", "") for line in lines if line["kind"] == kind)
    found = []
    for gender in genders:
        same = [line for line in lines if line["kind"] == kind and line.get("gender", "") == gender]
        cells = []
        for name in head:
            given = {"kind": kind, "code": code, "gender": gender}.get(name)
            cells.append(_figure(place, indicator, [line[name] for line in same]) if given is None else given)
        found.append(cells)
    return found


def _figure(place: tuple[str, str], indicator: Indicator, told: Sequence[str]) -> str:
    """Near the mean, or by its share of residents; empty where hardly anybody tells a figure."""
    known = [value for text in told if (value := parsed(text)[0]) == value]
    if len(known) < len(told) / 2 or not known:
        return ""
    if indicator.additive:
        value = fsum(known) * _share(place[1]) * (1 + _lean(place[1], indicator.code) * SPREAD)
        return f"{max(0, round(value, indicator.decimals)):.{indicator.decimals}f}"
    value = fsum(known) / len(known) * (1 + _lean(place[1], indicator.code) * SPREAD)
    return f"{value:.{indicator.decimals}f}"


@cache
def _residents() -> Mapping[str, int]:
    """By municipality, the invented ones too: the file is read once."""
    return {r["code"]: int(r["population"] or 0) for r in rows("municipalities.csv")}


def _share(code: str) -> float:
    """A municipality's share of the country's residents."""
    every = _residents()
    return every[code] / sum(n for c, n in every.items() if not c.startswith("E"))


def _lean(code: str, indicator: str) -> float:
    """Between -1 and 1, the same each time: which way a place leans in a figure."""
    return int(sha256(f"{code} {indicator}".encode()).hexdigest()[:8], 16) / 2**31 - 1
