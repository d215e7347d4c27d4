"""Letters of what waits for a person: built at the moment, by choice, ended by one press."""

import re
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from tests.people import People, actor, agreed, browser, opened, org, sent_home
from yhdyspinta.core.accounts import following, notices
from yhdyspinta.core.accounts.actions import end_grant
from yhdyspinta.core.accounts.models import Grant, NoticeChoice, User
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import YES, Refused
from yhdyspinta.core.matters import actions as matters
from yhdyspinta.core.matters.actions import Question
from yhdyspinta.core.matters.rules import Told
from yhdyspinta.core.registry.models import Region
from yhdyspinta.core.themes.actions import Proposal
from yhdyspinta.site.notices import send_all, send_now

pytestmark = pytest.mark.django_db
COUNTY, KUHMO = "organisaatiot/kainuun-hyvinvointialue", "kunnat/kuhmo"
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def mailed(day: date, who: User) -> list[Any]:
    """The letters of a morning to one person."""
    before = len(mail.outbox)
    with clock.frozen(datetime.combine(day, time(4), tzinfo=clock.HELSINKI)):
        send_all()
    return [letter for letter in mail.outbox[before:] if letter.to == [who.email]]


@pytest.fixture
def waiting(people: People, settings: Any) -> People:
    """A question waits for Kuhmo, whose official and councillor have accounts."""
    settings.MAIL_ON = True
    sent_home(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    assert people.kuhmo
    assert people.elected
    return people


def test_weekly_to_whoever_acts_and_to_nobody_else_unasked(waiting: People) -> None:
    """On Mondays; the councillor, who only reads, gets none before choosing."""
    assert mailed(TUESDAY, waiting.kuhmo) == []
    (letter,) = mailed(MONDAY, waiting.kuhmo)
    assert "Painopiste" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mailed(MONDAY, waiting.elected) == []


def test_daily_only_when_something_new_waits(waiting: People) -> None:
    """The same things are told once."""
    notices.choose(user=waiting.kuhmo, rhythm="daily")
    assert len(mailed(TUESDAY, waiting.kuhmo)) == 1
    assert mailed(date(2026, 12, 2), waiting.kuhmo) == []
    with pytest.raises(Refused):
        notices.choose(user=waiting.kuhmo, rhythm="hourly")


def test_at_once_when_something_new_waits_and_not_when_something_is_handled(waiting: People) -> None:
    """Within minutes; once a thing; what has been handled is no news."""
    by = actor(waiting.county_coordinator)
    notices.choose(user=waiting.kuhmo, rhythm="immediate")
    assert mailed(MONDAY, waiting.kuhmo) == []
    assert send_now() == "1 letters"
    assert send_now() == "0 letters"
    region, kuhmo = Region.objects.get(slug="kainuu"), org(KUHMO)
    more = [Question(f"x:{n}", "/kokoukset/", {"fi": f"Asia {n}"}, {"fi": "P."}) for n in (1, 2)]
    (first,) = matters.ask(by=by, allowed=YES, region=region, parties=[kuhmo], question=more[0])
    assert send_now() == "1 letters"
    matters.keep(first, Told("accepted", clock.today(), body="Hallitus"), actor(waiting.kuhmo))
    assert send_now() == "0 letters"
    matters.ask(by=by, allowed=YES, region=region, parties=[kuhmo], question=more[1])
    assert send_now() == "1 letters"
    assert "Asia 2" in mail.outbox[-1].body
    assert "Asia 1" not in mail.outbox[-1].body


def test_a_letter_tells_what_may_be_seen_when_it_is_sent(waiting: People) -> None:
    """Whose role has ended gets nothing of what was theirs."""
    end_grant(by=HOUSE, grant=Grant.objects.get(user=waiting.kuhmo))
    assert mailed(MONDAY, waiting.kuhmo) == []


def test_one_press_ends_them_without_signing_in(waiting: People) -> None:
    """A GET only shows; the mail program's own press needs neither cookie nor page; a made-up link is nobody's."""
    (letter,) = mailed(MONDAY, waiting.kuhmo)
    address = urlsplit(re.sub(r"[<>]", "", letter.extra_headers["List-Unsubscribe"])).path
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert NoticeChoice.objects.get(user=waiting.kuhmo).rhythm == "weekly"
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticeChoice.objects.get(user=waiting.kuhmo).rhythm == "none"
    assert mailed(date(2026, 12, 7), waiting.kuhmo) == []
    assert strict.get("/fi/ilmoitukset/made:up/").status_code == 404


def test_the_choice_is_on_ones_own_page(waiting: People) -> None:
    """Where mail is set up."""
    own = browser(waiting.elected)
    assert "Ei lainkaan</option>" in own.get("/fi/oma/").content.decode()
    own.post("/fi/oma/ilmoitukset/", {"rhythm": "weekly"})
    assert notices.rhythm_of(waiting.elected) == "weekly"


def test_what_one_follows_is_told_on_mondays_when_it_has_changed(waiting: People) -> None:
    """To a councillor who asked for nothing else; only what changed in the week, only of the theme; ended, no more."""
    region = Region.objects.get(slug="kainuu")
    opened("20")
    following.follow(user=waiting.elected, region=region, theme="asuminen")
    following.follow(user=waiting.elected, region=region, theme="asuminen")
    assert mailed(MONDAY, waiting.elected) == []
    with clock.frozen(datetime.combine(date(2026, 11, 27), time(9), tzinfo=clock.HELSINKI)):
        agreed("20", Proposal("need", "asuminen", texts={"fi": "Sovitaan arjessa"}, not_needed=("forums",)))
        agreed("20", Proposal("need", "hyte", texts={"fi": "Sovitaan arjessa"}, not_needed=("models",)))
    assert mailed(TUESDAY, waiting.elected) == []
    (letter,) = mailed(MONDAY, waiting.elected)
    assert letter.subject == "Mitä seuraamissasi asioissa on muuttunut"
    assert "Kainuu: Asuminen, foorumit" in letter.body
    assert "Hyvinvoinnin" not in letter.body
    assert "waits" not in letter.body
    following.leave(user=waiting.elected, region=region, theme="asuminen")
    assert mailed(MONDAY, waiting.elected) == []


def test_who_is_told_at_once_is_told_of_what_they_follow_too(waiting: People) -> None:
    """On Mondays, and what waits is not told twice by it."""
    notices.choose(user=waiting.kuhmo, rhythm="immediate")
    following.follow(user=waiting.kuhmo, region=Region.objects.get(slug="kainuu"), theme="")
    opened("20")
    with clock.frozen(datetime.combine(date(2026, 11, 27), time(9), tzinfo=clock.HELSINKI)):
        agreed("20", Proposal("need", "asuminen", texts={"fi": "Sovitaan arjessa"}, not_needed=("forums",)))
    (letter,) = mailed(MONDAY, waiting.kuhmo)
    assert "Asuminen" in letter.body
    assert "Painopiste" not in letter.body


def test_following_is_on_the_page_and_has_a_limit(waiting: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """A button that begins and ends; a theme that there is not is refused."""
    by, address = browser(waiting.elected), "/fi/alueet/kainuu/viisi-minuuttia/"
    assert "Seuraa aluetta" in by.get(address).content.decode()
    assert by.post(f"{address}seuraa/", {"key": KEY, "teema": "hyte"}).status_code == 302
    assert "Lopeta seuraaminen" in by.get(f"{address}?teema=hyte").content.decode()
    assert by.post(f"{address}seuraa/", {"key": KEY, "teema": "outo"}).status_code == 400
    monkeypatch.setattr(following, "LIMIT", 1)
    assert by.post(f"{address}seuraa/", {"key": KEY, "teema": "asuminen"}).status_code == 403
    by.post(f"{address}seuraa/", {"key": KEY, "teema": "hyte", "loppu": "1"})
    assert "Seuraa tätä teemaa" in by.get(f"{address}?teema=hyte").content.decode()
    assert "Seuraa" not in Client().get(address).content.decode().split("<main")[1]


KEY = "00000000-0000-4000-8000-000000000001"
