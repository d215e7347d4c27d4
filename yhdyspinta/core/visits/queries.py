"""Reading sign-ins."""

from uuid import UUID

from django.db.models import QuerySet

from yhdyspinta.core.common import clock
from yhdyspinta.core.visits.models import Visit


def open_of(person: UUID) -> QuerySet[Visit]:
    """A person's open sign-ins, the latest used first."""
    return Visit.objects.filter(user=person, expire_date__gt=clock.now())
