"""Surveys: two signatures, one answer a link, sealed, mixed and frozen; who sees what; what becomes of the results."""

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from pytest_django import fixtures

from tests.fakes.smtp import Sink
from tests.people import People, actor, browser
from tests.refusals import refused
from tests.rooms.surveying import ANALYST, answered, card, closed, opened, plan, sheet
from yhdyspinta.core.audit.models import AuditEvent, FormKey
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import ANONYMOUS, HOUSE, Actor, Standing
from yhdyspinta.core.common.errors import EditConflict
from yhdyspinta.core.common.seals import Unreadable
from yhdyspinta.core.common.texts import Text
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.registry.models import Region
from yhdyspinta.rooms.surveys import actions, closing, facade, inviting, mixing, queries
from yhdyspinta.rooms.surveys.actions import Asked
from yhdyspinta.rooms.surveys.answering import answer
from yhdyspinta.rooms.surveys.asking import Question, room_of
from yhdyspinta.rooms.surveys.models import Answer, Invitation, Sheet, Survey
from yhdyspinta.rooms.surveys.sealing import new_salt, seal, unseal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_a_survey_needs_the_word_of_both_sides(people: People, keeper: Actor, other: Actor, region: Region) -> None:
    """One side begins, the other confirms; a change asks again; nobody else does either."""
    for who in (ANONYMOUS, actor(people.kuhmo), actor(people.administrator)):
        with pytest.raises(Refused):
            actions.begin(by=who, region=region, plan=plan())
    made = actions.begin(by=keeper, region=region, plan=plan())
    with refused("surveys_other_side"):
        actions.confirm(by=keeper, survey=made, version=1)
    with refused("surveys_state"):
        actions.open_now(by=keeper, survey=made)
    with pytest.raises(EditConflict):
        actions.confirm(by=other, survey=made, version=7)
    actions.confirm(by=other, survey=made, version=1)
    actions.ask(by=other, survey=made, asked=Asked("text", {"fi": "Miksi?"}))
    made.refresh_from_db()
    assert made.state == "draft"
    with refused("surveys_other_side"):
        actions.confirm(by=other, survey=made, version=made.version)
    actions.confirm(by=keeper, survey=made, version=made.version)
    actions.open_now(by=keeper, survey=made)
    with refused("surveys_frozen"):
        actions.leave_out(by=keeper, survey=made, code="own1")


def test_an_analyst_asks_many_regions_at_once(people: People) -> None:
    """Without anybody's confirmation; each region has its own survey."""
    client = browser(people.analyst)
    data = {"key": "00000000-0000-4000-8000-000000000001", "title_fi": "Pulssi", "opens_on": "2026-11-24", "closes_on": "2026-12-10", "themes": ["hyte"], "pooling": "none", "visibility": "public", "regions": ["20", "03"]}  # fmt: skip
    assert client.post("/fi/kyselyt/uusi/", data).status_code == 302
    assert sorted(Survey.objects.values_list("region__code", "state")) == [("03", "agreed"), ("20", "agreed")]
    assert browser(people.county_coordinator).get("/fi/kyselyt/uusi/").status_code == 403
    made = Survey.objects.get(region__code="20")
    keeper = actor(people.county_coordinator)
    made = actions.ask(by=keeper, survey=made, asked=Asked("scale", {"fi": "Toimii"}))
    assert made.state == "draft"  # a coordinator's change waits for the other side
    with refused("surveys_other_side"):
        actions.confirm(by=keeper, survey=made, version=made.version)


