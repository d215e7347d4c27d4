"""What can be followed beside regions and their themes: an organisation, a matter. By a subject, "matter:<uuid>"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from yhdyspinta.core.accounts.following import follows
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.matters import shelf
from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.registry.queries import atlas


@dataclass(frozen=True, slots=True)
class Named:
    """A thing, what it is called, and its page."""

    it: Org | Matter
    kind: str
    name: Text
    href: str


def things(subjects: Iterable[str], who: Actor) -> Mapping[str, Named]:
    """Of some subjects those that there are and that the actor may see. One query at the most."""
    asked: dict[str, list[UUID]] = {"organisation": [], "matter": []}
    for subject in subjects:
        kind, _, given = subject.partition(":")
        try:
            asked.get(kind, []).append(UUID(given))
        except ValueError:
            continue
    found = {}
    for org in atlas().by_public_id(asked["organisation"]):
        href = reverse("organisation-any", args=[org.space, org.slug])
        found[f"organisation:{org.public_id}"] = Named(org, "organisation", org.name, href)
    rows = shelf.matters_visible_to(who).filter(public_id__in=asked["matter"]) if asked["matter"] else ()
    for row in rows:
        href = reverse("matter", args=[row.public_id])
        found[f"matter:{row.public_id}"] = Named(row, "matter", Text.of(row, "title"), href)
    return found


def thing(subject: str, who: Actor) -> Named | None:
    """What a subject names, if there is such a thing and the actor may see it."""
    return things([subject], who).get(subject)


def button(request: HttpRequest, kind: str, public_id: UUID) -> dict[str, Any]:
    """What `_follow_thing.html` is drawn from, on the page of a thing."""
    subject = f"{kind}:{public_id}"
    return {"subject": subject, "follows": follows(request.user, subject)}
