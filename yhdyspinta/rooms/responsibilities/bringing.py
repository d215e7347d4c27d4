"""Bringing divisions of labour from a file, as one verb: themes that nobody has taken up are taken up. Everything or nothing."""

from collections.abc import Sequence

from django.db import transaction

from yhdyspinta.core.audit.actions import hold
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.atlas import Area
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.responsibilities import actions, queries
from yhdyspinta.rooms.responsibilities.importing import CellFault, by_division, tidied
from yhdyspinta.rooms.responsibilities.models import Division


class NotBrought(Exception):  # noqa: N818  (names what became of the file)
    """A file with cells that cannot be used: nothing was brought."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__(f"{len(faults)} cells")
        self.faults = faults


@transaction.atomic
def bring(*, by: Actor, body: bytes, home: Area | None = None) -> int:
    """How many tasks the table has; what is there already is left as it is. Raises NotBrought with every fault, BadFile when the file is not read, Refused."""
    found = tidied(body, home)
    if found.faults:
        raise NotBrought(found.faults)
    hold("registry")
    for (region, theme), roles in sorted(by_division(found.roles)):
        row = Division.objects.filter(region__code=region, theme_code=theme).first()
        if row is None:
            if queries.as_the_law_has_it(region, theme, roles):
                continue
            row = actions.take_up(by=by, region=Region.objects.get(code=region), theme=theme)
        actions.write_matrix(by=by, division=row, version=row.version, roles=roles)
    return len(found.roles)
