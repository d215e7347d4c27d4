"""Calls to meetings by real mail, calendars to subscribe, one's own calendar, events that are open to all."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.fakes.smtp import Sink
from tests.people import People, actor, browser, org, row
from yhdyspinta.core.accounts import calendars, notices
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE, Actor
from yhdyspinta.core.common.ical import Happening, calendar
from yhdyspinta.core.common.logs import NoPaths
from yhdyspinta.core.common.verdict import YES, Refused
from yhdyspinta.core.common.words import show_times
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.letters import set_address
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.forums import actions, calls, events, meeting, opening
from yhdyspinta.rooms.forums.actions import Content
from yhdyspinta.rooms.forums.meeting import Plan
from yhdyspinta.rooms.forums.models import Call, Forum, Meeting
from yhdyspinta.rooms.forums.opening import Announced

TODAY = date(2026, 11, 24)
KUHMO, KAJAANI, COUNTY = "kunnat/kuhmo", "kunnat/kajaani", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def called(sink: Sink) -> list[tuple[str, str, Any]]:
    """(to, method, event) of each letter, in order."""
    found = []
    for letter in sink.letters:
        part = next(p for p in letter.walk() if p.get_content_type() == "text/calendar")
        body = part.get_payload(decode=True)
        assert isinstance(body, bytes)
        made = Calendar.from_ical(body)
        assert made["METHOD"] == part.get_param("method")
        found.append((str(letter["To"]), str(made["METHOD"]), made.walk("VEVENT")[0]))
    return found


@pytest.fixture
def forum(keeper: Actor) -> Forum:
    """A forum of three parties, of which Kuhmo has told its address."""
    set_address(by=HOUSE, organisation=row(KUHMO), email="kirjaamo@kuhmo.example")
    parties = tuple(org(a).id for a in (COUNTY, KAJAANI, KUHMO))
    content = Content({"fi": "Hyte-ryhmä"}, "experts", 3, ("hyte",), parties, org(COUNTY).id)
    return actions.found(by=keeper, region=Region.objects.get(slug="kainuu"), content=content)


def planned(by: Actor, forum: Forum) -> Meeting:
    """A meeting in two weeks from nine to eleven, with a point."""
    plan = Plan(on=TODAY + timedelta(days=14), begins=time(9), ends=time(11), place="Kajaani")
    made = meeting.plan(by=by, forum=forum, plan=plan)
    meeting.add_point(by=by, meeting=made, point=meeting.Point({"fi": "Painopisteet"}))
    return made


def test_a_call_its_change_and_its_cancelling_reach_each_party(
    sink: Sink, people: People, keeper: Actor, forum: Forum
) -> None:
    """To the registry and the people who act for the party; the same id, a growing sequence; a draft is sent to nobody."""
    assert people.kuhmo
    made = planned(keeper, forum)
    assert calls.send_all() == "0 invitations"
    meeting.move(by=keeper, meeting=made, step="call")
    calls.send_all()
    told = called(sink)
    assert {to for to, _m, _e in told} == {
        "kirjaamo@kuhmo.example",
        "bertta@example.org",
        people.county_coordinator.email,
    }
    assert {method for _t, method, _e in told} == {"REQUEST"}
    event = told[0][2]
    assert event["DTSTART"].dt == datetime(2026, 12, 8, 9, tzinfo=clock.HELSINKI)
    assert (event["LOCATION"], event["SUMMARY"]) == ("Kajaani", "Hyte-ryhmä")
    assert "1. Painopisteet" in str(sink.letters[0].get_payload(0).get_payload(decode=True), "utf-8")  # type: ignore[union-attr, arg-type]  # a part of text
    first = len(told)
    plan = Plan(on=made.on + timedelta(days=1), begins=time(9), ends=time(11), place="Kajaani")
    meeting.replan(by=keeper, meeting=made, version=made.version, plan=plan)
    calls.send_all()
    meeting.move(by=keeper, meeting=made, step="cancel")
    calls.send_all()
    later = called(sink)[first:]
    assert [m for _t, m, _e in later] == ["REQUEST"] * first + ["CANCEL"] * first
    assert len({str(e["UID"]) for _t, _m, e in called(sink)}) == 1
    sequences = [int(e["SEQUENCE"]) for to, _m, e in called(sink) if to == "kirjaamo@kuhmo.example"]
    assert sequences == sorted(set(sequences))
    assert len(sequences) == 3
    assert str(later[-1][2]["STATUS"]) == "CANCELLED"
    assert calls.send_all() == "0 invitations"


def test_a_change_of_words_alone_calls_nobody_again(sink: Sink, keeper: Actor, forum: Forum) -> None:
    """Only the day, the time and the place are told anew."""
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    calls.send_all()
    sent = len(sink.letters)
    plan = Plan(
        on=made.on, begins=time(9), ends=time(11), place="Kajaani", kind="negotiation", duties=("hyte-kunta-yhteistyo",)
    )
    meeting.replan(by=keeper, meeting=made, version=made.version, plan=plan)
    calls.send_all()
    assert len(sink.letters) == sent


def test_what_the_server_refuses_is_tried_again_and_given_up_in_the_end(
    sink: Sink, keeper: Actor, forum: Forum
) -> None:
    """Later and later; only the newest of several is sent; nothing is sent twice."""
    sink.refuses = True
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    at = clock.now()
    tries = 0
    for _ in range(600):
        with clock.frozen(at):
            calls.send_all()
        at += timedelta(minutes=1)
    tries = Call.objects.get(organisation=org(KUHMO).id).tries
    assert tries == calls.TRIES
    assert not Call.objects.filter(ended_at=None).exists()
    sink.refuses = False
    with clock.frozen(at):
        calls.send_all()
        assert sink.letters == []
        meeting.replan(by=keeper, meeting=made, version=made.version, plan=Plan(on=made.on, begins=time(10)))
        made.refresh_from_db()
        meeting.replan(by=keeper, meeting=made, version=made.version, plan=Plan(on=made.on, begins=time(12)))
        calls.send_all()
    (kuhmo,) = [e for to, _m, e in called(sink) if to == "kirjaamo@kuhmo.example"]
    assert kuhmo["DTSTART"].dt.hour == 12


def test_who_wants_no_letters_gets_none(sink: Sink, people: People, keeper: Actor, forum: Forum) -> None:
    """A person's own choice holds here too; the organisation's registry is another matter."""
    notices.choose(user=people.kuhmo, rhythm="none")
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    calls.send_all()
    assert "bertta@example.org" not in {to for to, _m, _e in called(sink)}
    assert "kirjaamo@kuhmo.example" in {to for to, _m, _e in called(sink)}


def test_old_calls_are_not_sent_when_mail_is_turned_on(keeper: Actor, forum: Forum, sink: Sink) -> None:
    """Neither of meetings that have been, nor of last month."""
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    with clock.frozen(clock.now() + timedelta(days=8)):
        calls.send_all()
    assert sink.letters == []
    assert not Call.objects.filter(ended_at=None).exists()


def test_who_is_no_party_any_more_hears_only_that_it_is_off(sink: Sink, keeper: Actor, forum: Forum) -> None:
    """Not the points that came later; who has come is called; a call that was still waiting is not sent."""
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    without = Content({"fi": "Hyte-ryhmä"}, "experts", 3, ("hyte",), (org(COUNTY).id, org(KAJAANI).id), org(COUNTY).id)
    actions.change(by=keeper, forum=forum, version=1, content=without)
    meeting.add_point(by=keeper, meeting=made, point=meeting.Point({"fi": "SALAINEN KOHTA"}))
    calls.send_all()
    kuhmo = [(m, e) for to, m, e in called(sink) if to == "kirjaamo@kuhmo.example"]
    assert [m for m, _e in kuhmo] == ["CANCEL"]
    letters = [le for le in sink.letters if le["To"] == "kirjaamo@kuhmo.example"]
    assert all("SALAINEN" not in str(le) for le in letters)
    sent = len(sink.letters)
    actions.change(by=keeper, forum=forum, version=2, content=content_of(KUHMO))
    calls.send_all()
    assert [to for to, _m, _e in called(sink)[sent:] if "kuhmo" in to] == ["kirjaamo@kuhmo.example"]


def content_of(*more: str) -> Content:
    """The forum with these parties beside the county and Kajaani."""
    parties = tuple(org(a).id for a in (COUNTY, KAJAANI, *more))
    return Content({"fi": "Hyte-ryhmä"}, "experts", 3, ("hyte",), parties, org(COUNTY).id)


def test_one_that_cannot_be_written_holds_nobody_back(
    sink: Sink, keeper: Actor, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried like a refused one and given up in the end; the others go."""
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    monkeypatch.setattr(calls, "language_of", lambda o: "fi" if o.slug != "kajaani" else 1 / 0)
    calls.send_all()
    assert "kirjaamo@kuhmo.example" in {to for to, _m, _e in called(sink)}


