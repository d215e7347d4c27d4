"""What the tests of several rooms stand on: Kainuu, its county's coordinator, an agreement in force."""

from typing import Any

import pytest

from tests.people import People, actor
from tests.rooms.agreeing import COUNTY, KUHMO, again, draft, says
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.agreements import actions
from yhdyspinta.rooms.agreements.actions import Step
from yhdyspinta.rooms.agreements.models import Agreement
from yhdyspinta.site.rights.guarding import preparedness_args


@pytest.fixture
def keeper(people: People) -> Actor:
    """The county's coordinator."""
    return actor(people.county_coordinator)


@pytest.fixture
def other(people: People) -> Actor:
    """The municipalities' coordinator."""
    return actor(people.municipal_coordinator)


@pytest.fixture
def county(people: People) -> Actor:
    """Somebody of Kainuu's county."""
    return actor(people.county)


@pytest.fixture
def region() -> Region:
    """Kainuu."""
    return Region.objects.get(slug="kainuu")


@pytest.fixture
def agreed(keeper: Actor, region: Region) -> Agreement:
    """In force, with a ladder of two levels."""
    made = actions.propose(by=keeper, region=region, draft=draft(), outline=False)
    steps = [Step("experts", 14, {"fi": "Ohjausryhmä"}), Step("client", 7)]
    made = actions.set_ladder(by=keeper, agreement=made, version=1, steps=steps)
    for address in (COUNTY, KUHMO):
        says(keeper, made, address, version=2)
    return again(made)


@pytest.fixture
def kainuu(people: People) -> Region:
    """The region."""
    return Region.objects.get(slug="kainuu")


@pytest.fixture
def guarded(people: People) -> dict[str, list[Any]]:
    """Preparedness of Kuhmo and its county: one of each thing, by the address where it is."""
    return preparedness_args(people)
