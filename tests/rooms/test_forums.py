"""The room of forums: stances of parties, meetings from draft to approved memo, the evidence they make, the map's column."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.people import People, actor, browser, opened, org
from yhdyspinta.core.common.actor import ANONYMOUS, Actor
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.verdict import YES, Refused
from yhdyspinta.core.evidence.actions import withdraw as withdraw_evidence
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.law.duties import catalogue
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.atlas import units
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.registry.queries import atlas
from yhdyspinta.core.stances.rules import Words
from yhdyspinta.rooms.forums import actions, facade, meeting, queries
from yhdyspinta.rooms.forums.actions import Content
from yhdyspinta.rooms.forums.meeting import Plan, Point
from yhdyspinta.rooms.forums.models import Forum, Item, Meeting
from yhdyspinta.rooms.forums.structures import TEMPLATES

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def kainuu() -> Region:
    """The region of these tests."""
    return Region.objects.get(slug="kainuu")


def content(**more: object) -> Content:
    """A small forum of three parties."""
    fields: dict[str, object] = {
        "names": {"fi": "Hyte-ryhmä", "sv": "Hyte-gruppen"},
        "texts": {"fi": "Ryhmä valmistelee neuvottelun."},
        "level": "experts",
        "rhythm": 3,
        "themes": ("hyte",),
        "parties": tuple(org(a).id for a in (COUNTY, KAJAANI, KUHMO)),
        "secretary": org(COUNTY).id,
    }
    return Content(**(fields | more))  # type: ignore[arg-type]  # the fields of Content


@pytest.fixture
def forum(keeper: Actor) -> Forum:
    """A forum that nobody has accepted."""
    return actions.found(by=keeper, region=kainuu(), content=content())


def decided(**more: object) -> Words:
    """A decision to accept."""
    return Words(**({"step": "decision", "position": "accepted", "said_on": TODAY, "body": "Hallitus"} | more))  # type: ignore[arg-type]


def accept_all(people: People, forum: Forum) -> None:
    """Every party's own people decide."""
    for user, address in ((people.county, COUNTY), (people.municipal_coordinator, KAJAANI), (people.kuhmo, KUHMO)):
        actions.say(by=actor(user), forum=forum, party=org(address), version=forum.version, words=decided())


def again(forum: Forum) -> Forum:
    """The forum as it is now."""
    return queries.whole(Forum.objects.select_related("region", "secretary")).get(pk=forum.pk)


def test_it_is_agreed_when_every_party_has_decided_and_a_change_asks_again(
    people: People, keeper: Actor, forum: Forum
) -> None:
    """Two of three are not agreement; a view is none; a new text takes nobody's word with it, and the old text is kept."""
    for user, address in ((people.county, COUNTY), (people.municipal_coordinator, KAJAANI)):
        actions.say(by=actor(user), forum=forum, party=org(address), version=1, words=decided())
    actions.say(by=actor(people.kuhmo), forum=forum, party=org(KUHMO), version=1, words=decided(step="view", body=""))
    told = queries.agreement(again(forum))
    assert (len(told.accepted), len(told.unanswered), told.holds) == (2, 1, False)
    assert [o.slug for _f, o in queries.unanswered(actor(people.kuhmo))] == ["kuhmo"]
    actions.say(by=actor(people.kuhmo), forum=forum, party=org(KUHMO), version=1, words=decided())
    assert queries.agreement(again(forum)).since == TODAY
    changed = actions.change(by=keeper, forum=forum, version=1, content=content(rhythm=6))
    told = queries.agreement(again(forum))
    assert (changed.version, len(told.earlier), told.holds) == (2, 3, False)
    with pytest.raises(EditConflict):
        actions.change(by=keeper, forum=forum, version=1, content=content())
    with pytest.raises(EditConflict):
        actions.say(by=actor(people.kuhmo), forum=forum, party=org(KUHMO), version=1, words=decided())


