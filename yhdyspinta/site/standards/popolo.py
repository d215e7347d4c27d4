"""People and posts of a region as Popolo tells them (popoloproject.com): who sits in which public body, and through which post
an organisation is reached. Only what its pages show; erased people are not there."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from yhdyspinta.core.common import clock
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.registry import queries as registry
from yhdyspinta.core.registry.addresses import area_of
from yhdyspinta.core.registry.atlas import Org
from yhdyspinta.core.ui.pages import get
from yhdyspinta.rooms.responsibilities import queries as divisions
from yhdyspinta.site.api.shapes import page


def _organisation(org: Org) -> dict[str, Any]:
    return {
        "id": str(org.public_id),
        "name": org.name.fi or org.name.sv,
        "classification": org.kind,
        "identifiers": [{"scheme": "Tilastokeskus", "identifier": org.code}] if org.code else [],
        "founding_date": org.valid_from.isoformat() if org.valid_from else None,
        "dissolution_date": org.valid_until.isoformat() if org.valid_until else None,
        "sources": [{"url": page("organisation-any", org.space, org.slug)}],
    }


@get
def region(request: HttpRequest, slug: str) -> JsonResponse:
    """A region's organisations, bodies, people in them, and posts."""
    area, today = area_of(slug), clock.today()
    orgs = {o.id: o for o in registry.atlas().view(area.code, today).everybody()}
    organizations = [_organisation(o) for o in orgs.values()]
    persons: dict[str, dict[str, Any]] = {}
    memberships: list[dict[str, Any]] = []
    bodies: dict[str, dict[str, Any]] = {}
    for seat in registry.seats_in(orgs, today):
        body, who = str(seat.body.public_id), str(seat.person.public_id)
        parent = str(orgs[seat.body.organisation_id].public_id)
        bodies[body] = {
            "id": body,
            "name": Text.of(seat.body, "name").get("fi"),
            "classification": seat.body.kind,
            "parent_id": parent,
        }
        persons[who] = {"id": who, "name": seat.person.name}
        memberships.append(
            {
                "id": str(seat.public_id),
                "person_id": who,
                "organization_id": body,
                "role": seat.role,
                "start_date": seat.valid_from.isoformat(),
                "end_date": seat.valid_until.isoformat() if seat.valid_until else None,
            }
        )
    found = {"persons": list(persons.values()), "organizations": [*organizations, *bodies.values()]}
    return JsonResponse({**found, "memberships": memberships, "posts": _posts(orgs)})


def _posts(orgs: dict[int, Org]) -> list[dict[str, Any]]:
    """Functions through which organisations are reached: never a person."""
    return [
        {
            "id": str(c.public_id),
            "label": c.name.get("fi"),
            "organization_id": str(orgs[c.organisation].public_id),
            "role": c.theme or None,
            "contact_details": [
                {"type": kind, "value": value} for kind, value in (("email", c.email), ("voice", c.phone)) if value
            ],
            "start_date": c.since.isoformat(),
        }
        for (organisation, _theme), c in sorted(divisions.contacts().by.items(), key=lambda x: str(x[1].public_id))
        if organisation in orgs
    ]
