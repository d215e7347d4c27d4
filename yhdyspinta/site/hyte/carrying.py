"""A municipality's changed figure carried to its county: the figures that both calculations have move the county's by residents."""

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from yhdyspinta.core.hyte.coefficient import Pair
from yhdyspinta.core.hyte.scheme import Result
from yhdyspinta.site.hyte.asking import Asked
from yhdyspinta.site.hyte.inputs import Country, Home


@dataclass(frozen=True, slots=True)
class Carried:
    """A figure of both: by how much the county's moves when the municipality's does, and to what, when it is known."""

    result: Result
    shift: Fraction
    value: Fraction | None

    @property
    def shift_float(self) -> float:
        """As templates write signed numbers."""
        return float(self.shift)


def carried(whole: Country, county: Country, home: Home, asked: Asked) -> list[Carried]:
    """The changed figures that the county's calculation has too. An assumption: the county's is the mean by residents."""
    above = county.homes.get(home.county)
    if above is None or not above.residents:
        return []
    theirs = {r.indicator: r for r in county.scheme.results if r.indicator}
    found = []
    for own in whole.scheme.results:
        then = asked.given.get(f"{own.code}-n")
        last = asked.given.get(f"{own.code}-b", whole.areas[home.code].results.get(own.code, Pair()).last)
        same = theirs.get(own.indicator) if own.indicator else None
        if same is None or then is None or last is None:
            continue
        shift = (then - last) * Fraction(home.residents, above.residents)
        now = county.areas[above.code].results.get(same.code, Pair()).last
        found.append(Carried(same, shift, None if now is None else now + shift))
    return found


def address_of(changes: list[Carried]) -> str:
    """What to add to the county's address so that it counts with the changed figures: those whose value is known."""
    told = {
        f"{c.result.code}-n": f"{float(c.value):.4f}".rstrip("0").rstrip(".") for c in changes if c.value is not None
    }
    return f"?{urlencode(told)}#tulos" if told else ""
