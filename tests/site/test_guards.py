"""What production refuses, by name; read back from live connections; and what a load balancer is told."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from yhdyspinta.core.common import clock
from yhdyspinta.core.jobs.models import ScheduledRun
from yhdyspinta.site import guards
from yhdyspinta.site.info import health

ROOT = Path(__file__).resolve().parents[2]
GOOD = "k9-Fz2_QwLr7.TbXv4+NcJm8=HdSg3~YpUe6!AoKi5%RtBn1xZ"
pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Settings with which nothing is wrong but what a test's database is."""
    monkeypatch.delenv("DEBUG", raising=False)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = GOOD, []
    settings.HTTPS = settings.MFA_REQUIRED = True
    settings.BACKUP_DIR, settings.DEMO, settings.ALLOWED_HOSTS = tmp_path, False, ["yhdyspinta.example.org"]
    monkeypatch.setattr(guards, "ALIASES", ())
    return settings


def named(settings: Any, **changed: Any) -> set[str | None]:
    """Names of what is wrong, with some settings changed."""
    for name, value in changed.items():
        setattr(settings, name, value)
    return {m.id for m in guards.faults()}


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, None),
        ({"DEBUG": True}, "E001"),
        ({"DEMO": True}, "E002"),
        ({"SECRET_KEY": "insecure: set YHDYSPINTA_SECRET_KEY and more and more and more"}, "E003"),
        ({"SECRET_KEY": "ab" * 40}, "E003"),
        ({"SECRET_KEY": GOOD[:49]}, "E003"),
        ({"SECRET_KEY_FALLBACKS": [GOOD, "old"]}, "E003"),
        ({"ALLOWED_HOSTS": ["*"]}, "E004"),
        ({"HTTPS": False}, "E005"),
        ({"MFA_REQUIRED": False}, "E006"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "E007"),
        ({"BACKUP_DIR": None}, "W001"),
        ({"MAIL_ON": True, "EMAIL_HOST": "posti.example.org", "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}, "E008"),
        ({"MAIL_ON": True, "EMAIL_HOST": "posti.example.org", "EMAIL_USE_TLS": True}, None),
        ({"MAIL_ON": True, "EMAIL_HOST": "localhost"}, None),
    ],
)
def test_each_fault_has_its_name(production: Any, changed: dict[str, Any], name: str | None) -> None:
    """One setting wrong, one name; a server behind TLS starts only without errors, and tells all of them."""
    assert named(production, **changed) == ({f"yhdyspinta.{name}"} if name else set())
    if name and name.startswith("E") and production.HTTPS:
        with pytest.raises(ImproperlyConfigured, match=f"yhdyspinta.{name}"):
            guards.at_start()
    else:
        guards.at_start()


def test_debug_in_the_environment_is_a_fault_too(production: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`DEBUG=1 manage.py check --deploy` refuses, although the variable of the house has another name."""
    monkeypatch.setenv("DEBUG", "1")
    assert named(production) == {"yhdyspinta.E001"}


class Answers:
    """A cursor of a server with these settings."""

    def __init__(self, **settings: str) -> None:
        self.settings = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "synchronous_standby_names": "", "standbys": "0", "ssl": "True", **settings}  # fmt: skip
        self.asked = ""

    def execute(self, sql: str) -> None:
        """Remembers what is asked."""
        self.asked = (
            sql.removeprefix("SHOW ") if sql.startswith("SHOW") else "ssl" if "pg_stat_ssl" in sql else "standbys"
        )

    def fetchone(self) -> tuple[str]:
        """The answer."""
        return (self.settings[self.asked],)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({}, "W003"),
        ({"fsync": "off", "synchronous_standby_names": "*"}, "E020"),
        ({"full_page_writes": "off", "synchronous_standby_names": "*"}, "E020"),
        ({"synchronous_commit": "off", "synchronous_standby_names": "*"}, "E021"),
        ({"synchronous_commit": "local", "synchronous_standby_names": "*"}, "E021"),
        ({"standbys": "1"}, "E022"),
        ({"standbys": "1", "synchronous_standby_names": "two"}, None),
        ({"standbys": "1", "synchronous_standby_names": "two", "synchronous_commit": "remote_apply"}, None),
    ],
)
def test_an_asynchronous_cluster_is_refused(told: dict[str, str], name: str | None) -> None:
    """By what the server itself says."""
    assert [m.id for m in guards._postgres("default", Answers(**told))] == ([f"yhdyspinta.{name}"] if name else [])


@pytest.mark.parametrize(
    ("host", "ssl", "mode", "name"),
    [
        ("db.example.org", "False", "prefer", "E023"),
        ("db.example.org", "True", "require", "W004"),
        ("db.example.org", "True", "verify-full", None),
        ("127.0.0.1", "False", "prefer", None),
        ("/run/postgresql", "False", "prefer", None),
    ],
)
def test_a_database_elsewhere_is_asked_by_tls(
    monkeypatch: pytest.MonkeyPatch, host: str, ssl: str, mode: str, name: str | None
) -> None:
    """And has to be who it says; on this machine nobody is between."""
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"], "sslmode": mode})
    told = Answers(synchronous_standby_names="two", ssl=ssl)
    assert [m.id for m in guards._postgres("default", told)] == ([f"yhdyspinta.{name}"] if name else [])


def test_the_live_database_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection of these very tests: SQLite as production has it; PostgreSQL as its own settings say."""
    found = {m.id for m in guards._database("default")}
    if connection.vendor == "sqlite":
        assert found <= {"yhdyspinta.E011"}  # a test's database in memory has no journal
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW fsync")
            assert ("yhdyspinta.E020" in found) == (cursor.fetchone()[0] == "off")

    def fails(*_: Any) -> Any:
        raise DatabaseError("gone")

    monkeypatch.setattr(guards, "_sqlite", fails)
    monkeypatch.setattr(guards, "_postgres", fails)
    assert [m.id for m in guards._database("default")] == ["yhdyspinta.W002"]


@pytest.mark.real_clock
@pytest.mark.one_database
def test_a_server_that_would_lose_writes_does_not_start(tmp_path: Path) -> None:
    """In processes of their own, as granian would start them."""
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "TRAIL_DATABASE_URL", "DEBUG")}
    env |= {"YHDYSPINTA_DATA": str(tmp_path), "YHDYSPINTA_SECRET_KEY": GOOD, "YHDYSPINTA_HTTPS": "1"}

    def start(**more: str) -> subprocess.CompletedProcess[str]:
        run = [sys.executable, "-c", "import config.wsgi"]
        return subprocess.run(run, cwd=ROOT, env={**env, **more}, text=True, capture_output=True, check=False)

    assert start().returncode == 0
    refused = start(YHDYSPINTA_SYNCHRONOUS="NORMAL")
    assert refused.returncode != 0
    assert "yhdyspinta.E010" in refused.stderr
    assert "YHDYSPINTA_SYNCHRONOUS" in refused.stderr


