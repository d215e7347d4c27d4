"""Webhooks: signed as their standard asks, sent once, tried again, left in peace, only where the installation allows."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.fakes.feeds import Service, service
from tests.people import People, actor, browser, org
from yhdyspinta.core.accounts import leaving
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence import actions as evidence
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.hooks import actions
from yhdyspinta.core.hooks.models import Hook, Telling
from yhdyspinta.core.hooks.sending import DELAYS, secret, send_due
from yhdyspinta.core.hooks.signing import headers
from yhdyspinta.core.registry.models import Region
from yhdyspinta.site.following import telling
from yhdyspinta.site.rights.scene import GENERAL

pytestmark = pytest.mark.django_db
HAPPENING = ("decision:1:1", {"type": "decision.published", "data": {"title": {"fi": "Päätös"}}})


@pytest.fixture
def receiver(settings: object) -> Iterator[Service]:
    """Somebody's program on loopback, which this installation may tell."""
    with service() as made:
        settings.OUTSIDE_ALSO = settings.WEBHOOK_HOSTS = [made.host]  # type: ignore[attr-defined]  # Django's settings
        yield made


@pytest.fixture
def hook(people: People, receiver: Service) -> Hook:
    """Kuhmo's official's, of all of Kainuu."""
    return made(people, receiver.base + "/hook")


def made(people: People, url: str, known: tuple[str, ...] = ()) -> Hook:
    """A hook of Kuhmo's official."""
    kainuu = Region.objects.get(slug="kainuu")
    return actions.make(by=people.kuhmo, region=kainuu, theme="", url=url, known=known)


def recorded(people: People, visibility: str) -> Evidence:
    """A record of Kuhmo."""
    kuhmo = org("kunnat/kuhmo")
    content = Content(
        "negotiation", clock.today(), {GENERAL: "whole"}, (kuhmo.id,), title_fi=f"Neuvottelu {visibility}", visibility=visibility
    )  # fmt: skip
    return evidence.record(by=actor(people.kuhmo), acting_for=kuhmo, content=content)


def test_a_signature_is_the_one_of_the_standard() -> None:
    """The example that the standard's own libraries test with."""
    told = headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_happens_is_told_once_and_signed(hook: Hook, receiver: Service) -> None:
    """The same happening twice is one message, which its receiver can check."""
    assert (actions.add(hook, [HAPPENING]), actions.add(hook, [HAPPENING])) == (1, 0)
    assert send_due() == "1 sent, 0 failed"
    assert send_due() == "0 sent, 0 failed"
    ((path, got),) = receiver.server.seen
    body = receiver.server.bodies[0]
    assert path == "/hook"
    assert json.loads(body)["data"]["title"]["fi"] == "Päätös"
    lowered = {k.casefold(): v for k, v in got.items()}
    made_now = headers(secret(hook), lowered["webhook-id"], int(lowered["webhook-timestamp"]), body)
    assert made_now["webhook-signature"] == lowered["webhook-signature"]
    assert not secret(hook).endswith(str(hook.public_id))


def test_what_fails_is_tried_again_with_the_same_id(hook: Hook, receiver: Service) -> None:
    """Not at once, but after each delay; its id stays, so the receiver sees that it is the same."""
    receiver.server.statuses[:] = [500, 503]
    actions.add(hook, [HAPPENING])
    at = clock.now()
    for seconds, told in (
        (0, "0 sent, 1 failed"),
        (1, "0 sent, 0 failed"),
        (61, "0 sent, 1 failed"),
        (400, "1 sent, 0 failed"),
    ):
        with clock.frozen(at + timedelta(seconds=seconds)):
            assert send_due() == told
    ids = [{k.casefold(): v for k, v in got.items()}["webhook-id"] for _path, got in receiver.server.seen]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_who_never_answers_is_left_in_peace_and_loses_nothing(hook: Hook, receiver: Service, people: People) -> None:
    """After the last try nothing is sent; when the owner says so, what was missed is."""
    receiver.server.statuses[:] = [500] * (len(DELAYS) + 1)
    actions.add(hook, [HAPPENING, ("decision:2:1", {"type": "decision.published", "data": {}})])
    Telling.objects.filter(key="decision:2:1").update(due_at=clock.now() + timedelta(days=30))
    at = clock.now()
    for delay in (*DELAYS, timedelta(0)):
        with clock.frozen(at):
            assert send_due() == "0 sent, 1 failed"
        at += delay + timedelta(seconds=1)
    hook.refresh_from_db()
    assert hook.paused_at is not None
    assert Telling.objects.get(key="decision:1:1").state == "given_up"
    with clock.frozen(at + timedelta(days=60)):
        assert send_due() == "0 sent, 0 failed"
        actions.go_on(by=people.kuhmo, hook=hook)
        assert send_due() == "2 sent, 0 failed"


