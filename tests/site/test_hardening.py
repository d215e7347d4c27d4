"""What a hostile reading of the product found, each with its test."""

import json
import logging
import re
from io import StringIO

import pytest
from django.conf import LazySettings, settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from prometheus_client import REGISTRY

from tests.people import People, browser
from yhdyspinta.core.accounts import tokens
from yhdyspinta.core.common.logs import JsonFormatter, NoPaths
from yhdyspinta.core.ui.middleware import LARGEST, plain_input

pytestmark = pytest.mark.django_db


def test_a_body_without_end_is_refused_before_it_is_read() -> None:
    """By what its sender says of its length; also what is no length."""
    handler = plain_input(lambda r: HttpResponse())
    for length, status in ((LARGEST, 200), (LARGEST + 1, 413), ("x", 413), ("-1", 413)):
        request = RequestFactory().post("/fi/saavutettavuus/palaute/", {"text": "a"})
        request.META["CONTENT_LENGTH"] = str(length)
        assert handler(request).status_code == status


def test_made_up_methods_make_no_new_measures(reader: Client) -> None:
    """Each label is kept for ever: a stranger cannot make more of them."""
    for number in range(3):
        reader.generic(f"KEKSITTY{number}", "/fi/kunnat/")
    methods = {
        sample.labels["method"]
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if "method" in sample.labels
    }
    assert not {m for m in methods if m.startswith("KEKSITTY")}
    assert "OTHER" in methods


def test_static_files_are_under_the_policy_too(reader: Client) -> None:
    """Frames, plugins and scripts of others: nothing, on every answer."""
    for path in ("/static/ui/mark.svg", "/fi/kunnat/"):
        answer = reader.get(path)
        policy = answer["Content-Security-Policy"]
        answer.close()
        for word in ("frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'", "default-src 'none'"):
            assert word in policy, (path, word)


def test_what_a_key_shows_is_not_for_pages_of_other_sites(people: People, reader: Client) -> None:
    """Open data may be read from any page; what one sees by a key not."""
    key = tokens.make(by=people.kuhmo, name="Koe", scopes=[], days=30).secret
    assert reader.get("/api/v1/regions")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get("/api/v1/regions", HTTP_AUTHORIZATION=f"Bearer {key}")


def test_pages_of_people_who_are_signed_in_are_kept_by_nobody_between(people: People, reader: Client) -> None:
    """A proxy may keep what everybody sees only."""
    assert browser(people.kuhmo).get("/fi/oma/")["Cache-Control"] == "private, no-cache"
    assert "private" not in reader.get("/fi/kunnat/").get("Cache-Control", "")


def test_a_forged_form_is_in_the_log_without_its_address() -> None:
    """The route and the reason, never a token; of answering a survey nothing at all."""
    told, handler = StringIO(), logging.StreamHandler()
    handler.setStream(told)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(NoPaths(unseen=settings.UNSEEN))
    logger = logging.getLogger("django.security.csrf")
    logger.addHandler(handler)
    try:
        client = Client(enforce_csrf_checks=True)
        client.post("/fi/saavutettavuus/palaute/?merkki=abc", {"text": "x"})
        client.post("/fi/kysely/salattu-linkki/", {})
    finally:
        logger.removeHandler(handler)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert [line["message"] for line in lines] == ["request failed: fi/saavutettavuus/palaute/"]
    assert "abc" not in told.getvalue()
    assert settings.LOGGING["filters"]["no_paths"]["unseen"] == settings.UNSEEN


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/sitemap-alueet.xml", "/robots.txt", "/fi/?q=%00", "/static/ui/mark.svg", "/fi/"]
)
def test_every_text_has_its_charset(reader: Client, path: str) -> None:
    """So that no browser guesses one."""
    answer = reader.get(path)
    answer.close()  # a file
    assert "charset=utf-8" in answer["Content-Type"]


def test_a_key_in_the_open_is_told(reader: Client, settings: LazySettings) -> None:
    """A program that asks without TLS is refused instead of being led on; pages are led on, and what is asked from within answers."""
    settings.HTTPS = True
    answer = reader.get("/api/v1/regions")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_encrypted")
    assert reader.get("/api/v1/regions", secure=True).status_code == 200
    (exempt,) = settings.SECURE_REDIRECT_EXEMPT
    assert [bool(re.search(exempt, path)) for path in ("api/v1/regions", "health/live", "metrics", "fi/api/", "fi/")] == [True, True, True, False, False]  # fmt: skip


def test_another_hosts_name_is_refused_and_health_is_asked_by_number(settings: LazySettings) -> None:
    """Scanners get a word and no error of ours; a container asks itself by its own number."""
    settings.ALLOWED_HOSTS = ["yhdyspinta.example.org"]
    asking = Client(raise_request_exception=False)
    for host in ("evil.example", "127.0.0.1:8000", "a b"):
        answer = asking.get("/fi/", headers={"host": host})
        assert (answer.status_code, answer.content) == (400, b"bad request")
    assert asking.get("/health/ready", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert asking.get("/fi/", headers={"host": "yhdyspinta.example.org"}).status_code == 200
    assert asking.get("/fi/kunnat/?q=%ff", headers={"host": "yhdyspinta.example.org"}).status_code in (200, 400)
