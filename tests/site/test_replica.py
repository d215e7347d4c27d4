"""A database that follows serves whoever only reads; the leader serves everybody who has written or may be about to."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from yhdyspinta.core.audit.models import AuditEvent
from yhdyspinta.core.common.reading import from_replica, reader
from yhdyspinta.core.ui import middleware
from yhdyspinta.core.ui.routers import Trail
from yhdyspinta.core.visits.models import Visit


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with a replica."""
    monkeypatch.setitem(settings.DATABASES, "replica", settings.DATABASES["default"])


def read_from(**request: Any) -> str:
    """Where the facts of a request are read."""
    seen: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(reader())
        return HttpResponse()

    made = getattr(RequestFactory(), request.pop("method", "get"))(
        request.pop("path", "/fi/alueet/"), **request.pop("more", {})
    )
    made.COOKIES.update(request)
    middleware.public_readers(view)(made)
    assert reader() == "default"
    return seen[0]


@pytest.mark.usefixtures("followed")
def test_who_is_served_from_the_replica() -> None:
    """Reads of people of whom nothing is known; not those with a sign-in, an open form, a key, or an answer to a survey."""
    assert read_from() == "replica"
    assert read_from(kieli="sv") == "replica"
    assert read_from(path="/api/v1/regions") == "replica"
    assert read_from(**{settings.SESSION_COOKIE_NAME: "x"}) == "default"
    assert read_from(**{settings.CSRF_COOKIE_NAME: "x"}) == "default"
    assert read_from(method="post") == "default"
    assert read_from(path="/fi/kysely/abc/") == "default"
    assert read_from(path="/api/v1/me", more={"HTTP_AUTHORIZATION": "Bearer x"}) == "default"


def test_without_a_replica_nothing_is_asked_of_it() -> None:
    """The middleware is not even there."""
    assert read_from() == "default"


@pytest.mark.usefixtures("followed")
def test_writes_and_sign_ins_never_go_there() -> None:
    """Only reads of facts do; the replica is never migrated: its tables come from the leader."""
    router = Trail()
    with from_replica():
        assert router.db_for_read(AuditEvent) == "replica"
        assert router.db_for_write(AuditEvent) == "default"
        assert router.db_for_read(Visit) == router.db_for_write(Visit) == "trail"
    assert router.db_for_read(AuditEvent) == "default"
    assert not router.allow_migrate("replica", "audit")
    assert router.allow_relation() is True
