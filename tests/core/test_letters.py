"""Letters to a party's registered address: at most four a year, and answering by their links, once each."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.smtp import Sink
from tests.people import People, actor, browser, org, row
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import YES, Refused
from yhdyspinta.core.matters import actions, letters, queries
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.bundling import AT_MOST, Waiting, is_time
from yhdyspinta.core.matters.models import AnswerLink, Consultation, Decision, Letter
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.ui.pages import DAYS

KUHMO = "kunnat/kuhmo"
START = date(2026, 11, 24)
days = st.integers(0, 900).map(lambda n: START + timedelta(days=n))


@given(st.lists(st.tuples(days, st.none() | st.integers(5, 200)), max_size=25))
def test_never_more_than_four_in_any_year(asked: list[tuple[date, int | None]]) -> None:
    """Nobody answers, whatever is asked and however near its day: four letters in any 365 days, and not two on a day."""
    waiting = [Waiting(day, None if due is None else day + timedelta(days=due)) for day, due in asked]
    sent: list[date] = []
    for n in range(1000):
        today = START + timedelta(days=n)
        if is_time(sent, [w for w in waiting if w.asked_on <= today], today):
            sent.append(today)
            waiting = [replace(w, written=w.written or w.asked_on <= today) for w in waiting]
    assert all(sum(0 <= (b - a).days < 365 for b in sent) <= AT_MOST for a in sent)
    assert len(set(sent)) == len(sent)
    assert bool(sent) == bool(waiting)


def test_when_a_letter_goes() -> None:
    """After three days, or at once when the day is near; then two months apart; again after three months' silence."""
    day = START

    def later(count: int) -> date:
        return day + timedelta(days=count)

    one = [Waiting(day)]
    assert not is_time([], [], day)
    assert not is_time([], one, later(2))
    assert is_time([], one, later(3))
    assert is_time([], [Waiting(day, later(10))], day)
    one = [Waiting(day, written=True)]
    assert not is_time([later(3)], [*one, Waiting(later(20))], later(40))
    assert is_time([later(3)], [*one, Waiting(later(20))], later(63))
    assert is_time([later(3)], [*one, Waiting(later(20), later(30))], later(21))
    assert not is_time([later(3)], one, later(80))
    assert is_time([later(3)], one, later(93))
    assert not is_time([later(3)], [Waiting(later(3), later(5))], later(3))


@pytest.fixture(autouse=True)
def _unhurried() -> Iterator[None]:
    """Nobody has asked too often."""
    DAYS.forget()
    yield
    DAYS.forget()


def asked(people: People, number: int, *, due: date | None = None) -> Consultation:
    """A question to Kuhmo from a point of its own."""
    question = Question(
        f"test:{number}", "/kokoukset/", {"fi": f"Päätös {number}"}, {"fi": f"Hyväksytään {number}."}, due
    )
    region = Region.objects.get(slug="kainuu")
    return actions.ask(
        by=actor(people.county_coordinator), allowed=YES, region=region, parties=[org(KUHMO)], question=question
    )[0]


def at(day: date) -> Any:
    """The clock at nine on a day."""
    return clock.frozen(datetime.combine(day, time(7), tzinfo=clock.now().tzinfo))


def links_of(text: str) -> list[str]:
    """The addresses of a letter."""
    return [urlsplit(found).path for found in re.findall(r"https?://\S+/vastaa/\S+", text)]


@pytest.mark.django_db
def test_a_year_of_a_small_municipality_by_four_letters(people: People, settings: Any) -> None:
    """Twelve decisions of a year, one part-time official without an account: at most four letters, each decision told
    by opening its link, writing who decided, and pressing once."""
    settings.MAIL_ON = True
    letters.set_address(by=actor(people.kuhmo), organisation=row(KUHMO), email="kirjaamo@kuhmo.example")
    asked_on = [START + timedelta(days=n) for n in (0, 1, 20, 75, 76, 77, 120, 170, 171, 250, 300, 301)]
    opened = pressed = 0
    for n in range(400):
        day = START + timedelta(days=n)
        with at(day):
            for number, when in enumerate(asked_on):
                if when == day:
                    asked(people, number, due=day + timedelta(days=120))
            before = len(mail.outbox)
            letters.send_all()
            for letter in mail.outbox[before:]:
                assert letter.to == ["kirjaamo@kuhmo.example"]
                for address in links_of(str(letter.body)):
                    client = Client()
                    assert client.get(address).status_code == 200
                    answer = client.post(
                        address, {"outcome": "accepted", "decided_on": day.isoformat(), "body": "Kaupunginhallitus"}
                    )
                    assert "Kiitos" in answer.content.decode()
                    opened, pressed = opened + 1, pressed + 1
    assert len(mail.outbox) <= 4 + 1  # of 400 days, a year and a month
    in_a_year = [x for x in Letter.objects.all() if x.sent_on < START + timedelta(days=365)]
    assert len(in_a_year) <= 4
    assert (opened, pressed) == (12, 12)
    told = Decision.objects.filter(consultation__origin__startswith="test:")
    assert told.count() == 12
    assert all(d.by_link and d.recorded_by is None and not d.on_behalf for d in told)


