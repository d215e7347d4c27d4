"""Which region a page is of, and whether its reader may see the map."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from yhdyspinta.core.accounts.access import actor
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.addresses import way_to
from yhdyspinta.core.registry.atlas import Area, RegionView
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.themes.queries import books
from yhdyspinta.core.themes.records import NOTHING, RegionBook
from yhdyspinta.core.themes.rules import may_preview


@dataclass(frozen=True)
class Seen:
    """A region as its reader sees it. `open`: to everybody; `shown`: to this reader; `coordinates`: their side, if any."""

    area: Area
    view: RegionView
    book: RegionBook
    open: bool
    shown: bool
    coordinates: str

    @property
    def preview(self) -> bool:
        """Shown to this reader before it is open."""
        return self.shown and not self.open

    @property
    def themes(self) -> list[str]:
        """Codes of its themes on the day it is seen."""
        return self.book.themes_on(self.view.on)

    def label(self, theme: str, lang: str) -> str:
        """A theme's name, also of the region's own."""
        return self.book.name_of(theme).get(lang)

    def crumbs(self, lang: str, *here: tuple[str, str]) -> list[tuple[str, str]]:
        """The way from the regions to a page under this one."""
        return way_to(self.area, lang, *here)


def seen(request: HttpRequest, area: Area, on: date) -> Seen:
    """What the reader of a request may see of a region. One decision for every page, picture and table of the map."""
    return seen_by(actor(request), area, on)


def seen_by(who: Actor, area: Area, on: date) -> Seen:
    """What a person may see of a region: the same decision, also for letters."""
    view, today = atlas().view(area.code, on), clock.today()
    book = books().get(area.code, NOTHING)
    is_open = book.is_open(today)
    # Who belongs to the region is asked of today: a day in the address gives nobody a right.
    own = _own(atlas().view(area.code, today)) if who.belongs_to else ()
    shown = is_open or bool(may_preview(who, area.code, own))
    return Seen(area, view, book, is_open, shown, who.side_in(area.code))


def _own(view: RegionView) -> list[UUID]:
    """Public ids of the organisations whose region this is."""
    own = view.own_ids
    return [o.public_id for o in view.everybody() if o.id in own]
