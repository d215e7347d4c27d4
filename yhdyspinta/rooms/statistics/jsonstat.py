"""Figures as JSON-stat 2.0, the form that statistics offices exchange (json-stat.org). Plain Python."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from yhdyspinta.core.indicators.arrays import Floats, Table, number
from yhdyspinta.core.indicators.periods import shown
from yhdyspinta.core.indicators.tidy import WRITTEN


def dataset(
    *,
    label: str,
    source: str,
    updated: str,
    table: Table,
    places: Sequence[tuple[int, str, str]],
    unit: str,
    decimals: int,
) -> str:
    """A dataset of some areas: `places` are (place on the axis, code, name). Missing values are null with a status."""
    at = [i for i, _, _ in places]
    values = np.round(table.values[:, :, at], decimals + 2)
    marks = table.marks[:, :, at].ravel()
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": label,
        "source": source,
        "id": ["sukupuoli", "ajankohta", "alue"],
        "size": list(values.shape),
        "role": {"time": ["ajankohta"], "geo": ["alue"]},
        "dimension": {
            "sukupuoli": _dimension("sukupuoli", table.genders, table.genders),
            "ajankohta": _dimension("ajankohta", table.periods, [shown(p) for p in table.periods]),
            "alue": _dimension("alue", [code for _, code, _ in places], [name for _, _, name in places]),
        },
        "value": _values(values),
        "extension": {"unit": unit, "decimals": decimals},
    }
    if updated:
        found["updated"] = updated
    if status := {str(i): WRITTEN[int(m)] for i, m in enumerate(marks) if m in WRITTEN}:
        found["status"] = status
    return json.dumps(found, ensure_ascii=False)


def _dimension(label: str, codes: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    index = {code: i for i, code in enumerate(codes)}
    return {"label": label, "category": {"index": index, "label": dict(zip(codes, names, strict=True))}}


def _values(values: Floats) -> list[float | None]:
    return [number(v) for v in values.ravel()]