def test_four_minutes_is_the_most(keeper: Actor, region: Region) -> None:
    """A longer survey is refused when it is begun and when it grows."""
    made = actions.begin(by=keeper, region=region, plan=plan())
    for _number in range(3):
        actions.ask(by=keeper, survey=made, asked=Asked("text", {"fi": "Miksi?"}))
    with refused("surveys_too_long"):
        actions.ask(by=keeper, survey=made, asked=Asked("text", {"fi": "Miksi?"}))
    made.refresh_from_db()
    assert len(made.own) == 3
    assert made.version == 4


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"closes_on": TODAY - timedelta(days=1), "opens_on": TODAY - timedelta(days=3)}, "surveys_days"),
        ({"closes_on": TODAY + timedelta(days=90)}, "surveys_too_long_open"),
        ({"themes": ("nothing",)}, "surveys_no_theme"),
        ({"pooling": "themes", "themes": ("hyte",)}, "surveys_pool_needs_themes"),
        ({"pooling": "all"}, "surveys_no_pooling"),
    ],
)
def test_what_cannot_be_a_survey(keeper: Actor, region: Region, more: dict[str, Any], code: str) -> None:
    """Refused with the reason."""
    with refused(code):
        actions.begin(by=keeper, region=region, plan=plan(**more))


def test_own_questions(keeper: Actor, region: Region) -> None:
    """A choice has two options at least; options are in step over the languages; five questions; one is left out."""
    made = actions.begin(by=keeper, region=region, plan=plan(themes=()))
    with refused("surveys_options"):
        actions.ask(by=keeper, survey=made, asked=Asked("one", {"fi": "Kumpi?"}, [{"fi": "A"}]))
    with refused("surveys_needs_question"):
        actions.ask(by=keeper, survey=made, asked=Asked("one", {"fi": " "}, [{"fi": "A"}, {"fi": "B"}]))
    for _number in range(5):
        actions.ask(by=keeper, survey=made, asked=Asked("one", {"fi": "Kumpi?"}, [{"fi": "A"}, {"fi": "B"}]))
    with refused("surveys_own_full"):
        actions.ask(by=keeper, survey=made, asked=Asked("scale", {"fi": "Toimii"}))
    actions.leave_out(by=keeper, survey=made, code="own2")
    made.refresh_from_db()
    assert [raw["code"] for raw in made.own] == ["own1", "own3", "own4", "own5"]


def test_one_answer_a_link(keeper: Actor, other: Actor) -> None:
    """A link answers once; an empty sheet spends nothing; an unknown link and a closed survey take nothing."""
    made = opened(keeper, other)
    token = card(made)
    with refused("surveys_nothing_answered"):
        answer(token=token, sent={"planned": ["9"]})
    answer(token=token, sent=sheet(3))
    with refused("surveys_answered_already"):
        answer(token=token, sent=sheet(4))
    with refused("surveys_not_open"):
        answer(token="x" * 22, sent=sheet(3))
    assert Sheet.objects.count() == 1
    late = card(made)
    closed(keeper, made)
    with refused("surveys_not_open"):
        answer(token=late, sent=sheet(4))


def test_a_seal_tells_nothing_and_opens_with_an_earlier_secret(settings: fixtures.Settings) -> None:
    """Of one length, different each time; not readable with another secret, salt or group, readable after the secret changed."""
    salt, room = new_salt(), room_of([Question("own1", "text", Text("k"))])
    sealed = seal(salt, "m_lead", {"planned": 3}, room)
    assert len(sealed) == len(seal(salt, "m_lead", {"own1": "😀" * 1000}, room))
    assert sealed != seal(salt, "m_lead", {"planned": 3}, room)
    settings.SECRET_KEY_FALLBACKS = [django_settings.SECRET_KEY]
    settings.SECRET_KEY = "another " * 8
    assert unseal(salt, "m_lead", sealed) == {"planned": 3}
    with pytest.raises(Unreadable):
        unseal(salt, "c_lead", sealed)
    settings.SECRET_KEY_FALLBACKS = []
    for other in (salt, new_salt()):
        with pytest.raises(Unreadable):
            unseal(other, "m_lead", sealed)


