"""Days as options of commands."""

from datetime import datetime, time

from django.core.management.base import CommandError

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.dates import parse_date


def day_option(given: str, option: str) -> datetime:
    """The beginning of a day in Finland. Raises CommandError with the right form."""
    try:
        return datetime.combine(parse_date(given), time(), tzinfo=clock.HELSINKI)
    except ValueError:
        raise CommandError(f"{option} {given!r} is no day. Write it like this: {option} 2026-11-24") from None
