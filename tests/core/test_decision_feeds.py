"""Decisions that find their way: read from a real server on loopback, matched, proposed to a person, confirmed or put away."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.feeds import ATOM, RSS, Service, service
from tests.people import People, actor, browser, row
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.matters import reading
from yhdyspinta.core.matters.feeds import ADAPTERS, Entry, NotAFeed, entries
from yhdyspinta.core.matters.matching import LIKELY, SURE, Question, best, likeness
from yhdyspinta.core.matters.models import Consultation, Decision, DecisionFeed, FeedEntry, MatterParty, Resemblance
from yhdyspinta.site.rights.scene import scene

pytestmark = pytest.mark.django_db
LATER = clock.now().replace(2026, 12, 1, 6)


@pytest.fixture
def system(settings: object) -> Iterator[Service]:
    """Kuhmo's meeting system."""
    with service() as made:
        settings.OUTSIDE_ALSO = [made.host]  # type: ignore[attr-defined]  # Django's settings
        yield made


@pytest.fixture
def question(people: People) -> Consultation:
    """What Kuhmo has been asked: "Painopiste"."""
    made = scene(people)
    Resemblance.objects.all().delete()
    DecisionFeed.objects.all().delete()
    return Consultation.objects.get(public_id=made.args["matters:consultation"][0])


def test_what_a_title_tells() -> None:
    """Body, day, section, record number; in Finnish and in Swedish; RSS and Atom."""
    (first, second, _) = entries(
        RSS.format(title="Yhteinen painopiste", base="https://x.fi", number="123/00.01.02/2026").encode()
    )
    assert (first.body, first.section, first.on, first.record_number) == (
        "Kunnanhallitus",
        "198",
        date(2026, 11, 30),
        "123/00.01.02/2026",
    )
    assert (second.body, second.on) == ("Tekninen lautakunta", date(2026, 11, 12))
    (swedish,) = entries(ATOM.format(title="Avtal om samarbete", base="https://x.fi").encode())
    assert (swedish.section, swedish.body, swedish.on) == ("12", "Kommunstyrelse", date(2026, 11, 30))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Kirjaudu</body></html>",
        b"{}",
        b"<rss><channel><item>",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        b"\xff\xfe",
    ],
)
def test_what_is_no_feed_is_told(body: bytes) -> None:
    """A sign-in page, half a document, an entity that reaches for a file."""
    with pytest.raises(NotAFeed):
        entries(body)


