"""Who writes a point now, and the log of reading what is not public."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.people import People, actor, browser, gathered, org
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import Actor, Standing
from yhdyspinta.core.matters import filing
from yhdyspinta.core.matters.filing import Label
from yhdyspinta.core.visits import presence, reading
from yhdyspinta.core.visits.models import Reading, Writing

KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"
pytestmark = pytest.mark.django_db


def test_two_who_have_a_point_open_see_each_other(people: People) -> None:
    """By name, at once and in the piece that asks again; whoever saves or goes away is no longer there."""
    _forum, _meeting, point = gathered(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    first, second = browser(people.county_coordinator), browser(people.municipal_coordinator)
    address, piece = f"/fi/kokoukset/kohdat/{point}/", f"/fi/kokoukset/kohdat/{point}/kirjoittajat/"
    assert "kirjoittaa nyt" not in first.get(address).content.decode()
    name = people.county_coordinator.name
    assert name in second.get(address).content.decode()
    assert people.municipal_coordinator.name in first.get(piece).content.decode()
    assert "<html" not in first.get(piece).content.decode()
    sent = {"key": str(uuid4()), "title_fi": "Kohta", "outcome": "noted", "version": "1"}
    assert first.post(address, sent).status_code == 302
    assert name not in second.get(piece).content.decode()
    with clock.frozen(clock.now() + presence.NOW + timedelta(seconds=1)):
        assert "kirjoittaa nyt" not in first.get(piece).content.decode()
        presence.forget_old()
        assert Writing.objects.count() == 1


def test_nobody_outside_learns_who_writes(people: People) -> None:
    """The piece has the rights of the page."""
    _forum, _meeting, point = gathered(actor(people.county_coordinator), org(COUNTY), org(KUHMO))
    piece = f"/fi/kokoukset/kohdat/{point}/kirjoittajat/"
    assert browser(people.outsider).get(piece).status_code == 403
    assert Client().get(piece).status_code == 302
    assert not Writing.objects.exists()


def test_reading_what_is_not_public_is_noted_of_outsiders_only(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """The organisation's own people, and readers of public things, are not; the command takes the log out, and says so."""
    by = actor(people.kuhmo)
    label = Label({"fi": "Selvitys"}, clock.today(), visibility="parties")
    hidden = filing.file_document(
        by=by, owner=org(KUHMO), label=label, content="https://example.org/1", readers=[org(COUNTY).id]
    )
    public = filing.file_document(
        by=by, owner=org(KUHMO), label=Label({"fi": "J"}, clock.today()), content="https://example.org/2"
    )
    for user in (people.kuhmo, people.elected, people.county, people.administrator, people.outsider):
        for row in (hidden, public):
            browser(user).get(f"/fi/asiakirjat/{row.public_id}/")
    Client().get(f"/fi/asiakirjat/{hidden.public_id}/")
    assert [(r.user, r.subject_id) for r in Reading.objects.all()] == [
        (people.county.public_id, hidden.public_id),
        (people.administrator.public_id, hidden.public_id),
    ]
    call_command("readings", "--from", "2026-11-24", "--until", "2026-11-24")
    told = capsys.readouterr()
    assert [json.loads(line)["actor"] for line in told.out.splitlines()] == [
        str(people.county.public_id),
        str(people.administrator.public_id),
    ]
    assert "2 readings" in told.err
    assert AuditEvent.objects.get(verb="readings_exported").data == {"count": 2}
    call_command("readings", "--until", "2026-11-23")
    assert capsys.readouterr().out == ""
    with pytest.raises(CommandError, match="2026-11-24"):
        call_command("readings", "--from", "eilen")


def test_readings_are_kept_for_two_years() -> None:
    """No longer."""
    stranger = Actor(uuid4(), (Standing("editor", organisation=uuid4()),))
    reading.note(stranger, "matter", uuid4(), public=False, own=[uuid4()])
    with clock.frozen(clock.now() + reading.KEPT - timedelta(days=1)):
        assert reading.forget_old() == 0
    with clock.frozen(clock.now() + reading.KEPT + timedelta(days=1)):
        assert reading.forget_old() == 1
    assert date(2026, 11, 24) == clock.today()