@pytest.mark.django_db
def test_a_link_answers_its_own_question_once(people: People) -> None:
    """Looking spends nothing; a refused form neither; the second press finds it used; others stay open."""
    one, other = asked(people, 1), asked(people, 2)
    token = letters.make_link(one)
    address = f"/fi/vastaa/{token}/"
    client = Client()
    for _ in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    lacking = client.post(address, {"outcome": "accepted", "decided_on": START.isoformat()})
    assert lacking.status_code == 422
    good = {"outcome": "accepted", "decided_on": START.isoformat(), "body": "Hallitus"}
    assert "Kiitos" in client.post(address, good).content.decode()
    assert client.post(address, good).status_code == 410
    assert client.get(address).status_code == 410
    assert Decision.objects.filter(consultation=one).count() == 1
    assert not Decision.objects.filter(consultation=other).exists()
    event = AuditEvent.objects.filter(verb="consultation_answered").latest("id")
    assert event.actor is None
    assert event.data["by_link"] is True
    assert "ilmoitettu linkin kautta" in browser(people.kuhmo).get(f"/fi/kasittelyt/{one.public_id}/").content.decode()


@pytest.mark.django_db
def test_links_that_no_longer_work(people: People) -> None:
    """Replaced, too old, made up, or the question taken back: 410 and nothing recorded."""
    row_ = asked(people, 1)
    old = letters.make_link(row_)
    new = letters.make_link(row_)
    told = Told("not_needed", START)
    for token in (old, "made-up", ""):
        with pytest.raises(Refused):
            letters.answer_by_link(token=token, told=told)
    AnswerLink.objects.filter(used_at=None).update(expires_at=clock.now())
    with pytest.raises(Refused):
        letters.answer_by_link(token=new, told=told)
    fresh = letters.make_link(row_)
    actions.withdraw(by=actor(people.county_coordinator), allowed=YES, consultation=row_)
    with pytest.raises(Refused):
        letters.answer_by_link(token=fresh, told=told)
    assert not Decision.objects.exists()
    assert fresh not in AnswerLink.objects.latest("id").token_hash


@pytest.mark.django_db
def test_a_link_confirms_what_was_recorded_on_behalf(people: People) -> None:
    """What a coordinator recorded from a public source is in the form already; one press confirms it."""
    row_ = asked(people, 1)
    public = Told("accepted", START, body="Kaupunginhallitus", section="12", link="https://example.org/12")
    actions.answer(by=actor(people.county_coordinator), consultation=row_, told=public)
    address = f"/fi/vastaa/{letters.make_link(row_)}/"
    page = Client().get(address).content.decode()
    assert "Kaupunginhallitus" in page
    assert "puolesta" in page
    send = {"outcome": "accepted", "decided_on": START.isoformat(), "body": "Kaupunginhallitus", "section": "12"}
    Client().post(address, send)
    row_ = queries.visible_to(actor(people.kuhmo)).get(pk=row_.pk)
    assert (queries.last(row_) or Decision()).on_behalf is False


@pytest.mark.django_db
def test_who_keeps_the_address(people: People) -> None:
    """The organisation itself and the region's coordinators; nobody sees or sets another's."""
    page = f"/fi/kasittelyt/osoite/{row(KUHMO).public_id}/"
    for user, status in (
        (people.kuhmo, 200),
        (people.municipal_coordinator, 200),
        (people.county_coordinator, 403),
        (people.outsider, 403),
        (people.county, 403),
    ):
        assert browser(user).get(page).status_code == status
    with pytest.raises(Refused):
        letters.set_address(by=actor(people.outsider), organisation=row(KUHMO), email="x@example.org")
    letters.set_address(by=actor(people.kuhmo), organisation=row(KUHMO), email="a@example.org")
    letters.set_address(by=actor(people.kuhmo), organisation=row(KUHMO), email="")
    assert queries.address_of(row(KUHMO).public_id) == ""


@pytest.mark.django_db
def test_a_real_server_takes_the_letter_and_a_refusing_one_undoes_it(people: People, sink: Sink) -> None:
    """Over SMTP on loopback. When the server refuses, no letter counts and no link was changed: tomorrow again."""
    letters.set_address(by=actor(people.kuhmo), organisation=row(KUHMO), email="kirjaamo@kuhmo.example")
    row_ = asked(people, 1, due=START + timedelta(days=5))
    sink.refuses = True
    assert letters.send_all() == "0 letters, 1 not sent"
    assert not Letter.objects.exists()
    assert not AnswerLink.objects.exists()
    sink.refuses = False
    assert letters.send_all() == "1 letters, 0 not sent"
    assert letters.send_all() == "0 letters, 0 not sent"
    (raw,) = sink.raw
    assert b"Auto-Submitted: auto-generated" in raw
    assert Client().get(links_of(quopri.decodestring(raw).decode())[0]).status_code == 200
    assert row_.links.count() == 1
    assert django_settings.DEFAULT_FROM_EMAIL.encode() in raw