def test_entities_do_not_grow() -> None:
    """A billion laughs is refused or stays small, and tells nothing of this machine."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY p SYSTEM "file:///etc/hostname">]><rss><channel><item><title>&b;&p;x</title><link>https://x.fi/</link></item></channel></rss>'
    try:
        found = entries(bomb)
    except NotAFeed:
        return
    assert all(len(e.title) < 20 for e in found)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_not(body: bytes) -> None:
    """Nothing else happens."""
    with suppress(NotAFeed):
        entries(b"<rss><channel><item><title>" + body + b"</title><link>https://x.fi/</link></item></channel></rss>")


def asked(**other: object) -> Question:
    """A question of a shared report."""
    told = {
        "titles": ("Alueellisen hyvinvointikertomuksen hyväksyminen", "", ""),
        "themes": ("Hyvinvointi",),
        "asked_on": date(2026, 9, 1),
    }
    return Question(**{**told, **other})  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("title", "on", "number", "likely"),
    [
        ("Alueellinen hyvinvointikertomus 2025–2029", date(2026, 10, 5), "", True),
        ("Hyvinvointikertomus, alueellinen yhteinen osa", date(2026, 10, 5), "", True),
        ("Alueellinen hyvinvointikertomus", date(2026, 8, 1), "", False),
        ("Katuvalojen uusiminen", date(2026, 10, 5), "", False),
        ("Hallituksen kokouksen avaaminen", date(2026, 10, 5), "", False),
        ("Muu otsikko", date(2026, 10, 5), "12/00.01/2026", True),
        ("Hyvinvointialueen kokous", date(2026, 10, 5), "", False),
        ("Alueellinen joukkoliikenne", date(2026, 10, 5), "", False),
    ],
)
def test_what_is_alike(title: str, on: date, number: str, likely: bool) -> None:
    """By number or by words, never by common words, never what is older than the question."""
    found = likeness(
        asked(numbers=frozenset({"12/00.01/2026"})), Entry("1", title, "https://x", on, record_number=number)
    )
    assert (found.score >= LIKELY) == likely, found
    assert found.score != SURE or found.why == ("number",)


def test_the_best_come_first_and_few() -> None:
    """At most three, the same number before words."""
    many = [Entry(str(n), "Alueellinen hyvinvointikertomus", f"https://x/{n}", date(2026, 10, n + 1)) for n in range(9)]
    sure = Entry("s", "Muu", "https://x/s", date(2026, 10, 1), record_number="12/00.01/2026")
    found = best(asked(numbers=frozenset({"12/00.01/2026"})), [*many, sure])
    assert found[0][0].guid == "s"
    assert len(found) == 3


def test_from_the_feed_to_a_confirmed_decision(people: People, system: Service, question: Consultation) -> None:
    """Kuhmo's feed is read, the entry is proposed, its person confirms with what the entry tells; nothing happens by itself."""
    feed = reading.add(by=actor(people.kuhmo), organisation=row("kunnat/kuhmo"), system="dynasty", url=system.base)
    assert feed.url == f"{system.base}/cgi/DREQUEST.PHP?page=rss/meetingitems&show=100"
    system.says("/cgi/DREQUEST.PHP", RSS.format(title="Painopiste", base="https://kuhmo.example", number=""))
    with clock.frozen(LATER):
        assert reading.read_all() == "1 feeds, 0 failed, 3 new entries, 1 proposals"
        assert reading.read_all() == "1 feeds, 0 failed, 0 new entries, 0 proposals"
        assert not Decision.objects.filter(consultation=question).exists()
        client, page = browser(people.kuhmo), f"/fi/kasittelyt/{question.public_id}/"
        text = client.get(page).content.decode()
        assert "Onko tämä se päätös?" in text
        (like,) = reading.resembling(question)
        form = client.get(f"{page}kerro/?ehdotus={like.public_id}").content.decode()
        assert 'value="Kunnanhallitus"' in form
        assert 'value="198"' in form
        assert 'value="2026-11-30"' in form
        assert "kuhmo.example" in form
        assert client.get(f"{page}kerro/?ehdotus=x").status_code == 404
    assert "Onko tämä" not in browser(people.elected).get(page).content.decode()


def test_what_is_something_else_is_not_proposed_again(people: People, system: Service, question: Consultation) -> None:
    """Put away by the party's person; an outsider cannot."""
    feed = reading.add(
        by=actor(people.kuhmo), organisation=row("kunnat/kuhmo"), system="other", url=f"{system.base}/rss"
    )
    system.says("/rss", RSS.format(title="Painopiste", base="https://kuhmo.example", number=""))
    with clock.frozen(LATER):
        reading.read_all()
        (like,) = reading.resembling(question)
        assert browser(people.outsider).post(f"/fi/kasittelyt/ehdotus/{like.public_id}/muu/").status_code == 404
        assert browser(people.kuhmo).post(f"/fi/kasittelyt/ehdotus/{like.public_id}/muu/").status_code == 302
        assert not reading.resembling(question)
        assert reading.read_all().endswith("0 proposals")
    assert FeedEntry.objects.filter(feed=feed).count() == 3


def test_the_partys_own_number_is_sure(people: People, system: Service, question: Consultation) -> None:
    """A record number that the party has told for the matter is found whatever the title says."""
    made = scene_matter(question)
    reading.add(by=actor(people.kuhmo), organisation=row("kunnat/kuhmo"), system="other", url=f"{system.base}/rss")
    system.says("/rss", RSS.format(title="Aivan toinen otsikko", base="https://kuhmo.example", number=made))
    with clock.frozen(LATER):
        reading.read_all()
    (like,) = reading.resembling(question)
    assert (like.score, like.why) == (SURE, ["number"])


