"""The rooms of the house: the one place that names them all."""

from types import ModuleType

from yhdyspinta.rooms.forums import facade as forums
from yhdyspinta.rooms.obligations import facade as obligations
from yhdyspinta.rooms.statistics import facade as statistics

FACADES: tuple[ModuleType, ...] = (obligations, statistics, forums)
"""In the order of the six blocks; a room that is not built yet is not here, and its block says that nothing is recorded."""

FUNCTIONS = (
    "statuses", "rules", "waiting", "audience", "search_documents", "packet_sections", "timeline", "export", "examples",
)  # fmt: skip
"""What every facade either has or lists in ABSENT with a reason."""
