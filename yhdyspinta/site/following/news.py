"""What has changed in what a person follows, as they may see it now: for letters and for their own page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.words import say
from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.matters.timeline import Entry, entries, in_order
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.briefing.five import Reader, five
from yhdyspinta.site.following.things import Named, things
from yhdyspinta.site.house import FACADES
from yhdyspinta.site.map.access import seen_by
from yhdyspinta.site.standards.happenings import Happening, of_region

MOST = 8
"""So many lines are told of one thing; how many more there are is told too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what it is, and where."""

    title: str
    href: str


def news(user: User, who: Actor, since: date, on: date, lang: str) -> Iterator[Line]:
    """Everything that has changed after `since` in what a person follows, in the order they began to follow it."""
    rows = list(user.follows.select_related("region").order_by("id"))
    known = things((r.subject for r in rows), who)
    for row in rows:
        if row.region is not None:
            yield from _of_region(row.region.code, row.theme_code, who, since, on, lang)
        elif (found := known.get(row.subject)) is not None:
            it = found.it
            told = _of_matter(it, who, on, lang) if isinstance(it, Matter) else _of_org(it, who, on, lang)
            yield from _some(found, [line for day, line in told if since < day <= on], lang)


def _of_region(code: str, theme: str, who: Actor, since: date, on: date, lang: str) -> Iterator[Line]:
    found = seen_by(who, atlas().areas[code], on)
    told = five(Reader(found, None, who, lang, since, theme))
    area = found.area.name.get(lang)
    for line in told.changed:
        yield Line(f"{area}: {line.text}", line.href)
    if told.more:
        yield Line(f"{area}: {_more(told.more)}", reverse("five-minutes", args=[found.area.slug]))


def _of_org(org: Org, who: Actor, on: date, lang: str) -> Iterator[tuple[date, Line]]:
    seen: dict[str, Happening] = {}
    for area in atlas().regions_of(org, on):
        for one in of_region(who, area, on):
            if org.public_id in one.organisations:
                seen.setdefault(one.key, one)
    for one in sorted(seen.values(), key=lambda h: (h.on, h.key), reverse=True):
        yield one.on, Line(f"{say(f'happening:{one.kind}', lang=lang)}: {one.title.get(lang)}", one.href)


def line_of(row: Matter, who: Actor, on: date) -> list[Entry]:
    """Everything that has happened in a matter, from the core and from every room, the newest first."""
    rooms = [facade for facade in FACADES if "timeline" not in facade.ABSENT]
    told = [entry for facade in rooms for entry in facade.timeline([row.pk], who, on).get(row.pk, [])]
    return in_order([*entries(row, who), *told])


def _of_matter(row: Matter, who: Actor, on: date, lang: str) -> Iterator[tuple[date, Line]]:
    here = reverse("matter", args=[row.public_id])
    for entry in line_of(row, who, on):
        yield entry.on, Line(say(entry.what.code, entry.what.params, lang), here)


def _some(found: Named, lines: list[Line], lang: str) -> Iterator[Line]:
    name = found.name.get(lang)
    for line in lines[:MOST]:
        yield Line(f"{name}: {line.title}", line.href)
    if len(lines) > MOST:
        yield Line(f"{name}: {_more(len(lines) - MOST)}", found.href)


def _more(count: int) -> str:
    return ngettext("and %(n)s other change", "and %(n)s other changes", count) % {"n": count}