def test_impossible_days_and_lines_spoil_no_calendar(
    people: People, keeper: Actor, forum: Forum, reader: Client
) -> None:
    """A day at the end of time is asked about; a name of several lines becomes one; feeds answer."""
    own = browser(people.county_coordinator)
    address = f"/fi/foorumit/{forum.public_id}/kokous/"
    for day, status in (("9999-12-31", 422), ("2100-01-01", 422), ("2099-12-31", 302)):
        assert own.post(address, {"key": str(uuid4()), "on": day, "kind": "meeting"}).status_code == status
    made = meeting.plan(by=keeper, forum=forum, plan=Plan(on=date.max))  # not by any form
    meeting.move(by=keeper, meeting=made, step="call")
    Forum.objects.filter(pk=forum.pk).update(name_fi="Ryhmä\r\nATTENDEE:mailto:x@example.org")
    (event,) = feed_of(reader, f"/fi/foorumit/{forum.public_id}/kalenteri.ics")
    assert str(event["SUMMARY"]) == "Ryhmä ATTENDEE:mailto:x@example.org"
    assert "attendee" not in event
    renamed = Content({"fi": "Yksi\nkaksi"}, "experts", 3, ("hyte",), content_of(KUHMO).parties, org(COUNTY).id)
    assert actions.change(by=keeper, forum=forum, version=1, content=renamed).name_fi == "Yksi kaksi"


