"""How far operative partnership has come, from dated evidence. Plain Python."""

from datetime import date, timedelta

from yhdyspinta.core.interfaces.cells import Situation

EXERCISED, REACHED = timedelta(days=3 * 365), timedelta(days=365)
"""An exercise of the last three years and contacts of the last year keep what was agreed alive."""

STEPS: tuple[tuple[str, str], ...] = (
    ("partnership", "models"),
    ("goals", "goals"),
    ("knowledge", "picture"),
    ("planning", "law"),
    ("operations", ""),
)
"""The steps in order, with the block of the map that tells of each; the last is told by plans, exercises and contacts."""


def operative(signed: int, of: int, exercised: date | None, reached: date | None, on: date) -> Situation:
    """In place when every disruption to agree about is agreed, exercised and reachable; partly when something is; else unknown."""
    fresh = exercised is not None and on - exercised <= EXERCISED and reached is not None and on - reached <= REACHED
    if signed >= of and fresh:
        return "in_place"
    return "partly" if signed or exercised or reached else "unknown"
