"""What can be followed beside regions and their themes: an organisation, a matter. By a subject, "matter:<uuid>"."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.matters import shelf
from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas

Thing = Org | Matter


@dataclass(frozen=True, slots=True)
class Named:
    """A thing, what it is called, and its page."""

    it: Thing
    kind: str
    name: Text
    href: str


def thing(subject: str, who: Actor) -> Named | None:
    """What a subject names, if there is such a thing and the actor may see it."""
    kind, _, given = subject.partition(":")
    try:
        public_id = UUID(given)
    except ValueError:
        return None
    if kind == "organisation":
        for org in atlas().by_public_id([public_id]):
            return Named(org, "organisation", org.name, reverse("organisation-any", args=[org.space, org.slug]))
    if kind == "matter":
        row = shelf.matters_visible_to(who).filter(public_id=public_id).first()
        if row is not None:
            return Named(row, "matter", Text.of(row, "title"), reverse("matter", args=[row.public_id]))
    return None


def regions_of(org: Org, on: date) -> list[str]:
    """Codes of the regions where an organisation's doings are looked for."""
    return [a.code for a in atlas().regions_of(org, on)]