def test_another_partys_decision_is_recorded_with_its_source_and_waits_for_its_confirmation(
    people: People, keeper: Actor, forum: Forum
) -> None:
    """By those who keep the forum only; marked until the party itself says so."""
    with pytest.raises(Refused) as refused:
        actions.say(by=keeper, forum=forum, party=org(KUHMO), version=1, words=decided())
    assert refused.value.verdict.code == "stances_needs_source"
    with pytest.raises(Refused):
        actions.say(
            by=actor(people.kuhmo),
            forum=forum,
            party=org(COUNTY),
            version=1,
            words=decided(link="https://example.org/1"),
        )
    made = actions.say(by=keeper, forum=forum, party=org(KUHMO), version=1, words=decided(link="https://example.org/1"))
    assert made.on_behalf
    own = browser(people.kuhmo)
    page = own.get(f"/fi/foorumit/{forum.public_id}/").content.decode()
    assert "kirjattu sen puolesta, ei vahvistettu" in page
    address = f"/fi/foorumit/{forum.public_id}/kanta/{org(KUHMO).public_id}/"
    form = own.get(address).content.decode()
    assert 'value="https://example.org/1"' in form
    sent = {
        "key": str(uuid4()),
        "version": "1",
        "step": "decision",
        "position": "accepted",
        "said_on": "2026-11-20",
        "body": "Kunnanhallitus",
        "section": "201",
    }
    assert own.post(address, sent).status_code == 302
    page = own.get(f"/fi/foorumit/{forum.public_id}/").content.decode()
    assert "ei vahvistettu" not in page
    assert "Kunnanhallitus § 201" in page
    assert "1/3" in page
    bad = own.post(address, {**sent, "key": str(uuid4()), "position": "differing"})
    assert bad.status_code == 422
    assert "Kerro, mitä pitäisi muuttaa" in bad.content.decode()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"names": {"fi": " "}}, "forums_needs_name"),
        ({"themes": ()}, "forums_needs_theme"),
        ({"themes": ("ei-ole",)}, "forums_needs_theme"),
        ({"rhythm": 0}, "forums_rhythm_range"),
        ({"parties": ()}, "forums_needs_parties"),
        ({"secretary": 0}, "forums_secretary_is_party"),
    ],
)
def test_what_a_forum_cannot_be(keeper: Actor, more: dict[str, object], code: str) -> None:
    """Each with its reason; nothing is written."""
    with pytest.raises(Refused) as refused:
        actions.found(by=keeper, region=kainuu(), content=content(**more))
    assert refused.value.verdict.code == code
    assert not Forum.objects.exists()


def test_a_municipality_of_another_region_is_no_party(keeper: Actor) -> None:
    """The parties are the region's own."""
    with pytest.raises(Refused):
        actions.found(
            by=keeper, region=kainuu(), content=content(parties=(org(COUNTY).id, org("kunnat/kauniainen").id))
        )


def held(by: Actor, forum: Forum, *, duties: tuple[str, ...] = (), on: date = TODAY, approve: bool = True) -> Meeting:
    """A meeting from draft to an approved memo, step by step."""
    row = meeting.plan(by=by, forum=forum, plan=Plan(on=on, kind="negotiation" if duties else "meeting", duties=duties))
    meeting.move(by=by, meeting=row, step="call")
    meeting.move(by=by, meeting=row, step="begin")
    meeting.tell_present(by=by, meeting=row, parties=[org(COUNTY), org(KUHMO), org(KAJAANI)])
    meeting.add_point(
        by=by,
        meeting=row,
        point=Point({"fi": "Painopisteet"}, outcome="agreed", owner=org(COUNTY).id, due=date(2027, 3, 1)),
    )
    meeting.move(by=by, meeting=row, step="minutes")
    if approve:
        meeting.move(by=by, meeting=row, step="approve")
    row.refresh_from_db()
    return row


def test_an_approved_negotiation_is_the_evidence_of_its_duties(
    people: People, keeper: Actor, forum: Forum, reader: Client
) -> None:
    """Recorded in the same transaction, with who was there; edited only here; on the duty's clock at once."""
    duty = duty_of("hyte")
    row = held(keeper, forum, duties=(duty,))
    made = Evidence.objects.get(origin=f"forums.meeting:{row.public_id}")
    assert (made.happened_on, made.kind, made.visibility) == (TODAY, "negotiation", "public")
    assert set(made.duties.values_list("duty_code", flat=True)) == {duty}
    assert made.parties.count() == 3
    with pytest.raises(Refused) as refused:
        withdraw_evidence(by=keeper, evidence=made, reason="x")
    assert refused.value.verdict.code == "evidence_has_origin"
    assert (
        "Hyte-ryhmä 24.11.2026"
        in reader.get(f"/fi{reverse('obligations:evidence', args=[made.public_id])[3:]}").content.decode()
    )


