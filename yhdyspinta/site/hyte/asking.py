"""What a person asks of the coefficient: answers and values in the address, nothing kept. What cannot be read is told at its field.

Names: `p1` what is done now, `p1-n` what it would be; `r1-a`, `r1-b` the two values, `r1-n` what the later would be,
`r1-l`, `r1-h` the country's smallest and largest change; `points` the area's own as published, `mean` the country's mean.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from yhdyspinta.core.hyte.coefficient import FULL, NOTHING, Area, Pair, Points, Range, WhatIf, points, what_if
from yhdyspinta.core.hyte.scheme import Scheme
from yhdyspinta.site.hyte.inputs import Country

NUMBER = re.compile(r"-?\d{1,7}(?:[.,]\d{1,4})?")
PARTS = ("a", "b", "n", "l", "h")


@dataclass(frozen=True)
class Asked:
    """What was given, by field, as numbers; `typed`: word for word; `wrong`: fields with the code of what is the matter."""

    given: Mapping[str, Fraction]
    typed: Mapping[str, str]
    wrong: Mapping[str, str]


def names(scheme: Scheme) -> list[str]:
    """Every field there is, in the order of the page."""
    found = [name for p in scheme.process for name in (p.code, f"{p.code}-n")]
    return [*found, *(f"{r.code}-{part}" for r in scheme.results for part in PARTS), "points", "mean"]


def read(scheme: Scheme, query: Mapping[str, str]) -> Asked:
    """Fields of an address. Points and the mean are 0–100, answers of municipalities 0 or 100, values not below 0."""
    given, typed, wrong = {}, {}, {}
    for name in names(scheme):
        text = query.get(name, "").strip().replace("\u2212", "-").replace("\u00a0", "")[:20]
        if not text:
            continue
        typed[name] = text
        if not NUMBER.fullmatch(text):
            wrong[name] = "hyte_no_number"
            continue
        value = Fraction(text.replace(",", "."))
        if fault := _fault(scheme, name, value):
            wrong[name] = fault
        else:
            given[name] = value
    for result in scheme.results:
        low, high = given.get(f"{result.code}-l"), given.get(f"{result.code}-h")
        if low is not None and high is not None and low > high:
            wrong[f"{result.code}-h"] = "hyte_range_turned"
            del given[f"{result.code}-h"]
    return Asked(given, typed, wrong)


def _fault(scheme: Scheme, name: str, value: Fraction) -> str:
    if name.startswith("p") and name != "points" and scheme.level == "municipality" and value not in (0, 100):
        return "hyte_yes_or_no"
    if (name.startswith("p") or name == "mean") and not 0 <= value <= 100:
        return "hyte_not_points"
    if name == "mean" and value == 0:
        return "hyte_not_points"
    return "hyte_below_nothing" if name[-2:] in ("-a", "-b") and value < 0 else ""


@dataclass(frozen=True)
class Answer:
    """What comes out. `points`: now and as asked; `own_given`, `mean_given`: by the asker. `outcome`: None as long as the
    area's own points, the mean, the residents or the price is not known: half-known points would tell a wrong sum.
    """

    now: Points
    then: Points
    points: tuple[Fraction, Fraction]
    own_given: bool
    ranges: Mapping[str, Range]
    mean: Fraction | None
    mean_given: bool
    outcome: WhatIf | None
    empty: bool
    """Nothing at all is known or given: 0 points would say something of the area."""


def answer(whole: Country, code: str, asked: Asked) -> Answer:
    """An area's points now and as asked, and what they come to when there is enough to tell."""
    scheme, given = whole.scheme, asked.given
    now = _now(whole.areas[code], scheme, given)
    then = _then(now, scheme, given)
    among = dict(whole.division.ranges)
    for result in scheme.results:
        low, high = given.get(f"{result.code}-l"), given.get(f"{result.code}-h")
        if low is not None and high is not None:
            among[result.code] = Range(low, high)
    before, after = points(scheme, whole.year, now, among), points(scheme, whole.year, then, among)
    shift = after.total - before.total
    own = given.get("points")
    start = before.total if own is None else own
    pair = (start, min(FULL, max(NOTHING, start + shift)))
    complete, price = not whole.division.lacking, scheme.price(whole.year)
    mean = whole.division.mean if complete else given.get("mean")
    outcome = None
    if mean and price and now.residents and (own is not None or not before.missing):
        outcome = what_if(*pair, mean, now.residents, whole.residents, Fraction(price.value))
    known = own is not None or len(after.missing) < len(scheme.process) + len(scheme.results)
    return Answer(
        before, after, pair, own is not None, among, mean, not complete and mean is not None, outcome, not known
    )


def _now(area: Area, scheme: Scheme, given: Mapping[str, Fraction]) -> Area:
    process = {**area.process, **{p.code: given[p.code] for p in scheme.process if p.code in given}}
    results = {}
    for result in scheme.results:
        known = area.results.get(result.code, Pair())
        before, last = given.get(f"{result.code}-a", known.before), given.get(f"{result.code}-b", known.last)
        results[result.code] = Pair(before, last)
    return replace(area, process=process, results=results)


def _then(now: Area, scheme: Scheme, given: Mapping[str, Fraction]) -> Area:
    process = {**now.process, **_changed((p.code for p in scheme.process), given)}
    later = _changed((r.code for r in scheme.results), given)
    results = {code: replace(pair, last=later.get(code, pair.last)) for code, pair in now.results.items()}
    return replace(now, process=process, results=results)


def _changed(codes: Iterable[str], given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {code: given[f"{code}-n"] for code in codes if f"{code}-n" in given}
