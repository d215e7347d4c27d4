"""A party confirms a record by the link of its letter: once, without an account, and only the version that was written of."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.people import People, actor, browser, org, row
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.verdict import Refused
from yhdyspinta.core.evidence import actions, links
from yhdyspinta.core.evidence.actions import Content
from yhdyspinta.core.evidence.models import Confirmation, Evidence, EvidenceKind
from yhdyspinta.core.matters import letters

KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"
GENERAL = "yleinen-neuvottelu-valtuustokausi"
pytestmark = pytest.mark.django_db


def content(**more: Any) -> Content:
    """A negotiation of the county and Kuhmo."""
    said = Content(
        kind="negotiation",
        happened_on=date(2026, 9, 1),
        duties={GENERAL: "whole"},
        parties=(org(COUNTY).id, org(KUHMO).id),
        title_fi="Syksyn neuvottelu",
        source_title="Muistio",
        source_url="https://example.org/m",
    )
    return replace(said, **more)


@pytest.fixture
def record(people: People, settings: Any) -> Evidence:
    """Recorded by the county; Kuhmo's registry has an address."""
    settings.MAIL_ON = True
    letters.set_address(by=HOUSE, organisation=row(KUHMO), email="kirjaamo@kuhmo.example")
    return actions.record(by=actor(people.county), acting_for=org(COUNTY), content=content())


def mailed(days: int) -> list[str]:
    """The letters of a morning so many days later."""
    before = len(mail.outbox)
    day = clock.today() + timedelta(days=days)
    with clock.frozen(datetime.combine(day, time(6), tzinfo=clock.HELSINKI)):
        letters.send_all()
    return [str(letter.body) for letter in mail.outbox[before:]]


def link_in(body: str) -> str:
    """The path of the first link of a record."""
    found = re.search(r"(/fi/vahvista/\S+/)", body)
    assert found
    return found[1]


def test_a_letter_brings_the_link_and_one_press_confirms(record: Evidence, people: People) -> None:
    """Reading spends nothing; the record tells that it came by link; the second press finds the link spent; no new letter."""
    assert mailed(1) == []
    (body,) = mailed(3)
    assert "Syksyn neuvottelu" in body
    address, stranger = link_in(body), Client(enforce_csrf_checks=False)
    for _ in range(2):
        page = stranger.get(address).content.decode()
        assert "Muistio" in page
        assert not Confirmation.objects.filter(organisation__slug="kuhmo").exists()
    assert "Kiitos" in stranger.post(address).content.decode()
    made = Confirmation.objects.get(organisation__slug="kuhmo")
    assert (made.by_link, made.confirmed_by, made.version) == (True, None, 1)
    assert stranger.post(address).status_code == stranger.get(address).status_code == 410
    assert Confirmation.objects.filter(organisation__slug="kuhmo").count() == 1
    page = stranger.get(f"/fi/toteutumistiedot/{record.public_id}/").content.decode()
    assert "ilmoitettu linkin kautta" in page
    assert mailed(100) == []
    with pytest.raises(Refused):
        actions.confirm(by=actor(people.kuhmo), acting_for=org(KUHMO), evidence=record, version=1)


@pytest.mark.parametrize("kind", [k.value for k in EvidenceKind])
def test_the_page_opens_for_every_kind_of_record(record: Evidence, kind: str) -> None:
    """Also for plans, reports and agreements, whose names are not those of meetings."""
    assert mailed(1) == []
    address = link_in(mailed(3)[0])
    Evidence.objects.filter(pk=record.pk).update(kind=kind)
    assert Client().get(address).status_code == 200


def test_what_lies_in_a_box_that_is_no_longer_the_organisations_confirms_nothing(
    record: Evidence, people: People
) -> None:
    """The address is corrected: the letter's link ends, and the right box gets one of its own."""
    assert mailed(1) == []
    old = link_in(mailed(3)[0])
    with clock.frozen(datetime.combine(clock.today() + timedelta(days=4), time(9), tzinfo=clock.HELSINKI)):
        letters.set_address(by=HOUSE, organisation=row(KUHMO), email="oikea@kuhmo.example")
        assert Client().get(old).status_code == 410
    (body,) = mailed(120)
    assert mail.outbox[-1].to == ["oikea@kuhmo.example"]
    with clock.frozen(datetime.combine(clock.today() + timedelta(days=120), time(9), tzinfo=clock.HELSINKI)):
        assert Client().get(link_in(body)).status_code == 200


def test_a_changed_or_withdrawn_record_is_not_confirmed_by_an_old_link(record: Evidence, people: People) -> None:
    """The next letter brings a link to the record as it is then."""
    (body,) = mailed(3)
    actions.correct(
        by=actor(people.county),
        acting_for=org(COUNTY),
        evidence=record,
        version=1,
        content=content(title_fi="Korjattu"),
    )
    assert Client().post(link_in(body)).status_code == 410
    (again,) = mailed(70)
    assert "Korjattu" in again
    record.refresh_from_db()
    actions.withdraw(by=actor(people.county), evidence=record, reason="väärin")
    assert Client().get(link_in(again)).status_code == 410
    assert not Confirmation.objects.filter(organisation__slug="kuhmo").exists()


def test_a_link_is_of_its_own_organisation_and_grows_old(record: Evidence, people: People) -> None:
    """A new one ends the one before; after its time it opens nothing; one that was confirmed by hand meanwhile is told so."""
    first, second = (links.make(record, row(KUHMO)) for _ in range(2))
    assert links.open_link(first) is None
    with clock.frozen(clock.now() + letters.LIFE + timedelta(seconds=1)):
        assert links.open_link(second) is None
    actions.confirm(by=actor(people.kuhmo), acting_for=org(KUHMO), evidence=record, version=1)
    with pytest.raises(Refused):
        links.confirm(token=second)
    assert links.open_link(second) is not None  # nothing of a refused press stays
    assert Client().get("/fi/vahvista/made-up/").status_code == 410
    stranger = links.make(record, row("kunnat/kajaani"))
    with pytest.raises(Refused):
        links.confirm(token=stranger)


def test_ones_own_records_and_old_ones_are_not_written_of(people: People, settings: Any) -> None:
    """Nor what has been confirmed."""
    letters.set_address(by=HOUSE, organisation=row(KUHMO), email="kirjaamo@kuhmo.example")
    settings.MAIL_ON = True
    own = actions.record(by=actor(people.kuhmo), acting_for=org(KUHMO), content=content())
    assert mailed(3) == []
    Evidence.objects.filter(pk=own.pk).update(recorded_for=row(COUNTY), recorded_at=clock.now() - links.FRESH)
    Confirmation.objects.all().delete()
    assert mailed(4) == []
    assert browser(people.kuhmo).get("/fi/oma/").status_code == 200