def duty_of(theme: str) -> str:
    """A duty of a theme that a forum there can serve."""
    found = [d for d in catalogue().duties.values() if theme in d.themes and d.in_force_from and not d.individual]
    return next(d.code for d in found if "county" in str(d.responsible) or d.responsible)


def test_a_meeting_is_offered_the_duties_of_its_own_region(people: People, forum: Forum) -> None:
    """Not those that bind only Helsinki or the regions of Uusimaa."""
    form = browser(people.county_coordinator).get(f"/fi/foorumit/{forum.public_id}/kokous/").content.decode()
    offered = set(re.findall(r'name="duties" value="([^"]+)"', form))
    view = atlas().view("20", TODAY)
    hyte = {
        d.code: d for d in catalogue().duties.values() if "hyte" in d.themes and d.in_force_from and not d.individual
    }
    assert offered == {code for code, duty in hyte.items() if units(duty, view)}
    assert offered < set(hyte)


def test_when_the_evidence_cannot_be_recorded_the_memo_is_not_approved(
    keeper: Actor, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: neither without the other."""
    row = held(keeper, forum, duties=(duty_of("hyte"),), approve=False)

    def broken(**_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(meeting, "record", broken)
    with pytest.raises(RuntimeError):
        meeting.move(by=keeper, meeting=row, step="approve")
    row.refresh_from_db()
    assert row.state == "minutes"


def test_steps_are_refused_with_their_reason(keeper: Actor, forum: Forum) -> None:
    """A meeting of tomorrow does not begin; no memo without those present and every point's outcome; an approved one is closed."""
    later = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY + timedelta(days=1)))
    meeting.move(by=keeper, meeting=later, step="call")
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    for step in ("call", "begin"):
        meeting.move(by=keeper, meeting=row, step=step)
    for target, step, code in (
        (later, "begin", "forums_not_yet"),
        (row, "minutes", "forums_nobody_present"),
        (row, "approve", "forums_no_such_step"),
    ):
        with pytest.raises(Refused) as refused:
            meeting.move(by=keeper, meeting=target, step=step)  # type: ignore[arg-type]  # a move
        assert refused.value.verdict.code == code
    meeting.tell_present(by=keeper, meeting=row, parties=[org(KUHMO)])
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}))
    with pytest.raises(Refused) as refused:
        meeting.move(by=keeper, meeting=row, step="minutes")
    assert refused.value.verdict.code == "forums_open_items"
    meeting.write_point(by=keeper, item=point, version=1, point=Point({"fi": "Kohta"}, outcome="noted"))
    with pytest.raises(EditConflict):
        meeting.write_point(by=keeper, item=point, version=1, point=Point({"fi": "Toinen"}))
    meeting.move(by=keeper, meeting=row, step="minutes")
    meeting.move(by=keeper, meeting=row, step="approve")
    for write in (
        lambda: meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "X"})),
        lambda: meeting.withdraw_point(by=keeper, item=point),
        lambda: meeting.tell_present(by=keeper, meeting=row, parties=[]),
        lambda: meeting.replan(by=keeper, meeting=row, version=1, plan=Plan(on=TODAY)),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.verdict.code == "forums_closed_meeting"


def test_a_postponed_point_waits_for_the_next_meeting(people: People, keeper: Actor, forum: Forum) -> None:
    """It is offered there until it is taken up, and the new point refers back; a success opens the next agenda."""
    first = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY - timedelta(days=30)))
    for step in ("call", "begin"):
        meeting.move(by=keeper, meeting=first, step=step)
    meeting.add_point(
        by=keeper, meeting=first, point=Point({"fi": "Tilat"}, {"fi": "Koulun tilat"}, outcome="postponed")
    )
    meeting.add_point(by=keeper, meeting=first, point=Point({"fi": "Perhekeskus avattiin"}, outcome="success"))
    second = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    own = browser(people.county_coordinator)
    page = own.get(f"/fi/kokoukset/{second.public_id}/").content.decode()
    assert "Aiemmin siirretyt" in page
    assert "Perhekeskus avattiin" in page
    old = Item.objects.get(title_fi="Tilat")
    address = f"/fi/kokoukset/{second.public_id}/kohta/?jatkaa={old.public_id}"
    assert "Koulun tilat" in own.get(address).content.decode()
    sent = {"key": str(uuid4()), "title_fi": "Tilat", "text_fi": "Koulun tilat", "version": "0"}
    assert own.post(address, sent).status_code == 302
    page = own.get(f"/fi/kokoukset/{second.public_id}/").content.decode()
    assert "Aiemmin siirretyt" not in page
    assert "Siirretty 25.10.2026." in page


