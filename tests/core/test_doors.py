"""Signing in: password, second factor, recovery codes, single sign-on by a real provider, limits, invitations."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from tests.fakes.oidc import known
from tests.people import People, actor, browser, row
from yhdyspinta.core.accounts import invitations
from yhdyspinta.core.accounts.actions import end_grant, make_link
from yhdyspinta.core.accounts.models import AccessRequest, Grant, Invitation, User
from yhdyspinta.core.accounts.queries import actor_of
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.visits.models import Visit

pytestmark = pytest.mark.django_db
WORDS = "kolme hirveä lumisateessa"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nobody has tried anything yet."""
    cache.clear()
    yield
    cache.clear()


def with_password(user: User) -> User:
    """The user with a password."""
    user.set_password(WORDS)
    user.save(update_fields=["password"])
    return user


def enter(client: Client, email: str, words: str = WORDS, **data: str) -> Any:
    """Sends the sign-in form."""
    return client.post("/fi/kirjaudu/", {"login": email, "password": words, **data})


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_password_opens_and_wrong_one_does_not(people: People) -> None:
    """With a new session id, and back to the page that was asked for."""
    user, client = with_password(people.kuhmo), Client()
    client.get("/fi/kirjaudu/?next=/fi/yllapito/")
    before = client.session.session_key
    assert enter(client, user.email, "väärä sana aivan").status_code == 200
    assert "_auth_user_id" not in client.session
    assert enter(client, user.email, next="/fi/yllapito/")["Location"] == "/fi/yllapito/"
    assert client.session.session_key != before


def test_five_wrong_passwords_lock_for_every_process(people: People) -> None:
    """The counter lies in the database that all processes share; the right password no longer helps."""
    user = with_password(people.kuhmo)
    for _ in range(5):
        enter(Client(), user.email, "väärä sana aivan")
    assert str(settings.CACHES["default"]["BACKEND"]).endswith("DatabaseCache")
    client = Client()
    enter(client, user.email)
    assert "_auth_user_id" not in client.session


def test_second_factor_is_asked_of_writers_only(people: People, settings: Any) -> None:
    """An editor without one is sent to set it up; reading is not in the way; with a code of the app they write."""
    settings.MFA_REQUIRED = True
    user, client = with_password(people.kuhmo), Client()
    enter(client, user.email)
    assert client.get("/fi/oma/").status_code == 200
    sent = client.post("/fi/yllapito/kutsut/", {"email": "a@example.org"})
    assert sent["Location"] == "/fi/oma/turvallisuus/?tehty=toinen"
    assert "Ota ensin käyttöön" in client.get(sent["Location"]).content.decode()
    client.get("/fi/oma/turvallisuus/sovellus/")
    secret = client.session["mfa.totp.secret"]
    made = client.post("/fi/oma/turvallisuus/sovellus/", {"code": code(secret)})
    assert made["Location"] == "/fi/oma/turvallisuus/varakoodit/"
    assert client.get(made["Location"]).content.count(b"<code") == 10
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert client.post("/fi/yllapito/kutsut/", {"email": "a@example.org"}).status_code == 422  # through, to the form


def test_sign_in_with_recovery_code_once(people: People, settings: Any) -> None:
    """After the password a code is asked; a recovery code works once."""
    settings.MFA_REQUIRED = True
    user = with_password(people.kuhmo)
    TOTP.activate(user, generate_totp_secret())
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        assert enter(client, user.email)["Location"].startswith("/fi/tunnus/koodi/")
        assert "_auth_user_id" not in client.session
        client.post("/fi/tunnus/koodi/", {"code": spare})
        assert ("_auth_user_id" in client.session) == expected


def test_a_code_of_the_app_opens_once(people: People, settings: Any) -> None:
    """However long it stays right: a code that somebody has seen over a shoulder opens nothing a minute later."""
    settings.MFA_REQUIRED = True
    user, secret = with_password(people.kuhmo), generate_totp_secret()
    TOTP.activate(user, secret)
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))
    for typed, expected in ((code, True), (code, False), (f"{code[:3]} {code[3:]}", False)):
        cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")  # the library forgets after half a minute
        client = Client()
        enter(client, user.email)
        client.post("/fi/tunnus/koodi/", {"code": typed})
        assert ("_auth_user_id" in client.session) == expected


def test_a_link_does_not_replace_the_second_factor(people: People, settings: Any) -> None:
    """Whoever enters by a one-time link and has a factor gives it before writing."""
    settings.MFA_REQUIRED = True
    TOTP.activate(people.kuhmo, generate_totp_secret())
    client = Client()
    client.post(f"/fi/kirjaudu/{make_link(by=HOUSE, user=people.kuhmo)}/")
    sent = client.post("/fi/yllapito/kutsut/", {"email": "a@example.org"})
    assert sent["Location"].startswith("/fi/oma/turvallisuus/varmista/koodi/?next=")


