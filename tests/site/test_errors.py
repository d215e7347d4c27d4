"""Error pages that help: what happened, what to do, where to go; in the reader's language where the house stands."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client

from tests.people import People, browser
from yhdyspinta.core.common.bucket import Bucket
from yhdyspinta.core.common.errors import EditConflict, KeyReused
from yhdyspinta.core.ui import pages
from yhdyspinta.core.ui.middleware import mapped_errors, unavailable
from yhdyspinta.site.map import views

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five days at once, then one in a hundred seconds."""
    monkeypatch.setattr(pages, "DAYS", Bucket(size=5, rate=0.01))


def test_asking_for_days_too_fast_is_429_with_the_time_to_wait(reader: Client) -> None:
    """In the language of the page; a page of today stays open; another address is not stopped."""
    answers = [reader.get(f"/sv/alueet/?on=2024-0{1 + n % 9}-01").status_code for n in range(6)]
    assert answers == [200] * 5 + [429]
    late = reader.get("/sv/alueet/?on=2024-01-01")
    assert late.status_code == 429
    assert int(late["Retry-After"]) >= 1
    assert "Försök igen om" in late.content.decode()
    assert reader.get("/fi/alueet/").status_code == 200
    assert reader.get("/fi/alueet/?on=2024-01-01", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_person_is_counted_by_themselves(people: People, reader: Client) -> None:
    """Behind one address, somebody signed in is not stopped by the others."""
    for _ in range(5):
        reader.get("/fi/alueet/?on=2024-01-01")
    assert reader.get("/fi/alueet/?on=2024-01-01").status_code == 429
    assert browser(people.kuhmo).get("/fi/alueet/?on=2024-01-01").status_code == 200


def test_a_database_that_does_not_answer_is_503(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that needs nothing of it, in three languages, with Retry-After."""

    def broken() -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(views, "maps", broken)
    answer = reader.get("/fi/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    text = answer.content.decode()
    assert "Palvelu on hetken poissa" in text
    assert 'lang="sv"' in text
    assert "unable to open" not in text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyReused(), 409, "toisella sisällöllä"),
        (EditConflict(2), 409, "uudemman version"),
        (PermissionDenied(), 403, "ei voi avata"),
        (SuspiciousOperation(), 400, "ei voitu lukea"),
        (RuntimeError("x"), 500, "Palvelussa on virhe"),
    ],
)
def test_each_error_has_its_page(monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str) -> None:
    """With a way on."""

    def broken() -> None:
        raise error

    monkeypatch.setattr(views, "maps", broken)
    answer = Client(raise_request_exception=False).get("/fi/")
    text = answer.content.decode()
    assert (answer.status_code, words in text) == (status, True), text[-1500:]
    assert 'href="/' in text


def test_what_is_not_there_and_what_cannot_be_read(reader: Client) -> None:
    """404 with a search; 400 with the valid form."""
    assert "<form" in reader.get("/fi/alueet/ei-ole/").content.decode()
    assert reader.get("/fi/?on=eilen").status_code == 400
    assert "24.10.2025" in reader.get("/fi/?on=eilen").content.decode()


def test_other_errors_pass_on() -> None:
    """Only what the house knows becomes a page of its own."""
    handler = mapped_errors(lambda request: unavailable(OperationalError()))
    assert handler.process_exception(HttpRequest(), ValueError()) is None
    assert handler(HttpRequest()).status_code == 503
    assert settings.DEBUG is False