def test_a_failed_request_logs_no_address(caplog: pytest.LogCaptureFixture) -> None:
    """A path can carry a token: the route is enough."""
    record = logging.makeLogRecord(
        {"name": "django.request", "msg": "Internal Server Error: %s", "args": ("/oma/SALA",)}
    )
    record.request = type("Request", (), {"resolver_match": type("Match", (), {"route": "oma/<str:token>"})()})()
    assert NoPaths().filter(record)
    assert record.getMessage() == "request failed: oma/<str:token>"


def feed_of(client: Client, address: str) -> list[Any]:
    """The events of a feed."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_forum_and_a_region_are_subscribed(reader: Client, people: People, keeper: Actor, forum: Forum) -> None:
    """Called meetings and later ones; a cancelled one says so; drafts and informal meetings are in no feed of strangers."""
    made = planned(keeper, forum)
    meeting.jot(by=keeper, forum=forum, on=TODAY, notes={"fi": "Soitto"}, present=[org(KUHMO)])
    addresses = (f"/fi/foorumit/{forum.public_id}/kalenteri.ics", "/fi/alueet/kainuu/foorumit/kalenteri.ics")
    assert [feed_of(reader, a) for a in addresses] == [[], []]
    meeting.move(by=keeper, meeting=made, step="call")
    for address in addresses:
        (event,) = feed_of(reader, address)
        assert str(event["URL"]).endswith(f"/fi/kokoukset/{made.public_id}/")
    meeting.move(by=keeper, meeting=made, step="cancel")
    (event,) = feed_of(reader, addresses[0])
    assert str(event["STATUS"]) == "CANCELLED"
    Forum.objects.filter(pk=forum.pk).update(visibility="parties")
    assert reader.get(addresses[0]).status_code == 404
    assert feed_of(reader, addresses[1]) == []
    assert len(feed_of(browser(people.kuhmo), addresses[0])) == 1


def test_ones_own_calendar_reads_what_one_may_see_until_its_address_is_ended(
    people: People, keeper: Actor, forum: Forum, reader: Client
) -> None:
    """Without signing in; shown once; a new address ends the old one."""
    made = planned(keeper, forum)
    meeting.move(by=keeper, meeting=made, step="call")
    question = Question("x:1", "/kokoukset/", {"fi": "Painopiste"}, {"fi": "P."}, due=TODAY + timedelta(days=30))
    matters.ask(by=keeper, allowed=YES, region=forum.region, parties=[org(KUHMO)], question=question)
    own, key = browser(people.kuhmo), str(uuid4())
    page = own.post("/fi/oma/kalenteri/", {"key": key}).content.decode()
    address = page.split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    assert "<code>" not in own.post("/fi/oma/kalenteri/", {"key": key}).content.decode()
    assert sorted(str(e["SUMMARY"]) for e in feed_of(reader, address)) == ["Hyte-ryhmä", "Käsiteltävä: Painopiste"]
    assert "Luo uusi osoite" in own.get("/fi/oma/").content.decode()
    own.post("/fi/oma/kalenteri/", {"key": str(uuid4())})
    assert reader.get(address).status_code == 404
    token = calendars.make(user=people.kuhmo)
    assert feed_of(reader, f"/sv/oma/kalenteri/{token}.ics")
    own.post("/fi/oma/kalenteri/", {"key": str(uuid4()), "loppu": "1"})
    assert reader.get(f"/fi/oma/kalenteri/{token}.ics").status_code == 404
    token = calendars.make(user=people.kuhmo)
    people.kuhmo.is_active = False
    people.kuhmo.save()
    assert reader.get(f"/fi/oma/kalenteri/{token}.ics").status_code == 404


def test_open_events_are_known_added_and_withdrawn(people: People, keeper: Actor, reader: Client) -> None:
    """The deck's days are there with their source; coordinators add their region's, analysts the country's."""
    page = reader.get("/fi/tapahtumat/").content.decode()
    for told in ("12.2.2025", "klo 14.30–16.00", "Kuntaliitto (Kommunförbundet), Hyvil"):
        assert told in page
    assert len(feed_of(reader, "/sv/tapahtumat/kalenteri.ics")) == len(events.known()) == 5
    said = Announced({"fi": "Kevään foorumi"}, "Kainuu", TODAY + timedelta(days=100), time(9), time(11))
    kainuu = Region.objects.get(slug="kainuu")
    made = opening.add_event(by=keeper, region=kainuu, said=said)
    opening.add_event(by=actor(people.analyst), region=None, said=said)
    for who, region in ((keeper, None), (keeper, Region.objects.get(slug="lappi")), (actor(people.kuhmo), kainuu)):
        with pytest.raises(Refused):
            opening.add_event(by=who, region=region, said=said)
    assert len(feed_of(reader, "/fi/tapahtumat/kalenteri.ics")) == 7
    opening.withdraw_event(by=keeper, event=made)
    assert len(feed_of(reader, "/fi/tapahtumat/kalenteri.ics")) == 6