def scene_matter(question: Consultation) -> str:
    """The question in a matter of which Kuhmo has told its record number."""
    from yhdyspinta.core.matters.models import Matter  # noqa: PLC0415  (beside its use)

    matter = Matter.objects.order_by("id").first()
    assert matter is not None
    Consultation.objects.filter(pk=question.pk).update(matter=matter)
    number = "77/00.04.01/2026"
    MatterParty.objects.update_or_create(
        matter=matter, organisation=row("kunnat/kuhmo"), defaults={"record_number": number}
    )
    return number


@pytest.mark.parametrize(
    ("path", "body", "status", "fault"),
    [
        ("/html", "<html>Kirjaudu sisään</html>", 200, "feed_not_a_feed"),
        ("/gone", "x", 410, "outside_status"),
        ("/away", "http://169.254.169.254/", 302, "outside_redirects"),
        ("/none", None, 404, "outside_status"),
    ],
)
def test_a_bad_feed_hinders_no_other(people: People, system: Service, question: Consultation, path: str, body: str, status: int, fault: str) -> None:  # fmt: skip
    """Its reason is on its page; the others are read; what had been read stays."""
    by, org = actor(people.kuhmo), row("kunnat/kuhmo")
    bad = reading.add(by=by, organisation=org, system="other", url=f"{system.base}{path}")
    reading.add(by=by, organisation=org, system="other", url=f"{system.base}/rss")
    system.says("/rss", RSS.format(title="Painopiste", base="https://kuhmo.example", number=""))
    if body is not None:
        system.says(path, body, status=status)
    with clock.frozen(LATER):
        assert "1 failed, 3 new" in reading.read_all()
    bad.refresh_from_db()
    assert bad.fault == fault
    assert browser(people.kuhmo).get(f"/fi/kasittelyt/syotteet/{org.public_id}/").status_code == 200


def test_who_may_add_and_what(people: People) -> None:
    """Its own people and coordinators of the municipal side; a whole address of a known system; at most five."""
    org = row("kunnat/kuhmo")
    for by, system, url, code in (
        (people.outsider, "other", "https://x.fi/rss", "matters_not_your_address"),
        (people.kuhmo, "nothing", "https://x.fi/rss", "feed_no_such_system"),
        (people.kuhmo, "other", "ftp://x.fi/rss", "outside_bad_address"),
        (people.kuhmo, "other", "http://u:p@x.fi/rss", "outside_bad_address"),
    ):
        with pytest.raises(Refused) as refused:
            reading.add(by=actor(by), organisation=org, system=system, url=url)
        assert refused.value.verdict.code == code
    for n in range(5):
        reading.add(by=actor(people.kuhmo), organisation=org, system="other", url=f"https://x.fi/{n}")
    with pytest.raises(Refused):
        reading.add(by=actor(people.kuhmo), organisation=org, system="other", url="https://x.fi/6")
    client = browser(people.kuhmo)
    feed = reading.feeds_of(org.public_id)[0]
    client.post(f"/fi/kasittelyt/syotteet/{feed.public_id}/lopeta/")
    assert reading.feeds_of(org.public_id).count() == 4


def test_known_systems() -> None:
    """The usual addresses are made of the address of the service; one's own feed address stays as it is."""
    assert ADAPTERS["cloudnc"].address("https://kuhmo.cloudnc.fi/fi-FI") == "https://kuhmo.cloudnc.fi/meetingrss"
    assert (
        ADAPTERS["dynasty"].address("https://x.fi/cgi/DREQUEST.PHP?page=rss/meetings")
        == "https://x.fi/cgi/DREQUEST.PHP?page=rss/meetings"
    )
    assert ADAPTERS["tweb"].address("https://x.fi/tweb.xml") == "https://x.fi/tweb.xml"