def test_a_load_balancer_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alive without a database; ready only with both, and with the tables that this code knows."""
    assert client.get("/health/live").json() == {"ok": True}
    assert client.get("/health/ready").json() == {"ok": True, "default": "ok", "trail": "ok"}
    monkeypatch.setattr(health, "_known", lambda: frozenset({("accounts", "9999_later")}))
    behind = client.get("/health/ready")
    assert (behind.status_code, behind.json()["default"]) == (503, "1 migrations missing")

    def fails(_alias: str) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "_answers", fails)
    gone = client.get("/health/ready")
    assert (gone.status_code, gone.json()["trail"], gone["Retry-After"]) == (503, "no answer", "10")
    assert client.get("/health/live").status_code == 200


def test_what_is_measured_is_told_to_who_has_the_key(client: Client, settings: Any, tmp_path: Path) -> None:
    """Jobs, work, backups and requests in the form of Prometheus; without the key, or with another, there is no such page."""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_KEY, settings.BACKUP_DIR = "watcher", tmp_path / "absent"
    for wrong in ({}, {"Authorization": "Bearer watche"}, {"Authorization": "Bearer wätcher"}):
        assert client.get("/metrics", headers=wrong).status_code == 404
    now = clock.now()
    for name, hours, failed in (
        ("seal-events", 1, False),
        ("backup", 2, False),
        ("backup", 1, True),
        ("finlex", 1, True),
    ):
        at = now - timedelta(hours=hours)
        ScheduledRun.objects.create(name=name, slot=at, began_at=at, finished_at=at, failed=failed)
    client.get("/fi/")
    client.get("/fi/kysely/anything/")

    def told() -> dict[str, float]:
        answer = client.get("/metrics", headers={"Authorization": "Bearer watcher"})
        families = text_string_to_metric_families(answer.content.decode())
        return {" ".join((s.name, *(v for k, v in sorted(s.labels.items()) if k != "le"))): s.value for f in families for s in f.samples}  # fmt: skip

    first = told()
    assert first[f"yhdyspinta_info {settings.VERSION}"] == 1
    assert first["yhdyspinta_job_success_timestamp_seconds backup"] == (now - timedelta(hours=2)).timestamp()
    assert [first[f"yhdyspinta_job_failing {n}"] for n in ("seal-events", "backup", "finlex")] == [0, 1, 1]
    assert first["yhdyspinta_job_success_timestamp_seconds finlex"] == 0
    assert first["yhdyspinta_backup_timestamp_seconds"] == 0
    assert first["yhdyspinta_work failed"] == 0
    pages = "yhdyspinta_request_seconds_count GET pages 2xx"
    assert first[pages] >= 1
    client.get("/fi/kysely/anything/")  # nothing is measured where a survey is answered
    second = told()
    assert second[pages] == first[pages] + 1  # the asking before itself
    assert second.get("yhdyspinta_request_seconds_count GET pages 4xx") == first.get("yhdyspinta_request_seconds_count GET pages 4xx")  # fmt: skip
