"""The event stream: sealing, tampering, revisions, form keys."""

import contextlib
import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from yhdyspinta.core.audit.actions import bump, once, record_event, seal_events
from yhdyspinta.core.audit.models import AuditEvent, FormKey
from yhdyspinta.core.audit.queries import first_broken_seal, revision
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.errors import KeyReused

pytestmark = pytest.mark.django_db


def events(count: int) -> None:
    """Some events."""
    for number in range(count):
        record_event(verb="did", subject_type="thing", subject_id=str(number), by=None, data={"ä": number})


def test_the_chain_is_whole_and_goes_on() -> None:
    """Sealed in two rounds it is one chain."""
    seal_events()
    events(3)
    assert seal_events() == 3
    events(2)
    assert seal_events() == 2
    assert seal_events() == 0
    assert first_broken_seal() is None


@pytest.mark.parametrize("change", [{"verb": "did not"}, {"data": {"ä": 99}}, {"subject_id": "x"}])
def test_a_changed_event_breaks_the_chain(change: dict[str, object]) -> None:
    """The first changed event is found."""
    events(3)
    seal_events()
    victim = AuditEvent.objects.order_by("-seal_no")[1]
    AuditEvent.objects.filter(pk=victim.pk).update(**change)
    assert first_broken_seal() == victim


def test_a_removed_event_breaks_the_chain() -> None:
    """A gap is found at the event after it."""
    events(3)
    seal_events()
    middle, last = AuditEvent.objects.order_by("-seal_no")[1], AuditEvent.objects.order_by("-seal_no")[0]
    middle.delete()
    assert first_broken_seal() == last


def test_a_revision_never_comes_again() -> None:
    """Each write gives a new one, also after a rollback: a cache cannot take one state for another."""
    seen = []
    for _ in range(3):
        bump("test")
        seen.append(revision("test"))
    with contextlib.suppress(RuntimeError), transaction.atomic():
        bump("test")
        seen.append(revision("test"))
        raise RuntimeError
    bump("test")
    seen.append(revision("test"))
    assert len(set(seen)) == 5
    assert revision("never") == 0


def test_pressing_twice_makes_one() -> None:
    """The same key and content: the first result; other content: refused; another actor: its own."""
    key, calls = uuid4(), []

    def do() -> str:
        calls.append(1)
        return f"/done/{len(calls)}/"

    assert once(actor="a", key=key, content={"x": "1"}, do=do) == "/done/1/"
    assert once(actor="a", key=key, content={"x": "1"}, do=do) == "/done/1/"
    with pytest.raises(KeyReused):
        once(actor="a", key=key, content={"x": "2"}, do=do)
    assert once(actor="b", key=key, content={"x": "1"}, do=do) == "/done/2/"


def test_a_failed_write_leaves_its_key_free() -> None:
    """What was refused can be sent again with the same key."""
    key = uuid4()

    def fail() -> str:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        once(actor="a", key=key, content={}, do=fail)
    assert not FormKey.objects.filter(key=key).exists()
    assert once(actor="a", key=key, content={}, do=lambda: "/ok/") == "/ok/"


def test_the_command_names_a_changed_event(capsys: pytest.CaptureFixture[str]) -> None:
    """A row changed by SQL is named and ends with 1; so is one that has been cut out."""
    for n in range(5):
        record_event(verb="tried", subject_type="thing", subject_id=str(n), by=None)
    seal_events()
    call_command("audit", "verify")
    assert "sealed events as they were sealed; 0 not sealed yet" in capsys.readouterr().out
    victim = AuditEvent.objects.order_by("-id")[2]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET verb = 'forged' WHERE id = %s", [victim.pk])
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify")
    assert ended.value.code == 1
    assert str(victim.public_id) in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [victim.pk])
    with pytest.raises(SystemExit):
        call_command("audit", "verify")


def test_an_export_of_some_days_names_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the days asked for, by Helsinki's calendar; a day that is none is told."""
    with clock.frozen(datetime(2026, 11, 22, 21, 59, tzinfo=UTC)):
        record_event(verb="before", subject_type="thing", subject_id="1", by=None)
    with clock.frozen(datetime(2026, 11, 22, 22, 1, tzinfo=UTC)):
        record_event(verb="within", subject_type="thing", subject_id="2", by=None)
    call_command("audit", "export", "--from", "2026-11-23", "--until", "2026-11-23")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [e["verb"] for e in told] == ["within"]
    assert AuditEvent.objects.latest("id").verb == "audit_exported"
    with pytest.raises(CommandError, match="--from"):
        call_command("audit", "export", "--from", "eilen")
