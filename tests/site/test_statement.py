"""The accessibility statement has its five parts and its day; what does not work is told without an account or JavaScript."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.people import People, browser
from yhdyspinta.core.accounts import feedback
from yhdyspinta.core.accounts.leaving import erase, forget_old
from yhdyspinta.core.accounts.models import Feedback
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.site.info import statement

pytestmark = pytest.mark.django_db
TEMPLATE = Path(statement.__file__).parents[1] / "templates" / "site" / "accessibility.html"
TOLD = "2026-11-28 b4dd"
"""Its day, and the beginning of its text's digest: whoever changes the text goes through it and sets a new day."""


def test_a_changed_statement_has_a_new_day() -> None:
    """The day in the page is the day on which this very text was gone through."""
    digest = hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()[:4]
    assert f"{statement.REVIEWED} {digest}" == TOLD, "go through the statement, set statement.REVIEWED, then TOLD"


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_the_statement_has_its_five_parts(reader: Client, lang: str, settings: Any) -> None:
    """Conformity, what is lacking, when and how, feedback, supervisor; linked from every page; who runs it, when told."""
    settings.OPERATOR, settings.CONTACT = "Kokeilun kuntayhtymä", "apua@example.org"
    text = reader.get(f"/{lang}/saavutettavuus/").content.decode()
    assert [int(n) for n in re.findall(r"<h2>(\d)\. ", text)] == [1, 2, 3, 4, 5]
    for word in ("306/2019", "Traficom", "28", "2026", "Kokeilun kuntayhtymä", "mailto:apua@example.org", f'href="/{lang}/saavutettavuus/palaute/"'):  # fmt: skip
        assert word in text, word
    assert f'href="/{lang}/saavutettavuus/"' in reader.get(f"/{lang}/alueet/kainuu/").content.decode()


def test_an_old_statement_says_so(reader: Client) -> None:
    """After a year it has to be gone through again."""
    sentence = "yli vuoden vanha"
    assert sentence not in reader.get("/fi/saavutettavuus/").content.decode()
    with clock.frozen(datetime(2027, 11, 30, tzinfo=UTC)):
        assert sentence in reader.get("/fi/saavutettavuus/").content.decode()


def test_feedback_from_the_page_to_the_answer(people: People, reader: Client, settings: Any, django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    """Nobody in particular tells; whoever runs the service is told, answers in fourteen days, and only they see it."""
    settings.CONTACT, settings.MAIL_ON = "apua@example.org", True
    empty = reader.post("/fi/saavutettavuus/palaute/", {"text": "", "email": "ei-osoite"})
    assert empty.status_code == 422
    assert "ei-osoite" in empty.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = reader.post("/fi/saavutettavuus/palaute/", {"text": "Taulukko ei aukea ruudunlukijalla.", "page": "/fi/kunnat/", "email": "Mie@example.org"})  # fmt: skip
    row = Feedback.objects.get()
    until = clock.today() + timedelta(days=14)
    assert f"{until.day}.{until.month}.{until.year}" in answer.content.decode()
    assert (row.email, feedback.due(row)) == ("mie@example.org", until)
    assert [m.to for m in mail.outbox] == [["apua@example.org"]]
    assert "ruudunlukija" not in mail.outbox[0].body
    keeper = browser(people.administrator)
    assert browser(people.kuhmo).get("/fi/yllapito/palaute/").status_code == 403
    assert "ruudunlukijalla" in keeper.get("/fi/yllapito/palaute/").content.decode()
    assert keeper.post(f"/fi/yllapito/palaute/{row.public_id}/", {"done": ""}).status_code == 422
    (key,) = re.findall(r'name="key" value="([^"]+)"', keeper.get("/fi/yllapito/palaute/").content.decode())
    form = {"done": "Otsikot merkittiin.", "key": key}  # what the page's own form sends
    assert keeper.post(f"/fi/yllapito/palaute/{row.public_id}/", form).status_code == 302
    assert "Otsikot merkittiin." in keeper.get("/fi/yllapito/palaute/").content.decode()
    with pytest.raises(Refused):
        feedback.handle(by=HOUSE, feedback=row.public_id, done="x")


def test_the_same_told_twice_is_kept_once(reader: Client) -> None:
    """A button pressed twice, or a page that said the service was away: one row, and the same day to be answered by."""
    told = {"text": "Nappi ei toimi.", "page": "/fi/", "email": ""}
    answers = [reader.post("/fi/saavutettavuus/palaute/", told).status_code for _ in range(2)]
    assert (answers, Feedback.objects.count()) == ([200, 200], 1)
    Feedback.objects.update(handled_at=clock.now())
    reader.post("/fi/saavutettavuus/palaute/", told)  # answered, and still so: told anew
    assert Feedback.objects.count() == 2


def test_an_address_does_not_stay(people: People) -> None:
    """It goes half a year after the answer, and with its owner's account; what was told stays."""
    own = feedback.give(text="Oma", email=people.kuhmo.email)
    other = feedback.give(text="Muu", email="muu@example.org")
    erase(by=HOUSE, user=people.kuhmo)
    Feedback.objects.filter(pk=other.pk).update(handled_at=clock.now() - timedelta(days=200))
    forget_old()
    assert {(f.text, f.email) for f in Feedback.objects.filter(pk__in=[own.pk, other.pk])} == {("Oma", ""), ("Muu", "")}


def test_what_waits_too_long_is_shown(people: People) -> None:
    """After fourteen days the list says that it should have been answered."""
    with clock.frozen(clock.now() - timedelta(days=15)):
        row = feedback.give(text="Vanha")
    assert feedback.is_late(row, clock.today())
    assert not feedback.is_late(row, clock.today() - timedelta(days=1))
    assert "olisi pitänyt vastata" in browser(people.administrator).get("/fi/yllapito/palaute/").content.decode()