def test_two_who_write_at_once_lose_nothing(people: People, keeper: Actor, forum: Forum) -> None:
    """The later one gets a page with both texts (409); sent again from there, it is saved. Of a point and of a forum."""
    row = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY))
    point = meeting.add_point(by=keeper, meeting=row, point=Point({"fi": "Kohta"}))
    first, second = browser(people.county_coordinator), browser(people.municipal_coordinator)
    address = reverse("forums:point", args=[point.public_id])

    def sent(text: str, version: int) -> dict[str, str]:
        return {"title_fi": "Kohta", "text_fi": text, "version": str(version), "key": str(uuid4())}

    assert first.post(address, sent("Ensimmäisen teksti", 1)).status_code == 302
    late = second.post(address, sent("Toisen teksti", 1))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Ensimmäisen teksti" in page
    assert "Toisen teksti" in page
    assert 'name="version" value="2"' in page
    assert second.post(address, sent("Molempien teksti", 2)).status_code == 302
    assert Item.objects.get(pk=point.pk).text_fi == "Molempien teksti"
    change = reverse("forums:change", args=[forum.public_id])
    base = {"name_fi": "F", "level": "top", "rhythm": "3", "themes": ["hyte"], "visibility": "public", "version": "1"}
    base |= {
        "parties": [str(p.public_id) for p in queries.parties_of(again(forum))],
        "secretary": str(org(COUNTY).public_id),
    }
    assert first.post(change, {**base, "text_fi": "Säännöt A", "key": str(uuid4())}).status_code == 302
    late = second.post(change, {**base, "text_fi": "Säännöt B", "key": str(uuid4())})
    assert late.status_code == 409
    assert "Säännöt A" in late.content.decode()
    assert "Säännöt B" in late.content.decode()


def cell(on: date = TODAY) -> str:
    """What the map says of the forums of hyte in Kainuu."""
    found = facade.statuses(["20"], on).get(("20", "hyte", "forums"))
    return found.situation if found else "unknown"


def test_the_map_gains_its_column(people: People, keeper: Actor, reader: Client) -> None:
    """Nothing, proposed, agreed, met and next known; a forum of the parties only is not counted; an ended one neither."""
    opened("20")
    assert cell() == "unknown"
    hidden = actions.found(by=keeper, region=kainuu(), content=content(visibility="parties"))
    assert cell() == "unknown"
    actions.end(by=keeper, forum=hidden)
    forum = actions.found(by=keeper, region=kainuu(), content=content())
    assert cell() == "under_preparation"
    accept_all(people, forum)
    assert cell() == "partly"
    held(keeper, forum)
    assert cell() == "partly"
    following = meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY + timedelta(days=60)))
    assert cell() == "partly"
    meeting.move(by=keeper, meeting=following, step="call")
    assert cell() == "in_place"
    assert cell(TODAY - timedelta(days=1)) == "unknown"
    page = reader.get("/fi/alueet/kainuu/hyte/").content.decode()
    assert "Hyte-ryhmä kokoontuu seuraavaksi 23.1.2027." in page
    assert f"/fi/foorumit/{forum.public_id}/" in page
    actions.end(by=keeper, forum=forum)
    assert cell() == "unknown"
    with pytest.raises(Refused):
        meeting.plan(by=keeper, forum=again(forum), plan=Plan(on=TODAY))


def test_missing_receipts_are_told_and_lower_nobody(people: People, keeper: Actor, forum: Forum) -> None:
    """By number only; on an earlier day they had not been asked; once handled they are gone."""
    accept_all(people, forum)
    row = held(keeper, forum)
    before = cell()
    item = queries.items(row)[0]
    question = Question(queries.origin_of(item), "/x/", {"fi": "Asia"}, {"fi": "Hyväksytään."})
    parties = queries.parties_of(again(forum))
    made = matters.ask(by=keeper, allowed=YES, region=kainuu(), parties=parties, question=question)

    def missing(on: date = TODAY) -> list[str]:
        found = facade.statuses(["20"], on).get(("20", "hyte", "forums"))
        return [str(dict(f.params)["count"]) for f in (found.findings if found else ()) if f.code == "forum_receipts"]

    assert missing() == ["3"]
    assert cell() == before
    assert missing(TODAY - timedelta(days=1)) == []
    for user, consultation in zip((people.county, people.municipal_coordinator, people.kuhmo), made, strict=True):
        matters.answer(by=actor(user), consultation=consultation, told=Told("noted", TODAY, body="Hallitus"))
    assert missing() == []


