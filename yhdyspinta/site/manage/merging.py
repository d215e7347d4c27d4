"""A merger touches several core tables: the registry closes and links, the accounts carry their people over."""

from datetime import date

from django.db import transaction

from yhdyspinta.core.accounts.actions import carry_grants
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.actions import merge_organisations
from yhdyspinta.core.registry.models import Organisation


@transaction.atomic
def merge(*, by: Actor, old: Organisation, new: Organisation, on: date, source: str) -> None:
    """From `on`, `new` carries on for `old`, with the people who acted for it. Raises Refused."""
    merge_organisations(by=by, old=old, new=new, on=on, source=source)
    carry_grants(by=by, old=old, new=new, on=on)