def test_idle_and_absolute_limits(people: People) -> None:
    """Half an hour without use, or twelve hours in any case."""
    user, client, start = with_password(people.kuhmo), Client(), clock.now()
    with clock.frozen(start):
        enter(client, user.email)
        assert client.get("/fi/oma/").status_code == 200
    for minutes, status in ((29, 200), (58, 200), (89, 302)):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert client.get("/fi/oma/").status_code == status, minutes
    client = Client()
    with clock.frozen(start):
        enter(client, user.email)
        client.get("/fi/oma/")
    for minutes in range(25, 12 * 60, 25):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert client.get("/fi/oma/").status_code == 200
    with clock.frozen(start + timedelta(hours=12, minutes=1)):
        assert client.get("/fi/oma/").status_code == 302


def test_signing_out_elsewhere(people: People) -> None:
    """One's own sign-ins are listed; ending the others ends them on the server, and nobody else's."""
    first, second, other = browser(people.kuhmo), browser(people.kuhmo), browser(people.county)
    for client in (first, second, other):
        client.get("/fi/oma/", headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"})
    assert "Firefox, Linux" in first.get("/fi/oma/turvallisuus/").content.decode()
    theirs = Visit.objects.get(user=people.county.public_id)
    first.post("/fi/oma/turvallisuus/istunnot/", {"visit": str(theirs.public_id)})
    assert other.get("/fi/oma/").status_code == 200
    first.post("/fi/oma/turvallisuus/istunnot/")
    assert second.get("/fi/oma/").status_code == 302
    assert first.get("/fi/oma/").status_code == 200


def test_forgotten_password_tells_nobody_who_has_an_account(people: People, settings: Any) -> None:
    """The same page for both; the letter's link works once."""
    settings.MAIL_ON = True
    user, client = with_password(people.kuhmo), Client()
    answers = [client.post("/fi/tunnus/salasana/", {"email": e}) for e in (user.email, "ei.ole@example.org")]
    assert answers[0]["Location"] == answers[1]["Location"]
    letter = next(m for m in mail.outbox if m.to == [user.email])
    link = urlsplit(next(w for w in letter.body.split() if "/tunnus/salasana/" in w)).path
    form = client.get(link)["Location"]
    assert client.get(form).status_code == 200
    new = "viisi joutsenta järvellä"
    client.post(form, {"password1": new, "password2": new})
    fresh = Client()
    enter(fresh, user.email, new)
    assert "_auth_user_id" in fresh.session
    assert "vanha" in Client().get(link, follow=True).content.decode()


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    """A real OpenID Connect provider on loopback."""
    with run_server_in_thread() as server:
        address = f"http://127.0.0.1:{server.server_port}"
        known(settings, address)
        yield address


def by_sso(provider: str, email: str, *, verified: bool = True) -> tuple[Client, Any]:
    """A person who goes to the provider and comes back."""
    httpx2.put(f"{provider}/users/{email}", json={"email": email, "email_verified": verified}).raise_for_status()
    client = Client()
    away = client.post("/oidc/sso/login/?process=login")
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = httpx2.post(away["Location"], data={"sub": email}, follow_redirects=False).headers["location"]
    with spied() as sent:
        answer = client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    verifier = next(data["code_verifier"] for data in sent if data and "code_verifier" in data)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    assert [digest] == asked["code_challenge"]
    return client, answer


@contextmanager
def spied() -> Iterator[list[Any]]:
    """What is posted to the provider meanwhile."""
    sent: list[Any] = []
    real = requests.Session.request

    def request(self: Any, method: str, url: str, **kwargs: Any) -> Any:
        sent.append(kwargs.get("data"))
        return real(self, method, url, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "request", request)
        yield sent


def test_single_sign_on_opens_an_invited_account(people: People, provider: str, settings: Any) -> None:
    """End to end with PKCE; what the provider asked for counts as the second factor."""
    settings.MFA_REQUIRED, settings.OIDC_STRONG = True, ["1"]
    client, answer = by_sso(provider, people.kuhmo.email)
    assert answer["Location"].startswith("/fi/oma/")
    assert client.post("/fi/yllapito/kutsut/", {"email": "a@example.org"}).status_code == 422
    again, _ = by_sso(provider, people.kuhmo.email)
    assert again.get("/fi/oma/").status_code == 200


def test_an_address_given_to_another_person_opens_no_account(people: People, provider: str) -> None:
    """An account that has its identity at the provider is opened by that identity only: mailboxes are given on."""
    by_sso(provider, people.kuhmo.email)
    SocialAccount.objects.filter(user=people.kuhmo).update(uid="somebody-earlier")
    client, _answer = by_sso(provider, people.kuhmo.email)
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.filter(user=people.kuhmo).count() == 1


@pytest.mark.parametrize("verified", [True, False])
def test_single_sign_on_makes_no_account(people: People, provider: str, verified: bool) -> None:
    """Unknown people, and addresses that the provider has not verified, get a page that says what to do."""
    email = people.kuhmo.email if not verified else "tuntematon@example.org"
    before = User.objects.count()
    client, answer = by_sso(provider, email, verified=verified)
    assert answer.status_code in (200, 302)
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before


def test_a_forged_state_is_refused(people: People, provider: str) -> None:
    """A callback that this browser did not begin signs nobody in."""
    by_sso(provider, people.kuhmo.email)
    stranger = Client()
    answer = stranger.get("/oidc/sso/login/callback/?code=abc&state=forged")
    assert answer.status_code in (200, 401, 302)
    assert "_auth_user_id" not in stranger.session


def test_invitation_makes_an_account_and_a_role(people: People) -> None:
    """An editor invites a colleague; the link works once; the grant ends with the council term."""
    made, token = invitations.invite(
        by=actor(people.kuhmo), email="Uusi@Example.org", name="Uusi", role="elected", organisation=row("kunnat/kuhmo")
    )
    client = Client()
    assert "Uusi" in client.get(f"/fi/kutsu/{token}/").content.decode()
    assert client.post(f"/fi/kutsu/{token}/")["Location"] == "/fi/oma/turvallisuus/?tehty=kutsuttu"
    held = Grant.objects.get(user__email="uusi@example.org")
    assert (held.role, held.recorded_by, held.valid_until is not None) == ("elected", None, True)
    assert not actor(held.user).organisations
    assert actor(held.user).belongs_to == {row("kunnat/kuhmo").public_id}
    assert Client().get(f"/fi/kutsu/{token}/").status_code == 410
    assert Client().post(f"/fi/kutsu/{token}/").status_code == 403
    made.refresh_from_db()
    assert made.accepted_by == held.user.public_id


def test_who_may_invite_whom(people: People) -> None:
    """An organisation its own people, a coordinator the region's, nobody a coordinator or an administrator."""
    kuhmo, far = row("kunnat/kuhmo"), row("kunnat/kauniainen")
    invitations.invite(
        by=actor(people.municipal_coordinator), role="editor", organisation=kuhmo, email="x@example.org", name="X"
    )
    for who, role, where in (
        (people.kuhmo, "editor", far),
        (people.county_coordinator, "editor", far),
        (people.county_coordinator, "editor", kuhmo),
        (people.kuhmo, "administrator", None),
        (people.kuhmo, "analyst", None),
        (people.county_coordinator, "coordinator", kuhmo),
    ):
        with pytest.raises(Refused):
            invitations.invite(by=actor(who), role=role, organisation=where, email="x@example.org", name="X")


def test_an_inviter_whose_right_has_ended_invites_nobody(people: People) -> None:
    """The link of somebody who has left gives nothing."""
    _, token = invitations.invite(
        by=actor(people.kuhmo), email="u@example.org", name="U", role="editor", organisation=row("kunnat/kuhmo")
    )
    end_grant(by=HOUSE, grant=Grant.objects.get(user=people.kuhmo))
    with pytest.raises(Refused):
        invitations.accept(token=token, signed_in=None)
    assert not User.objects.filter(email="u@example.org").exists()


def test_an_invitation_to_an_account_asks_to_sign_in(people: People) -> None:
    """A forwarded link opens nobody's account, and another's account does not get the role."""
    _, token = invitations.invite(
        by=actor(people.kuhmo), email=people.outsider.email, name="C", role="reader", organisation=row("kunnat/kuhmo")
    )
    assert Client().post(f"/fi/kutsu/{token}/").status_code == 403
    assert browser(people.county).post(f"/fi/kutsu/{token}/").status_code == 403
    assert browser(people.outsider).post(f"/fi/kutsu/{token}/").status_code == 302
    assert row("kunnat/kuhmo").public_id in actor_of(people.outsider, clock.today()).belongs_to


def test_asking_for_access_answers_the_same(people: People) -> None:
    """Known or not, once or twice; whoever may invite sees it, others do not."""
    kuhmo = row("kunnat/kuhmo")
    send = {"name": "Pyytäjä", "email": people.county.email, "organisation": str(kuhmo.public_id), "wish": "Hyte"}
    pages = {Client().post("/fi/tunnus/pyyda/", send).content.split(b"<main")[1].split(b"</main")[0] for _ in range(2)}
    assert len(pages) == 1
    assert AccessRequest.objects.count() == 1
    assert "Pyytäjä" in browser(people.kuhmo).get("/fi/yllapito/kutsut/").content.decode()
    assert "Pyytäjä" not in browser(people.outsider).get("/fi/yllapito/kutsut/").content.decode()
    asked = AccessRequest.objects.get()
    assert browser(people.outsider).post(f"/fi/yllapito/pyynnot/{asked.public_id}/ohita/").status_code == 403
    browser(people.kuhmo).post(f"/fi/yllapito/pyynnot/{asked.public_id}/ohita/")
    asked.refresh_from_db()
    assert asked.handled_by == people.kuhmo.public_id


def test_taking_factors_away_ends_sign_ins(people: People, django_capture_on_commit_callbacks: Any) -> None:
    """For whoever has lost the phone: the administrator resets, every sign-in of theirs ends."""
    RecoveryCodes.activate(people.kuhmo)
    theirs = browser(people.kuhmo)
    theirs.get("/fi/oma/")
    with django_capture_on_commit_callbacks(execute=True):
        browser(people.administrator).post(f"/fi/yllapito/kayttajat/{people.kuhmo.public_id}/tunnisteet/")
    assert not Authenticator.objects.filter(user=people.kuhmo).exists()
    assert theirs.get("/fi/oma/").status_code == 302


def test_one_invitation_taken_by_two_at_once(people: People) -> None:
    """The update is the lock: the second finds it used."""
    made, token = invitations.invite(
        by=HOUSE, email="k@example.org", name="K", role="reader", organisation=row("kunnat/kuhmo")
    )
    assert Invitation.objects.filter(pk=made.pk, accepted_at=None).update(accepted_at=clock.now())
    with pytest.raises(Refused):
        invitations.accept(token=token, signed_in=None)


def test_a_password_alone_does_not_touch_the_second_factor(people: People, settings: Any) -> None:
    """By link and password, neither the recovery codes are shown nor a factor taken away: the factor itself is asked."""
    settings.MFA_REQUIRED = True
    user = with_password(people.kuhmo)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client = Client()
    enter(client, user.email)  # stops at the code page
    client.post(f"/fi/kirjaudu/{make_link(by=HOUSE, user=user)}/")
    for page in ("varakoodit/", "sovellus/poista/", "avaimet/uusi/"):
        assert "/varmista/koodi/" in client.get(f"/fi/oma/turvallisuus/{page}", follow=True).redirect_chain[-1][0]
    client.post("/fi/oma/turvallisuus/varmista/?next=/fi/oma/turvallisuus/varakoodit/", {"password": WORDS})
    assert b"<code" not in client.get("/fi/oma/turvallisuus/varakoodit/", follow=True).content


def test_no_identity_is_bound_to_an_open_session(people: People, provider: str) -> None:
    """Connecting is no way in: a colleague at an open screen cannot make their sign-in open this account."""
    client = browser(people.kuhmo)
    away = client.post("/oidc/sso/login/?process=connect")
    httpx2.put(f"{provider}/users/evil", json={"email": "evil@example.org", "email_verified": True})
    back = httpx2.post(away["Location"], data={"sub": "evil"}, follow_redirects=False).headers["location"]
    client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")
    assert not SocialAccount.objects.exists()


def test_a_sign_in_is_seen_from_its_first_moment(people: People) -> None:
    """Also one that has asked for nothing yet is listed, and ended with the others."""
    user = with_password(people.kuhmo)
    enter(Client(), user.email)
    assert Visit.objects.filter(user=user.public_id).count() == 1


def test_another_spelling_of_the_host_is_no_new_counter(people: People, settings: Any) -> None:
    """Five tries of one address, however the host is written."""
    settings.ALLOWED_HOSTS = ["testserver"]
    user, client = with_password(people.kuhmo), Client()
    for n in range(5):
        client.post(
            "/fi/kirjaudu/", {"login": user.email, "password": "väärä sana"}, headers={"host": f"testserver:{n + 1}"}
        )
    enter(client, user.email)
    assert "_auth_user_id" not in client.session


def test_nobody_takes_their_own_invitation(people: People) -> None:
    """An inviter does not become another organisation's own people."""
    _, token = invitations.invite(
        by=actor(people.municipal_coordinator),
        email=people.municipal_coordinator.email,
        name="E",
        role="editor",
        organisation=row("kunnat/kuhmo"),
    )
    with pytest.raises(Refused):
        invitations.accept(token=token, signed_in=people.municipal_coordinator)
