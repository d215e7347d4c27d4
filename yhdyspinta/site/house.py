"""The rooms of the house: the one place that names them all."""

from types import ModuleType

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.stances.speaking import Unsigned
from yhdyspinta.rooms.agreements import facade as agreements
from yhdyspinta.rooms.employment import facade as employment
from yhdyspinta.rooms.forums import facade as forums
from yhdyspinta.rooms.goals import facade as goals
from yhdyspinta.rooms.obligations import facade as obligations
from yhdyspinta.rooms.preparedness import facade as preparedness
from yhdyspinta.rooms.responsibilities import facade as responsibilities
from yhdyspinta.rooms.statistics import facade as statistics
from yhdyspinta.rooms.surveys import facade as surveys
from yhdyspinta.rooms.welfare import facade as welfare

FACADES: tuple[ModuleType, ...] = (obligations, statistics, goals, responsibilities, agreements, forums)
"""In the order of the six blocks; each room computes its own column."""
TELLING: tuple[ModuleType, ...] = (*FACADES, surveys, employment, preparedness)
"""Also the rooms that only add findings to cells, and never say a situation."""
ROOMS: tuple[ModuleType, ...] = (*TELLING, welfare)
"""Every room: also those whose subject cuts across the columns."""


def unsigned(actor: Actor, reader: Actor) -> list[Unsigned]:
    """What waits for the signature of the actor's organisations, of what the reader may see; from every room."""
    return [one for room in TELLING if "unsigned" not in room.ABSENT for one in room.unsigned(actor, reader)]


FUNCTIONS = (
    "statuses", "rules", "waiting", "unsigned", "audience", "search_documents", "packet_sections", "timeline", "export", "examples",
)  # fmt: skip
"""What every facade either has or lists in ABSENT with a reason."""
