"""Tags of the room's templates: what stands out in words."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from yhdyspinta.core.common.words import say
from yhdyspinta.core.indicators.catalogue import Indicator
from yhdyspinta.core.interfaces.catalogue import THEMES
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.ui.templatetags.ui import language, text
from yhdyspinta.rooms.statistics.profile import Line, StandsOut
from yhdyspinta.rooms.statistics.queries import Profile
from yhdyspinta.rooms.statistics.rows import table_of

register = template.Library()


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
def profile_table(lines: Sequence[Line], theme: str, profile: Profile) -> SafeString:
    """A theme's table in a profile."""
    return table_of(lines, THEMES[theme].name.get(language()), profile.here, language(), near=bool(profile.near))


@register.simple_tag
def nth(values: Sequence[str], at: int) -> str:
    """One of a row of words."""
    return values[at]


@register.filter
def region_name(code: str) -> str:
    """The name of a region by its code."""
    return atlas().areas[code].name.get(language())


@register.simple_tag
def indicator_links(found: Sequence[Indicator]) -> SafeString:
    """List items of many indicators: the address is looked up once, not for each."""
    address = reverse("statistics:indicator", args=["CODE"])
    rows = [
        f'<li><a href="{address.replace("CODE", i.code)}">{conditional_escape(text(i.name))}</a></li>' for i in found
    ]
    return mark_safe("".join(rows))  # noqa: S308  (each was escaped)