def test_closing_without_the_secret_loses_nothing(keeper: Actor, other: Actor, settings: fixtures.Settings) -> None:
    """The refusal says what to do; afterwards everything is as it was, and it closes once the secret is back."""
    made = opened(keeper, other)
    answered(made, "m_lead", [sheet(4)] * 10)
    was, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 8
    with refused("surveys_unreadable"):
        closing.close(by=keeper, survey=made)
    made.refresh_from_db()
    assert (made.state, Sheet.objects.count(), Answer.objects.count()) == ("open", 10, 0)
    assert closing.keep_days() == "0 of 0 moved, 0 answers forgotten"
    settings.SECRET_KEY_FALLBACKS = [was]
    assert closed(keeper, made).state == "closed"


def test_nothing_joins_a_link_and_an_answer(keeper: Actor, other: Actor) -> None:
    """While open: no time, no key from one to the other, the content not readable. After: links, sheets and the salt are gone."""
    made = opened(keeper, other)
    events, keys = AuditEvent.objects.count(), FormKey.objects.count()
    tokens = inviting.cards(by=ANALYST, survey=made, group="m_lead", count=12)
    events += 1  # of making the cards
    for number, token in enumerate(tokens):
        answer(token=token, sent={**sheet(1 + number % 5)})
    assert AuditEvent.objects.count() == events
    assert FormKey.objects.count() == keys
    names = {f.name for model in (Invitation, Sheet, Answer) for f in model._meta.get_fields()}
    assert not names & {"at", "recorded_at", "answered_at", "user", "recorded_by", "invitation", "sheet"}
    assert not any(b"planned" in bytes(s.sealed) for s in Sheet.objects.all())
    assert Invitation.objects.filter(used=True).count() == 12
    row = closed(keeper, made)
    assert (Invitation.objects.count(), Sheet.objects.count(), bytes(row.salt)) == (0, 0, b"")
    assert Answer.objects.count() == 0  # nothing but what is told


def test_what_waits_for_the_next_survey_is_of_five_and_no_words(keeper: Actor, other: Actor) -> None:
    """Of four people and of free answers nothing is kept, not even for the next survey."""
    made = opened(keeper, other, pooling="waves", themes=())
    answered(made, "m_lead", [sheet(3, {})] * 5)
    answered(made, "c_lead", [sheet(3, {})] * 4)
    closed(keeper, made)
    assert set(Answer.objects.values_list("group", flat=True)) == {"m_lead"}
    assert Answer.objects.count() == 5 * 6


def test_the_order_is_rubbed_out_while_it_is_open(keeper: Actor, other: Actor) -> None:
    """Every row is written anew: other keys of sheets, the same rights; nothing is done when nobody has answered since."""
    made = opened(keeper, other)
    answered(made, "m_lead", [sheet(1 + n % 5) for n in range(12)])
    before = {s.pk for s in Sheet.objects.all()}
    rights = set(Invitation.objects.values_list("pk", "token_hash", "used"))
    assert mixing.mix_all() == "12 sheets mixed"
    assert not before & {s.pk for s in Sheet.objects.all()}
    assert set(Invitation.objects.values_list("pk", "token_hash", "used")) == rights
    assert mixing.mix_all() == "0 sheets mixed"
    answered(made, "m_lead", [sheet(3)])
    assert mixing.mix_all() == "13 sheets mixed"
    row = closed(keeper, made)
    assert row.results is not None
    assert row.results["questions"][0]["cuts"]["m"]["n"] == 13


def test_the_order_of_answers_tells_nothing(keeper: Actor, other: Actor) -> None:
    """T11 b: over many surveys the order in which answers are kept has nothing to do with the order of answering."""
    ranks = 0.0
    for _survey in range(12):
        made = opened(keeper, other, themes=(), pooling="waves")
        answered(made, "m_lead", [sheet(1 + (n > 7), {}) for n in range(16)])
        closed(keeper, made)
        kept = list(
            Answer.objects.filter(survey=made, question="planned").order_by("pk").values_list("value", flat=True)
        )
        assert sorted(kept) == [1] * 8 + [2] * 8
        late = [place for place, value in enumerate(kept) if value == 2]
        ranks += (sum(late) / 8 - 7.5) / 1.19  # a mean of 8 of 16 places: its standard deviation is 1.19
    assert abs(ranks / 12**0.5) < 4  # chance passes this 15,000 times of 15,001


