"""The log of a disruption: nothing in it is lost, doubled or changed, whoever sends what how often."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import People, actor, browser, org
from tests.refusals import refused
from yhdyspinta.core.common import clock
from yhdyspinta.rooms.preparedness import keeping, log
from yhdyspinta.rooms.preparedness.keeping import Written
from yhdyspinta.rooms.preparedness.models import Incident, LogEntry
from yhdyspinta.site.rights.guarding import WORDS, entry

pytestmark = pytest.mark.django_db
Args = dict[str, list[Any]]
KUHMO, COUNTY = "kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue"


def test_a_batch_sent_again_is_kept_once(people: People, guarded: Args) -> None:
    """The answer was lost on the way: the same entries again are all called kept, and are there once."""
    by, incident, kuhmo = actor(people.responder), Incident.objects.get(), org(KUHMO)
    batch = [entry(kuhmo, f"Rivi {n}", number=n) for n in range(1, 31)]
    for _time in range(3):
        told = keeping.keep(by=by, incident=incident, entries=batch, sent_at=clock.now())
        assert set(told.kept) == {b.id for b in batch}
    assert LogEntry.objects.filter(incident=incident).count() == 31
    same = keeping.keep(by=by, incident=incident, entries=[batch[0], batch[0]])
    assert same.kept == (batch[0].id,)
    other = Written(**{**{n: getattr(batch[0], n) for n in Written.__dataclass_fields__}, "text": "Toinen"})
    assert [v.code for v in keeping.keep(by=by, incident=incident, entries=[other]).refused.values()] == ["preparedness_other_content"]  # fmt: skip


def test_what_cannot_be_kept_is_said_one_by_one(people: People, guarded: Args) -> None:
    """The others of the batch are kept."""
    by, incident, kuhmo, county = actor(people.responder), Incident.objects.get(), org(KUHMO), org(COUNTY)
    wrong = {
        "preparedness_nothing_said": entry(kuhmo, " "),
        "preparedness_own_name": entry(county, "x"),
        "preparedness_status": entry(kuhmo, "", kind="status", function="viestinta", value="normal"),
        "preparedness_no_function": entry(kuhmo, "x", function="vesi"),
        "preparedness_lead": entry(kuhmo, "", kind="lead"),
        "preparedness_no_task": entry(kuhmo, "", kind="done"),
        "preparedness_code": entry(kuhmo, "131052-308T"),
        "preparedness_cannot_read": entry(kuhmo, "x", kind="poem"),
        "preparedness_no_organisation": entry(kuhmo, "", kind="lead", about=uuid4()),
        "preparedness_too_long": entry(kuhmo, "x" * 4001),
    }
    right = entry(kuhmo, "Hyvä")
    told = keeping.keep(by=by, incident=incident, entries=[*wrong.values(), right])
    assert told.kept == (right.id,)
    assert {v.code for v in told.refused.values()} == set(wrong)
    assert {told.refused[w.id].code: c for c, w in wrong.items()} == {c: c for c in wrong}
    with refused("preparedness_batch"):
        keeping.keep(by=by, incident=incident, entries=[right] * 101)
    with refused("preparedness_circle"):
        keeping.keep(by=actor(people.kuhmo), incident=incident, entries=[right])


def test_what_a_device_still_holds_is_taken_also_after_the_end(people: People, guarded: Args) -> None:
    """A log that is over takes what comes late, with both times."""
    by, incident = actor(people.responder), Incident.objects.get()
    keeping.close(by=by, incident=incident)
    late = entry(org(KUHMO), "Myöhässä", device_at=clock.now() - timedelta(hours=6))
    assert keeping.keep(by=by, incident=incident, entries=[late], sent_at=clock.now()).kept == (late.id,)
    row = LogEntry.objects.get(public_id=late.id)
    assert (row.server_at - row.device_at, row.skew_ms) == (timedelta(hours=6), 0)
    keeping.close(by=by, incident=incident, reopen=True)
    incident.refresh_from_db()
    assert incident.closed_at is None


def test_the_api_of_a_device(people: People, guarded: Args) -> None:
    """Anything but entries that can be read is a 400 that says so, and nothing is kept; a fresh token comes with the state."""
    client, args = browser(people.responder), guarded["preparedness:send"]
    send, state = reverse("preparedness:send", args=args), reverse("preparedness:state", args=args)
    good = {"id": str(uuid4()), "kind": "note", "writer": str(org(KUHMO).public_id), "device": str(uuid4()), "number": 1, "device_at": clock.now().isoformat(), "text": "a"}  # fmt: skip
    sent = {"user": str(people.responder.public_id), "sent_at": clock.now().isoformat(), "entries": [good]}
    for bad in (b"", b"[]", b"{}", b'{"sent_at": 1, "entries": []}', *(_json({**sent, "entries": [{**good, **x}]}) for x in ({"id": "z"}, {"number": True}, {"number": "1"}, {"text": 5}, {"device_at": "2026-01-01"}, {"device_at": "0001-01-01T00:00:00Z"}, {"base": "x"}, {"text": "a\x00"}))):  # fmt: skip
        answer = client.post(send, bad, content_type="application/json")
        assert answer.status_code == 400, bad
        assert "error" in answer.json()
    other = client.post(send, _json({**sent, "user": str(people.kuhmo.public_id)}), content_type="application/json")
    assert other.status_code == 403  # somebody else's session on the device
    assert client.post(send, b"[" * 100_000, content_type="application/json").status_code == 400
    answer = client.post(send, _json(sent), content_type="application/json")
    assert answer.json() == {"kept": [good["id"]], "refused": {}}
    told = client.get(state).json()
    assert set(told) == {"csrf", "user", "last", "html", "bases", "tasks"}
    assert set(client.get(f"{state}?nahty={told['last']}").json()) == {"csrf", "user", "last"}
    assert set(client.get(f"{state}?vain=avain").json()) == {"csrf", "user"}
    assert client.get(state)["Cache-Control"] == "no-store"
    assert Client().get(state).status_code == 302


def _json(data: Any) -> bytes:
    return json.dumps(data).encode()


def test_the_form_without_javascript_knows_what_its_writer_had_seen(people: People, guarded: Args) -> None:
    """A status written on a page that was opened before somebody else's is a conflict, shown to both."""
    client, args = browser(people.responder), guarded["preparedness:write"]
    incident, kuhmo = Incident.objects.get(), org(KUHMO)
    seen = log.read(incident).last
    kiinteistot = {
        "kind": "status",
        "writer": str(kuhmo.public_id),
        "function": "kiinteistot",
        "about": str(kuhmo.public_id),
    }
    for value in ("limited", "stopped"):
        sent = {
            **kiinteistot,
            "value": value,
            "text": "",
            "entry": uuid4(),
            "device": uuid4(),
            "seen": seen,
            "key": uuid4(),
        }
        assert client.post(reverse("preparedness:write", args=args), sent).status_code == 302
    page = client.get(reverse("preparedness:incident", args=args)).content.decode()
    assert "1 asiasta on ristiriitaiset kirjaukset" in page
    late = {**kiinteistot, "value": "normal", "text": "", "entry": uuid4(), "device": uuid4(), "seen": log.read(incident).last, "key": uuid4()}  # fmt: skip
    client.post(reverse("preparedness:write", args=args), late)
    wrong = {**late, "value": "", "entry": uuid4(), "key": uuid4()}
    answer = client.post(reverse("preparedness:write", args=args), wrong)
    assert answer.status_code == 422
    assert "Valitse toiminto" in answer.content.decode()


def test_the_shell_of_a_device_tells_nothing(people: People, guarded: Args) -> None:
    """Neither the title nor an entry nor a name of the disruption."""
    page = (
        browser(people.responder)
        .get(reverse("preparedness:shell", args=guarded["preparedness:shell"]))
        .content.decode()
    )
    assert WORDS["incident"] not in page
    assert WORDS["entry"] not in page
    assert 'id="loki"' in page
