"""The longer view: how many residents of each age there will be by the source's forecast, beside what has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.indicators.queries import Figures, law
from yhdyspinta.rooms.statistics import queries
from yhdyspinta.rooms.statistics.places import Where

YEARS = ("2030", "2035", "2040")
"""Years of the table; the chart goes on as far as the forecast does."""
FIRST = "2000"
"""From this year on the past is drawn: as long behind as the forecast is ahead."""
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Outlook:
    """A figure of one area as it has been and as it is forecast; `ahead`: from which period on it is a forecast."""

    forecast: Indicator
    periods: tuple[str, ...]
    values: Values
    ahead: int

    def at(self, period: str) -> float | None:
        """The value of a period, None where there is none."""
        return dict(zip(self.periods, self.values, strict=True)).get(period)

    @property
    def name(self) -> Text:
        """What is forecast."""
        return law().indicators[self.forecast.forecast_of].name

    @property
    def base(self) -> tuple[str, float | None]:
        """(period, value) that later ones are compared with: the last that has been, or the forecast's first."""
        at = max(self.ahead - 1, 0)
        return self.periods[at], self.values[at]

    def change(self, period: str) -> float | None:
        """Change in per cent from the base to a period; None where either is not known or nobody was there."""
        old, new = self.base[1], self.at(period)
        return None if not old or new is None else 100 * (new - old) / old


def joined(forecast: Indicator, past: Mapping[str, float | None], ahead: Mapping[str, float | None]) -> Outlook | None:
    """The past up to its last known year, then the forecast; None when the forecast says nothing of later years."""
    known = [p for p, v in past.items() if v is not None]
    last = max(known, default="")
    later = {p: v for p, v in sorted(ahead.items()) if p > last}
    if not any(v is not None for v in later.values()):
        return None
    before = {p: past[p] for p in sorted(known) if p >= FIRST}
    return Outlook(forecast, (*before, *later), (*before.values(), *later.values()), len(before))


def outlooks(here: Where, found: Mapping[str, Figures]) -> list[Outlook]:
    """Every forecast of an area, the whole population first. No query: the figures are at hand."""
    made = []
    for one in law().indicators.values():
        if not one.forecast_of or one.code not in found:
            continue
        actual, forecast = found.get(one.forecast_of), found[one.code]
        past = dict(zip(*queries.continued(actual, here.at), strict=True)) if actual else {}
        ahead = dict(zip(forecast.table.periods, queries.series(forecast, here.at), strict=True))
        made.append(joined(one, past, ahead))
    return [o for o in made if o is not None]


def indexed(values: Sequence[float | None], base: float | None) -> Values:
    """Values as parts of a hundred of the base; nothing where the base is not known or zero."""
    return tuple(None if v is None or not base else round(100 * v / base, 1) for v in values)
