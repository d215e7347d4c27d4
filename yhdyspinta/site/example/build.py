"""Builds the invented region's story once, through the same verbs that people use, in one transaction."""

from django.db import transaction

from yhdyspinta.core.accounts.actions import make_link
from yhdyspinta.core.accounts.models import User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.site.example import agreed, guarding, meetings, pulse, records, together, wellbeing, working
from yhdyspinta.site.example.stage import MAIL, SHOWN, gather


def build() -> bool:
    """Everything or nothing; nothing when the story is there already. Returns whether it was built."""
    if User.objects.filter(email__endswith=MAIL).exists():
        return False
    with transaction.atomic():
        stage = gather(clock.today())
        records.begin(stage)
        records.record(stage)
        meetings.meet(stage, meetings.found(stage))
        agreed.agree(stage)
        together.aim(stage)
        together.divide(stage)
        together.prepare(stage)
        wellbeing.write(stage)
        pulse.ask(stage)
        working.support(stage)
        guarding.guard(stage)
        agreed.foresee(stage)
        agreed.settle(stage)
        records.look(stage)
    return True


def links(address: str) -> list[tuple[str, str]]:
    """(who, one-time sign-in link) of some of the cast."""
    users = User.objects.filter(email__in=[f"{name}{MAIL}" for name in SHOWN]).order_by("id")
    return [(user.name, f"{address}/fi/kirjaudu/{make_link(by=HOUSE, user=user)}/") for user in users]
