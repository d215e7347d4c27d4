"""The incident log without a network, in a real Chromium that is killed again and again. Needs the development environment."""

from collections.abc import Sequence

from yhdyspinta.site.drills.axe import bench
from yhdyspinta.site.drills.notes import Note

ENTRIES, KILLS = 200, 20


def pieces(entries: int = ENTRIES, kills: int = KILLS) -> Sequence[str]:
    """One run: `entries kills`."""
    return [f"{entries} entries, {kills} kills"]


def examine(piece: str) -> list[str]:
    """Faults: an entry lost, doubled or from nowhere, a byte left on the device; and a Note of what was counted."""
    entries, kills = (int(part.split()[0]) for part in piece.split(", "))
    try:
        harness = bench("offline")
    except ModuleNotFoundError as error:
        return [f"{error}. It needs the development environment: run `python3 start.py test --collect-only -q` once"]
    faults, counted = harness.six_hours(entries, kills)
    lost = sum(f.startswith("lost") for f in faults)
    twice = sum("times:" in f for f in faults)
    left = sum("still holds" in f or "are left" in f for f in faults)
    asked = f"{entries} entries: {counted['asked']} stored, {lost} lost, {twice} doubled, {left} bytes or stores left on the device"  # fmt: skip
    more = f"besides {counted['unsure']} that {kills} kills cut short, of which {counted['short']} had been kept, once each"
    return [*faults, Note(f"{asked}; {more}")]
