"""Error pages that help: what happened, what to do, where to go; in the reader's language where the house stands."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.people import People, browser
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.bucket import Bucket
from yhdyspinta.core.common.errors import EditConflict, KeyReused
from yhdyspinta.core.ui import pages
from yhdyspinta.core.ui.middleware import mapped_errors, unavailable
from yhdyspinta.core.visits.models import Visit
from yhdyspinta.core.visits.store import SessionStore
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
    assert reader.get("/sv/alueet/?on=2024-01-01").status_code == 200  # it is kept: nothing is drawn
    late = reader.get("/sv/alueet/?on=2024-07-01")
    assert late.status_code == 429
    assert int(late["Retry-After"]) >= 1
    assert "Försök igen om" in late.content.decode()
    assert reader.get("/fi/alueet/").status_code == 200
    assert reader.get("/fi/alueet/?on=2024-01-01", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_person_is_counted_by_themselves(people: People, reader: Client) -> None:
    """Behind one address, somebody signed in is not stopped by the others."""
    for month in range(1, 6):
        reader.get(f"/fi/alueet/?on=2024-0{month}-01")
    assert reader.get("/fi/alueet/?on=2024-06-01").status_code == 429
    assert browser(people.kuhmo).get("/fi/alueet/?on=2024-06-01").status_code == 200


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


def test_what_was_written_is_kept_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts are on the page, and one press sends the same form with its own key again; a secret is never written back."""
    request = RequestFactory().post("/fi/muistio/?vain=1", {"avain": "k-1", "text": "Sovittiin <b>kaikesta</b>"})
    for error in (
        OperationalError(),
        InterfaceError(),
        InternalError("cannot execute INSERT in a read-only transaction"),
    ):
        answer = mapped_errors(lambda r: HttpResponse()).process_exception(request, error)
        assert answer is not None
        text = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert 'action="/fi/muistio/?vain=1"' in text
        assert 'name="avain" value="k-1"' in text
        assert "Sovittiin &lt;b&gt;kaikesta&lt;/b&gt;</blockquote>" in text
        assert "Mitään ei tallennettu" not in text
    signing = RequestFactory().post("/fi/kirjaudu/", {"email": "a@b.fi", "password": "hyvin salainen sana"})
    assert "hyvin salainen" not in unavailable(OperationalError(), signing).content.decode()
    program = unavailable(OperationalError(), RequestFactory().get("/api/v1/regions"))
    assert (program["Content-Type"], program.status_code) == ("application/problem+json", 503)


def test_a_database_that_is_gone_before_the_page_is_reached_is_503(
    monkeypatch: pytest.MonkeyPatch, people: People
) -> None:
    """Sessions are read by a middleware, whose exceptions Django makes into a 500 unless told otherwise."""
    client = browser(people.kuhmo)
    client.raise_request_exception = False

    def gone(_self: SessionStore) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(SessionStore, "load", gone)
    answer = client.get("/fi/oma/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_a_database_that_goes_while_the_session_is_kept_is_503(monkeypatch: pytest.MonkeyPatch, people: People) -> None:
    """Django takes any failure there for a session that somebody has ended meanwhile, and answers 400."""
    client = browser(people.kuhmo)
    client.raise_request_exception = False

    def gone(*_args: object, **_more: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(Visit, "save", gone)
    with clock.frozen(clock.now() + timedelta(minutes=2)):  # use is noted once a minute
        assert client.get("/fi/oma/").status_code == 503


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
    handler = mapped_errors(lambda request: unavailable(OperationalError(), request))
    assert handler.process_exception(HttpRequest(), ValueError()) is None
    assert handler(HttpRequest()).status_code == 503
    assert settings.DEBUG is False
