"""What several commands are asked alike."""

from datetime import date

from django.core.management.base import CommandError

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import EARLIEST, parse_date
from yhdyspinta.core.law.schedule import last_map_day
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.queries import atlas


def day_of(on: str) -> date:
    """The day of `--on`, today when it is left out. Raises CommandError with what to write."""
    if not on:
        return clock.today()
    try:
        day = parse_date(on)
    except ValueError as error:
        raise CommandError(f"--on {on!r} is not a day; write 2025-10-31") from error
    if not EARLIEST <= day <= last_map_day(clock.today()):
        raise CommandError(f"--on {on} is outside {EARLIEST} – {last_map_day(clock.today())}")
    return day


def region_of(slug: str) -> Area:
    """The region of `--region`. Raises CommandError with those that there are."""
    area = atlas().area_by_slug(slug)
    if area is None:
        raise CommandError(f"No region {slug!r}. Regions: {', '.join(a.slug for a in atlas().areas.values())}")
    return area
