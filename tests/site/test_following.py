"""Following an organisation and a matter: begun and ended on their pages, told on Mondays, never beyond what one may see."""

from datetime import timedelta

import pytest

from tests.people import People, actor, browser, org
from yhdyspinta.core.accounts import following
from yhdyspinta.core.accounts.models import Follow, User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.matters.models import Matter
from yhdyspinta.core.registry.models import Region
from yhdyspinta.site.following.news import MOST, news
from yhdyspinta.site.rights.scene import GENERAL, scene

pytestmark = pytest.mark.django_db


def told(user: User) -> list[str]:
    """A week's changes in Finnish."""
    today = clock.today()
    return [line.title for line in news(user, actor(user), today - timedelta(days=7), today, "fi")]


def record(people: People, title: str, visibility: str = "public") -> None:
    """Kuhmo records a negotiation of today."""
    kuhmo = org("kunnat/kuhmo")
    content = Content(
        "negotiation", clock.today(), {GENERAL: "whole"}, (kuhmo.id,), title_fi=title, visibility=visibility
    )
    evidence.record(by=actor(people.kuhmo), acting_for=kuhmo, content=content)


def test_an_organisation_is_followed_from_its_page(people: People) -> None:
    """The button, the list, what a week brought, the end; what is the parties' is told to them only."""
    reader, theirs = browser(people.member), browser(people.outsider)
    subject = f"organisation:{org('kunnat/kuhmo').public_id}"
    for who in (reader, theirs):
        assert who.post("/fi/seuraa/", {"kohde": subject}).status_code == 302
        assert "Lopeta seuraaminen" in who.get("/fi/kunnat/kuhmo/").content.decode()
    assert told(people.outsider) == []
    record(people, "Avoin neuvottelu")
    record(people, "Osapuolten neuvottelu", "parties")
    assert [t for t in told(people.outsider) if "Avoin neuvottelu" in t and t.startswith("Kuhmo: ")]
    assert not [t for t in told(people.outsider) if "Osapuolten" in t]
    assert [t for t in told(people.member) if "Osapuolten" in t]
    listed = reader.get("/fi/oma/seuratut/").content.decode()
    assert "Kuhmo" in listed
    assert reader.post("/fi/seuraa/", {"kohde": subject, "loppu": "1", "luettelo": "1"})["Location"].startswith(
        "/fi/oma/seuratut/"
    )
    assert told(people.member) == []


def test_many_changes_are_counted_not_listed(people: People) -> None:
    """A letter is read."""
    following.follow(user=people.outsider, subject=f"organisation:{org('kunnat/kuhmo').public_id}")
    for n in range(MOST + 3):
        record(people, f"Neuvottelu {n}")
    lines = told(people.outsider)
    assert len(lines) == MOST + 1
    assert "3" in lines[-1]


def test_a_matter_is_followed_only_by_who_sees_it(people: People) -> None:
    """Who loses the right to see it is told nothing more, sees no name in the list, and can end it."""
    made = scene(people)
    row = Matter.objects.get(public_id=made.args["matters:number"][0])
    Matter.objects.filter(pk=row.pk).update(visibility="parties", opened_on=clock.today())
    subject = f"matter:{row.public_id}"
    assert browser(people.outsider).post("/fi/seuraa/", {"kohde": subject}).status_code == 404
    following.follow(user=people.outsider, subject=subject)
    assert told(people.outsider) == []
    page = browser(people.outsider).get("/fi/oma/seuratut/").content.decode()
    assert row.title_fi not in page
    assert browser(people.outsider).post("/fi/seuraa/", {"kohde": subject, "loppu": "1"}).status_code == 302
    assert not Follow.objects.filter(user=people.outsider).exists()
    own = browser(people.kuhmo)
    assert own.post("/fi/seuraa/", {"kohde": subject}).status_code == 302
    assert [t for t in told(people.kuhmo) if row.title_fi in t]


@pytest.mark.parametrize(
    "subject", ["", "x", "matter:x", "organisation:00000000-0000-0000-0000-000000000000", "user:1"]
)
def test_what_there_is_not_cannot_be_followed(people: People, subject: str) -> None:
    """404, and nothing is kept."""
    assert browser(people.kuhmo).post("/fi/seuraa/", {"kohde": subject}).status_code == 404
    assert not Follow.objects.filter(user=people.kuhmo).exists()


def test_the_same_twice_is_once_and_there_is_a_limit(people: People) -> None:
    """Also beside regions and themes."""
    kainuu = Region.objects.get(slug="kainuu")
    for _ in range(2):
        following.follow(user=people.kuhmo, region=kainuu)
        following.follow(user=people.kuhmo, subject="matter:1")
    assert people.kuhmo.follows.count() == 2
    for n in range(following.LIMIT - 2):
        following.follow(user=people.kuhmo, subject=f"matter:x{n}")
    with pytest.raises(Refused):
        following.follow(user=people.kuhmo, subject="matter:beyond")
