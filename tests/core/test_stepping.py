"""What happens around signing in: keys of sessions, fresh sign-ins, seals of second factors, words that passwords may not be."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from tests.core.test_doors import WORDS, code, enter, with_password
from tests.people import People, browser
from yhdyspinta.core.accounts import passwords, sealing
from yhdyspinta.core.accounts.actions import INSTALLATION, first_administrator, make_link, reseal
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock, seals
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.real_clock]
SECURITY = "/fi/oma/turvallisuus/"


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    """Nobody has tried anything yet."""
    cache.clear()
    yield
    cache.clear()


def by_link(user: Any) -> Client:
    """Signed in by a link: no password, no factor."""
    client = Client()
    client.post(f"/fi/kirjaudu/{make_link(by=HOUSE, user=user)}/")
    return client


def test_a_factor_given_again_renews_the_key(people: People) -> None:
    """A key of the session that was known before opens nothing more; the twelve hours go on from the sign-in."""
    user, client, start = with_password(people.kuhmo), Client(), clock.now()
    enter(client, user.email)
    key, visit = client.session.session_key, Visit.objects.get(user=user.public_id)
    with clock.frozen(start + timedelta(minutes=20)):
        assert "/varmista/" in client.get(f"{SECURITY}sovellus/")["Location"]
        client.post(f"{SECURITY}varmista/?next={SECURITY}", {"password": WORDS})
        assert client.get(f"{SECURITY}sovellus/").status_code == 200
    old = Client()
    old.cookies["istunto"] = str(key)
    assert old.get("/fi/oma/").status_code == 302
    now = Visit.objects.get(user=user.public_id)
    assert now.session_key != key
    assert now.began_at == visit.began_at


def test_a_link_in_ones_own_session_renews_the_key(people: People) -> None:
    """As in one that was not signed in."""
    client = by_link(people.kuhmo)
    key = client.session.session_key
    client.post(f"/fi/kirjaudu/{make_link(by=HOUSE, user=people.kuhmo)}/")
    assert client.get("/fi/oma/").status_code == 200
    assert client.session.session_key != key
    assert Visit.objects.filter(user=people.kuhmo.public_id).count() == 1


def test_a_new_factor_renews_the_key(people: People) -> None:
    """Whoever sets up an app goes on under a new key."""
    client = by_link(people.kuhmo)
    key = client.session.session_key
    client.get(f"{SECURITY}sovellus/")
    client.post(f"{SECURITY}sovellus/", {"code": code(client.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=people.kuhmo, type="totp").exists()
    assert client.get("/fi/oma/").status_code == 200
    assert client.session.session_key != key


@pytest.mark.parametrize("page", ["salasana/uusi/", "sovellus/", "avaimet/uusi/"])
def test_a_new_way_in_asks_for_a_fresh_sign_in(people: People, page: str) -> None:
    """Who has nothing to give again, by a link or single sign-on, has signed in a moment ago."""
    client, start = by_link(people.kuhmo), clock.now()
    assert client.get(f"{SECURITY}{page}").status_code == 200
    with clock.frozen(start + timedelta(minutes=16)):
        answer = client.get(f"{SECURITY}{page}")
        assert answer.status_code == 403
        assert "Kirjaudu ulos" in answer.content.decode()


def test_ending_other_sign_ins_asks_for_the_password_again(people: People) -> None:
    """And then does what was asked."""
    user, first, start = with_password(people.kuhmo), Client(), clock.now()
    enter(first, user.email)
    second = browser(user)
    second.get("/fi/oma/")
    with clock.frozen(start + timedelta(minutes=20)):
        asked = first.post(f"{SECURITY}istunnot/")
        assert "/varmista/" in asked["Location"]
        assert second.get("/fi/oma/").status_code == 200
        first.post(asked["Location"], {"password": WORDS})
        assert second.get("/fi/oma/").status_code == 302
        assert first.get("/fi/oma/").status_code == 200


def test_sign_ins_are_events_and_failures_are_lines(people: People, caplog: pytest.LogCaptureFixture) -> None:
    """With what they were made by; a failure never tells whose it was."""
    user = with_password(people.kuhmo)
    enter(Client(), user.email, "väärä sana aivan")
    (line,) = [r for r in caplog.records if r.message == "a try to sign in failed"]
    assert line.by == "password"  # type: ignore[attr-defined]  # given as extra
    assert user.email not in str(vars(line))
    enter(Client(), user.email)
    event = AuditEvent.objects.filter(verb="signed_in").latest("id")
    assert (event.actor, event.data) == (user.public_id, {"by": "password"})


def test_a_refusal_is_a_line_with_whose_it_was(people: People, caplog: pytest.LogCaptureFixture) -> None:
    """The public id and the reason; no name, no address."""
    assert browser(people.kuhmo).get("/fi/yllapito/kayttajat/").status_code == 403
    (line,) = [r for r in caplog.records if r.message == "refused"]
    assert line.person == str(people.kuhmo.public_id)  # type: ignore[attr-defined]  # given as extra
    assert line.at.endswith("kayttajat/")  # type: ignore[attr-defined]  # the same
    assert people.kuhmo.email not in str(vars(line))


def test_an_administrator_ends_somebodys_sign_ins(people: People, django_capture_on_commit_callbacks: Any) -> None:
    """All of theirs, and nobody else's; a command ends everybody's."""
    theirs, other = browser(people.kuhmo), browser(people.county)
    for client in (theirs, other):
        client.get("/fi/oma/")
    with django_capture_on_commit_callbacks(execute=True):
        browser(people.administrator).post(f"/fi/yllapito/kayttajat/{people.kuhmo.public_id}/kirjautumiset/")
    assert (theirs.get("/fi/oma/").status_code, other.get("/fi/oma/").status_code) == (302, 200)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("signout", "--all", verbosity=0)
    assert other.get("/fi/oma/").status_code == 302
    assert AuditEvent.objects.filter(verb="sign_ins_ended").count() == 2
    for wrong in ([], ["kuka@example.org"], ["--all", people.kuhmo.email]):
        with pytest.raises(CommandError):
            call_command("signout", *wrong)


def test_the_installations_account_retires(people: People) -> None:
    """When an administrator has come in by a way of their own; a link, which it gave itself, does not do it."""
    first = first_administrator()
    assert first is not None
    by_link(people.administrator)
    assert first_administrator() is not None
    enter(Client(), with_password(people.administrator).email)
    assert first_administrator() is None
    assert AuditEvent.objects.filter(verb="ended", subject_type="grant").exists()
    assert first.email == INSTALLATION


def test_factors_open_with_an_earlier_secret_and_are_sealed_anew(people: People, settings: Any) -> None:
    """Also those that earlier versions sealed otherwise; what no secret opens stays as it is and fails closed."""
    made = generate_totp_secret()
    TOTP.activate(people.kuhmo, made)
    codes = RecoveryCodes.activate(people.kuhmo).get_unused_codes()
    rows = Authenticator.objects.filter(user=people.kuhmo).order_by("id")
    assert all(kept.startswith("g1:") for kept in (rows[0].data["secret"], rows[1].data["seed"]))
    assert reseal() == 0
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "an entirely new secret of the installation",
    )
    assert sealing.opened(rows[0].data["secret"]) == made
    assert reseal() == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert sealing.opened(rows.all()[0].data["secret"]) == made
    assert RecoveryCodes(rows.all()[1]).get_unused_codes() == codes
    settings.SECRET_KEY = "yet another secret"
    with pytest.raises(seals.Unreadable):
        sealing.opened(rows.all()[0].data["secret"])
    assert reseal() == 0


def test_what_version_0_2_sealed_still_opens(settings: Any) -> None:
    """Fernet by a digest of the secret."""
    box, settings.SECRET_KEY = Fernet(Fernet.generate_key()), "x"
    kept = sealing._earlier().encrypt(b"JBSWY3DPEHPK3PXP").decode()
    assert sealing.opened(kept) == "JBSWY3DPEHPK3PXP"
    assert sealing.resealed(kept).startswith("g1:")
    with pytest.raises(seals.Unreadable):
        sealing.opened(box.encrypt(b"muu").decode())


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("Jyväskylä2026!", True),
        ("kuhmo-kuhmo-kuhmo", True),
        ("Hyvinvointialue 123", True),
        ("KESKI-SUOMEN hyvinvointialue", True),
        ("Salasana12345", True),
        ("kolme hirveä lumisateessa", False),
        ("Kuhmon hirvet lumessa", False),
        ("123456789012", False),  # letters are what this looks at; another rule refuses numbers alone
    ],
)
def test_words_that_anybody_here_would_try(people: People, typed: str, refused: bool) -> None:
    """Names of places and the service's own words, in any order, with whatever numbers."""
    try:
        passwords.HouseWords().validate(typed)
    except ValidationError:
        assert refused
    else:
        assert not refused


def test_a_refused_form_is_not_said_to_be_saved(people: People) -> None:
    """The note of the last save stays in the address; a form that comes back with its faults does not repeat it."""
    page = f"/fi/yllapito/kayttajat/{people.kuhmo.public_id}/?tehty=tallennettu"
    client = browser(people.administrator)
    assert "Tallennettu" in client.get(page).content.decode()
    back = client.post(page, {"role": "outo"})
    assert back.status_code == 422
    assert "Tallennettu" not in back.content.decode()
