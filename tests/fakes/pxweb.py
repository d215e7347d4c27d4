"""A stand-in of Statistics Finland's PxWeb v1 by what is known of it: python3 -m tests.fakes.pxweb [--port 8202].

Metadata by GET, figures by POST in JSON-stat 2; too many cells are 403, unknown values 400; "..." is suppressed.
"""

import argparse
import itertools
import json
from typing import Any

from tests.fakes.server import Reply, Server
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.indicators.starter import observations, starters
from yhdyspinta.core.indicators.tidy import WRITTEN

AREA, TIME_YEAR, TIME_MONTH, CONTENT = "alue_23_20260101", "timeperiod_y", "timeperiod_m", "contentscode"
AGES = ["SSS", *(f"{age:03d}" for age in range(100)), "100-"]
Seed = dict[tuple[str, str, str, str], tuple[float | None, str]]
"""Real figures: (table, content, area, period) → (value, sign of a missing one)."""
LETTERS = {"country": "SSS", "county": "HVA", "employment_area": "TA", "municipality": "KU"}


def area_codes() -> list[str]:
    """Areas as PxWeb writes them, with subregions and "unknown" that nobody here asks for."""
    own = [f"{LETTERS[k]}{c}" for k, c in axis().places]
    return [*own, "SK011", "MK01", "KUJOU"]


def seeds() -> Seed:
    """The real figures of the package's starter files, as PxWeb would tell them."""
    found: Seed = {}
    for one in starters():
        query = one.indicator.query
        for o in observations(one.text, one.indicator.code) if "table" in query and "ages" not in query else ():
            if o.gender == "total":
                area = f"{LETTERS[o.place[0]]}{o.place[1]}"
                found[query["table"], query["content"], area, o.period] = (
                    (None, WRITTEN.get(o.mark, "")) if o.value != o.value else (o.value, "")
                )
    return found


