"""What the house forgets by itself, each night: by the rules of the handbook, never by anybody's choice."""

from datetime import timedelta

from django.db.models import Max, Q

from yhdyspinta.core.accounts import leaving
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.registry import actions as registry
from yhdyspinta.core.registry.models import Person, Seat

SAT = timedelta(days=2 * 365)
"""The name of somebody who sits nowhere any more is kept so long after their last seat ended."""


def forget() -> str:
    """Accounts nobody uses, and names of those whose seats ended long ago. Returns what went."""
    today = clock.today()
    sits = Seat.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today - SAT), withdrawn_at=None)
    gone = Person.objects.filter(erased_at=None).exclude(pk__in=sits.values("person"))
    old = gone.annotate(last=Max("seats__valid_until")).filter(
        Q(last__lt=today - SAT) | Q(last=None, recorded_at__lt=clock.now() - SAT)
    )
    count = 0
    for person in old.order_by("pk")[:500]:
        registry.erase_person(by=HOUSE, person=person)
        count += 1
    return f"{leaving.forget_old()}, {count} names of former members removed"
