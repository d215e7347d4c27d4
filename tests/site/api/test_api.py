"""The interface for programs: what it tells to whom, how lists are walked, what errors look like, what is written once."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonstat_validator import validate_jsonstat

from tests.people import People, actor, org
from tests.site.api.calls import Program, program_of
from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.accounts.models import Grant
from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common import clock
from yhdyspinta.core.evidence.models import Evidence
from yhdyspinta.core.matters.models import Consultation, Decision
from yhdyspinta.rooms.forums.queries import visible_to as forums_seen
from yhdyspinta.rooms.goals.models import FollowUp
from yhdyspinta.rooms.goals.queries import visible_to as goals_seen
from yhdyspinta.site.api.api import operations
from yhdyspinta.site.api.door import CALLS
from yhdyspinta.site.map.plain import plain
from yhdyspinta.site.map.queries import interface_map
from yhdyspinta.site.rights.scene import GENERAL, scene

pytestmark = pytest.mark.django_db
LISTS = ("regions", "organisations", "duties", "evidence", "indicators", "goals", "measures", "agreements", "forums", "meetings", "decisions", "receipts", "surveys")  # fmt: skip


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    """Nobody has asked too often."""
    CALLS.forget()


def record(people: People, **other: Any) -> dict[str, Any]:
    """A record that Kuhmo's official may make."""
    both = [str(org(a).public_id) for a in ("kunnat/kuhmo", "organisaatiot/kainuun-hyvinvointialue")]
    told = {
        "kind": "negotiation",
        "happened_on": "2026-10-01",
        "duties": {GENERAL: "whole"},
        "parties": both,
        "title": {"fi": "Neuvottelu"},
        "acting_for": both[0],
    }
    return {**told, **other}


def test_the_map_is_the_map(people: People) -> None:
    """Cell by cell what the command prints, finding by finding, in three languages."""
    scene(people)
    told = program_of(people.administrator).get("/regions/kainuu/map").json()
    cells = [c for c in interface_map(clock.today()).values() if c.region == "20"]
    assert [(c["theme"], c["block"], c["situation"], c["flags"]) for c in told["items"]] == [
        (c.theme, c.block, c.situation, list(c.flags)) for c in cells
    ]
    findings = [f for c in told["items"] for f in c["findings"]]
    assert [(f["code"], f["params"]) for f in findings] == [
        (f.code, {k: plain(v) for k, v in f.params}) for c in cells for f in c.findings
    ]
    assert findings
    assert all(f["text"][lang] for f in findings for lang in ("fi", "sv", "en"))
    assert all(f["page"].startswith(settings.ADDRESS + "/fi/") for f in findings if f["page"])


def test_a_map_that_is_not_open_is_not_told(people: People) -> None:
    """Not even that there is something: the same answer as of a region where nothing is recorded."""
    scene(people)
    told = Program().get("/regions/kainuu/map").json()
    assert (told["map_open"], told["items"]) == (False, [])
    assert all(c["region"] != "kainuu" for c in Program().get("/map").json()["items"])
    assert program_of(people.kuhmo).get("/regions/kainuu/map").json()["items"]


@pytest.mark.parametrize("name", LISTS)
def test_walking_meets_each_thing_once(people: People, name: str) -> None:
    """Two at a time: the same as all at once, and nothing twice."""
    scene(people)
    program = program_of(people.kuhmo)
    CALLS.forget()
    every = program.get(f"/{name}?limit=200").json()["items"]
    CALLS.forget()
    walked = program.all(f"/{name}")[: len(every)]
    assert walked == every
    keys = [json.dumps(x, sort_keys=True) for x in walked]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("role", ["", "outsider", "kuhmo", "county_coordinator", "administrator"])
def test_a_key_shows_what_its_owner_may_see(people: People, role: str) -> None:
    """No more and no less, from the same queries as the pages."""
    scene(people)
    program = program_of(getattr(people, role)) if role else Program()
    from yhdyspinta.core.common.actor import ANONYMOUS  # noqa: PLC0415  (beside its use)

    who = actor(getattr(people, role)) if role else ANONYMOUS
    assert {g["id"] for g in program.get("/goals?limit=200").json()["items"]} == {
        str(i) for i in goals_seen(who).values_list("public_id", flat=True)
    }
    assert {f["id"] for f in program.get("/forums?limit=200").json()["items"]} == {
        str(i) for i in forums_seen(who).values_list("public_id", flat=True)
    }


def test_a_right_that_ends_is_gone_on_the_next_call(people: People) -> None:
    """So is a key that is revoked, that has grown old, and whose owner's account is closed."""
    scene(people)
    program = program_of(people.kuhmo, "evidence")
    assert program.get("/me").json()["roles"] == ["editor"]
    Grant.objects.filter(user=people.kuhmo).update(withdrawn_at=clock.now())
    assert program.get("/me").json()["roles"] == []
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert program.get("/me").status_code == 401
    assert program.get("/me").status_code == 200
    (row,) = [r for r in tokens.standing(people.kuhmo) if "evidence" in r.scopes]
    tokens.revoke(by=people.kuhmo, public_id=row.public_id)
    answer = program.get("/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_unknown")
    other = program_of(people.kuhmo)
    people.kuhmo.is_active = False
    people.kuhmo.save(update_fields=["is_active"])
    assert other.get("/me").status_code == 401
    assert {e.verb for e in AuditEvent.objects.filter(subject_type="token")} >= {"token_made", "token_revoked"}


