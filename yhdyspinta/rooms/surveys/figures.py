"""What a public survey told becomes figures of the picture: per cent that agree, of each statement and side."""

import logging

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.indicators.actions import publish as publish_figures
from yhdyspinta.core.indicators.axes import axis
from yhdyspinta.core.indicators.laying import BadFigures, Observation, laid
from yhdyspinta.core.indicators.queries import figures, law
from yhdyspinta.core.indicators.tidy import joined
from yhdyspinta.rooms.surveys import queries
from yhdyspinta.rooms.surveys.models import Survey
from yhdyspinta.rooms.surveys.statements import statements

log = logging.getLogger("yhdyspinta.surveys")
SIDE_NAMES = {"m": "kunnat", "c": "hva"}


def code_of(statement: str, side: str) -> str:
    """The code of a figure: one a statement and side."""
    return f"kysely-{statement.replace('_', '-')}-{SIDE_NAMES[side]}"


def publish(row: Survey) -> int:
    """Adds the shares of a closed public survey to the figures of its year; a later survey of the year replaces them. How many."""
    told, place = queries.told(row), ("county", row.region.code)
    if told is None or not told.public or place not in axis().index:
        return 0
    wanted = {}
    for statement in statements():
        gap = told.gap(statement.code)
        for side, agree in (("m", gap.m), ("c", gap.c)) if gap else ():
            if agree is not None:
                wanted[code_of(statement.code, side)] = float(agree)
    held, count = figures(wanted), 0
    for code, share in wanted.items():
        one = law().indicators[code]
        found = laid([Observation(place, str(told.closed_on.year), "total", share)], one, axis())  # type: ignore[arg-type]  # a kind of place
        if code in held:
            found = joined(held[code].table, found, cells=True)
        try:
            count += publish_figures(by=HOUSE, indicator=one, found=found, fetched_at=clock.now()) is not None
        except BadFigures as error:
            log.warning("a survey's figure was not published", extra={"indicator": code, "reason": str(error)})
    return count