def test_what_the_organiser_knows(people: People, keeper: Actor, other: Actor) -> None:
    """How many of a group have answered only from ten invited; never who."""
    made = opened(keeper, other)
    inviting.invite(by=other, survey=made, group="m_lead", emails=[f"a{n}@kunta.example" for n in range(10)])
    answered(made, "c_lead", [sheet(4)] * 9)
    answered(made, "m_lead", [sheet(4)] * 8)
    told = {t.group: (t.invited, t.answered, t.cards) for t in queries.turnout(made)}
    assert told == {"m_lead": (18, 5, 8), "c_lead": (9, None, 9)}  # in steps of five
    assert "18" not in Client().get(f"/fi/kyselyt/{made.public_id}/").content.decode().split("<main")[1]
    text = browser(people.county_coordinator).get(f"/fi/kyselyt/{made.public_id}/").content.decode()
    assert "ei näytetä" in text
    assert "kunta.example" not in text
    row = closed(keeper, made)
    assert {t.group: (t.invited, t.answered) for t in queries.turnout(row)} == {"m_lead": (18, 8), "c_lead": (9, None)}


def test_each_side_invites_its_own_people(people: People, keeper: Actor, other: Actor) -> None:
    """Nobody fills the other side with links of their own; an analyst invites all; Helsinki has one side."""
    made = opened(keeper, other)
    with refused("surveys_own_side"):
        inviting.cards(by=keeper, survey=made, group="m_lead", count=1)
    with refused("surveys_own_side"):
        inviting.invite(by=other, survey=made, group="c_expert", emails=["a@hva.example"])
    assert inviting.cards(by=other, survey=made, group="m_expert", count=2)
    assert inviting.cards(by=actor(people.analyst), survey=made, group="c_lead", count=2)
    text = browser(people.county_coordinator).get(f"/fi/kyselyt/{made.public_id}/").content.decode()
    assert text.count("Kuntien asiantuntijat") == 1  # in the table, not among those to invite


def test_letters_and_reminders(sink: Sink, keeper: Actor, other: Actor) -> None:
    """One letter each in both languages; a reminder goes to all with the same link, so it tells nothing of who has answered."""
    made = opened(keeper, other)
    many, few = [f"a{n}@kunta.example" for n in range(10)], [f"b{n}@hva.example" for n in range(3)]
    assert inviting.invite(by=other, survey=made, group="m_lead", emails=many) == 10
    assert inviting.invite(by=keeper, survey=made, group="c_lead", emails=few) == 3
    assert inviting.invite(by=keeper, survey=made, group="c_lead", emails=many) == 0
    assert inviting.send_all() == "13 letters, 0 not sent"
    assert inviting.send_all() == "0 letters, 0 not sent"
    text = {str(x["To"]): _body(x) for x in sink.letters}
    link = {to: re.findall(r"/kysely/([\w-]{22})/", body) for to, body in text.items()}
    assert all(len(each) == 2 and len(set(each)) == 1 for each in link.values())
    assert len({each[0] for each in link.values()}) == 13
    assert "/fi/kysely/" in text[many[0]]
    assert "/sv/kysely/" in text[many[0]]
    for to in (many[0], few[0]):
        answer(token=link[to][0], sent=sheet(3))
    mixing.mix_all()
    inviting.remind(by=keeper, survey=made)
    assert queries.unsent(made) == 13
    with refused("surveys_reminded"):
        inviting.remind(by=other, survey=made)
    sink.letters.clear()
    inviting.send_all()
    again = {str(x["To"]): re.findall(r"/kysely/([\w-]{22})/", _body(x))[0] for x in sink.letters}
    assert again == {to: each[0] for to, each in link.items()}
    assert "muistutus" in _body(sink.letters[0])