def test_only_a_hash_is_kept_and_a_session_opens_nothing(people: People) -> None:
    """The secret is nowhere in the database; a signed-in browser is a reader here."""
    made = tokens.make(by=people.kuhmo, name="Taulukko", scopes=["notes"], days=30)
    assert made.secret not in json.dumps([str(v) for v in vars(made.row).values()])
    assert made.row.token_hash != made.secret
    program = Program()
    program.client.force_login(people.kuhmo)
    assert program.get("/me").json() == {"name": None, "roles": [], "scopes": []}


def test_a_record_is_written_once(people: People) -> None:
    """The same key of the request again: the same answer; with other content: 409. By the same rules as the form."""
    program, key = program_of(people.kuhmo, "evidence"), str(uuid4())
    first = program.post("/evidence", record(people), key)
    assert first.status_code == 201
    again = program.post("/evidence", record(people), key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert program.post("/evidence", record(people, kind="plan"), key).json()["code"] == "key_reused"
    row = Evidence.objects.get(public_id=first.json()["id"])
    assert row.recorded_by == people.kuhmo.public_id
    assert first["Location"] == f"/api/v1/evidence/{row.public_id}"
    assert [c["organisation"]["address"] for c in first.json()["confirmed"]] == ["kunnat/kuhmo"]
    assert Evidence.objects.filter(title_fi="Neuvottelu").count() == 1


def test_what_is_wrong_is_told(people: People) -> None:
    """RFC 9457 in every case, and nothing is written."""
    before = Evidence.objects.count()
    kuhmo, outsider = program_of(people.kuhmo, "evidence"), program_of(people.outsider, "evidence")
    cases = [
        (Program().post("/evidence", record(people)), 401, "key_needed"),
        (program_of(people.kuhmo, "notes").post("/evidence", record(people)), 403, "scope_missing"),
        (outsider.post("/evidence", record(people)), 403, "evidence_choose_organisation"),
        (kuhmo.post("/evidence", record(people, happened_on="2030-01-01")), 422, "evidence_future"),
        (kuhmo.post("/evidence", record(people, happened_on=1)), 422, "invalid"),
        (kuhmo.post("/evidence", record(people, parties=[str(uuid4())])), 422, "evidence_party_gone"),
        (kuhmo.post("/evidence", "{"), 400, "unreadable"),
        (kuhmo.post("/evidence", record(people), "no-uuid"), 422, "invalid"),
        (kuhmo.get(f"/evidence/{uuid4()}"), 404, "not_found"),
        (kuhmo.get("/map?on=1999-01-01"), 404, "no_such_day"),
        (kuhmo.get("/goals?limit=1000"), 422, "invalid"),
        (kuhmo.get("/no/such/thing"), 404, "not_found"),
        (kuhmo.client.delete("/api/v1/goals"), 405, "method"),
    ]
    for answer, status, code in cases:
        told = answer.json()
        assert (answer.status_code, told["code"]) == (status, code), told
        assert answer["Content-Type"] == "application/problem+json"
        assert told["status"] == status
        assert told["detail"]
    assert Evidence.objects.count() == before
    assert Program().post("/evidence", "x")["WWW-Authenticate"].startswith("Bearer")


def test_receipts_and_notes(people: People) -> None:
    """How an organisation has handled what it was asked, and what has happened to a goal."""
    made = scene(people)
    question = made.args["matters:consultation"][0]
    program = program_of(people.kuhmo, "receipts", "notes")
    waiting = program.get("/receipts?waiting=true").json()["items"]
    assert str(question) in {r["id"] for r in waiting}
    step = {"outcome": "accepted", "decided_on": str(clock.today()), "body": "Kunnanhallitus", "section": "12 §"}
    answer = program.post(f"/receipts/{question}/steps", step)
    assert answer.status_code == 201
    assert [s["outcome"] for s in answer.json()["steps"]] == ["accepted"]
    assert Decision.objects.get(consultation__public_id=question).recorded_by == people.kuhmo.public_id
    assert str(question) not in {r["id"] for r in program.get("/receipts?waiting=true").json()["items"]}
    assert Program().get(f"/receipts/{question}").status_code == (
        200 if Consultation.objects.get(public_id=question).visibility == "public" else 404
    )
    goal = made.args["goals:goal"][0]
    note = program.post(f"/goals/{goal}/notes", {"on": str(clock.today()), "text": "Eteni"})
    assert note.status_code == 201
    assert FollowUp.objects.get(public_id=note.json()["id"]).text == "Eteni"
    bad = program.post(f"/receipts/{question}/steps", {**step, "decided_on": "2020-01-01"})
    assert (bad.status_code, bad.json()["code"]) == (422, "matters_before_asked")


def test_figures_in_three_forms() -> None:
    """The same numbers as JSON, as a table and as JSON-stat 2."""
    asked = "statfin-vaesto/series"
    told = Program().get(f"/indicators/{asked}?region=kainuu&kind=municipality").json()
    kuhmo = next(a for a in told["areas"] if a["code"] == "290")
    assert kuhmo["name"]["fi"] == "Kuhmo"
    assert len(kuhmo["values"]) == len(told["periods"])
    text = Program().get(f"/indicators/{asked}.csv?region=kainuu&kind=municipality")
    assert text["Content-Type"] == "text/csv; charset=utf-8"
    rows = [r for r in csv.DictReader(io.StringIO(text.content.decode())) if r["code"] == "290"]
    assert [float(r["value"]) if r["value"] else None for r in rows] == kuhmo["values"]
    stat = Program().get(f"/indicators/{asked}.jsonstat?region=kainuu").json()
    assert validate_jsonstat(stat)
    assert Program().get(f"/indicators/{asked}?gender=male").status_code in (200, 404)


def test_unchanged_is_not_sent_again(people: People) -> None:
    """A tag, 304, HEAD, who may keep it, and any page of the world may read what is open."""
    first = Program().get("/regions")
    again = Program().get("/regions", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Access-Control-Allow-Origin"] == "*"
    own = program_of(people.kuhmo).get("/regions")
    assert own["Cache-Control"] == "private, no-cache"
    assert "Authorization" in own["Vary"]
    head = Program().client.head("/api/v1/regions")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(first.content)))
    asked = Program().client.options("/api/v1/evidence")
    assert asked.status_code == 204
    assert "Idempotency-Key" in asked["Access-Control-Allow-Headers"]
    CALLS.forget()
    program_of(people.kuhmo, "evidence").post("/evidence", record(people))
    assert Program().get("/evidence", **{"If-None-Match": Program().get("/evidence")["ETag"]}).status_code == 304


