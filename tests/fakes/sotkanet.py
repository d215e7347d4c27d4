"""A stand-in of Sotkanet REST 1.1 by what is known of it: python3 -m tests.fakes.sotkanet [--port 8201] [--mode healthy|flaky|html].

Years and genders are asked for (400 without), an unnamed or python-requests client is turned away (403), every level of
areas is told and `regions` is ignored, what is suppressed is an absent row, merged municipalities keep their rows.
"""

import argparse
import itertools
from typing import Any

from tests.fakes.server import Reply, Server, _body, _status
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.starter import observations, starters

COUNTRY, OLD, PERTUNMAA = 658, 9999, 278
"""Ids of the whole country, and of municipalities that have left the list but not the figures."""
Seed = dict[tuple[int, int, int, str], dict[str, float]]
"""Real figures: (indicator, area's id, year, gender) → value and absValue, where they are known."""


def ids() -> dict[tuple[str, str], int]:
    """Sotkanet-like ids of the house's areas."""
    found = {("country", ""): COUNTRY}
    for place in axis().places:
        if place[0] == "municipality":
            found[place] = 1000 + int(place[1])
        elif place[0] == "county":
            found[place] = 900 + int(place[1])
    return found


IDS = ids()


def regions() -> list[dict[str, Any]]:
    """/regions: every category, also those that nobody here asks for."""
    words = {"municipality": "KUNTA", "county": "HYVINVOINTIALUE", "country": "MAA"}
    found: list[dict[str, Any]] = [
        {
            "id": n,
            "code": place[1] or "358",
            "category": words[place[0]],
            "title": {"fi": "X", "sv": "X"},
            "memberOf": [COUNTRY],
            "uri": "",
        }
        for place, n in IDS.items()
    ]
    found.append({"id": 488, "code": "01", "category": "MAAKUNTA", "title": {"fi": "Uusimaa"}, "memberOf": [COUNTRY]})
    found.append({"id": 3, "code": "1", "category": "YTA", "title": {"fi": "X"}, "memberOf": []})
    return found


def value_of(indicator: int, place: int, year: int, gender: str) -> float:
    """A made-up figure between 2 and 22, the same each time, that moves a little from year to year."""
    return round(2 + (indicator * 7 + place * 13 + len(gender)) % 180 / 10 + (year % 10) / 10, 1)


def seeds() -> Seed:
    """The real figures of the package's starter files, as Sotkanet would tell them; what is unknown is no row."""
    found: Seed = {}
    known = {**IDS, ("municipality", "588"): PERTUNMAA}
    for one in starters():
        if one.indicator.source == "sotkanet" and one.indicator.id.isdigit():
            for o in observations(one.text, one.indicator.code):
                if o.value == o.value and o.place in known:
                    field = "absValue" if one.indicator.query.get("take") == "absolute" else "value"
                    key = (int(one.indicator.id), known[o.place], int(o.period), o.gender)
                    found.setdefault(key, {})[field] = o.value
    return found


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """/csv of the same rows: a BOM, decimal points, a trailing semicolon where the absolute is empty."""
    lines = ["indicator;region;year;gender;primary value;absolute value"]
    for row in rows:
        value, absolute = (("" if row.get(k) is None else str(row[k])) for k in ("value", "absValue"))
        lines.append(f"{row['indicator']};{row['region']};{row['year']};{row['gender']};{value};{absolute}")
    return "\n".join(["\ufeff" + lines[0], *lines[1:], ""]).encode()


