"""What waits for an organisation: everything of it in one place, as far as the reader may see."""

from datetime import date

import pytest
from django.test import Client

from tests.people import People, actor, browser, org
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import YES
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.forums import actions as forums
from yhdyspinta.rooms.forums import meeting as meetings

ADDRESS, KUHMO, COUNTY = "/fi/odottaa/kunnat/kuhmo/", "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"
GENERAL = "yleinen-neuvottelu-valtuustokausi"
pytestmark = pytest.mark.django_db


def test_everything_that_waits_is_in_one_place(people: People) -> None:
    """A question, a forum's word, a promise, a record; each gone when it has been answered."""
    by, region = actor(people.county_coordinator), Region.objects.get(slug="kainuu")
    assert "ei ole odottavia asioita" in browser(people.elected).get(ADDRESS).content.decode()
    content = forums.Content(
        {"fi": "Johtajat"}, "top", 3, ("yleinen",), (org(COUNTY).id, org(KUHMO).id), org(COUNTY).id
    )
    forum = forums.found(by=by, region=region, content=content)
    held = meetings.plan(by=by, forum=forum, plan=meetings.Plan(on=clock.today()))
    for step in ("call", "begin"):
        meetings.move(by=by, meeting=held, step=step)
    point = meetings.Point({"fi": "Tilojen kartoitus"}, outcome="agreed", owner=org(KUHMO).id, due=date(2027, 2, 1))
    meetings.add_point(by=by, meeting=held, point=point)
    question = Question("x:1", "/kokoukset/", {"fi": "Painopiste"}, {"fi": "P."}, due=date(2027, 1, 15))
    matters.ask(by=by, allowed=YES, region=region, parties=[org(KUHMO)], question=question)
    said = Content(kind="negotiation", happened_on=date(2026, 9, 1), duties={GENERAL: "whole"},
                   parties=(org(COUNTY).id, org(KUHMO).id), title_fi="Syksyn neuvottelu", visibility="parties")  # fmt: skip
    evidence.record(by=actor(people.county), acting_for=org(COUNTY), content=said)
    texts = ("Painopiste", "15.1.2027", "Johtajat", "Tilojen kartoitus", "Syksyn neuvottelu")
    assert "Tilojen kartoitus" in browser(people.kuhmo).get(ADDRESS).content.decode()
    assert (
        "Tilojen kartoitus" not in browser(people.elected).get(ADDRESS).content.decode()
    )  # minutes are not approved yet
    meetings.tell_present(by=by, meeting=held, parties=[org(COUNTY)])
    meetings.move(by=by, meeting=held, step="minutes")
    meetings.move(by=by, meeting=held, step="approve")
    for user in (people.kuhmo, people.elected, people.member):
        page = browser(user).get(ADDRESS).content.decode()
        assert [t for t in texts if t not in page] == []
    # a coordinator from elsewhere in the region is no party of the record
    page = browser(people.municipal_coordinator).get(ADDRESS).content.decode()
    assert "Painopiste" in page
    assert "Syksyn neuvottelu" not in page
    for client in (browser(people.outsider), browser(people.nobody)):
        assert client.get(ADDRESS).status_code == 404
    assert Client().get(ADDRESS).status_code == 302
    assert "Odottavat asiat" in browser(people.kuhmo).get("/fi/oma/").content.decode()
