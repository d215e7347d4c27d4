"""PxWeb v1 (Statistics Finland): metadata first, variables found by role, never by a fixed code; answers in JSON-stat 2.

Questions are cut so that no answer has more cells than the server allows.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

import msgspec

from yhdyspinta.core.indicators.axes import COUNTRY, LETTERS, Place, axis, placed
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.laying import Observation, gathered
from yhdyspinta.core.indicators.sources.described import Brought, Described, day_of
from yhdyspinta.core.indicators.sources.web import SourceFault, Web, decoded
from yhdyspinta.core.indicators.tidy import SIGNS

KINDS = {letters: kind for kind, letters in LETTERS.items()}
GENDERS = {"SSS": "total", "1": "male", "2": "female"}


class Variable(msgspec.Struct):
    """A variable of a table."""

    code: str
    values: list[str]
    text: str = ""
    time: bool = False
    elimination: bool = False


class Meta(msgspec.Struct):
    """A table."""

    variables: list[Variable]
    title: str = ""


class Limits(msgspec.Struct):
    """What the server allows."""

    maxCells: int  # noqa: N815  (the source's word)


class Category(msgspec.Struct):
    """Codes of a dimension with their places."""

    index: dict[str, int] | list[str]


class Dimension(msgspec.Struct):
    """A dimension of an answer."""

    category: Category


class DataSet(msgspec.Struct):
    """A JSON-stat 2 dataset."""

    id: list[str]
    size: list[int]
    dimension: dict[str, Dimension]
    value: list[float | None] | dict[str, float | None]
    updated: str = ""
    status: dict[str, str] | list[str | None] = msgspec.field(default_factory=dict)


def describe(web: Web, indicator: Indicator) -> Described:
    """Which variable is which, and the periods. Raises SourceFault when the table is not what it was."""
    limits = decoded(web.get("/fi/?config"), Limits, "the limits")
    meta = decoded(web.get(_path(indicator)), Meta, "the description")
    time = _only(
        "of time", [v for v in meta.variables if v.time or re.match(r"timeperiod|vuosi|kuukausi", v.code, re.I)]
    )
    area = _only("of areas", [v for v in meta.variables if re.match(r"alue", v.code, re.I)])
    content = _only("of contents", [v for v in meta.variables if re.match(r"contentscode|tiedot", v.code, re.I)])
    wanted = indicator.query.get("content", "")
    if wanted not in content.values:
        raise SourceFault(f"the table has no content {wanted!r}; it has {', '.join(content.values[:6])}")
    sex = next((v for v in meta.variables if re.match(r"sukupuoli", v.code, re.I)), None)
    others = [v for v in meta.variables if v not in (time, area, content, sex)]
    ages = _ages(others, indicator)
    genders = tuple(GENDERS[v] for v in sex.values if v in GENDERS) if sex and indicator.genders else ("total",)
    details = {
        "time": time.code,
        "area": area.code,
        "areas": tuple(v for v in area.values if place_of(v) is not None),
        "content": content.code,
        "sex": sex.code if sex else "",
        "sexes": tuple(k for k, g in GENDERS.items() if sex and k in sex.values and g in genders),
        "fixed": {v.code: (_total(v),) for v in others} | ages,
        "parts": math.prod(len(values) for values in ages.values()),
        "cells": max(1_000, limits.maxCells),
    }
    periods = tuple(sorted(v for v in time.values if re.fullmatch(r"\d{4}(M\d{2})?", v)))
    if not details["areas"] or not periods:
        raise SourceFault("the table has no areas or periods that the house knows")
    return Described(None, periods, genders, details)


def _path(indicator: Indicator) -> str:
    return f"/fi/StatFin/{indicator.query.get('table', '')}"


def _only(role: str, found: Sequence[Variable]) -> Variable:
    if len(found) != 1:
        raise SourceFault(f"the table has {len(found)} variables {role}, not one")
    return found[0]


def _total(variable: Variable) -> str:
    """The value of everything together. Raises SourceFault when the table has none."""
    found: str | None = next((v for v in ("SSS", "00", "TOT", "S") if v in variable.values), None)
    if found is None and len(variable.values) == 1:
        found = variable.values[0]
    if found is None:
        raise SourceFault(f"the variable {variable.code} has no total")
    return found


def _ages(variables: Sequence[Variable], indicator: Indicator) -> dict[str, tuple[str, ...]]:
    """The single years of age that an indicator sums, by variable: `ages = "75-84"`, `"85-"`. Raises SourceFault."""
    wanted = indicator.query.get("ages", "")
    if not wanted:
        return {}
    variable = _only("of ages", [v for v in variables if re.match(r"ik(a|ä)", v.code, re.I)])
    first, _, last = wanted.partition("-")
    low, high = int(first), int(last or 200)
    chosen = {int(v.rstrip("-")): v for v in variable.values if re.fullmatch(r"\d{3}-?", v)}
    found = tuple(code for age, code in sorted(chosen.items()) if low <= age <= high)
    until = min(high, max(chosen, default=-1))
    if len(found) != until - low + 1 or not found or (not last and not found[-1].endswith("-")):
        raise SourceFault(f"the variable {variable.code} has no single years {wanted}")
    return {variable.code: found}


def place_of(code: str) -> Place | None:
    """An area of the house from PxWeb's code, or a municipality that ended; None for other kinds and for "unknown"."""
    if code == "SSS":
        return COUNTRY
    match = re.fullmatch(r"(KU|HVA|TA)(\d{2,3})", code)
    if match is None:
        return None
    place: Place = (KINDS[match[1]], match[2])
    return place if placed(place) else None


