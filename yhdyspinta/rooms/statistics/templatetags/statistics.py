"""Tags of the room's templates: periods, and what stands out in words."""

from collections.abc import Sequence

from django import template

from yhdyspinta.core.common.words import say
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.templatetags.ui import language
from yhdyspinta.rooms.statistics.periods import shown
from yhdyspinta.rooms.statistics.profile import StandsOut

register = template.Library()


@register.filter
def period(value: str) -> str:
    """A period as people write it: 2025, 6/2026."""
    return shown(value)


@register.simple_tag
def stands(found: StandsOut, kind: str) -> str:
    """What stands out, as a sentence; `kind`: what the area is compared with."""
    place, count = found.place
    shown_place = place if found.code != "group_small" else count - place + 1
    name = found.line.indicator.name.get(language())
    of = say(f"of:{kind}", [("count", str(count))], language())
    params = [("name", name), ("place", str(shown_place)), ("count", str(count)), ("of", of)]
    return say(f"stands:{found.code}", params, language())


@register.simple_tag
def nth(values: Sequence[str], at: int) -> str:
    """One of a row of words."""
    return values[at]


@register.filter
def region_name(code: str) -> str:
    """The name of a region by its code."""
    return atlas().areas[code].name.get(language())
