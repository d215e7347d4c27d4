"""The arithmetic of the HYTE coefficient, exact to the last cent. Plain Python.

An area's points are 0–100: half from what is done (process), half from how people fare (results). Its coefficient is its
points over the country's mean, weighted by residents, so that what one gains the others lose: the sum of euros is always
price × residents. Source: 618/2021 15 §, 1393/2022; 617/2021 15 §, 1392/2022 with later changes (`scheme.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from yhdyspinta.core.hyte.scheme import Scheme

FULL = Fraction(100)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """A result's two latest values, `last` the later; in the indicator's own unit."""

    before: Fraction | None = None
    last: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """The smallest and the largest change in the country, improvement being positive."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Area:
    """What is known of one area. `process`: points 0–100 by code; `results`: pairs by code. What is unknown is left out."""

    code: str
    residents: int
    process: Mapping[str, Fraction] = field(default_factory=dict)
    results: Mapping[str, Pair] = field(default_factory=dict)


@dataclass(frozen=True)
class Points:
    """An area's points. `scaled`: each result's; `missing`: codes of what is unknown and counted as the lowest."""

    process: Fraction
    result: Fraction
    total: Fraction
    scaled: Mapping[str, Fraction]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """An area's part: `euros` exactly, `cents` as paid; all areas' cents are price × residents."""

    points: Points
    coefficient: Fraction
    euros: Fraction
    cents: int


@dataclass(frozen=True)
class Division:
    """The money of a year divided. `lacking`: codes that nobody has; while there are any it is no result of the law."""

    shares: Mapping[str, Share]
    mean: Fraction
    total_cents: int
    ranges: Mapping[str, Range]
    lacking: tuple[str, ...]


def change(pair: Pair, *, relative: bool) -> Fraction | None:
    """How much better a result is than before (less is better), None when it cannot be told."""
    if pair.before is None or pair.last is None:
        return None
    better = pair.before - pair.last
    if not relative:
        return better
    return better / pair.before if pair.before else None


def ranges(scheme: Scheme, year: int, areas: Sequence[Area]) -> dict[str, Range]:
    """By result, of those that at least one area has."""
    relative = scheme.at(year)["change"].value == "relative"
    found: dict[str, Range] = {}
    for result in scheme.results:
        changes = [c for a in areas if (c := change(a.results.get(result.code, Pair()), relative=relative)) is not None]
        if changes:
            found[result.code] = Range(min(changes), max(changes))
    return found


def scaled(better: Fraction, among: Range) -> Fraction:
    """A change as points: 0 for the country's smallest, 100 for its largest. When all changed alike, everybody gets 100."""
    if among.high <= among.low:
        return FULL
    return min(FULL, max(NOTHING, FULL * (better - among.low) / (among.high - among.low)))


def points(scheme: Scheme, year: int, area: Area, among: Mapping[str, Range]) -> Points:
    """An area's points by the rules of a year; what is missing gets the lowest, 0."""
    rules = scheme.at(year)
    relative, weight = rules["change"].value == "relative", Fraction(rules["process_weight"].value)
    got: dict[str, Fraction] = {}
    for result in scheme.results:
        pair = area.results.get(result.code, Pair())
        if result.target is not None and pair.last is not None and pair.last <= result.target:
            got[result.code] = FULL
        elif (better := change(pair, relative=relative)) is not None and result.code in among:
            got[result.code] = scaled(better, among[result.code])
    done = sum(area.process.values(), NOTHING) / len(scheme.process)
    fares = sum(got.values(), NOTHING) / len(scheme.results)
    unknown = [p.code for p in scheme.process if p.code not in area.process]
    unknown += [r.code for r in scheme.results if r.code not in got]
    return Points(done, fares, weight * done + (1 - weight) * fares, got, tuple(unknown))


def divide(scheme: Scheme, year: int, areas: Sequence[Area], price: Fraction) -> Division:
    """The whole country's money of a year. `price`: euros for a resident. Raises ValueError without residents."""
    residents = sum(a.residents for a in areas)
    if residents <= 0:
        raise ValueError("nobody lives here")
    among = ranges(scheme, year, areas)
    each = {a.code: points(scheme, year, a, among) for a in areas}
    mean = sum((a.residents * each[a.code].total for a in areas), NOTHING) / residents
    factors = {a.code: coefficient(each[a.code].total, mean) for a in areas}
    euros = {a.code: price * a.residents * factors[a.code] for a in areas}
    cents = to_cents(euros)
    shares = {a.code: Share(each[a.code], factors[a.code], euros[a.code], cents[a.code]) for a in areas}
    lacking = [p.code for p in scheme.process if not any(p.code in a.process for a in areas)]
    lacking += [r.code for r in scheme.results if r.code not in among]
    return Division(shares, mean, sum(cents.values()), among, tuple(lacking))


def coefficient(own: Fraction, mean: Fraction) -> Fraction:
    """Own points over the mean; 1 when nobody has any, for then nothing tells areas apart."""
    return own / mean if mean else Fraction(1)


def to_cents(euros: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole cents that sum to the rounded sum: each is rounded down, the largest remainders get the cents left over."""
    exact = {code: value * 100 for code, value in euros.items()}
    found = {code: value.numerator // value.denominator for code, value in exact.items()}
    total = round(sum(exact.values(), NOTHING))
    over = sorted(exact, key=lambda code: (found[code] - exact[code], code))
    for code in over[: total - sum(found.values())]:
        found[code] += 1
    return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What points come to, exactly, before cents."""

    coefficient: Fraction
    euros: Fraction


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Now, when this area alone changes, and when everybody improves by as many points."""

    now: Outcome
    alone: Outcome
    everybody: Outcome

    @property
    def gains(self) -> tuple[Fraction, Fraction]:
        """Euros more than now: alone, and together."""
        return self.alone.euros - self.now.euros, self.everybody.euros - self.now.euros


def what_if(now: Fraction, then: Fraction, mean: Fraction, residents: int, country: int, price: Fraction) -> WhatIf:
    """One area's points `now` and `then` against the mean; `country`: residents of all. Raises ValueError for a mean of 0.

    Alone, the mean moves by the area's weight in it; together, by as much as the area itself, at most to 100.
    """
    if mean <= 0 or not 0 < residents <= country:
        raise ValueError("a mean over 0 and residents are needed")
    shift = then - now

    def outcome(own: Fraction, among: Fraction) -> Outcome:
        factor = coefficient(own, among)
        return Outcome(factor, price * residents * factor)

    together = min(FULL, max(NOTHING, mean + shift))
    return WhatIf(
        outcome(now, mean), outcome(then, mean + shift * Fraction(residents, country)), outcome(then, together)
    )