class PxWeb:
    """The service. `cells`: what it allows in one answer."""

    def __init__(self, *, cells: int = 20_000, updated: str = "2026-11-01T06:00:00Z", seed: Seed | None = None) -> None:
        self.cells, self.updated, self.wrong = cells, updated, ""
        self.seed = seed or {}
        self.months = [f"{y}M{m:02d}" for y in (2025, 2026) for m in range(1, 13)][:22]
        self.years = ["2022", "2023", "2024", "2025"]
        self.ahead = [str(year) for year in range(2024, 2046)]

    def tables(self) -> dict[str, list[str]]:
        """Contents by table, from the catalogue."""
        found: dict[str, list[str]] = {}
        for one in catalogue().indicators.values():
            if "table" in one.query:
                contents = found.setdefault(one.query["table"], [])
                contents += [one.query["content"]] if one.query["content"] not in contents else []
        return found

    def times(self, table: str) -> list[str]:
        """The periods of a table: those of its real figures, where there are any."""
        real = sorted({key[3] for key in self.seed if key[0] == table})
        if table.startswith("vaenn"):
            return self.ahead
        return real or (self.months if table.startswith("tyonv") else self.years)

    def variables(self, table: str) -> list[dict[str, Any]]:
        """The variables of a table; some of the older tables still say Alue and Tiedot."""
        old = table.startswith("tyonv/12u4")
        times, ages = self.times(table), table in ("vaerak/11re.px", "vaenn/14wx.px")
        areas = [*area_codes(), "KU588"] if table.startswith("vaenn") else area_codes()
        found: list[dict[str, Any]] = [
            {"code": "Alue" if old else AREA, "text": "Alue", "values": areas, "valueTexts": areas},
            {"code": "Kuukausi" if old else (TIME_MONTH if table.startswith("tyonv") else TIME_YEAR), "text": "Aika", "values": times, "valueTexts": times, "time": True},
            {"code": "Tiedot" if old else CONTENT, "text": "Tiedot", "values": self.tables()[table], "valueTexts": []},
        ]  # fmt: skip
        if ages:
            found.append({"code": "ikaryhma_10_20180101", "text": "Ikä", "values": AGES, "valueTexts": [], "elimination": True})  # fmt: skip
        if ages or table in ("vaerak/11ra.px", "tyonv/12u4.px"):
            found.append({"code": "sukupuoli_9_20180101", "text": "Sukupuoli", "values": ["SSS", "1", "2"], "valueTexts": [], "elimination": True})  # fmt: skip
        if old:
            found.append({"code": "Ikäryhmät", "text": "Ikä", "values": ["SSS", "15-24"], "valueTexts": [], "elimination": True})  # fmt: skip
        return found

    def __call__(
        self, method: str, path: str, query: dict[str, list[str]], sent: bytes, headers: dict[str, str]
    ) -> Reply:
        """The answer to a question."""
        if "config" in query:
            return 200, {
                "maxValues": self.cells,
                "maxCells": self.cells,
                "maxCalls": 40,
                "timeWindow": 60,
                "CORS": True,
            }
        table = path.removeprefix("/fi/StatFin/")
        if table not in self.tables():
            return 400, {"error": "Bad Request"}
        if method == "GET":
            return 200, {"title": f"Taulu {table}", "variables": self.variables(table)}
        return self.figures(table, json.loads(sent))

    def figures(self, table: str, asked: dict[str, Any]) -> Reply:
        """A dataset. 400 for what the table does not have, 403 for too much."""
        chosen = {q["code"]: q["selection"]["values"] for q in asked["query"]}
        known = {v["code"]: v for v in self.variables(table)}
        if not set(chosen) <= set(known) or any(not set(v) <= set(known[c]["values"]) for c, v in chosen.items()):
            return 400, {"error": "Bad Request"}
        codes = {c: chosen.get(c, v["values"][:1]) for c, v in known.items()}
        size = [len(v) for v in codes.values()]
        count = 1
        for n in size:
            count *= n
        if count > self.cells:
            return 403, {"error": "Forbidden"}
        content = chosen[CONTENT if CONTENT in chosen else "Tiedot"][0]
        seeded = any(key[:2] == (table, content) for key in self.seed)
        values: list[float | None] = []
        status: dict[str, str] = {}
        for i, key in enumerate(itertools.product(*codes.values())):
            area, period = key[0], key[1]
            real = self.seed.get((table, content, area, period), (None, ""))
            value, sign = real if seeded else made_up(table, area, period)
            values.append(value)
            if sign:
                status[str(i)] = sign
        return 200, self.spoiled(
            {
                "version": "2.0",
                "class": "dataset",
                "label": table,
                "source": "Tilastokeskus",
                "updated": self.updated,
                "id": list(codes),
                "size": size,
                "role": {"time": [c for c, v in known.items() if v.get("time")]},
                "dimension": {
                    c: {"label": c, "category": {"index": {k: n for n, k in enumerate(v)}}} for c, v in codes.items()
                },
                "value": values,
                "status": status,
            }
        )

    def spoiled(self, data: dict[str, Any]) -> dict[str, Any]:
        """The dataset with the chosen fault."""
        match self.wrong:
            case "a value too few":
                return {**data, "value": data["value"][:-1]}
            case "another content":
                name = next(c for c in data["id"] if c in (CONTENT, "Tiedot"))
                data["dimension"][name]["category"]["index"] = {"MUU": 0}
                return data
            case "a gap in the areas" | "more areas than sizes":
                index = data["dimension"][data["id"][0]]["category"]["index"]
                last = max(index, key=lambda k: index[k])
                index[last if self.wrong.startswith("a gap") else "KU999"] = len(index) + 5
                return data
            case "an unknown area":
                index = data["dimension"][data["id"][0]]["category"]["index"]
                first = next(iter(index))
                data["dimension"][data["id"][0]]["category"]["index"] = {
                    ("XX1" if k == first else k): n for k, n in index.items()
                }
                return data
            case "a dimension is gone":
                return {**data, "dimension": {}}
            case "text for a number":
                return {**data, "value": ["12,5", *data["value"][1:]]}
            case "impossible values":
                return {**data, "value": [1e12 for _ in data["value"]]}
            case "only nulls":
                return {**data, "value": [None for _ in data["value"]], "status": {}}
            case _:
                return data


def made_up(table: str, area: str, period: str) -> tuple[float | None, str]:
    """A made-up figure, the same each time; small ones of municipalities are hidden, except in the tables of ages."""
    number = 10 + sum(ord(c) * (n + 1) for n, c in enumerate(area)) % 80 + int(period[-1]) / 10
    hidden = number % 10 < 1 and area.startswith("KU") and not table.startswith(("vaenn", "vaerak/11re"))
    return (None, "...") if hidden else (number, "")


WRONG = ("a value too few", "another content", "an unknown area", "a dimension is gone", "text for a number", "impossible values", "only nulls")  # fmt: skip


def main() -> None:
    """Serves until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8202)
    parser.add_argument(
        "--real", action="store_true", help="tell the real figures of the starter files where there are any"
    )
    args = parser.parse_args()
    Server(PxWeb(seed=seeds() if args.real else None), args.port).serve_forever()


if __name__ == "__main__":
    main()
