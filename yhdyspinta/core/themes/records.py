"""What has been agreed, as the map reads it: frozen, without a database. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.indicators.catalogue import catalogue
from yhdyspinta.core.interfaces.catalogue import THEMES


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement of a region and the days it holds: from `since`, before `ended`."""

    public_id: UUID
    theme: str
    name: Text
    text: Text
    not_needed: frozenset[str]
    since: date
    ended: date | None = None
    indicators: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether it holds on the day."""
        return self.since <= on and (self.ended is None or on < self.ended)


@dataclass(frozen=True, slots=True)
class RegionBook:
    """Everything ever agreed in one region, oldest first."""

    themes: tuple[Agreed, ...] = ()
    needs: tuple[Agreed, ...] = ()
    openings: tuple[Agreed, ...] = ()
    pictures: tuple[Agreed, ...] = ()

    def own_themes(self, on: date) -> dict[str, Agreed]:
        """The region's own themes of the day by code."""
        return {a.theme: a for a in self.themes if a.holds(on)}

    def named(self, theme: str) -> Agreed:
        """An own theme of any day, as it was agreed last. Raises KeyError for a code that has never been agreed."""
        found = next((a for a in reversed(self.themes) if a.theme == theme), None)
        if found is None:
            raise KeyError(theme)
        return found

    def name_of(self, theme: str) -> Text:
        """A theme's name, national or the region's own. Raises KeyError for a code that has never been either."""
        return THEMES[theme].name if theme in THEMES else self.named(theme).name

    def themes_on(self, on: date) -> list[str]:
        """The themes of a region on a day: the national ones, then its own in the order they were agreed."""
        return [*THEMES, *self.own_themes(on)]

    def need(self, theme: str, on: date) -> Agreed | None:
        """What was agreed of a theme's needs on the day; the latest where one followed another on the same day."""
        return next((a for a in reversed(self.needs) if a.theme == theme and a.holds(on)), None)

    def picture(self, theme: str, on: date) -> Agreed | None:
        """The figures agreed to be looked at in a theme on the day, as they were agreed last."""
        return next((a for a in reversed(self.pictures) if a.theme == theme and a.holds(on)), None)

    def looked_at(self, theme: str, on: date) -> tuple[str, ...]:
        """Codes of the figures of a theme: the agreed ones, else the national proposal."""
        agreed = self.picture(theme, on)
        return agreed.indicators if agreed else catalogue().proposed(theme)

    def is_open(self, today: date) -> bool:
        """Whether the map is shown to everybody today. One decision for all days that the map can be drawn for."""
        return any(a.holds(today) for a in self.openings)


Books = Mapping[str, RegionBook]
NOTHING = RegionBook()
