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
    faults, counted = bench("offline").six_hours(entries, kills)
    told = f"{counted['stored']} stored of {counted['kept']} kept on the device and {counted['unsure']} cut short"
    lost = sum(f.startswith("lost") for f in faults)
    twice = sum("times:" in f for f in faults)
    left = sum("still holds" in f or "are left" in f for f in faults)
    return [*faults, Note(f"{told} by {counted['kills']} kills; {lost} lost, {twice} doubled, {left} places left with bytes")]  # fmt: skip