def _body(letter: Any) -> str:
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def test_addresses_as_people_paste_them() -> None:
    """Names, commas, semicolons and line ends; what has an @ and is no address is named."""
    text = "Maija Mehiläinen <Maija@Kunta.example>; pekka@kunta.example,\n pekka@kunta.example\nväärä@@kunta"
    assert inviting.addresses_in(text) == (["maija@kunta.example", "pekka@kunta.example"], ["väärä@@kunta"])


def test_no_page_of_answering_knows_anybody(
    people: People, keeper: Actor, other: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    """A signed-in person answers: their sign-in is not touched, nothing is logged, no address reaches the view; the next page knows them again."""
    made = opened(keeper, other)
    token = card(made)
    client = browser(people.kuhmo)
    logging.getLogger("yhdyspinta").propagate = True
    try:
        with caplog.at_level(logging.DEBUG):
            page = client.get(f"/fi/kysely/{token}/", REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Tunnettu")
            sent = client.post(f"/fi/kysely/{token}/", sheet(4), REMOTE_ADDR="192.0.2.7")
            thanked = client.get(sent["Location"])
    finally:
        logging.getLogger("yhdyspinta").propagate = False
    assert page.wsgi_request.user.is_anonymous
    assert page.wsgi_request.META["REMOTE_ADDR"] == ""
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert "Kirjaudu ulos" not in page.content.decode()
    assert sent.status_code == 302
    assert token not in sent["Location"]
    assert "Kiitos" in thanked.content.decode()
    assert token not in caplog.text
    assert "kysely" not in caplog.text
    assert client.get("/fi/oma/").status_code == 200
    assert "on jo vastattu" in Client().get(f"/sv/kysely/{token}/".replace("/sv/", "/fi/")).content.decode()


def test_what_cannot_be_taken_comes_back(keeper: Actor, other: Actor) -> None:
    """An empty sheet: 422, the reason, and the link still works. An unknown link: 410."""
    made = opened(keeper, other)
    token = card(made)
    answer_ = Client().post(f"/fi/kysely/{token}/", {"planned": "", "own9": "x"})
    assert answer_.status_code == 422
    assert "Vastaa ainakin yhteen" in answer_.content.decode()
    assert Client().get(f"/fi/kysely/{token}x/").status_code == 410
    assert Client().post(f"/fi/kysely/{token}/", {"planned": "3"}).status_code == 302


def test_days_open_and_close_by_themselves(
    keeper: Actor, other: Actor, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job opens on the first day and closes after the last one; single answers are forgotten after ninety days."""
    made = actions.begin(by=keeper, region=region, plan=plan(opens_on=TODAY + timedelta(days=2)))
    actions.confirm(by=other, survey=made, version=1)
    token = card(made)
    closing.keep_days()
    with refused("surveys_not_open"):
        answer(token=token, sent=sheet(3))
    assert "avautuu 26.11.2026" in Client().get(f"/fi/kysely/{token}/").content.decode()
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=2))
    assert closing.keep_days() == "1 of 1 moved, 0 answers forgotten"
    answer(token=token, sent=sheet(3))
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=15))
    assert closing.keep_days() == "1 of 1 moved, 0 answers forgotten"
    made.refresh_from_db()
    assert made.state == "closed"


def test_what_waits_is_forgotten_and_what_never_opened_is_given_up(
    keeper: Actor, other: Actor, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers that wait for the next survey after two years; addresses of a survey that nobody opened after a month. One that
    cannot be closed stops no other."""
    waits = opened(keeper, other, pooling="waves", themes=())
    answered(waits, "m_lead", [sheet(3, {})] * 5)
    closed(keeper, waits)
    never = actions.begin(by=ANALYST, region=region, plan=plan())
    inviting.invite(by=ANALYST, survey=never, group="m_lead", emails=["a@kunta.example"])
    broken = opened(keeper, other)
    answered(broken, "m_lead", [sheet(3)])
    Survey.objects.filter(pk=broken.pk).update(salt=new_salt())
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=50))
    assert closing.keep_days() == "1 of 2 moved, 0 answers forgotten"
    assert Invitation.objects.filter(email="a@kunta.example").count() == 0
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=800))
    assert closing.keep_days() == "0 of 1 moved, 30 answers forgotten"


