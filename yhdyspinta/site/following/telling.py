"""What has happened in public, gathered for the webhooks that have asked for it."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS
from yhdyspinta.core.hooks import actions as hooks
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.site.standards.happenings import Happening, of_region


def keys(area: Area, theme: str) -> list[str]:
    """What has happened already: a new hook is not told of it."""
    return [h.key for h in of_region(ANONYMOUS, area, clock.today(), theme)]


def gather() -> str:
    """One round (a job): each region and theme is looked at once, however many have asked."""
    found: dict[tuple[str, str], list[hooks.Told]] = {}
    new = 0
    for hook in hooks.live():
        area = atlas().areas[hook.region.code]
        asked = (area.code, hook.theme_code)
        if asked not in found:
            found[asked] = list(_told(area, hook.theme_code))
        new += hooks.add(hook, found[asked])
    return f"{new} to tell"


def _told(area: Area, theme: str) -> Iterator[hooks.Told]:
    for one in of_region(ANONYMOUS, area, clock.today(), theme):
        yield one.key, {"type": f"{one.kind}.published", "data": _data(one, area)}


def _data(one: Happening, area: Area) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "on": one.on.isoformat(),
        "title": {lang: text for lang, text in one.title.by_language().items() if text},
        "url": settings.ADDRESS + one.href,
        "region": area.slug,
        "themes": sorted(one.themes),
        "organisations": sorted(str(o) for o in one.organisations),
    }