def test_times_that_cannot_be_are_told_in_the_form(people: People, forum: Forum) -> None:
    """A meeting that ends before it begins; words are kept."""
    own, address = browser(people.county_coordinator), f"/fi/foorumit/{forum.public_id}/kokous/"
    sent = {"key": str(uuid4()), "on": "2026-12-08", "kind": "meeting", "place": "Kajaanin kaupungintalo"}
    for begins, ends, status in (("11.00", "9.00", 422), ("", "9:00", 422), ("25:00", "", 422), ("9.00", "11.30", 302)):
        answer = own.post(address, {**sent, "key": str(uuid4()), "begins": begins, "ends": ends})
        assert answer.status_code == status
        if status == 422:
            assert "Kajaanin kaupungintalo" in answer.content.decode()
    made = Meeting.objects.get()
    assert (made.begins, made.ends) == (time(9), time(11, 30))
    assert "klo 9.00–11.30" in own.get(f"/fi/kokoukset/{made.public_id}/").content.decode()


@pytest.mark.parametrize(("lang", "told"), [("fi", "klo 9.05–11.00"), ("sv", "kl. 9.05–11.00"), ("en", "9:05–11:00")])
def test_times_are_written_as_each_language_does(lang: str, told: str) -> None:
    """And nothing without a beginning."""
    assert show_times(time(9, 5), time(11), lang) == told
    assert show_times(None, None, lang) == ""


@given(
    on=st.dates(date(2023, 1, 1), date(2030, 12, 31)),
    begins=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
    title=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200),
)
def test_a_calendar_comes_back_as_it_was(on: date, begins: time | None, title: str) -> None:
    """Whatever the title; days and Finnish clock times also on the days when the clock is moved."""
    (event,) = Calendar.from_ical(calendar("K", [Happening("u", on, title, begins)])).walk("VEVENT")
    assert str(event["SUMMARY"]) == " ".join(title.split())
    told: Any = event.decoded("DTSTART")
    if begins is None:
        assert told == on
    else:
        assert (told.date(), told.time()) == (on, begins)
        assert str(told.tzinfo) == "Europe/Helsinki"


def test_a_broken_file_of_events_names_the_event(tmp_path: object) -> None:
    """A field that is none of ours, an end before the beginning."""
    for wrong in ("onn = 2025-01-01", "on = 2025-01-01\nbegins = 11:00:00\nends = 09:00:00"):
        path = tmp_path / "events.toml"  # type: ignore[operator]  # a path
        path.write_text(f'[source]\ntitle = "S"\n[[event]]\ncode = "x-1"\ntitle_fi = "T"\norganiser = "O"\n{wrong}\n')
        with pytest.raises(ValueError, match="x-1"):
            events.read(path)
    assert django_settings.ADDRESS
