"""Reading of brought files: only whoever brought one sees it."""

from django.db.models import QuerySet

from yhdyspinta.core.bringing.models import Bringing
from yhdyspinta.core.common.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Bringing]:
    """The person's own files, the newest first."""
    rows = Bringing.objects.select_related("region", "work")
    return rows.none() if actor.user is None else rows.filter(recorded_by=actor.user)