def fetch(web: Web, indicator: Indicator, described: Described) -> list[bytes]:
    """Every figure, in as many questions as the limit of cells asks for. Raises SourceFault."""
    d: Mapping[str, Any] = described.details
    each = max(1, len(d["sexes"])) * d["parts"]
    areas = max(1, d["cells"] // each)  # so many areas of one period fit an answer
    at_once = max(1, d["cells"] // (each * min(areas, len(d["areas"]))))
    answers = []
    for start in range(0, len(described.periods), at_once):
        periods = described.periods[start : start + at_once]
        for first in range(0, len(d["areas"]), areas):
            asked = _question(d, indicator, periods, d["areas"][first : first + areas])
            answers.append(web.post(_path(indicator), msgspec.json.encode(asked)))
    return answers


def _question(
    d: Mapping[str, Any], indicator: Indicator, periods: Sequence[str], areas: Sequence[str]
) -> dict[str, Any]:
    chosen = {
        d["area"]: list(areas),
        d["time"]: list(periods),
        d["content"]: [indicator.query["content"]],
        **{code: list(values) for code, values in d["fixed"].items()},
    }
    if d["sex"]:
        chosen[d["sex"]] = list(d["sexes"] or ["SSS"])
    query = [{"code": code, "selection": {"filter": "item", "values": values}} for code, values in chosen.items()]
    return {"query": query, "response": {"format": "json-stat2"}}


def tidy(bodies: Sequence[bytes], indicator: Indicator, described: Described) -> Brought:
    """Observations with the reasons of missing ones. Raises SourceFault when an answer does not fit its question."""
    found: list[Observation] = []
    for body in bodies:
        found += _observations(decoded(body, DataSet, "the figures"), indicator, described)
    return Brought(gathered(found, indicator, axis()))


def updated(bodies: Sequence[bytes]) -> date | None:
    """The day of the last change, as the answers tell it."""
    found = [day_of(decoded(body, DataSet, "the figures").updated[:10]) for body in bodies]
    return max((d for d in found if d is not None), default=None)


def _checked(data: DataSet, indicator: Indicator, d: Mapping[str, Any]) -> tuple[list[list[str]], dict[str, int]]:
    """(codes of each dimension, its place by name) of an answer to what was asked. Raises SourceFault for another one."""
    if math.prod(data.size) != _length(data) or len(data.size) != len(data.id):
        raise SourceFault(f"{_length(data)} figures for {data.size}")
    codes = [_codes(data, name) for name in data.id]
    if [len(c) for c in codes] != data.size:
        raise SourceFault("the dimensions of the answer are not of its size")
    names = {name: i for i, name in enumerate(data.id)}
    for role in ("time", "area", "content"):
        if d[role] not in names:
            raise SourceFault(f"the answer has no dimension {d[role]}")
    if codes[names[d["content"]]] != [indicator.query["content"]]:
        raise SourceFault("the answer is of another content than was asked")
    for code, wanted in d["fixed"].items():
        if code in names and sorted(codes[names[code]]) != sorted(wanted):
            raise SourceFault(f"the answer has other values of {code} than were asked")
    return codes, names


def _observations(data: DataSet, indicator: Indicator, described: Described) -> list[Observation]:
    d: Mapping[str, Any] = described.details
    codes, names = _checked(data, indicator, d)
    found = []
    for position, key in enumerate(product(*codes)):
        period, place = key[names[d["time"]]], place_of(key[names[d["area"]]])
        gender = GENDERS.get(key[names[d["sex"]]], "") if d["sex"] in names else "total"
        if place is None or period not in described.periods or gender not in described.genders:
            raise SourceFault(f"a figure that was not asked: {' '.join(key)[:80]}")
        value, mark = _value(data, position), SIGNS.get(_status(data, position), 0)
        if value is not None or mark:
            found.append(Observation(place, period, gender, math.nan if value is None else value, mark))
    return found if d["parts"] == 1 else _summed(found, d["parts"])


def _summed(found: Sequence[Observation], parts: int) -> list[Observation]:
    """Each area's, period's and gender's parts together; where one is not told, neither is their sum."""
    groups: dict[tuple[Place, str, str], list[Observation]] = {}
    for one in found:
        groups.setdefault((one.place, one.period, one.gender), []).append(one)
    summed = []
    for key, each in groups.items():
        value = math.fsum(o.value for o in each) if len(each) == parts else math.nan
        mark = min((o.mark for o in each if o.mark), default=0) if math.isnan(value) else 0
        if mark or not math.isnan(value):
            summed.append(Observation(*key, value, mark))
    return summed


def _codes(data: DataSet, name: str) -> list[str]:
    if name not in data.dimension:
        raise SourceFault(f"the answer lacks the dimension {name}")
    index = data.dimension[name].category.index
    if not isinstance(index, dict):
        return index
    if sorted(index.values()) != list(range(len(index))):
        raise SourceFault(f"the dimension {name} has gaps")
    return sorted(index, key=lambda c: index[c])


def _length(data: DataSet) -> int:
    return len(data.value) if isinstance(data.value, list) else math.prod(data.size)


def _value(data: DataSet, at: int) -> float | None:
    return data.value[at] if isinstance(data.value, list) else data.value.get(str(at))


def _status(data: DataSet, at: int) -> str:
    found = (
        data.status.get(str(at)) if isinstance(data.status, dict) else data.status[at] if at < len(data.status) else ""
    )
    return found or ""
