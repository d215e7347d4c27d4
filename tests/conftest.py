"""The strict harness: undefined template variables fail, unordered queries are shuffled, the network is closed."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import translation

from tests.fakes.smtp import Sink, listening
from tests.people import People
from tests.revisions import watch as watch_revisions
from tests.strict import shuffle_unordered, undefined_variables_fail
from yhdyspinta.core.common import clock
from yhdyspinta.core.common.actor import HOUSE
from yhdyspinta.core.common.memo import forget_all
from yhdyspinta.core.evidence.reference import load_reference as load_evidence
from yhdyspinta.core.indicators.actions import load_starter
from yhdyspinta.core.registry.loading import load_reference
from yhdyspinta.core.ui.pages import DAYS
from yhdyspinta.core.ui.routers import TRAIL_MIGRATED
from yhdyspinta.site.api.door import CALLS
from yhdyspinta.site.management.commands.prepare import compile_translations
from yhdyspinta.site.search.sources import refresh

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REQUIRED = frozenset(os.environ.get("YHDYSPINTA_TEST_REQUIRE", "").split(",")) - {""}
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: the worker of the journeys mostly waits for its browser and its server."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is rendered: translations (once, before the workers start), traps, no time limits on examples."""
    if not hasattr(config, "workerinput"):
        for path in settings.LOCALE_PATHS:
            compile_translations(Path(path))
    undefined_variables_fail()
    hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
    hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test with a database has both, facts and trail; what has none, and starts nothing that could, is run once."""
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "trail"]), append=False)
        elif (
            "db" not in getattr(item, "fixturenames", ())
            and not item.get_closest_marker("browser")
            and not hasattr(getattr(item, "module", None), "subprocess")
        ):
            item.add_marker(pytest.mark.one_database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test's trail is a database of its own; the journeys run with the schema, as an installation does.

    Its tables are made as the models say: going through everybody's migrations there takes a third of the start.
    """
    connections["trail"].settings_dict["OPTIONS"].pop("options", None)
    connections["trail"].settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test sees the real registry and the real starting evidence."""
    with django_db_blocker.unblock(), clock.frozen(NOW):
        call_command("migrate", TRAIL_MIGRATED, database="trail", fake=True, verbosity=0)
        load_reference()
        load_evidence()
        load_starter(by=HOUSE)
        refresh()


@pytest.fixture(autouse=True)
def _harness(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fixed now, an empty cache, and no connection beyond this machine."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address}")
        real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    for name in ("FINLEX_URL", "PTV_URL"):
        monkeypatch.setattr(settings, name, "http://127.0.0.1:9")
    monkeypatch.setattr(settings, "MFA_REQUIRED", False)  # its own tests turn it on
    shuffle_unordered(monkeypatch)
    watch_revisions(monkeypatch)
    forget_all()
    translation.activate(settings.LANGUAGE_CODE)  # what the test before asked for is not this one's
    CALLS.forget()
    DAYS.forget()  # nor what it has drawn of the costly pages
    if "real_clock" in request.keywords:
        yield
    else:
        with clock.frozen(NOW):
            yield


@pytest.fixture
def people(db: None) -> People:
    """The three people of every test and a few more."""
    return People()


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody without an account."""
    return client


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A real SMTP server on loopback that the house sends to."""
    with listening() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.EMAIL_USE_TLS, settings.MAIL_ON = False, True
        yield made