def test_cancelling_destroys_what_was_answered(keeper: Actor, other: Actor) -> None:
    """Nothing of it is left, and the survey is not listed."""
    made = opened(keeper, other)
    answered(made, "m_lead", [sheet(3)] * 3)
    actions.cancel(by=other, survey=made)
    assert (Sheet.objects.count(), Invitation.objects.count(), Answer.objects.count()) == (0, 0, 0)
    assert queries.of_region(keeper, "20") == []


def test_on_sqlite_the_journal_is_emptied(keeper: Actor, other: Actor, django_capture_on_commit_callbacks: Any) -> None:
    """After closing something is done to the journal; what it does is examined with a server that runs."""
    made = opened(keeper, other)
    answered(made, "m_lead", [sheet(3)] * 2)
    with django_capture_on_commit_callbacks() as after:
        closed(keeper, made)
    assert [f.__name__ for f in after if f.__module__.endswith("mixing")] == ["forget_journal"]
    assert connection.vendor in ("sqlite", "postgresql")


def test_helsinki_confirms_itself_and_a_person_of_two_sides_does_not(region: Region) -> None:
    """One side is enough where there is one; one person never speaks for both."""
    from uuid import uuid4  # noqa: PLC0415  (only here)

    me = uuid4()
    alone = Actor(me, (Standing("coordinator", region="90", side="county"),))
    made = actions.begin(by=alone, region=Region.objects.get(code="90"), plan=plan())
    actions.confirm(by=alone, survey=made, version=1)
    here = Actor(me, (Standing("coordinator", region="20", side="county"),))
    there = Actor(me, (Standing("coordinator", region="20", side="municipalities"),))
    kainuu = actions.begin(by=here, region=region, plan=plan())
    with refused("sides_same_person"):
        actions.confirm(by=there, survey=kainuu, version=1)
    assert HOUSE.house


def test_what_waits_is_told_to_the_other_side(people: People, keeper: Actor, other: Actor, region: Region) -> None:
    """On the page of one's own, to the other side's coordinator only, until it is confirmed."""
    made = actions.begin(by=keeper, region=region, plan=plan())
    assert [(u.name.fi, u.page) for u in facade.unsigned(other, other)] == [
        ("Pulssi 2026", f"/fi/kyselyt/{made.public_id}/")
    ]
    assert facade.unsigned(keeper, keeper) == []
    assert facade.unsigned(actor(people.kuhmo), actor(people.kuhmo)) == []
    assert "Pulssi 2026" in browser(people.municipal_coordinator).get("/fi/oma/").content.decode()
    actions.confirm(by=other, survey=made, version=1)
    assert facade.unsigned(other, other) == []


def test_wrong_addresses_are_taken_back_until_their_letters_go(sink: Sink, keeper: Actor, other: Actor) -> None:
    """What has gone stays; after a reminder nothing is taken back, for those letters have gone once."""
    made = opened(keeper, other)
    inviting.invite(by=other, survey=made, group="m_lead", emails=["a@kunta.example"])
    inviting.send_all()
    inviting.invite(by=other, survey=made, group="m_lead", emails=["b@kunta.example", "c@kunta.example"])
    assert inviting.take_back(by=other, survey=made) == 2
    assert list(Invitation.objects.values_list("email", flat=True)) == ["a@kunta.example"]
    inviting.remind(by=keeper, survey=made)
    with refused("surveys_letters_gone"):
        inviting.take_back(by=other, survey=made)
    assert sink.letters