def test_who_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the seconds to wait; another day of the map counts as ten."""
    monkeypatch.setattr("time.monotonic", lambda: 1000.0)
    program = Program()
    answers = [program.get("/themes") for _ in range(int(30 * settings.API_RATE) + 1)]
    assert {a.status_code for a in answers[:-1]} == {200}
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "too_many")
    assert int(answers[-1]["Retry-After"]) >= 1
    CALLS.forget()
    days = [program.get(f"/map?on=2025-01-{n:02}").status_code for n in range(1, 31)]
    assert days.count(200) == int(30 * settings.API_RATE) // 11


@pytest.mark.parametrize("name", [n for n in LISTS if n not in ("regions", "organisations", "duties", "indicators")])
def test_queries_do_not_grow_with_rows(people: People, name: str) -> None:
    """One row or all: the same number of queries."""
    scene(people)
    program = program_of(people.kuhmo)
    counts = []
    program.get(f"/{name}")  # what is kept in memory is there
    for limit in (1, 200):
        with CaptureQueriesContext(connection) as queries:
            program.get(f"/{name}?limit={limit}")
        counts.append(len(queries))
    assert counts[0] == counts[1] or name == "goals"  # a goal's figures are read with the first that has some
    assert max(counts) <= 20


def test_every_operation_is_on_the_page(reader: Any) -> None:
    """The documentation is made from the description: nothing is missing, in three languages."""
    for lang in ("fi", "sv", "en"):
        body = reader.get(f"/{lang}/rajapinta/").content.decode()
        assert all(f"{o['method']} {o['path']}" in body for o in operations())
        assert "openapi.json" in body


def test_keys_on_their_page(people: People) -> None:
    """Made, shown once, listed by its last letters, ended; pressing twice makes one."""
    from tests.people import browser  # noqa: PLC0415  (beside its use)

    client, form = browser(people.kuhmo), {"name": "Taulukko", "days": "90", "scopes": ["notes"], "key": str(uuid4())}
    made = client.post("/fi/oma/avaimet/", form).content.decode()
    (row,) = tokens.standing(people.kuhmo)
    assert f"…{row.hint}" in made
    assert made.count("yp_") == 1
    again = client.post("/fi/oma/avaimet/", form).content.decode()
    assert "yp_" not in again
    assert tokens.standing(people.kuhmo).count() == 1
    assert "yp_" not in client.get("/fi/oma/avaimet/").content.decode()
    assert client.post("/fi/oma/avaimet/", {**form, "name": " ", "key": str(uuid4())}).status_code == 422
    client.post(f"/fi/oma/avaimet/{row.public_id}/lopeta/")
    assert not tokens.standing(people.kuhmo).exists()


def test_a_parameter_is_given_once() -> None:
    """Twice, it could mean either: it is refused, never guessed."""
    answer = Client().get("/api/v1/regions?limit=2&limit=3")
    assert answer.status_code == 422
    assert answer.json()["code"] == "repeated"