def test_who_sees_what(people: People, keeper: Actor) -> None:
    """A forum of the parties only: 404 to others; drafts, outcomes before approval and views only inside."""
    hidden = actions.found(by=keeper, region=kainuu(), content=content(visibility="parties"))
    shown = actions.found(by=keeper, region=kainuu(), content=content())
    actions.say(
        by=actor(people.kuhmo),
        forum=shown,
        party=org(KUHMO),
        version=1,
        words=decided(step="view", body="", position="differing", reason="Liian tiheä rytmi"),
    )
    draft = meeting.plan(by=keeper, forum=shown, plan=Plan(on=TODAY + timedelta(days=9)))
    unapproved = held(keeper, shown, approve=False)
    for user, inside in (
        (None, False),
        (people.outsider, False),
        (people.kuhmo, True),
        (people.municipal_coordinator, True),
        (people.administrator, True),
    ):
        client = Client() if user is None else browser(user)
        assert client.get(f"/fi/foorumit/{hidden.public_id}/").status_code == (200 if inside else 404)
        assert client.get(f"/fi/kokoukset/{draft.public_id}/").status_code == (200 if inside else 404)
        assert ("Liian tiheä rytmi" in client.get(f"/fi/foorumit/{shown.public_id}/").content.decode()) == inside
        assert ("<b>Sovittiin</b>" in client.get(f"/fi/kokoukset/{unapproved.public_id}/").content.decode()) == inside
    meeting.move(by=keeper, meeting=unapproved, step="approve")
    assert "<b>Sovittiin</b>" in Client().get(f"/fi/kokoukset/{unapproved.public_id}/").content.decode()
    assert not queries.visible_to(ANONYMOUS).filter(pk=hidden.pk).exists()


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_the_pages_open_in_every_language(people: People, keeper: Actor, forum: Forum, lang: str) -> None:
    """Empty and full; the number of queries does not grow with meetings."""
    own = browser(people.county_coordinator)
    row = held(keeper, forum)
    for path in (
        "alueet/kainuu/foorumit/", "alueet/kainuu/foorumit/uusi/", *(f"alueet/kainuu/foorumit/uusi/?malli={t}" for t in TEMPLATES),
        f"foorumit/{forum.public_id}/", f"foorumit/{forum.public_id}/muuta/", f"foorumit/{forum.public_id}/kokous/",
        f"foorumit/{forum.public_id}/kanta/{org(COUNTY).public_id}/", f"kokoukset/{row.public_id}/",
    ):  # fmt: skip
        assert own.get(f"/{lang}/{path}").status_code == 200, path
    assert own.get(f"/{lang}/alueet/kainuu/foorumit/uusi/?malli=ei-ole").status_code == 400
    assert own.get(f"/{lang}/foorumit/{forum.public_id}/kanta/{uuid4()}/").status_code == 404
    assert Client().get(f"/{lang}/alueet/uusimaa/foorumit/").status_code in (200, 404)


def test_queries_do_not_grow(
    keeper: Actor, forum: Forum, reader: Client, django_assert_max_num_queries: object
) -> None:
    """Of the forum's page, a region's page and a meeting's page."""
    row = held(keeper, forum)
    paths = ("/fi/alueet/kainuu/foorumit/", f"/fi/foorumit/{forum.public_id}/", f"/fi/kokoukset/{row.public_id}/")

    def counts() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert reader.get(path).status_code == 200
            found.append(len(seen))
        return found

    counts()
    before = counts()
    for _ in range(3):
        held(keeper, forum)
    for number in range(5):
        meeting.plan(by=keeper, forum=forum, plan=Plan(on=TODAY + timedelta(days=number)))
    actions.found(by=keeper, region=kainuu(), content=content(names={"fi": "Toinen"}))
    counts()
    assert counts() == before
