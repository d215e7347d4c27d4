"""What a forum shows to whom: languages when they are ready, material to those who left, pictures brought to a meeting."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.people import People, browser, org
from yhdyspinta.core.common.actor import Actor
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.matters import filing
from yhdyspinta.core.matters.models import Document, Use
from yhdyspinta.core.matters.uploads import Upload
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.forums import actions, meeting, queries
from yhdyspinta.rooms.forums.actions import Content
from yhdyspinta.rooms.forums.meeting import Plan, Point
from yhdyspinta.rooms.forums.models import Forum
from yhdyspinta.rooms.statistics.actions import freeze, withdraw
from yhdyspinta.rooms.statistics.models import Snapshot

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def content_of_three() -> Content:
    """A forum of three parties."""
    parties = tuple(org(a).id for a in (COUNTY, KAJAANI, KUHMO))
    return Content({"fi": "Hyte-ryhmä"}, "experts", 3, ("hyte",), parties, org(COUNTY).id)


@pytest.fixture
def forum(keeper: Actor) -> Forum:
    """The forum of three."""
    return actions.found(by=keeper, region=Region.objects.get(slug="kainuu"), content=content_of_three())


def test_a_language_is_published_when_it_is_ready(people: People, keeper: Actor, reader: Client) -> None:
    """Until then others read the text in another language, in the morning's agenda and at home too; its keepers see it waits."""
    names = {"fi": "Ryhmä", "sv": "Arbetsgrupp"}
    texts = {"fi": "Säännöt", "sv": "Regler på hälft"}
    parties = (org(COUNTY).id, org(KUHMO).id)
    region = Region.objects.get(slug="kainuu")
    content = Content(names, "experts", 3, ("hyte",), parties, org(COUNTY).id, texts=texts, unready=("sv",))
    forum = actions.found(by=keeper, region=region, content=content)
    address = f"/sv/foorumit/{forum.public_id}/"
    page = reader.get(address).content.decode()
    assert "Arbetsgrupp" not in page
    assert "hälft" not in page
    assert 'lang="fi"' in page
    own = browser(people.county_coordinator).get(f"/fi/foorumit/{forum.public_id}/").content.decode()
    assert "Vielä kesken: ruotsinkielinen teksti" in own
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    words = Point({"fi": "Kohta", "sv": "Punkt"}, {"fi": "Teksti", "sv": "Utkast"}, unready=("sv",))
    point = meeting.add_point(by=keeper, meeting=row, point=words)
    meeting.move(by=keeper, meeting=row, step="call")
    meeting.move(by=keeper, meeting=row, step="begin")
    row.refresh_from_db()
    assert [(p["title_fi"], p["title_sv"], p["text_sv"]) for p in row.agenda] == [("Kohta", "", "")]
    ready = Point({"fi": "Kohta", "sv": "Punkt"}, {"fi": "Teksti", "sv": "Färdig"}, outcome="agreed")
    meeting.write_point(by=keeper, item=point, version=1, point=ready)
    meeting.tell_present(by=keeper, meeting=row, parties=[org(COUNTY)])
    meeting.move(by=keeper, meeting=row, step="minutes")
    meeting.move(by=keeper, meeting=row, step="approve")
    assert "Färdig" in reader.get(f"/sv/kokoukset/{row.public_id}/").content.decode()
    actions.change(by=keeper, forum=forum, version=1, content=replace(content, unready=()))
    assert "Arbetsgrupp" in reader.get(address).content.decode()
    with pytest.raises(Refused, match="forums_nothing_shown"):
        actions.change(by=keeper, forum=forum, version=2, content=replace(content, unready=("fi", "sv")))


def test_who_leaves_a_forum_reads_what_it_was_given_and_nothing_later(
    people: People, keeper: Actor, forum: Forum
) -> None:
    """Also of the same document; who comes back reads it all."""
    content = content_of_three()
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    label = filing.Label({"fi": "Aineisto"}, TODAY, visibility="parties")
    place = filing.Place(queries.of_meeting(row), f"/kokoukset/{row.public_id}/")
    meeting.bring(by=keeper, meeting=row, place=place, owner=org(COUNTY), label=label, content=Upload("a.txt", b"Yksi"))
    paper = Document.objects.get()
    smaller = replace(content, parties=(org(COUNTY).id, org(KAJAANI).id))
    actions.change(by=keeper, forum=forum, version=1, content=smaller)
    filing.bring_version(by=keeper, document=paper, version=1, content=Upload("b.txt", b"Kaksi"))
    kuhmo = browser(people.kuhmo)
    page = kuhmo.get(f"/fi/asiakirjat/{paper.public_id}/").content.decode()
    assert "a.txt" in page
    assert "b.txt" not in page
    assert kuhmo.get(f"/fi/asiakirjat/{paper.public_id}/tiedosto/1/").content == b"Yksi"
    assert kuhmo.get(f"/fi/asiakirjat/{paper.public_id}/tiedosto/2/").status_code == 404
    actions.change(by=keeper, forum=forum, version=2, content=content)
    assert kuhmo.get(f"/fi/asiakirjat/{paper.public_id}/tiedosto/2/").content == b"Kaksi"


def test_a_frozen_picture_is_brought_to_a_meeting(people: People, keeper: Actor, forum: Forum, reader: Client) -> None:
    """Chosen from those of the region, to the whole meeting or a point; another region's or a withdrawn one is not offered."""
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY + timedelta(days=7)))
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Väestö"}))
    address, page = f"/fi/kokoukset/{row.public_id}/tilannekuva/", browser(people.county_coordinator)
    assert "yhtään tilannekuvaa" in page.get(address).content.decode()
    region = Region.objects.get(slug="kainuu")

    def frozen(title: str) -> Snapshot:
        return freeze(by=keeper, region=region, theme="yleinen", codes=["statfin-vaesto"], title=title, looked_on=TODAY)

    kept, gone = frozen("Syksyn kuva"), frozen("Väärä kuva")
    withdraw(by=keeper, snapshot=gone)
    offered = page.get(address).content.decode()
    assert "Syksyn kuva" in offered
    assert "Väärä kuva" not in offered
    sent = {"picture": str(kept.public_id), "point": str(point.public_id), "key": str(uuid4())}
    assert page.post(address, sent).status_code == 302
    use = Use.objects.select_related("document").get()
    assert (use.origin, use.document.title_sv) == (queries.origin_of(point), "Lägesbild: Syksyn kuva, 24.11.2026")
    link = use.document.versions.get().link
    assert link.endswith(f"/fi/tilannekuvat/{kept.public_id}/") or str(kept.public_id) in link
    meeting.move(by=keeper, meeting=row, step="call")
    assert "Tilannekuva: Syksyn kuva" in reader.get(f"/fi/kokoukset/{row.public_id}/").content.decode()
    assert page.post(address, sent | {"picture": str(gone.public_id), "key": str(uuid4())}).status_code == 422
    assert browser(people.kuhmo).get(address).status_code == 403
