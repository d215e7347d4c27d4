"""What every room checks and writes when a party speaks; the row itself is the room's own."""

from collections.abc import Collection
from typing import Any

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import Verdict, require
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.stances.rules import Words, grounds_of, may_speak, says_enough, speaks_itself


def stance_of(
    by: Actor, party: Org, words: Words, *, parties: Collection[Org], keeper: Verdict, version: int, present: int
) -> dict[str, Any]:
    """The columns of `Stance`, when the party may speak. `version`: what the speaker read; `present`: the text's own.

    Raises Refused; EditConflict when the text has changed since it was read.
    """
    own = speaks_itself(by, party)
    require(may_speak(by, party, parties, keeper))
    require(says_enough(words, on_behalf=not own, today=clock.today()))
    if present != version:
        raise EditConflict(present)
    return {
        "organisation_id": party.id,
        "step": words.step,
        "position": words.position,
        "version": version,
        "said_on": words.said_on,
        **grounds_of(words),
        "on_behalf": not own,
        "recorded_by": by.user,
        "recorded_at": clock.now(),
    }