class Sotkanet:
    """The service: its own state and the faults of its figures. `seed`: real figures, told instead of made-up ones."""

    def __init__(self, *, updated: str = "2026-11-01", last_year: int = 2025, seed: Seed | None = None) -> None:
        self.updated, self.last_year, self.seed = updated, last_year, seed or {}
        self.wrong: str = ""

    def __call__(
        self, method: str, path: str, query: dict[str, list[str]], sent: bytes, headers: dict[str, str]
    ) -> Reply:
        """The answer to a question."""
        agent = headers.get("user-agent", "")
        if not agent or agent.startswith("python-requests"):
            return 403, {"error": "Forbidden"}
        if path == "/regions":
            return 200, regions()
        if path.startswith("/indicators/"):
            number = path.rsplit("/", 1)[1]
            return (200, self.meta(int(number))) if number.isdigit() else (404, {"error": "x"})
        if path == "/json":
            return self.json(query)
        if path == "/csv":
            status, rows = self.json(query)
            return (status, as_csv(rows)) if status == 200 else (status, rows)
        return 404, {"error": "x"}

    def meta(self, number: int) -> dict[str, Any]:
        """/indicators/{id}; languages may be missing and region.values empty."""
        return {
            "id": number,
            "title": {"fi": f"Tunnusluku {number}"},
            "data-updated": self.updated,
            "range": self.range(number),
            "decimals": 1,
            "primaryValueType": {"code": "PERCENT"},
            "classifications": {"sex": {"values": ["male", "female", "total"]}, "region": {"values": []}},
        }

    def range(self, number: int) -> dict[str, int]:
        """The years that there are."""
        years = [key[2] for key in self.seed if key[0] == number]
        return {"start": min(years), "end": max(years)} if years else {"start": 2018, "end": self.last_year}

    def seeded(self, number: int, years: list[int], genders: list[str]) -> list[dict[str, Any]]:
        """Real rows of an indicator; empty when there are none."""
        return [
            {"indicator": number, "region": place, "year": year, "gender": gender, **told}
            for (code, place, year, gender), told in self.seed.items()
            if code == number and year in years and gender in genders
        ]

    def json(self, query: dict[str, list[str]]) -> Reply:
        """/json: 400 without years or genders; `[]` when there is nothing; rows in no order."""
        try:
            number = int(query["indicator"][0])
            years, genders = [int(y) for y in query["years"]], query["genders"]
        except (KeyError, ValueError):
            return 400, {"error": "Bad Request"}
        if any("," in y for y in query["years"]) or not set(genders) <= {"male", "female", "total"}:
            return 400, {"error": "Bad Request"}
        rows = self.seeded(number, years, genders)
        made_up = [] if rows else [*IDS.values(), OLD, 488]
        for place, year, gender in itertools.product(made_up, years, genders):
            if not 2018 <= year <= self.last_year or (place * 31 + year) % 97 == 0:
                continue  # suppressed: an absent row
            row: dict[str, Any] = {"indicator": number, "region": place, "year": year, "gender": gender}
            row["value"] = value_of(number, place, year, gender)
            if place % 3:
                row["absValue"] = place
            rows.append(row)
        rows.sort(key=lambda r: (r["region"] * 7919 + r["year"]) % 1009)
        return 200, self.spoiled(rows)

    def spoiled(self, rows: list[dict[str, Any]]) -> Any:
        """The figures with the chosen fault."""
        match self.wrong:
            case "duplicate rows":
                return [*rows, rows[0], *rows[:50]]
            case "value x10":
                return [{**r, "value": r["value"] * (10 if r["year"] == self.last_year else 1)} for r in rows]
            case "renamed field":
                return [{("arvo" if k == "value" else k): v for k, v in r.items()} for r in rows]
            case "another indicator":
                return [{**r, "indicator": 1} for r in rows]
            case "a year not asked":
                return [*rows, {**rows[0], "year": 1899}]
            case "half of the rows":
                return rows[::2]
            case "text for a number":
                return [{**rows[0], "value": "12,5"}, *rows[1:]]
            case "only nulls":
                return [{**r, "value": None, "absValue": None} for r in rows]
            case _:
                return rows


WRONG = ("duplicate rows", "value x10", "renamed field", "another indicator", "a year not asked", "half of the rows", "text for a number", "only nulls")  # fmt: skip


def main() -> None:
    """Serves until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8201)
    parser.add_argument(
        "--real", action="store_true", help="tell the real figures of the starter files where there are any"
    )
    parser.add_argument("--mode", choices=["healthy", "flaky", "html"], default="healthy")
    args = parser.parse_args()
    server = Server(Sotkanet(seed=seeds() if args.real else None), args.port)
    turns = itertools.count()
    if args.mode == "html":
        server.fault = _body(lambda good: b"<!doctype html><title>Huoltokatko</title>", "text/html")
    elif args.mode == "flaky":
        broken = _status(502)
        server.fault = lambda handler, good: next(turns) % 2 == 0 and broken(handler, good)
    server.serve_forever()


if __name__ == "__main__":
    main()