def test_gone_means_gone(hook: Hook, receiver: Service, people: People) -> None:
    """410 pauses at once."""
    receiver.server.statuses[:] = [410]
    actions.add(hook, [HAPPENING])
    send_due()
    hook.refresh_from_db()
    assert hook.paused_at is not None
    page = browser(people.kuhmo).get(f"/fi/oma/webhookit/{hook.public_id}/").content.decode()
    assert "Toinen palvelin vastasi tilakoodilla 410." in page


def test_nothing_is_sent_where_it_may_not(people: People, receiver: Service, settings: object) -> None:
    """Not to a host that is not listed, not without encryption, not inside; and the list is asked at each sending."""
    for url in (
        "https://toinen.example/",
        "http://169.254.169.254/",
        "https://localhost/",
        "ftp://x/",
        "https://a:b@x.fi/",
    ):
        with pytest.raises(Refused):
            made(people, url)
    settings.WEBHOOK_HOSTS = [receiver.host, "ohjelma.example"]  # type: ignore[attr-defined]  # Django's settings
    with pytest.raises(Refused, match="hooks_needs_https"):
        made(people, "http://ohjelma.example/")
    row = made(people, receiver.base + "/hook")
    settings.WEBHOOK_HOSTS = []  # type: ignore[attr-defined]  # Django's settings
    actions.add(row, [HAPPENING])
    assert send_due() == "0 sent, 1 failed"
    assert receiver.server.seen == []
    assert Telling.objects.get().fault == "hooks_not_allowed"
    page = browser(people.kuhmo).get(f"/fi/oma/webhookit/{row.public_id}/").content.decode()
    assert f"Tästä asennuksesta ei saa lähettää osoitteeseen {row.url}" in page


def test_the_house_tells_what_is_public(hook: Hook, receiver: Service, people: People) -> None:
    """What was there before is not told; a new public record is, another's secret one is not."""
    telling.gather()
    send_due()
    receiver.server.seen.clear()
    receiver.server.bodies.clear()
    shown, hidden = recorded(people, "public"), recorded(people, "parties")
    assert telling.gather() == "1 to tell"
    assert telling.gather() == "0 to tell"
    send_due()
    (body,) = receiver.server.bodies
    told = json.loads(body)
    assert told["type"] == "record.published"
    assert str(shown.public_id) in told["data"]["url"]
    assert str(hidden.public_id) not in body.decode()


def test_a_closed_account_tells_nothing(hook: Hook, people: People) -> None:
    """Its hooks go with it."""
    leaving.erase(by=HOUSE, user=people.kuhmo)
    assert not Hook.objects.exists()


def test_pages(people: People, receiver: Service) -> None:
    """Made, tried out, ended; another person sees nothing of it; a host that is not listed is refused in words."""
    mine, other = browser(people.kuhmo), browser(people.outsider)
    told = {"region": "kainuu", "theme": "", "url": "https://toinen.example/", "key": str(uuid4())}
    refused = mine.post("/fi/oma/webhookit/", told)
    assert refused.status_code == 422
    assert "Tästä asennuksesta ei saa lähettää osoitteeseen toinen.example." in refused.content.decode()
    made_now = mine.post("/fi/oma/webhookit/", {**told, "url": receiver.base + "/x"})
    assert made_now.status_code == 302
    row = Hook.objects.get()
    page = mine.get(f"/fi/oma/webhookit/{row.public_id}/").content.decode()
    assert secret(row) in page
    assert mine.post(f"/fi/oma/webhookit/{row.public_id}/kokeile/").status_code == 302
    assert send_due() == "1 sent, 0 failed"
    assert "vastaanotettu" in mine.get(f"/fi/oma/webhookit/{row.public_id}/").content.decode()
    assert other.get(f"/fi/oma/webhookit/{row.public_id}/").status_code == 404
    assert other.post(f"/fi/oma/webhookit/{row.public_id}/lopeta/").status_code == 404
    assert mine.post(f"/fi/oma/webhookit/{row.public_id}/lopeta/").status_code == 302
    assert not actions.standing_of(people.kuhmo)
