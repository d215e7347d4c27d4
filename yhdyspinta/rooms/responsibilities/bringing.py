"""Bringing divisions of labour from a file, as one verb: themes that nobody has taken up are taken up. Everything or nothing."""

from collections.abc import Sequence

from django.db import transaction

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.responsibilities import actions
from yhdyspinta.rooms.responsibilities.importing import CellFault, by_division, tidied
from yhdyspinta.rooms.responsibilities.models import Division


class NotBrought(Exception):  # noqa: N818  (names what became of the file)
    """A file with cells that cannot be used: nothing was brought."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__(f"{len(faults)} cells")
        self.faults = faults


@transaction.atomic
def bring(*, by: Actor, body: bytes, home: Area | None = None) -> int:
    """How many tasks were written. Raises NotBrought with every fault, BadFile when the file is not read, Refused."""
    found = tidied(body, home)
    if found.faults:
        raise NotBrought(found.faults)
    for (region, theme), roles in by_division(found.roles):
        row = Division.objects.filter(region__code=region, theme_code=theme).first()
        if row is None:
            row = actions.take_up(by=by, region=Region.objects.get(code=region), theme=theme)
        actions.write_matrix(by=by, division=row, version=row.version, roles=roles)
    return len(found.roles)
