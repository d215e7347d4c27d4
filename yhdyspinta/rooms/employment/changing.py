"""How a monthly figure has changed from the same month of the year before, area by area. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yhdyspinta.core.indicators.periods import earlier

STEPS = (-30.0, -10.0, 10.0, 30.0)
"""Per cent: where one tone of the map ends and the next begins; the middle one is as good as unchanged."""
SMALL = 20
"""With fewer people a year before a per cent says little, so it is not told: only how many."""


@dataclass(frozen=True, slots=True)
class Change:
    """An area now and a year before. `percent` is None where either is not known or there were too few."""

    place: str
    before: float | None
    now: float | None

    @property
    def persons(self) -> float | None:
        """How many more than a year before."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def percent(self) -> float | None:
        """Per cent of what there was."""
        if self.before is None or self.now is None or self.before < SMALL:
            return None
        return 100 * (self.now - self.before) / self.before

    @property
    def tone(self) -> int:
        """Of the map: 1 fell most … 5 grew most; 0 not known."""
        return 0 if self.percent is None else tone_of(self.percent)


def tone_of(percent: float) -> int:
    """Which of five steps a change is."""
    return 1 + sum(percent >= step for step in STEPS)


def comparable(periods: Sequence[str]) -> list[str]:
    """Months that have the same month a year before, the latest first."""
    known = set(periods)
    return [p for p in reversed(periods) if earlier(p, 1) in known]


def changes(period: str, places: Iterable[str], values: Mapping[tuple[str, str], float | None]) -> list[Change]:
    """Of each place in the period. `values`: by (period, place)."""
    before = earlier(period, 1)
    return [Change(place, values.get((before, place)), values.get((period, place))) for place in places]
